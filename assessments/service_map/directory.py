"""The public directory: what exists for whom, where, how to reach it. No numbers, and nothing of a protected place.

Page and JSON read these entries alone, never a service: what an entry does not hold cannot come out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.utils.translation import get_language

from assessments.models import Service, ServiceProvider, ServiceType, TargetGroup
from assessments.models.services import ServiceQuerySet
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read
from municipality.models import AdministrativeUnit


@dataclass(frozen=True, slots=True)
class DirectoryPlace:
    """Where a disclosed service stands and how it is reached there."""

    unit: AdministrativeUnit | None = None
    is_of_county: bool = False
    served: tuple[AdministrativeUnit, ...] = ()
    address: str = ""
    opening_hours: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    accessibility: str = ""
    referral_path: str = ""
    provider: ServiceProvider | None = None
    provider_name: str = ""

    @property
    def units(self) -> tuple[AdministrativeUnit, ...]:
        """Those it serves; none means the whole municipality."""
        return self.served or ((self.unit,) if self.unit else ())


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """`place` holds nothing where it is undisclosed: such a service is reached through the municipality."""

    uuid: UUID
    name: str
    other_name: str
    offer: str
    fee: str
    service_type: ServiceType
    groups: tuple[TargetGroup, ...]
    age_from: int
    age_to: int | None
    sex: str
    sex_label: str
    is_undisclosed: bool
    place: DirectoryPlace = field(default_factory=DirectoryPlace)


@dataclass(frozen=True, slots=True)
class DirectoryPart:
    service_type: ServiceType
    entries: list[DirectoryEntry]


def directory(chosen: ServiceQuerySet | None = None) -> list[DirectoryPart]:
    """The listed services by type; of these the chosen ones, where somebody chose."""
    return read(read_directory(chosen))


def read_directory(chosen: ServiceQuerySet | None = None) -> Reader[list[DirectoryPart]]:
    services = (Service.objects.all() if chosen is None else chosen).listed().with_place()
    ordered = services.order_by("service_type__order", "service_type__code", "name_sq", "pk").distinct()
    rows = ordered.prefetch_related("served_units")
    yield from read_lists(rows)
    parts = groupby(map(entry_of, rows), key=lambda entry: entry.service_type)
    return [DirectoryPart(service_type, list(of_type)) for service_type, of_type in parts]


def entry_of(service: Service) -> DirectoryEntry:
    is_english = (get_language() or "sq").startswith("en")
    return DirectoryEntry(
        uuid=service.uuid,
        name=str(service.name),
        other_name=service.name_sq if is_english else service.name_en,
        offer=str(service.offer),
        fee=str(service.fee),
        service_type=service.service_type,
        groups=tuple(service.groups.all()),
        age_from=service.age_from,
        age_to=service.age_to,
        sex=service.sex,
        sex_label=str(service.get_sex_display()),
        is_undisclosed=service.is_undisclosed,
        place=DirectoryPlace() if service.is_undisclosed else _place_of(service),
    )


def _place_of(service: Service) -> DirectoryPlace:
    return DirectoryPlace(
        unit=service.unit,
        is_of_county=service.is_of_county,
        served=tuple(service.served_units.all()),
        address=service.address,
        opening_hours=service.opening_hours,
        phone=service.phone,
        email=service.email,
        website=service.website,
        accessibility=service.accessibility,
        referral_path=service.referral_path,
        provider=service.run_by,
        provider_name=service.provider_name,
    )


def entries_of(parts: Iterable[DirectoryPart]) -> list[DirectoryEntry]:
    return [entry for part in parts for entry in part.entries]
