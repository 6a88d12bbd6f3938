"""The service map of an edition as everybody may read it: users and waiting persons with their sums, as one set.

What the page of a single service already shows is known to the reader, and what it hides stays hidden here; so a sum
that would give a hidden figure away is hidden itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assessments.disclosure import service_people
from assessments.models import AssessedService, Assessment, Service, ServiceType
from assessments.stored_release import StoredRelease, service_key
from core.suppression import Sum, SuppressedTable, Table, TrueCount, suppress
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, read_nothing, side_by_side
from municipality.models import AdministrativeUnit
from municipality.small_numbers import SmallNumberRules

COUNTED = ("users", "waiting")


@dataclass(frozen=True, slots=True)
class Together:
    """Places, users and waiting persons of several services; None is hidden."""

    capacity: int = 0
    users: int | None = 0
    waiting: int | None = 0


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service as the edition found it; `unit` is None for the whole municipality and where it is undisclosed."""

    service: Service
    service_type: ServiceType
    unit: AdministrativeUnit | None
    is_undisclosed: bool
    capacity: int
    users: int | None
    waiting: int | None
    for_municipality: int | None = None  # of a service of the county that is told openly
    is_silent_on_county: bool = False


@dataclass(frozen=True, slots=True)
class PublishedMap:
    """`is_safe` is False where a figure could be worked out all the same: then nothing of it may be published."""

    lines: list[ServiceLine]
    capacity: int
    users: int | None
    waiting: int | None
    is_safe: bool
    by_type: dict[int, Together] = field(default_factory=dict)

    def of_type(self, service_type: int) -> Together:
        return self.by_type.get(service_type, Together())

    def places(self, service_type: int, unit: int) -> int | None:
        """Places of a type in a unit; None where no such service stands there openly."""
        found = [
            line.capacity
            for line in self.lines
            if line.service_type.pk == service_type and line.unit is not None and line.unit.pk == unit
        ]
        return sum(found) if found else None

    @property
    def units(self) -> set[int]:
        """The units in which a service stands openly."""
        return {line.unit.pk for line in self.lines if line.unit is not None}


def published_map(assessment: Assessment, telling: StoredRelease | None = None) -> PublishedMap:
    """The frozen map of a verified edition; of one in drafting, the services of today."""
    rows, found = read(
        side_by_side(read_rows_of_map(assessment), read_nothing() if telling else StoredRelease.read_of(assessment))
    )
    telling = telling or found
    table, hidden = counted_map(rows, telling.rules)
    people = suppress(table, also=hidden) if telling.release is None else released_map(table, telling)

    def shown(name: str) -> int | None:
        return people.public(name) if people.is_safe and name in people.table.counts else None

    lines = [
        ServiceLine(
            service=row.service,
            service_type=row.service_type,
            unit=row.shown_unit,
            is_undisclosed=row.is_protected,
            capacity=row.capacity,
            users=shown(f"users|{row.service_id}"),
            waiting=shown(f"waiting|{row.service_id}"),
            for_municipality=row.for_municipality,
            is_silent_on_county=row.is_silent_on_county,
        )
        for row in rows
    ]
    types: dict[int, int] = {}
    for row in rows:
        types[row.service_type_id] = types.get(row.service_type_id, 0) + row.capacity
    return PublishedMap(
        lines,
        capacity=sum(row.capacity for row in rows),
        users=shown("users"),
        waiting=shown("waiting"),
        is_safe=people.is_safe,
        by_type={
            key: Together(capacity, shown(f"users|type {key}"), shown(f"waiting|type {key}"))
            for key, capacity in types.items()
        },
    )


def rows_of_map(assessment: Assessment) -> list[AssessedService]:
    return read(read_rows_of_map(assessment))


def read_rows_of_map(assessment: Assessment) -> Reader[list[AssessedService]]:
    return (yield from _read_today() if assessment.is_editable else _read_frozen(assessment))


def released_map(table: Table, telling: StoredRelease) -> SuppressedTable:
    return SuppressedTable(table, frozenset(name for name in table.counts if telling.hides(service_key(name))))


def _read_frozen(assessment: Assessment) -> Reader[list[AssessedService]]:
    rows = assessment.assessed_services.running().select_related("service", "service_type", "unit")
    frozen = rows.prefetch_related("service__groups")
    yield from read_lists(frozen)
    return list(frozen)


def _read_today() -> Reader[list[AssessedService]]:
    """Unsaved rows as verifying the edition now would write them."""
    services = Service.objects.running().select_related("service_type", "unit").prefetch_related("groups")
    yield from read_lists(services)
    return [
        AssessedService(
            service=service,
            service_type=service.service_type,
            unit=None if service.is_undisclosed else service.unit,
            is_undisclosed=service.is_undisclosed,
            capacity=service.capacity,
            places_kept=service.places_kept,
            users=service.users,
            waiting=service.waiting,
        )
        for service in services
    ]


def counted_map(rows: Iterable[AssessedService], rules: SmallNumberRules) -> tuple[Table, set[str]]:
    """Each service's figures with their sums by type and in all; and what its own page hides of them."""
    counts: dict[str, TrueCount] = {}
    sums: list[Sum] = []
    hidden: set[str] = set()
    parts: dict[str, list[str]] = {}
    for row in rows:
        is_protected = row.is_protected or any(group.is_protected for group in row.service.groups.all())
        alone = service_people(_values(row), rules.of(is_protected=is_protected))
        keys = {name: f"{name}|{row.service_id}" for name in alone.table.counts}
        open_names = {name for name in keys if alone.is_safe and not alone[name].is_hidden}
        hidden.update(keys[name] for name in keys.keys() - open_names)
        for name, count in alone.table.counts.items():
            counts[keys[name]] = replace(count, is_fixed=name in open_names)
        sums += [
            replace(each, total=keys[each.total], parts=tuple(keys[part] for part in each.parts))
            for each in alone.table.sums
        ]
        for name in COUNTED:
            parts.setdefault(f"{name}|type {row.service_type_id}", []).append(keys[name])
            parts.setdefault(name, []).append(keys[name])
    for total, of_it in parts.items():
        # a sum of protected figures hides its zero as they do
        has_protected = any(counts[key].rule == rules.protected for key in of_it)
        counts[total] = TrueCount(sum(counts[key].value for key in of_it), rules.of(is_protected=has_protected))
        sums.append(Sum(total, tuple(of_it)))
    return Table(counts, tuple(sums)), hidden


def _values(row: AssessedService) -> dict[str, int | None]:
    """The edition's figures; the split by sex only where it still splits the same users."""
    has_split = row.service.users == row.users
    return {
        "users": row.users,
        "users_women": row.service.users_women if has_split else None,
        "users_men": row.service.users_men if has_split else None,
        "waiting": row.waiting,
    }
