"""The promised persons: at least so many, in such a composition, each counted once (docs/law.md#engagement)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from consultations.enums import EngagedKind, EngagementLight
from consultations.models import UniquePerson
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from municipality.enums import ThresholdCode
from municipality.models import Project
from municipality.rule_book import read_rule_book

TOLERANCE = 5


@dataclass(frozen=True, slots=True)
class Engagement:
    """One promise and how far it is met; the share is women among those whose sex is known, in percent.

    Where nothing is promised the persons are counted, and `target` or `target_share` are None.
    """

    kind: EngagedKind
    persons: int
    women: int
    men: int
    target: int | None
    target_share: int | None
    tolerance: int

    @property
    def undeclared(self) -> int:
        return self.persons - self.women - self.men

    @property
    def women_share(self) -> Decimal | None:
        known = self.women + self.men
        return (Decimal(self.women) * 100 / known).quantize(Decimal("0.1")) if known else None

    @property
    def men_share(self) -> Decimal | None:
        return None if self.women_share is None else 100 - self.women_share

    @property
    def missing(self) -> int:
        return max((self.target or 0) - self.persons, 0)

    @property
    def distance(self) -> Decimal | None:
        """Percentage points between the share of women and the promised one."""
        if self.women_share is None or self.target_share is None:
            return None
        return self.women_share - self.target_share

    @property
    def light(self) -> EngagementLight:
        """Green when number and share are reached, amber within the tolerance, red beyond, grey without data."""
        if self.distance is None:
            return self._light_without_share
        if self.missing == 0 and self.distance >= 0:
            return EngagementLight.GREEN
        is_close = self.missing == 0 and self.distance >= -self.tolerance
        return EngagementLight.AMBER if is_close else EngagementLight.RED

    @property
    def _light_without_share(self) -> EngagementLight:
        """Where no share was promised the number alone counts; where one was, nobody's sex is known yet."""
        if self.target is None or self.target_share is not None:
            return EngagementLight.GREY
        return EngagementLight.RED if self.missing else EngagementLight.GREEN


def engagement(project: Project | None) -> list[Engagement]:
    return read(read_engagement(project))


def read_engagement(project: Project | None) -> Reader[list[Engagement]]:
    """Both promises of the project, counted as unique persons, never as attendances."""
    persons = UniquePerson.objects.counts()
    book, _persons = yield from side_by_side(read_rule_book(), read_lists(persons))
    threshold = next((each for each in book.thresholds if each.code == ThresholdCode.SHARE_TOLERANCE), None)
    counted = {row["kind"]: row for row in persons}
    lines = []
    for kind in EngagedKind:
        row: dict[str, Any] = counted.get(kind, {})
        is_cso = kind == EngagedKind.CSO
        lines.append(
            Engagement(
                kind=kind,
                persons=row.get("persons", 0),
                women=row.get("women", 0),
                men=row.get("men", 0),
                target=_promised(project, is_cso=is_cso)[0],
                target_share=_promised(project, is_cso=is_cso)[1],
                tolerance=threshold.value if threshold else TOLERANCE,
            )
        )
    return lines


def _promised(project: Project | None, *, is_cso: bool) -> tuple[int | None, int | None]:
    """Persons and share of women (percent) that the project promised of one kind."""
    if project is None:
        return None, None
    if is_cso:
        return project.organisations_target, project.organisations_women_share
    return project.authorities_target, project.authorities_women_share
