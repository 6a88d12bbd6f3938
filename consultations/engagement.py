"""The promised persons: at least so many, in such a composition, each counted once (docs/law.md#engagement)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from consultations.enums import EngagedKind
from consultations.models import UniquePerson
from municipality.enums import ThresholdCode
from municipality.models import Municipality, Threshold

TOLERANCE = 5


@dataclass(frozen=True, slots=True)
class Engagement:
    """One promise and how far it is met; the share is women among those whose sex is known, in percent."""

    kind: EngagedKind
    persons: int
    women: int
    men: int
    target: int
    target_share: int
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
        return max(self.target - self.persons, 0)

    @property
    def distance(self) -> Decimal | None:
        """Percentage points between the share of women and the promised one."""
        return None if self.women_share is None else self.women_share - self.target_share

    @property
    def light(self) -> str:
        """Green when number and share are reached, amber within the tolerance, red beyond, grey without data."""
        if self.distance is None:
            return "grey"
        if self.missing == 0 and self.distance >= 0:
            return "green"
        return "amber" if self.missing == 0 and self.distance >= -self.tolerance else "red"


def engagement() -> list[Engagement]:
    """Both promises of the project, counted as unique persons, never as attendances."""
    place = Municipality.objects.first()
    threshold = Threshold.objects.filter(code=ThresholdCode.SHARE_TOLERANCE).first()
    counted = {row["kind"]: row for row in UniquePerson.objects.counts()}
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
                target=(place.organisations_target if is_cso else place.authorities_target) if place else 0,
                target_share=_promised_share(place, is_cso=is_cso),
                tolerance=threshold.value if threshold else TOLERANCE,
            )
        )
    return lines


def _promised_share(place: Municipality | None, *, is_cso: bool) -> int:
    if place is None:
        return 0
    return place.organisations_women_share if is_cso else place.authorities_women_share
