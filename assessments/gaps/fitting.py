"""Which service counts for which requirement line; what fits only partly counts 0 and says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from assessments.enums import CountStatus, Misfit, SexScope
from assessments.models import AssessedService, RequirementLine, Service

EVERYWHERE = None
OLDEST = 999


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a service serves; no groups means all, `units` None means the whole municipality."""

    counted_in: str
    places: int
    groups: frozenset[int]
    sex: str
    age_from: int
    age_to: int | None
    units: frozenset[int] | None

    def plain(self) -> dict[str, Any]:
        """As it is stored with an edition."""
        units = None if self.units is None else sorted(self.units)
        return asdict(self) | {"groups": sorted(self.groups), "units": units}

    @classmethod
    def of_plain(cls, stored: dict[str, Any]) -> Reach:
        units = None if stored["units"] is None else frozenset(stored["units"])
        return cls(**(stored | {"groups": frozenset(stored["groups"]), "units": units}))


@dataclass(frozen=True, slots=True)
class Offer:
    """One service as the sharing counts it, on the day of the edition."""

    service: Service
    service_type: int
    count_status: str
    is_undisclosed: bool
    reach: Reach

    @property
    def key(self) -> str:
        return self.service.code

    @property
    def count_status_label(self) -> str:
        return str(CountStatus(self.count_status).label)


def reach_of(service: Service) -> Reach:
    """As the service map says now; read with groups and served units at hand. An undisclosed one serves everywhere."""
    units = [unit.pk for unit in service.served_units.all()]
    return reach(service, groups=[group.pk for group in service.groups.all()], units=units)


def reach(service: Service, *, groups: Iterable[int], units: Iterable[int]) -> Reach:
    """The service with these groups and served units, whatever is stored."""
    served = frozenset(units) or ({service.unit_id} if service.unit_id else frozenset())
    return Reach(
        counted_in=str(service.reckoned_in),
        places=service.places,
        groups=frozenset(groups),
        sex=service.sex,
        age_from=service.age_from,
        age_to=service.age_to,
        units=EVERYWHERE if service.is_undisclosed or not served else frozenset(served),
    )


def stored_offer(row: AssessedService) -> Offer:
    """A service as its edition froze it; what is undisclosed then or now shows no unit."""
    stored = Reach.of_plain(row.reach) if row.reach else reach_of(row.service)
    if row.is_protected:
        stored = replace(stored, units=EVERYWHERE)
    return Offer(row.service, row.service_type_id, row.standing, row.is_protected, stored)


def offer_of(service: Service, day: date) -> Offer:
    """A service as the map says it now."""
    count_status = service.count_status_on(day)
    return Offer(service, service.service_type_id, count_status, service.is_undisclosed, reach_of(service))


def misfit(line: RequirementLine, offer: Offer, *, all_units: frozenset[int]) -> Misfit | None:
    """Why a service of a type that the line names does not count for it; None where it counts."""
    if offer.count_status != CountStatus.COUNTED:
        return Misfit.NOT_RUNNING
    if offer.reach.counted_in != line.counted_in:
        return Misfit.COUNTED_IN
    if offer.reach.groups and line.need.group_id not in offer.reach.groups:
        return Misfit.GROUP
    if offer.reach.sex not in (SexScope.ALL, line.sex):
        return Misfit.SEX
    return _age_misfit(line, offer.reach) or _unit_misfit(line, offer.reach, all_units)


def _age_misfit(line: RequirementLine, offered: Reach) -> Misfit | None:
    last = OLDEST if line.age_to is None else line.age_to
    last_served = OLDEST if offered.age_to is None else offered.age_to
    if offered.age_from <= line.age_from and last <= last_served:
        return None
    overlaps = offered.age_from <= last and line.age_from <= last_served
    return Misfit.AGE_PARTLY if overlaps else Misfit.AGE


def _unit_misfit(line: RequirementLine, offered: Reach, all_units: frozenset[int]) -> Misfit | None:
    if offered.units is EVERYWHERE:
        return None
    if line.unit_id is None:
        return None if all_units and all_units <= offered.units else Misfit.UNIT_PARTLY
    return None if line.unit_id in offered.units else Misfit.UNIT
