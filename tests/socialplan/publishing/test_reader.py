"""The published plan as a reader: one page a chapter, measures to look through, each with its trace."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from municipality.services import install_reference_data
from socialplan.content.document_outline import contents_of, one_of, outline_of
from socialplan.content.models import MeasureGroup, MeasureUnit, PlanVersion
from socialplan.content.services.frozen import freeze_blocks
from socialplan.publishing.forms.measures import MeasureFilter
from socialplan.publishing.measures import filter_choices, links_of
from tests.factories.assessments import TargetGroupFactory
from tests.factories.municipality import AdministrativeUnitFactory, MunicipalityFactory, OfficeFactory
from tests.factories.socialplan import (
    ChapterFactory,
    FundingLineFactory,
    FundingSourceFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()
    install_reference_data()


@pytest.fixture
def version() -> PlanVersion:
    """A chapter that places the budget, a second measure with group, unit, office and money that is lacking.

    A third one stands under another goal, in another unit and year, and is paid for in full.
    """
    draft: Any = PlanVersionFactory(content=True)
    ChapterFactory(version=draft, title_sq="Paratë", body_sq="<p>Sa kushton.</p>")
    first = draft.measures.get()
    second = MeasureFactory(
        objective=first.objective,
        title_sq="Qendra ditore",
        office=OfficeFactory(code="arsimi"),
        due_on=date(2025, 5, 1),
    )
    cost = MeasureCostFactory(measure=second, year=2025, amount=700)
    FundingLineFactory(cost=cost, source=FundingSourceFactory(code="QX"), amount=300)
    MeasureGroup.objects.create(version=draft, measure=second, group=TargetGroupFactory(code="te-moshuarit"))
    MeasureUnit.objects.create(version=draft, measure=second, unit=AdministrativeUnitFactory(code="larg"))
    third = MeasureFactory(
        objective=SpecificObjectiveFactory(goal=StrategicGoalFactory(version=draft)),
        title_sq="Transporti",
        due_on=date(2026, 5, 1),
    )
    FundingLineFactory(cost=MeasureCostFactory(measure=third, year=2026, amount=90_000), amount=90_000)
    MeasureUnit.objects.create(version=draft, measure=third, unit=AdministrativeUnitFactory(code="afer"))
    freeze_blocks(draft)
    return publish(draft)


def page(name: str, *args: Any, status: int = 200, **asked: str) -> str:
    answer = Client().get(reverse(name, args=args), asked)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_contents_are_those_of_the_whole_document(version: PlanVersion) -> None:
    whole = outline_of(version)

    lines = contents_of(version)

    assert [(line.anchor, line.title) for line in lines] == [
        *((chapter.anchor, chapter.title) for chapter in whole.chapters),
        *((section.anchor, section.title) for section in whole.sections),
    ]
    assert [one_of(version, line.anchor) for line in lines] == [*whole.chapters, *whole.sections]
    assert one_of(version, "matrix-of-nobody") is None


def test_every_part_is_a_page_that_leads_to_the_next_one(version: PlanVersion) -> None:
    lines = contents_of(version)
    front = page("publishing:version_public", version.pk)
    addresses = [reverse("publishing:part_public", args=[version.pk, line.anchor]) for line in lines]

    assert all(f'href="{address}"' in front for address in addresses)
    read = [addresses[0]]
    while found := re.search(r'rel="next"\s+href="([^"]+)"', Client().get(read[-1]).content.decode()):
        read.append(found[1])
    assert read == addresses


def test_a_part_that_is_not_there_is_not_found(version: PlanVersion) -> None:
    page("publishing:part_public", version.pk, "chapter-none", status=404)
    page("publishing:part_public", version.pk + 1, "goals", status=404)


@pytest.mark.parametrize(
    "asked",
    [
        {"group": "te-moshuarit"},
        {"office": "arsimi"},
        {"year": "2025", "group": "te-moshuarit"},
        {"money": "lacking", "office": "arsimi"},
        {"money": "from-QX"},
        {"words": "qendra DITORE"},
    ],
    ids=str,
)
def test_a_measure_is_found_by_what_it_says(version: PlanVersion, asked: dict[str, Any]) -> None:
    assert found(version, **asked) == {"Qendra ditore"}


def found(version: PlanVersion, **asked: str) -> set[str]:
    """The titles of the measures that the page shows, in a plan of three."""
    shown = page("publishing:measures_public", version.pk, **asked)
    return {measure.title_sq for measure in version.measures.all() if f">{measure}<" in shown}


@pytest.mark.parametrize(
    "asked", [{"year": "2026"}, {"money": "covered", "unit": "afer", "year": "2026"}, {"words": "transporti"}], ids=str
)
def test_what_lies_in_another_year_or_is_paid_for_is_found_apart(version: PlanVersion, asked: dict[str, str]) -> None:
    assert found(version, **asked) == {"Transporti"}
    assert "Transporti" not in found(version, year="2025")
    assert "Transporti" not in found(version, money="lacking")
    assert "Qendra ditore" not in found(version, money="covered")


def test_a_unit_is_reached_by_its_own_measures_and_by_those_for_all(version: PlanVersion) -> None:
    for_all = version.measures.exclude(title_sq__in=["Qendra ditore", "Transporti"]).get().title_sq

    assert found(version, unit="larg") == {"Qendra ditore", for_all}
    assert found(version, unit="afer") == {"Transporti", for_all}


def test_goals_are_asked_for_by_the_key_that_later_versions_keep(version: PlanVersion) -> None:
    objective = version.measures.get(title_sq="Transporti").objective

    for key in (objective.goal.key, objective.key):
        assert found(version, goal=str(key)) == {"Transporti"}
    assert len(found(version, goal="nonsense")) == 3


def test_each_measure_leads_to_its_trace(version: PlanVersion) -> None:
    shown = page("publishing:measures_public", version.pk)

    for measure in version.measures.all():
        assert reverse("site:trace", args=["measure", measure.key]) in shown


def test_the_choices_are_what_the_measures_name(version: PlanVersion) -> None:
    offered = filter_choices(version)

    assert [row.mark for row in offered["group"]] == ["te-moshuarit"]
    assert [row.mark for row in offered["unit"]] == ["afer", "larg"]
    assert "QX" in [row.mark for row in offered["source"]]


def test_what_no_measure_names_is_no_choice() -> None:
    bare: Any = PlanVersionFactory(content=True)

    fields = MeasureFilter({}, publish(bare)).form.fields

    assert "goal" in fields
    assert [name for name in ("group", "unit") if name in fields] == []


def test_the_links_of_a_measure_are_its_rows_by_name(version: PlanVersion) -> None:
    second = version.measures.get(title_sq="Qendra ditore")

    with translation.override("en"):
        found = links_of(second)

    assert {kind: [str(row) for row in rows] for kind, rows in found.items()} == {
        kind: [str(row) for row in rows] for kind, rows in second.linked().items()
    }


@pytest.mark.parametrize(
    ("name", "queries"),
    [("version_public", 13), ("measures_public", 6), ("part_public", 6), ("measure_public", 6), ("plan_public", 6)],
)
def test_a_page_of_the_reader_asks_at_most_six_times(
    version: PlanVersion, name: str, queries: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    args = {
        "part_public": [version.pk, "goals"],
        "measure_public": [version.measures.first().pk],  # type: ignore[union-attr]
        "plan_public": [],
    }
    address = reverse(f"publishing:{name}", args=args.get(name, [version.pk]))

    with django_assert_max_num_queries(queries):
        assert client.get(address).status_code == 200
