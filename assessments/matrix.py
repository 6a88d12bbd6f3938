"""The gap matrix of an edition, for readers inside: what each need asks for, what stands there and what lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assessments.models import Assessment, Need, Service, ServiceType
from municipality.models import AdministrativeUnit


@dataclass(slots=True)
class ServiceSupply:
    """Places, users and waiting persons of one kind of service in one place."""

    services: int = 0
    capacity: int = 0
    users: int = 0
    waiting: int = 0

    def add(self, *, capacity: int, users: int, waiting: int) -> None:
        self.services += 1
        self.capacity += capacity
        self.users += users
        self.waiting += waiting


@dataclass(slots=True)
class GapLine:
    """One need asking for one type: required places, what stands against them, and the gap."""

    need: Need
    service_type: ServiceType
    required: int
    cells: list[ServiceSupply]
    total: ServiceSupply
    gap: int


@dataclass(slots=True)
class Matrix:
    units: list[AdministrativeUnit]
    lines: list[GapLine] = field(default_factory=list)
    without_service: list[AdministrativeUnit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CountedService:
    """One service as the matrix counts it; `unit` is None where the place is undisclosed or the whole municipality."""

    service_type: int
    unit: int | None
    capacity: int
    users: int
    waiting: int


def counted_services(assessment: Assessment) -> list[CountedService]:
    """The edition's own service map once verified, the map of today while drafting."""
    if not assessment.is_editable:
        rows = assessment.assessed_services.values_list("service_type", "unit", "capacity", "users", "waiting")
        return [CountedService(*row) for row in rows]
    return [
        CountedService(
            service.service_type_id,
            None if service.is_undisclosed else service.unit_id,
            service.capacity,
            service.users,
            service.waiting,
        )
        for service in Service.objects.running()
    ]


def gap_matrix(assessment: Assessment) -> Matrix:
    """Required places are the persons affected; undisclosed services count in the municipality's total alone."""
    units = list(AdministrativeUnit.objects.all())
    services = counted_services(assessment)
    needs = assessment.needs.select_related("group").prefetch_related("service_types")
    matrix = Matrix(units, without_service=units_without(units, services))
    for need in needs:
        for service_type in need.service_types.all():
            matrix.lines.append(line_of(need, service_type, units, services))
    return matrix


def units_without(units: Iterable[AdministrativeUnit], services: Iterable[CountedService]) -> list[AdministrativeUnit]:
    """Territorial gaps: units in which no service stands."""
    served = {service.unit for service in services}
    return [unit for unit in units if unit.pk not in served]


def line_of(
    need: Need, service_type: ServiceType, units: list[AdministrativeUnit], services: Iterable[CountedService]
) -> GapLine:
    by_unit = {unit.pk: ServiceSupply() for unit in units}
    total = ServiceSupply()
    for service in services:
        if service.service_type != service_type.pk:
            continue
        figures = {"capacity": service.capacity, "users": service.users, "waiting": service.waiting}
        total.add(**figures)
        if service.unit in by_unit:
            by_unit[service.unit].add(**figures)
    gap = max(need.affected - total.capacity, 0)
    return GapLine(need, service_type, need.affected, list(by_unit.values()), total, gap)
