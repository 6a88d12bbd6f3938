"""The directory as Open Referral HSDS 3.0, one page of services; `docs/hsds.schema.json` closes what may stand in it.

Capacities are left out on purpose: the standard's `available` would tell from day to day how many use a service.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import SexScope
from assessments.models import ServiceProvider
from assessments.service_map.directory import DirectoryEntry
from municipality.models import Municipality

RELEASE = "3.0"
SCHEMA_PATH = settings.BASE_DIR / "docs" / "hsds.schema.json"
COUNTRY = "AL"
TAXONOMY = UUID("3d0f3f0a-6c0e-5a53-9d0c-2f6f0b8a7c11")  # the keys of terms are worked out from it


@cache
def schema_text() -> str:
    return SCHEMA_PATH.read_text(encoding="utf-8")


def hsds_json(entries: Sequence[DirectoryEntry], municipality: Municipality) -> str:
    """All entries as one page, in the language of the moment; the same rows give the same text."""
    page = {
        "total_items": len(entries),
        "total_pages": 1,
        "page_number": 1,
        "size": len(entries),
        "first_page": True,
        "last_page": True,
        "empty": not entries,
        "contents": [service_object(entry, municipality) for entry in entries],
    }
    return json.dumps(page, ensure_ascii=False, indent=1)


def service_object(entry: DirectoryEntry, municipality: Municipality) -> dict[str, Any]:
    """What is empty is left out: the standard has no empty words."""
    place, key = entry.place, entry.uuid
    found = {
        "id": str(key),
        "name": entry.name,
        "alternate_name": entry.other_name,
        "description": entry.offer,
        "url": place.website,
        "email": place.email,
        "status": "active",
        "application_process": place.referral_path or through_municipality(entry, municipality),
        "fees_description": entry.fee,
        "eligibility_description": _whom(entry),
        "minimum_age": entry.age_from,
        "maximum_age": entry.age_to,
        "organization": _organization(place.provider),
        "phones": _phones(key, place.phone),
        "schedules": _schedules(key, place.opening_hours),
        "service_areas": [] if entry.is_undisclosed else _areas(entry, municipality),
        "service_at_locations": [] if entry.is_undisclosed else _locations(entry, municipality),
        "attributes": _attributes(entry),
    }
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def through_municipality(entry: DirectoryEntry, municipality: Municipality) -> str:
    if not entry.is_undisclosed:
        return ""
    words = _("The place is protected. Ask the social services of %(municipality)s; they lead you there.")
    return words % {"municipality": municipality}


def _part_key(key: UUID, *names: object) -> str:
    """The lasting key of a part, worked out from that of its whole."""
    return str(uuid5(key, "/".join(str(name) for name in names)))


def _whom(entry: DirectoryEntry) -> str:
    groups = "; ".join(str(group) for group in entry.groups) or _("all groups")
    return groups if entry.sex == SexScope.ALL else f"{groups} ({entry.sex_label})"


def _organization(provider: ServiceProvider | None) -> dict[str, Any] | None:
    if provider is None:
        return None
    found = {
        "id": str(provider.uuid),
        "name": provider.name,
        "description": str(provider.get_kind_display()),
        "email": provider.email,
        "website": provider.website,
        "phones": _phones(provider.uuid, provider.phone),
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _phones(key: UUID, number: str) -> list[dict[str, str]]:
    return [{"id": _part_key(key, "phone"), "number": number}] if number else []


def _schedules(key: UUID, hours: str) -> list[dict[str, str]]:
    return [{"id": _part_key(key, "schedule"), "description": hours}] if hours else []


def _areas(entry: DirectoryEntry, municipality: Municipality) -> list[dict[str, str]]:
    """The units it serves here; where none is named the whole municipality, of a service of the county the county."""
    key, place = entry.uuid, entry.place
    if place.units:
        return [{"id": _part_key(key, "area", unit.code), "name": str(unit)} for unit in place.units]
    county = municipality.county if place.is_of_county else ""
    return [{"id": _part_key(key, "area"), "name": str(county or municipality)}]


def _locations(entry: DirectoryEntry, municipality: Municipality) -> list[dict[str, Any]]:
    place, key = entry.place, entry.uuid
    if not (place.unit or place.address):
        return []
    location: dict[str, Any] = {"id": _part_key(key, "location"), "location_type": "physical", "name": entry.name}
    if place.address:
        address = {
            "id": _part_key(key, "address"),
            "address_1": place.address,
            "city": str(place.unit or municipality),
            "state_province": str(municipality.county),
            "postal_code": "",
            "country": COUNTRY,
            "address_type": "physical",
        }
        location["addresses"] = [address]
    if place.accessibility:
        location["accessibility"] = [{"id": _part_key(key, "accessibility"), "description": place.accessibility}]
    return [{"id": _part_key(key, "service_at_location"), "location": location}]


def _attributes(entry: DirectoryEntry) -> list[dict[str, Any]]:
    """Type of service and groups as terms of the two lists of the municipality."""
    kind = entry.service_type
    terms = [("service_type", kind.code, str(kind)), *(("group", each.code, str(each)) for each in entry.groups)]
    return [
        {
            "id": _part_key(entry.uuid, name, code),
            "link_id": str(entry.uuid),
            "link_entity": "service",
            "taxonomy_term": {
                "id": str(uuid5(TAXONOMY, f"{name}/{code}")),
                "code": code,
                "name": label,
                "description": label,
                "taxonomy": name,
                "language": (get_language() or "sq")[:2],
            },
        }
        for name, code, label in terms
    ]
