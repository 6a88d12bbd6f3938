"""What a reader can work out of whole numbers and what is known about them: one integer programme.

The reader is taken to know every line, and that the unknown numbers are whole and not under their least value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ENDLESS = 1_000_000  # no municipality counts more persons of one kind: up to here is "no upper end"
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class KnownLine:
    """`least` ≤ the factors times the unknown numbers ≤ `greatest`."""

    factors: Mapping[str, float]
    least: float = -inf
    greatest: float = inf


class NothingFits(ValueError):
    """No whole numbers agree with all that is said of them: one of the lines is not true."""


@dataclass(frozen=True)
class ReaderProgramme:
    """Unknown numbers by name with the least value each may have, and the lines known among them."""

    least: Mapping[str, int]
    lines: tuple[KnownLine, ...]

    @cached_property
    def names(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(sorted(self.least))}

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds(np.array([float(self.least[name]) for name in self.names]), np.full(len(self.names), ENDLESS))

    @cached_property
    def _known(self) -> LinearConstraint | None:
        if not self.lines:
            return None
        cells = [
            (number, self.names[name], factor)
            for number, line in enumerate(self.lines)
            for name, factor in line.factors.items()
        ]
        rows, columns, factors = zip(*cells, strict=True)
        matrix = csr_array((factors, (rows, columns)), shape=(len(self.lines), len(self.names)))
        return LinearConstraint(matrix, [line.least for line in self.lines], [line.greatest for line in self.lines])

    def solution(self, name: str, *, upwards: bool) -> dict[str, int]:
        """Numbers that agree with everything, with `name` as small or as great as it may be.

        Most answers are whole by themselves; only where one is not, the whole programme is asked.
        """
        goal = np.zeros(len(self.names))
        goal[self.names[name]] = -1.0 if upwards else 1.0
        found = self._solved(goal, is_whole=False)
        if np.abs(found - found.round()).max() > TOLERANCE:
            found = self._solved(goal, is_whole=True)
        return {each: round(float(found[place])) for each, place in self.names.items()}

    def _solved(self, goal: Any, *, is_whole: bool) -> Any:
        kinds = np.full(len(self.names), int(is_whole))
        answer: Any = milp(goal, integrality=kinds, bounds=self._bounds, constraints=self._known)
        if answer.x is None:
            raise NothingFits(f"No numbers agree with what is known: {answer.message}")
        return answer.x

    def range_of(self, name: str) -> tuple[int, int | None]:
        """The least and greatest value it may have; None: no upper end."""
        greatest = self.solution(name, upwards=True)[name]
        return self.solution(name, upwards=False)[name], None if greatest >= ENDLESS else greatest

    def narrower_than(self, widths: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """The names whose range is under their width, with the range. What one answer shows serves all names."""
        seen = dict.fromkeys(widths, (ENDLESS, -1))
        narrow: dict[str, tuple[int, int]] = {}
        for name, width in widths.items():
            for upwards in (True, False):
                if seen[name][1] - seen[name][0] < width:
                    self._see(seen, self.solution(name, upwards=upwards))
            if seen[name][1] - seen[name][0] < width:
                narrow[name] = seen[name]
        return narrow

    @staticmethod
    def _see(seen: dict[str, tuple[int, int]], solution: Mapping[str, int]) -> None:
        for name, (low, high) in seen.items():
            seen[name] = min(low, solution[name]), max(high, solution[name])


def parts_of(names: Iterable[str], lines: Iterable[KnownLine]) -> Iterator[tuple[set[str], tuple[KnownLine, ...]]]:
    """The names in parts that no line ties together, each with its lines."""
    groups: dict[str, set[str]] = {name: {name} for name in names}
    known = [line for line in lines if line.factors]
    for line in known:
        joined = set().union(*(groups[name] for name in line.factors))
        groups.update(dict.fromkeys(joined, joined))
    parts = {id(group): group for group in groups.values()}
    for group in parts.values():
        yield group, tuple(line for line in known if not group.isdisjoint(line.factors))
