"""A second reader of what was published: a programme of its own, over everything at once, beside the product's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Told = tuple[str, tuple[str, ...], bool]  # the key of a total, those of its parts, whether these are all


def ends_of(name: str, unknown: Sequence[str], known: Mapping[str, int], sums: Iterable[Told]) -> tuple[str, int, int]:
    place = {key: at for at, key in enumerate(unknown)}
    rows, least, most = [], [], []
    for total, parts, is_complete in sums:
        row, told = np.zeros(len(unknown)), 0
        for key, side in [(total, -1), *((part, 1) for part in parts)]:
            if key in place:
                row[place[key]] += side
            else:
                told += side * known[key]
        rows.append(row)
        least.append(-told if is_complete else -inf)
        most.append(-told)
    wish, ends = np.zeros(len(unknown)), []
    for side in (1, -1):
        wish[:] = 0
        wish[place[name]] = side
        found = milp(
            wish,
            constraints=LinearConstraint(np.array(rows), least, most),
            bounds=Bounds(0, 10_000),
            integrality=np.ones(len(unknown)),
        )
        assert found.success
        ends.append(round(found.x[place[name]]))
    return name, ends[0], ends[1]
