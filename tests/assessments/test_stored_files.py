"""Files for machines are made beforehand, and say at any moment what the rows say."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.enums import AssessmentStep, OpenFile
from assessments.models import Assessment, DirectoryFile, EditionFile, Service
from assessments.report.open_data import made_now
from assessments.report.tables import edition_tables
from assessments.rolled import refresh_edition_roll_ups, roll_up
from assessments.service_map.stored_directory import refresh_directory_files
from assessments.services import move_assessment
from municipality.models import AdministrativeUnit, Municipality, Threshold
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceProviderFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory, ProjectFactory

pytestmark = pytest.mark.django_db
HIDDEN, ADDRESS = 4, "Rruga e Fshehur 77"
FILES = [("sq", "edition_json"), ("sq", "edition_csv"), ("en", "edition_csv")]


@pytest.fixture
def edition() -> Assessment:
    """Published with a need of few people and a service in a unit."""
    MunicipalityFactory(name_sq="Bashkia Vlorë")
    ProjectFactory()
    small_number_thresholds()
    kind, unit = ServiceTypeFactory(), AdministrativeUnitFactory()
    found: Assessment = AssessmentFactory()
    named = {"name_sq": "Pa shërbim", "name_en": "Without a service"}
    for affected in (400, HIDDEN):
        need = NeedFactory(assessment=found, affected=affected, covered=2, **named)
        RequirementLineFactory(need=need, number=1, persons=affected, service_types=[kind])
    provider = ServiceProviderFactory(name="Shoqata Dritë")
    ServiceFactory(service_type=kind, unit=unit, is_listed=True, address=ADDRESS, run_by=provider, phone="069 11")
    move_assessment(found, AssessmentStep.VERIFY, actor=UserFactory(role="staff"))
    return move_assessment(found, AssessmentStep.PUBLISH, actor=UserFactory(role="coordinator"))


def address_of(language: str, name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args).replace("/sq/", f"/{language}/", 1)


def cells_of(text: str, name: str) -> set[str]:
    """Every value that the file has, whatever stands around it."""
    if name == "edition_json":
        return set(map(str, leaves(json.loads(text))))
    return {cell for row in csv.reader(io.StringIO(text)) for cell in row}


def leaves(told: Any) -> Iterator[Any]:
    if isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from leaves(each)
    else:
        yield told


def test_a_publication_is_read_once_for_all_its_tables(edition: Assessment) -> None:
    with CaptureQueriesContext(connection) as asked:
        edition_tables(edition)

    assert sum("operations_suppressionpattern" in each["sql"] for each in asked) == 1


@pytest.mark.parametrize(("language", "name"), FILES)
def test_the_file_of_an_edition_is_the_kept_one_and_the_same_as_one_made_now(
    edition: Assessment, language: str, name: str, client: Client
) -> None:
    address = address_of(language, name, edition.pk)
    before = client.get(address)
    refresh_edition_roll_ups()

    with CaptureQueriesContext(connection) as asked:
        after = client.get(address)

    assert after.content == before.content
    assert after["ETag"] == before["ETag"]
    assert not [each["sql"] for each in asked if "assessments_need" in each["sql"]]
    told = cells_of(after.content.decode(), name)
    assert "400" in told
    assert str(HIDDEN) not in told
    assert client.get(address, headers={"If-None-Match": after["ETag"]}).status_code == 304


def test_a_draft_keeps_no_file(edition: Assessment) -> None:
    draft = AssessmentFactory()

    refresh_edition_roll_ups()

    assert set(EditionFile.objects.values_list("edition", "name")) == {(edition.pk, name) for name in OpenFile}
    assert draft.open_files.count() == 0


CHANGES: dict[str, Callable[[], Any]] = {
    "the municipality": lambda: Municipality.objects.update(name_sq="Bashkia e Re"),
    "a unit": lambda: AdministrativeUnit.objects.update(name_sq="Njësia e Re"),
    "a closed place": lambda: Service.objects.update(is_undisclosed=True, unit=None, address="", phone=""),
    "a threshold": lambda: Threshold.objects.update(value=50),
}


@pytest.mark.parametrize("what", CHANGES)
@pytest.mark.parametrize(("language", "name"), FILES)
def test_after_a_change_nobody_gets_the_file_of_before(
    edition: Assessment, what: str, language: str, name: str, client: Client
) -> None:
    roll_up(edition)
    address = address_of(language, name, edition.pk)

    CHANGES[what]()

    chosen = OpenFile.JSON if name == "edition_json" else OpenFile(f"csv-{language}")
    for _again in (False, True):
        assert client.get(address).content == made_now(Assessment.objects.get(pk=edition.pk), chosen).content
        refresh_edition_roll_ups()


OF_THE_DIRECTORY: dict[str, Callable[[], Any]] = {
    "a name": lambda: Service.objects.update(name_sq="Emër i ri", name_en="New name"),
    "a closed place": lambda: Service.objects.update(is_undisclosed=True, unit=None, address="", phone=""),
    "a service that stops": lambda: Service.objects.update(status="closed"),
    "a group": lambda: Service.objects.get().groups.add(TargetGroupFactory(name_sq="Të rinj", name_en="Youth")),
    "a unit it serves": lambda: Service.objects.get().served_units.add(AdministrativeUnitFactory(name_sq="Tjetra")),
    "its provider": lambda: ServiceProviderFactory._meta.model.objects.update(name="Ofrues i ri"),
    "its type": lambda: Service.objects.get().service_type.__class__.objects.update(name_sq="Lloj", name_en="Kind"),
    "the municipality": lambda: Municipality.objects.update(county_sq="Qark i ri", county_en="New county"),
}


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("what", OF_THE_DIRECTORY)
def test_the_directory_is_kept_until_something_in_it_changes(
    edition: Assessment, what: str, language: str, client: Client
) -> None:
    address = address_of(language, "directory_json")
    live = client.get(address)
    assert refresh_directory_files() == 2
    with CaptureQueriesContext(connection) as asked:
        kept = client.get(address)
    assert (kept.content, kept["ETag"]) == (live.content, live["ETag"])
    assert not [each["sql"] for each in asked if "assessments_service" in each["sql"]]
    assert client.get(address, headers={"If-None-Match": kept["ETag"]}).status_code == 304

    OF_THE_DIRECTORY[what]()

    changed = client.get(address)
    assert changed.content != kept.content
    assert refresh_directory_files() == 2
    assert client.get(address).content == changed.content
    assert refresh_directory_files() == 0


def test_a_place_that_is_closed_leaves_the_kept_directory_in_the_same_moment(edition: Assessment) -> None:
    refresh_directory_files()
    before = [zlib.decompress(each.content).decode() for each in DirectoryFile.objects.all()]
    assert all(ADDRESS in text for text in before)

    Service.objects.update(is_undisclosed=True, unit=None, address="", phone="")

    assert {bytes(each.content) for each in DirectoryFile.objects.all()} == {b""}


def test_without_a_municipality_there_is_no_directory_to_keep() -> None:
    assert refresh_directory_files() == 0
