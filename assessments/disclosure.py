"""What the public may read of a need or a service: small numbers, and what would reveal them, are hidden.

Each row is a table of its own for core.suppression, for no totals over rows are published here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessments.models import Need, Service
from core.suppression import Sum, SuppressedTable, SuppressionRule, Table, TrueCount, suppress
from municipality.small_numbers import SmallNumberRules, small_number_rules


@dataclass(frozen=True, slots=True)
class NeedFigures:
    """A need's figures as one reader gets them: None is hidden. `is_marked` tells staff that the public sees less."""

    affected: int | None
    covered: int | None
    uncovered: int | None
    gap_percent: Decimal | None
    estimate: int | None
    estimate_low: int | None
    estimate_high: int | None
    is_marked: bool


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    users: int | None
    users_women: int | None
    users_men: int | None
    waiting: int | None
    cost_per_user: int | None
    is_marked: bool


def need_figures(need: Need, rules: SmallNumberRules, *, sees_all: bool) -> NeedFigures:
    """Affected = covered + not covered; with a part hidden, the gap and the estimates go too."""
    rule = rules.of(is_protected=need.group.is_protected)
    people = suppress(
        Table(
            {name: TrueCount(getattr(need, name), rule) for name in ("affected", "covered", "uncovered")},
            (Sum("affected", ("covered", "uncovered")),),
        )
    )
    estimates = [value for value in (need.estimate, need.estimate_low, need.estimate_high) if value is not None]
    is_marked = bool(people.hidden) or (need.counts_persons and any(rule.hides(value) for value in estimates))
    hides = is_marked and not sees_all
    hides_estimate = hides and need.counts_persons
    return NeedFigures(
        affected=shown(people, "affected", need.affected, hides=hides),
        covered=None if hides else need.covered,
        uncovered=None if hides else need.uncovered,
        gap_percent=None if hides else need.gap_percent,
        estimate=None if hides_estimate else need.estimate,
        estimate_low=None if hides_estimate else need.estimate_low,
        estimate_high=None if hides_estimate else need.estimate_high,
        is_marked=is_marked,
    )


def service_figures(service: Service, rules: SmallNumberRules, *, sees_all: bool) -> ServiceFigures:
    """Women and men are parts of the users; the cost of one user gives the users away."""
    is_protected = service.is_undisclosed or any(group.is_protected for group in service.groups.all())
    values = {name: getattr(service, name) for name in ("users", "users_women", "users_men", "waiting")}
    people = service_people(values, rules.of(is_protected=is_protected))
    hides = bool(people.hidden) and not sees_all
    figures = {name: shown(people, name, value, hides=hides) for name, value in values.items()}
    return ServiceFigures(
        **figures,
        cost_per_user=service.cost_per_user if figures["users"] is not None else None,
        is_marked=bool(people.hidden),
    )


def service_people(values: Mapping[str, int | None], rule: SuppressionRule) -> SuppressedTable:
    """The counts of one service: users with their split by sex where it is known, and who waits."""
    known = {name: TrueCount(value, rule) for name, value in values.items() if value is not None}
    parts = tuple(name for name in ("users_women", "users_men") if name in known)
    is_complete = len(parts) == 2 and sum(known[name].value for name in parts) == values["users"]
    return suppress(Table(known, (Sum("users", parts, is_complete=is_complete),) if parts else ()))


def shown(people: SuppressedTable, name: str, value: int | None, *, hides: bool) -> int | None:
    """The value, or None where it is hidden, or where the table as a whole could not be protected."""
    if value is None or not hides:
        return value
    return people.public(name) if people.is_safe else None


def figures_of_needs(needs: Iterable[Need], *, sees_all: bool) -> dict[int, NeedFigures]:
    rules = small_number_rules()
    return {need.pk: need_figures(need, rules, sees_all=sees_all) for need in needs}


def figures_of_services(services: Iterable[Service], *, sees_all: bool) -> dict[int, ServiceFigures]:
    rules = small_number_rules()
    return {service.pk: service_figures(service, rules, sees_all=sees_all) for service in services}
