"""What the public may read of a need or a service: small numbers, and what would reveal them, are hidden.

Each row stands alone (no totals over rows are published here): affected = covered + not covered, so where one of the
three is small, the parts and everything computed from them go with it (product.md §7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.models import Need, Service
from municipality.calendar import threshold
from municipality.enums import ThresholdCode

MARK = "⋯"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Counts of persons from 1 up to just below the bound are small."""

    ordinary: int
    protected: int

    @classmethod
    def load(cls) -> Bounds:
        return cls(threshold(ThresholdCode.SMALL_NUMBER), threshold(ThresholdCode.SMALL_NUMBER_PROTECTED))

    def is_small(self, count: int | None, *, is_protected: bool) -> bool:
        return count is not None and 0 < count < (self.protected if is_protected else self.ordinary)


@dataclass(frozen=True, slots=True)
class NeedFigures:
    """A need's figures as one reader gets them: None is hidden. `is_marked` tells staff that the public sees less."""

    affected: int | None
    covered: int | None
    uncovered: int | None
    gap_percent: Any
    estimate: int | None
    estimate_low: int | None
    estimate_high: int | None
    shows_score: bool
    is_marked: bool


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    users: int | None
    users_women: int | None
    users_men: int | None
    waiting: int | None
    cost_per_user: int | None
    is_marked: bool


HIDDEN_SERVICE = ServiceFigures(None, None, None, None, None, is_marked=True)


def need_figures(need: Need, bounds: Bounds, *, sees_all: bool) -> NeedFigures:
    """All or none of what could reveal a small part; the number affected stays unless it is small itself."""
    protected = need.group.is_protected
    small = {
        name: bounds.is_small(getattr(need, name), is_protected=protected)
        for name in ("affected", "covered", "uncovered")
    }
    small_estimate = need.counts_persons and any(
        bounds.is_small(value, is_protected=protected)
        for value in (need.estimate, need.estimate_low, need.estimate_high)
    )
    is_marked = any(small.values()) or small_estimate
    hides = is_marked and not sees_all
    hides_estimate = hides and need.counts_persons
    return NeedFigures(
        affected=None if not sees_all and (small["affected"] or small_estimate) else need.affected,
        covered=None if hides else need.covered,
        uncovered=None if hides else need.uncovered,
        gap_percent=None if hides else need.gap_percent,
        estimate=None if hides_estimate else need.estimate,
        estimate_low=None if hides_estimate else need.estimate_low,
        estimate_high=None if hides_estimate else need.estimate_high,
        shows_score=not hides,
        is_marked=is_marked,
    )


def service_figures(service: Service, bounds: Bounds, *, sees_all: bool) -> ServiceFigures:
    """Users by sex add up to all users: one small part hides them all, and the cost of one user with them."""
    protected = service.is_undisclosed or any(group.is_protected for group in service.groups.all())
    counts = (service.users, service.users_women, service.users_men, service.waiting)
    is_marked = any(bounds.is_small(count, is_protected=protected) for count in counts)
    if is_marked and not sees_all:
        return HIDDEN_SERVICE
    return ServiceFigures(
        service.users,
        service.users_women,
        service.users_men,
        service.waiting,
        service.cost_per_user,
        is_marked=is_marked,
    )


def figures_of_needs(needs: Iterable[Need], *, sees_all: bool) -> dict[int, NeedFigures]:
    bounds = Bounds.load()
    return {need.pk: need_figures(need, bounds, sees_all=sees_all) for need in needs}


def figures_of_services(services: Iterable[Service], *, sees_all: bool) -> dict[int, ServiceFigures]:
    bounds = Bounds.load()
    return {service.pk: service_figures(service, bounds, sees_all=sees_all) for service in services}
