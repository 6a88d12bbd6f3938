"""A service of the county: said at the form and in the sheet, told with what it keeps here, hidden with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from assessments.enums import AssessmentStep, ImportKind, RowOutcome
from assessments.forms import ServiceForm
from assessments.imports.services import lines_of, read_sheet, take_import
from assessments.models import Assessment, Service
from assessments.report.tables import service_map
from assessments.resources import services_sheet
from assessments.service_map.directory import directory, entries_of
from assessments.service_map.hsds import hsds_json
from assessments.services import move_assessment
from core.tables import Words
from municipality.models import Municipality
from tests.assessments.imports.sheets import pasted
from tests.factories.accounts import UserFactory
from tests.factories.assessments import NeedFactory, ServiceFactory, ServiceTypeFactory, small_number_thresholds
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
KEPT = 17


def of_county(**more: Any) -> Service:
    return ServiceFactory(capacity=45, is_of_county=True, places_kept=KEPT, **more)


@pytest.mark.parametrize(
    ("of_the_county", "places", "word"),
    [("on", "", "0 if none"), ("", "3", "only in a service of the county"), ("on", "0", ""), ("", "", "")],
    ids=["county without a number", "own with a number", "county with none kept", "own"],
)
def test_the_step_says_what_belongs_together(of_the_county: str, places: str, word: str) -> None:
    service = ServiceFactory()
    step = next(n for n, each in enumerate(ServiceForm.steps, 1) if "places_kept" in each.names)
    sent = {"age_from": "0", "sex": "all", "is_of_county": of_the_county, "places_kept": places}

    with override("en"):
        form = ServiceForm(sent, instance=service, step=step)
        found = " ".join(str(each) for errors in form.errors.values() for each in errors)

    assert "is_of_county" in ServiceForm.steps[step - 1].names
    assert (word in found) if word else found == ""


def row(**more: str) -> dict[str, str]:
    return {
        "code": "S01",
        "name_sq": "Qendra e qarkut",
        "service_type": "COM-DAY",
        "provider_type": "state",
        "capacity": "45",
        "users": "40",
        "source": "Qarku",
        "source_on": "30.05.2024",
        **more,
    }


def test_the_sheet_says_it_and_a_row_that_says_half_is_named() -> None:
    staff = UserFactory(role="staff")
    ServiceTypeFactory(code="COM-DAY")
    block = pasted(
        row(is_of_county="po", places_kept="17"),
        row(code="S02", is_of_county="po"),
        row(code="S03", places_kept="4"),
        row(code="S04"),
    )

    with override("en"):
        run = read_sheet(ImportKind.SERVICES, block, assessment=None, actor=staff)
        found = [(line.outcome, " ".join(error.sentence for error in line.errors)) for line in lines_of(run)]
        take_import(run, actor=staff)

    assert [outcome for outcome, _words in found] == [RowOutcome.NEW, RowOutcome.FAILED, RowOutcome.FAILED, "new"]
    assert "0 if none" in found[1][1]
    assert "only in a service of the county" in found[2][1]
    assert list(Service.objects.values_list("code", "is_of_county", "places_kept")) == [
        ("S01", True, 17),
        ("S04", False, None),
    ]


@pytest.fixture
def two() -> list[Service]:
    """One told openly, one undisclosed; both stand in a unit."""
    MunicipalityFactory(county_sq="Qarku i Provës", county_en="County of Trial")
    small_number_thresholds()
    unit = AdministrativeUnitFactory()
    return [
        of_county(name_sq="E hapur", unit=unit, is_listed=True),
        of_county(name_sq="E mbyllur", unit=unit, is_listed=True, is_undisclosed=True),
    ]


def pages_of(client: Client, two: list[Service]) -> list[str]:
    with override("en"):
        addresses = [reverse("assessments:service_list"), *(each.get_absolute_url() for each in two)]
        return [client.get(address).content.decode() for address in addresses]


def test_list_and_page_tell_it_and_of_an_undisclosed_one_only_the_staff(
    two: list[Service], client_of: Callable[[User], Client]
) -> None:
    for role, times in (("staff", 2), ("councillor", 1)):
        user = UserFactory(role=role, language="en")
        shown, open_page, closed_page = pages_of(client_of(user), two)
        assert shown.count(f"{KEPT} kept here") == times
        assert f"{KEPT} of 45; only these are counted here" in open_page
        assert (f"{KEPT} of 45" in closed_page) == (times == 2)
        sheet = services_sheet(user)
        assert sorted(map(str, sheet["places_kept"]), reverse=True) == [str(KEPT), str(KEPT) if times == 2 else ""]


def test_the_directory_names_the_county_of_what_it_tells_openly(two: list[Service], client: Client) -> None:
    Service.objects.update(unit=None)
    with override("en"):
        found = json.loads(hsds_json(entries_of(directory()), Municipality.objects.get()))["contents"]
        shown = client.get(reverse("assessments:directory")).content.decode()

    areas = {each["name"]: [area["name"] for area in each.get("service_areas", [])] for each in found}
    assert areas == {str(two[0].name_en): ["County of Trial"], str(two[1].name_en): []}
    assert shown.count("A service of the county") == 1
    assert str(KEPT) not in json.dumps(areas)


def place_cells(edition: Assessment) -> list[str]:
    (table,) = service_map(edition)
    return [row.cells[4].en for row in table.rows if isinstance(row.cells[4], Words)]


def test_an_edition_keeps_what_was_kept_that_day(two: list[Service]) -> None:
    edition, staff = NeedFactory().assessment, UserFactory(role="staff")
    with override("en"):
        said = f"{two[0].unit}; service of the county, kept for this municipality: {KEPT}"
    assert sorted(place_cells(edition)) == sorted([said, "undisclosed"])

    move_assessment(edition, AssessmentStep.VERIFY, actor=staff)
    Service.objects.update(places_kept=3)
    edition = Assessment.objects.get()

    assert sorted(place_cells(edition)) == sorted([said, "undisclosed"])
    assert [each.reach["places"] for each in edition.assessed_services.all()] == [KEPT, KEPT]


def test_an_edition_that_does_not_say_what_is_kept_says_so(two: list[Service]) -> None:
    Service.objects.update(is_of_county=False, places_kept=None)
    edition, staff = NeedFactory().assessment, UserFactory(role="staff")
    move_assessment(edition, AssessmentStep.VERIFY, actor=staff)
    edition = Assessment.objects.get()
    assert not any("county" in each for each in place_cells(edition))

    Service.objects.update(is_of_county=True, places_kept=KEPT)

    with override("en"):
        told, hidden = sorted(place_cells(edition), key=len, reverse=True)
    assert f"{two[0].unit.name_en}; today a service of the county: this edition does not say" in told
    assert hidden == "undisclosed", "nothing tells whose a protected service is"
