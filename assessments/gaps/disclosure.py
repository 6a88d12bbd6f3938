"""The gap matrix as the public may read it: what a hidden number of persons would be worked out from goes with it.

Required places follow from a number of persons, places are public, and the sharing is a function of both. So a line is
closed with its need's other lines where a number of it is small or its need's figures are hidden; and in a part of the
map in which a closed line competes, nobody's share is released, for it would tell that line's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.disclosure import need_figures
from assessments.gaps.matrix import LineGap, Matrix, NeedGap
from assessments.gaps.sharing import competing
from assessments.models import RequirementLine
from assessments.stored_release import StoredRelease, line_key


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One line as one reader gets it; None is hidden. `is_marked` tells staff that the public sees less."""

    found: LineGap
    required: int | None
    given: int | None
    gap_alone: int | None
    gap: int | None
    is_marked: bool

    @property
    def line(self) -> RequirementLine:
        return self.found.line


def line_figures(matrix: Matrix, *, sees_all: bool, telling: StoredRelease | None = None) -> list[PublicLine]:
    """The lines of the matrix in its order, with the figures that the reader may see."""
    if not matrix.needs:
        return []
    telling = telling or StoredRelease.of(matrix.needs[0].need.assessment)
    if telling.release is None:
        closed = {each.line.key for need in matrix.needs if _is_closed(need, telling) for each in need.lines}
        released = _parts_with(closed, matrix)
    else:
        closed, released = (
            {each.line.key for each in matrix.lines if telling.hides(line_key(each.line, name))}
            for name in ("required", "given")
        )
    return [_figures(each, closed, released, sees_all=sees_all) for each in matrix.lines]


def _is_closed(need: NeedGap, telling: StoredRelease) -> bool:
    if need_figures(need.need, telling, sees_all=True).is_marked:
        return True
    rule = telling.rules.of(is_protected=need.need.group.is_protected)
    return any(
        rule.hides(each.shared.required)
        or any(rule.hides(count) for count in persons(each.line))
        or any(0 < gap < rule.threshold for gap in (each.shared.gap, each.shared.gap_alone))
        for each in need.lines
    )


def persons(line: RequirementLine) -> Iterable[int]:
    return [count for count in (line.persons_low, line.persons, line.persons_high) if count is not None]


def _parts_with(closed: set[str], matrix: Matrix) -> set[str]:
    """Lines of every part of the map in which a closed line competes."""
    parts = ({one.key for one in part} for part in competing(matrix.asked))
    return {key for keys in parts if keys & closed for key in keys}


def _figures(each: LineGap, closed: set[str], released: set[str], *, sees_all: bool) -> PublicLine:
    shared, key = each.shared, each.line.key
    hides, hides_share = (not sees_all and key in keys for keys in (closed, released))
    return PublicLine(
        found=each,
        required=None if hides else shared.required,
        given=None if hides_share else shared.given,
        gap_alone=None if hides else shared.gap_alone,
        gap=None if hides_share else shared.gap,
        is_marked=key in released,
    )
