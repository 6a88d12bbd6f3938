"""The report and the public page of an edition: the same tables everywhere, and what is hidden is hidden in all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from assessments.enums import OpenFile
from assessments.models import Assessment
from assessments.report.open_data import COLUMN_NOTES, made_now
from assessments.report.pictures import edition_pictures, people_chart
from assessments.stored_release import StoredRelease
from core.suppression import MARK
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    NeedFactory,
    RequirementLineFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    small_number_thresholds,
)
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db
HIDDEN_USERS = 4


@pytest.fixture
def edition() -> Assessment:
    """Two needs, one of few persons; two services in one unit of two, one with few users and an undisclosed place."""
    MunicipalityFactory()
    small_number_thresholds()
    assessment, unit, kind = AssessmentFactory(), AdministrativeUnitFactory(), ServiceTypeFactory()
    AdministrativeUnitFactory()
    shown = NeedFactory(assessment=assessment, code="N1", group=TargetGroupFactory(base_count=420, base_source="x"))
    hidden = NeedFactory(
        assessment=assessment,
        code="N2",
        group=TargetGroupFactory(is_protected=True, base_count=7, base_source="x"),
        affected=7,
        covered=2,
        estimate=7,
    )
    for need, persons in ((shown, 80), (hidden, 7)):
        RequirementLineFactory(need=need, persons=persons, unit=unit, service_types=[kind])
    AssessedServiceFactory(assessment=assessment, service=ServiceFactory(service_type=kind, unit=unit), unit=unit)
    small = ServiceFactory(service_type=kind, unit=unit, is_undisclosed=True, users=HIDDEN_USERS)
    AssessedServiceFactory(assessment=assessment, service=small, is_undisclosed=True, users=HIDDEN_USERS, unit=None)
    Assessment.objects.update(state="published")
    return Assessment.objects.get()


def test_a_picture_has_no_bar_for_what_the_table_hides(edition: Assessment) -> None:
    with override("en"):
        people, gaps, types = edition_pictures(edition).charts

    assert sorted(bar.total for bar in people.bars) == sorted(["420", MARK])
    assert [bar.total == MARK for bar in gaps.bars] == [True, True]  # they compete, so neither share is told
    assert [(bar.label, bar.total) for bar in types.bars] == [(types.categories[0], "2")]


def test_a_caption_does_not_repeat_what_its_sentence_counts(edition: Assessment) -> None:
    pictures = edition_pictures(edition)

    for picture in (pictures.charts[-1], pictures.map):
        assert picture.caption.lower().count("shërbim") == 1


def test_lines_of_one_need_are_told_apart_by_their_unit(client_of: Callable[[User], Client]) -> None:
    """In the picture and, on a telephone, in the folded table, where only the first cell of a row is seen."""
    small_number_thresholds()
    drafted, kind = AssessmentFactory(), ServiceTypeFactory()
    need, alone = (NeedFactory(assessment=drafted, code=code, name_sq="Nevoja") for code in ("N1", "N2"))
    for of_need, place in ((need, "Qyteti"), (need, "Orikumi"), (alone, "Fshati")):
        unit = AdministrativeUnitFactory(name_sq=place)
        RequirementLineFactory(need=of_need, persons=80, unit=unit, service_types=[kind])

    with override("sq"):
        (gaps,) = (each for each in edition_pictures(drafted).charts if "N2 Nevoja" in each.categories)
        address = reverse("assessments:assessment_matrix", args=[drafted.pk])
    page = client_of(UserFactory(role="staff")).get(address).content.decode()

    assert sorted(gaps.categories) == ["N1 Nevoja · Orikumi", "N1 Nevoja · Qyteti", "N2 Nevoja"]
    heads = [head for head in re.findall(r'<th scope="row">.*?</th>', page, re.DOTALL) if "#gap" in head]
    assert [[name for name in ("Qyteti", "Orikumi", "Fshati") if name in head] for head in heads] == [
        ["Qyteti"],
        ["Orikumi"],
        ["Fshati"],
    ]


def test_the_map_shows_only_what_stands_openly(edition: Assessment) -> None:
    tiles = edition_pictures(edition).map.tiles

    assert sorted(tile.figure for tile in tiles) == ["0", "1"]


def test_a_group_that_is_retired_or_has_no_base_is_in_no_picture(edition: Assessment) -> None:
    TargetGroupFactory(base_count=500, base_source="x", is_active=False)
    TargetGroupFactory(base_count=None)

    assert len(people_chart(StoredRelease.of(edition)).categories) == 2


def test_the_public_page_begins_with_its_pictures_and_offers_its_data(edition: Assessment, client: Client) -> None:
    page = client.get(reverse("assessments:assessment_public", args=[edition.pk])).content.decode()

    assert page.count("<figure") == 4
    assert page.index("<figure") < page.index("<table")
    assert all(str(note) in page for note in COLUMN_NOTES.values())
    assert reverse("assessments:edition_json", args=[edition.pk]) in page


def test_open_data_says_what_every_column_means_and_hides_what_the_page_hides(
    edition: Assessment, client: Client
) -> None:
    answer = client.get(reverse("assessments:edition_json", args=[edition.pk]))
    sheet = client.get(reverse("assessments:edition_csv", args=[edition.pk])).content.decode("utf-8-sig")

    tables = answer.json()["tables"]
    assert all(column["note"]["sq"] and column["note"]["en"] for table in tables for column in table["columns"])
    services = next(table for table in tables if table["name"] == "service_map")
    assert [row["cells"][6] for row in services["rows"]] == [30, "hidden", "hidden"]
    assert MARK in sheet
    assert answer.content == made_now(edition, OpenFile.JSON).content
    assert json.loads(answer.content)["starts_on"] == "2023-09-01"


def test_an_edition_that_is_not_published_has_no_open_data(client: Client) -> None:
    MunicipalityFactory()
    draft = AssessmentFactory()

    addresses = [reverse(name, args=[draft.pk]) for name in ("assessments:edition_json", "assessments:edition_csv")]

    assert [client.get(address).status_code for address in addresses] == [404, 404]
