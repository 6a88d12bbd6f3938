"""What the public may read of a need or a service: small numbers, and what would reveal them, are hidden.

Each row is a table of its own for core.suppression, for no totals over rows are published here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.enums import FigureCounts, SexScope
from assessments.models import Assessment, DataPoint, Need, Service
from assessments.models.figures import DataPointQuerySet
from assessments.stored_release import StoredRelease, need_key
from core.suppression import Sum, SuppressedTable, SuppressionRule, Table, TrueCount, suppress
from core.together.side_by_side import Reader, read, side_by_side
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


PEOPLE = ("affected", "covered", "uncovered")


def need_figures(need: Need, telling: StoredRelease, *, sees_all: bool) -> NeedFigures:
    """Affected = covered + not covered; with a part hidden, the gap and the estimates go too."""
    hides_affected, is_marked = marks_of(need, telling)
    return marked_figures(need, hides_affected=hides_affected, is_marked=is_marked, sees_all=sees_all)


def marks_of(need: Need, telling: StoredRelease) -> tuple[bool, bool]:
    """Whether the people affected are hidden from the public, and whether anything is."""
    return _stored_marks(need, telling) if telling.release else _marks(need, telling.rules)


def marked_figures(need: Need, *, hides_affected: bool, is_marked: bool, sees_all: bool) -> NeedFigures:
    """The figures of one reader, where it is known what the public does not see."""
    hides = is_marked and not sees_all
    hides_estimate = hides and need.counts_persons
    return NeedFigures(
        affected=None if hides and hides_affected else need.affected,
        covered=None if hides else need.covered,
        uncovered=None if hides else need.uncovered,
        gap_percent=None if hides else need.gap_percent,
        estimate=None if hides_estimate else need.estimate,
        estimate_low=None if hides_estimate else need.estimate_low,
        estimate_high=None if hides_estimate else need.estimate_high,
        is_marked=is_marked,
    )


def _marks(need: Need, rules: SmallNumberRules) -> tuple[bool, bool]:
    """Whether the people affected are hidden, and whether anything is."""
    rule = rules.of(is_protected=need.group.is_protected)
    counts = {name: TrueCount(getattr(need, name), rule) for name in PEOPLE}
    people = suppress(Table(counts, (Sum("affected", ("covered", "uncovered")),)))
    estimates = [value for value in (need.estimate, need.estimate_low, need.estimate_high) if value is not None]
    is_marked = bool(people.hidden) or (need.counts_persons and any(rule.hides(value) for value in estimates))
    return "affected" in people.hidden or not people.is_safe, is_marked


def _stored_marks(need: Need, telling: StoredRelease) -> tuple[bool, bool]:
    names = (*PEOPLE, "estimate") if need.counts_persons and need.estimate is not None else PEOPLE
    hidden = [name for name in names if telling.hides(need_key(need, name))]
    return "affected" in hidden, bool(hidden)


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
    return read(read_figures_of_needs(needs, sees_all=sees_all))


def read_figures_of_needs(needs: Iterable[Need], *, sees_all: bool) -> Reader[dict[int, NeedFigures]]:
    chosen = list(needs)
    editions = {need.assessment_id: need.assessment for need in chosen}
    told = yield from side_by_side(*map(StoredRelease.read_of, editions.values()))
    tellings: dict[int, StoredRelease] = dict(zip(editions, told, strict=True))
    return {need.pk: need_figures(need, tellings[need.assessment_id], sees_all=sees_all) for need in chosen}


def figures_of_services(services: Iterable[Service], *, sees_all: bool) -> dict[int, ServiceFigures]:
    rules = small_number_rules()
    return {service.pk: service_figures(service, rules, sees_all=sees_all) for service in services}


def current_points(assessment: Assessment) -> DataPointQuerySet:
    """The figures of an edition for its profile: those of ages stay in the list of figures."""
    chosen = assessment.data_points.current().filter(age_from=None, age_to=None)
    return chosen.with_place().order_by("definition__order", "definition__code", "unit__order", "sex", "ends_on")


def public_points(assessment: Assessment) -> DataPointQuerySet:
    return current_points(assessment).filter(group=None)


def hidden_figures(points: Iterable[DataPoint], telling: StoredRelease) -> frozenset[int]:
    """Counts of persons and households that few of them would give away, with what would reveal those."""
    counted = _counted(points)
    if telling.release is not None:
        return frozenset(point.pk for point in counted if telling.hides(point_key(point)))
    table = figure_table(counted, telling.rules)
    if not any(count.is_small for count in table.counts.values()):
        return frozenset()
    found = suppress(table)
    hidden = found.hidden | found.exposed
    return frozenset(point.pk for point in counted if point_key(point) in hidden)


def figure_table(points: Iterable[DataPoint], rules: SmallNumberRules) -> Table:
    counted = _counted(points)
    counts = {point_key(point): TrueCount(int(point.value), _rule(point, rules)) for point in counted}
    return Table(counts, tuple(_sums(counted)))


def _counted(points: Iterable[DataPoint]) -> list[DataPoint]:
    return [
        point
        for point in points
        if point.definition.counts != FigureCounts.OTHER and point.value == point.value.to_integral_value()
    ]


def point_key(point: DataPoint) -> str:
    """The same in every edition that takes the figure over."""
    parts = (
        point.definition_id,
        point.unit_id,
        point.sex,
        point.group_id,
        point.starts_on,
        point.ends_on,
        point.source,
    )
    return "@figure:" + ":".join("" if part is None else str(part) for part in parts)


def _rule(point: DataPoint, rules: SmallNumberRules) -> SuppressionRule:
    return rules.of(is_protected=point.group is not None and point.group.is_protected)


def _sums(points: Sequence[DataPoint]) -> list[Sum]:
    """Units make up the municipality, women and men make up all, within one thing, day and source."""
    by_key: dict[tuple[object, ...], dict[tuple[int | None, str], DataPoint]] = {}
    for point in points:
        key = (point.definition_id, point.ends_on, point.group_id, point.source)
        by_key.setdefault(key, {})[(point.unit_id, point.sex)] = point
    return [each for cells in by_key.values() for each in _sums_of(cells)]


def _sums_of(cells: Mapping[tuple[int | None, str], DataPoint]) -> Iterable[Sum]:
    for (unit, sex), total in cells.items():
        if sex == SexScope.ALL:
            yield from _sum(
                total, [cells[unit, each] for each in (SexScope.WOMEN, SexScope.MEN) if (unit, each) in cells]
            )
        if unit is None:
            yield from _sum(total, [point for (place, of), point in cells.items() if place is not None and of == sex])


def _sum(total: DataPoint, parts: Sequence[DataPoint]) -> Iterable[Sum]:
    if parts and sum(part.value for part in parts) <= total.value:
        is_complete = sum(part.value for part in parts) == total.value
        yield Sum(point_key(total), tuple(point_key(part) for part in parts), is_complete=is_complete)
