"""The public directory, as page and as HSDS; nothing tells where an undisclosed service is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from assessments.models import Service, ServiceProvider
from assessments.service_map.directory import directory, entries_of
from assessments.service_map.hsds import hsds_json, schema_text
from municipality.models import Municipality
from tests.factories.assessments import ServiceFactory, TargetGroupFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
WHERE = {
    "address": "Rruga e Planit 7",
    "opening_hours": "E hënë 9–12",
    "phone": "+355 33 000 000",
    "email": "zyra@example.org",
    "website": "https://example.org/zyra",
    "accessibility": "me ashensor",
    "referral_path": "me telefon",
}


@pytest.fixture
def services() -> dict[str, Service]:
    """One with everything told, one protected, and three that the directory does not name."""
    MunicipalityFactory()
    city, orikum = AdministrativeUnitFactory(name_sq="Qyteti"), AdministrativeUnitFactory(name_sq="Orikumi")
    provider = ServiceProvider.objects.create(name="Ofruesi", kind="ngo", phone="+355 33 111", email="o@example.org")
    told = ServiceFactory(
        name_sq="Qendra ditore",
        unit=city,
        is_listed=True,
        offer_sq="Drekë",
        fee_sq="pa pagesë",
        run_by=provider,
        **WHERE,
    )
    told.served_units.set([city, orikum])
    told.groups.set([TargetGroupFactory(name_sq="Fëmijë")])
    hidden = ServiceFactory(name_sq="Strehëza", unit=city, is_listed=True, is_undisclosed=True, run_by=provider)
    ServiceFactory(name_sq="E palistuar", unit=city)
    ServiceFactory(name_sq="E planifikuar", unit=city, is_listed=True, status="planned")
    ServiceFactory(name_sq="E mbyllur", unit=city, is_listed=True, status="closed")
    return {"told": told, "hidden": hidden}


def page() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(hsds_json(entries_of(directory()), Municipality.objects.get()))
    return found


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for each in schema.values():
            yield from objects(each)


def test_the_page_says_what_exists_for_whom_where_and_how_to_reach_it(services: Any, client: Client) -> None:
    shown = client.get(reverse("assessments:directory")).content.decode()

    assert all(words in shown for words in ("Qendra ditore", "Fëmijë", "Drekë", "pa pagesë", "Ofruesi", "Orikumi"))
    assert all(words in shown for words in WHERE.values())
    assert "Strehëza" in shown
    assert not [name for name in ("E palistuar", "E planifikuar", "E mbyllur") if name in shown]


def test_asked_for_a_unit_it_names_what_serves_it_and_no_protected_place(services: Any) -> None:
    ServiceFactory(name_sq="Për të gjithë", is_listed=True)
    orikum = services["told"].served_units.get(name_sq="Orikumi")
    elsewhere = AdministrativeUnitFactory()

    named = {
        unit: {entry.name for entry in entries_of(directory(Service.objects.openly_serving(unit)))}
        for unit in (orikum, elsewhere)
    }

    assert named == {orikum: {"Qendra ditore", "Për të gjithë"}, elsewhere: {"Për të gjithë"}}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_json_keeps_to_its_closed_schema(services: Any, language: str) -> None:
    schema = json.loads(schema_text())

    with override(language):
        jsonschema.validate(page(), schema, format_checker=jsonschema.FormatChecker())

    assert all(each["additionalProperties"] is False for each in objects(schema))
    assert len(list(objects(schema))) > 10


@pytest.mark.parametrize("path", [(), ("contents", 0), ("contents", 0, "organization"), ("contents", 0, "phones", 0)])
def test_one_name_too_many_is_refused_by_the_schema(services: Any, path: tuple[Any, ...]) -> None:
    found = page()
    found["contents"].sort(key=lambda each: "phones" not in each)  # one that is told of whole stands first
    place = found
    for each in path:
        place = place[each]
    place["capacity"] = 5

    with pytest.raises(jsonschema.ValidationError, match="Additional properties"):
        jsonschema.validate(found, json.loads(schema_text()))


def test_a_protected_service_has_no_place_in_the_json(services: Any) -> None:
    (told,) = [each for each in page()["contents"] if each["name"] == "Qendra ditore"]
    (hidden,) = [each for each in page()["contents"] if each["name"] == "Strehëza"]

    assert {"organization", "phones", "schedules", "service_areas", "service_at_locations", "email", "url"} <= set(
        told
    )
    assert set(hidden) <= {
        *("id", "name", "alternate_name", "status", "attributes", "minimum_age"),
        *("application_process", "eligibility_description"),
    }
    assert "capacit" not in json.dumps(page())


def test_keys_last_over_readings_languages_and_changes_of_the_place(services: Any) -> None:
    def keys(found: Any) -> set[str]:
        if isinstance(found, dict):
            return {found["id"]} | set().union(*(keys(each) for each in found.values())) if "id" in found else set()
        return set().union(*(keys(each) for each in found)) if isinstance(found, list) else set()

    before = keys(page()["contents"])
    Service.objects.filter(pk=services["told"].pk).update(address="Rruga e Re 1", name_sq="Emër i ri")
    with override("en"):
        after = keys(page()["contents"])

    assert before == after
    assert len(before) > 10


def test_the_same_rows_give_the_same_file_at_its_public_address(services: Any, client: Client) -> None:
    first, again = (client.get(reverse("assessments:directory_json")) for _number in range(2))
    schema = client.get(reverse("assessments:directory_schema"))

    assert first.content == again.content
    assert (first.headers["Content-Type"], schema.headers["Content-Type"]) == (
        "application/json",
        "application/schema+json",
    )
    jsonschema.validate(first.json(), schema.json())
