"""What a version covers, as list, sum and sheet."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from consultations.enums import Answer
from core.suppression import MARK
from municipality.services import install_reference_data
from socialplan.content.coverage import coverage_of, equal_parts
from socialplan.content.models import DispositionTarget, PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.assessments import NeedFactory, TargetGroupFactory
from tests.factories.consultations import DispositionFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import MeasureCostFactory, MeasureFactory
from tests.factories.tracing import linked_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()
    install_reference_data()


@pytest.fixture
def version() -> PlanVersion:
    return linked_draft()


@pytest.fixture
def staff(client_of: Any) -> Any:
    return client_of(UserFactory(role=Role.STAFF))


def another_measure(version: PlanVersion, code: str = "9.9.9", **fields: Any) -> Any:
    return MeasureFactory(objective=version.specificobjectives.get(), code=code, **fields)


def accepted(version: PlanVersion, **fields: Any) -> Any:
    """An answer of a round that is linked with the plan."""
    answer = DispositionFactory(recommendation__round__is_closed=True, **fields)
    version.plan.round_links.create(round=answer.recommendation.round)
    return answer


def test_a_plan_in_which_everything_is_linked_lacks_nothing(version: PlanVersion) -> None:
    report = coverage_of(version)

    assert (report.needs, report.answers, report.measures) == ([], [], [])
    assert (report.needs_in_all, report.measures_in_all) == (1, 1)


def test_a_need_no_measure_of_this_version_answers_is_listed(version: PlanVersion) -> None:
    need = NeedFactory(assessment=version.plan.assessment)
    NeedFactory()

    assert [each.need for each in coverage_of(version).needs] == [need]

    another_measure(version).need_links.create(version=version, need=need)
    assert coverage_of(version).needs == []


def test_an_accepted_recommendation_is_listed_until_it_has_a_place(version: PlanVersion) -> None:
    answer = accepted(version)
    accepted(version, answer=Answer.NOT_ACCEPTED, reason_sq="Nuk ka fonde.")

    assert (coverage_of(version).answers, coverage_of(version).answers_in_all) == ([answer], 1)

    DispositionTarget.objects.create(
        disposition=answer, plan=version.plan, node_kind="measure", node_key=version.measures.get().key
    )
    fresh = PlanVersion.objects.select_related("plan__assessment").get(pk=version.pk)
    assert coverage_of(fresh).answers == []


def test_a_measure_without_need_and_recommendation_is_listed(version: PlanVersion) -> None:
    unasked = another_measure(version)

    assert coverage_of(version).measures == [unasked]


def test_a_superseded_answer_asks_for_nothing_any_more(version: PlanVersion) -> None:
    measure = version.measures.get()
    measure.need_links.all().delete()
    assert coverage_of(version).measures == []

    target = version.plan.disposition_targets.first()
    assert target is not None
    DispositionFactory(
        recommendation=target.disposition.recommendation, answer=Answer.NOT_ACCEPTED, reason_sq="Nuk ka fonde."
    )

    assert coverage_of(version).measures == [measure]


def test_money_is_counted_whole_and_in_equal_parts(version: PlanVersion) -> None:
    one, other = TargetGroupFactory.create_batch(2)
    shared = another_measure(version)
    MeasureCostFactory(measure=shared, year=2025, amount=1_000_001)
    for group in (one, other):
        shared.group_links.create(version=version, group=group)

    report = coverage_of(version)
    rows = {row.group: row for row in report.groups}

    assert (rows[one].cost, rows[other].cost) == (1_000_001, 1_000_001)
    assert sorted((rows[one].parts, rows[other].parts)) == [(0, 500_000, 0), (0, 500_001, 0)]
    assert (rows[None].measures, rows[None].parts) == (1, (1_000_000, 0, 0))
    assert report.cost == 2_000_001


@given(st.integers(0, 10**13), st.integers(1, 30))
def test_parts_add_up_again_and_differ_by_one_lek(amount: int, number: int) -> None:
    parts = equal_parts(amount, number)

    assert (sum(parts), len(parts)) == (amount, number)
    assert max(parts) - min(parts) <= 1


def small_need(version: PlanVersion) -> None:
    group = TargetGroupFactory(is_protected=True)
    NeedFactory(assessment=version.plan.assessment, group=group, name_sq="=cmd()", affected=7, covered=3)


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_page_shows_the_mark_and_the_places_to_mend(language: str, version: PlanVersion, staff: Any) -> None:
    small_need(version)
    answer, measure = accepted(version), another_measure(version)
    address = reverse("content:coverage", args=[version.pk]).replace("/sq/", f"/{language}/")

    page = staff.get(address).content.decode()

    assert MARK in page
    assert f"/plan/versions/{version.pk}/answers/{answer.pk}/" in page
    assert f"/plan/measures/{measure.pk}/" in page


def test_the_sheets_carry_the_mark_and_no_formula(version: PlanVersion, staff: Any) -> None:
    small_need(version)

    comma, book = (
        staff.get(reverse("content:coverage_export", args=[version.pk, kind])).content for kind in ("csv", "xlsx")
    )

    rows = list(csv.reader(io.StringIO(comma.decode("utf-8-sig"))))
    assert [row[1] for row in rows if row[3:] == [MARK, MARK]] == ["'=cmd()"]
    sheets = openpyxl.load_workbook(io.BytesIO(book)).worksheets
    assert len(sheets) == 4
    need = next(row for row in sheets[0].iter_rows() if row[1].value == "=cmd()")
    assert (need[1].data_type, need[3].value, need[4].value) == ("s", None, None)
    assert need[5].value.startswith(f"{MARK} ")


def test_page_and_sheets_give_the_same_total(version: PlanVersion, staff: Any) -> None:
    book = staff.get(reverse("content:coverage_export", args=[version.pk, "xlsx"])).content
    page = staff.get(reverse("content:coverage", args=[version.pk]))

    money = openpyxl.load_workbook(io.BytesIO(book)).worksheets[3]
    totals = [[cell.value for cell in row] for row in money.iter_rows() if 1_000_000 in [cell.value for cell in row]]
    assert totals[-1][-2] == page.context["report"].cost == 1_000_000


def test_a_strategy_has_no_coverage(version: PlanVersion, staff: Any) -> None:
    type(version.plan).objects.filter(pk=version.plan_id).update(kind="monitoring_strategy")

    assert staff.get(reverse("content:coverage", args=[version.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 15])
def test_the_report_asks_as_often_for_many_rows_as_for_one(
    count: int, version: PlanVersion, staff: Any, django_assert_num_queries: Any
) -> None:
    NeedFactory.create_batch(count, assessment=version.plan.assessment)
    for number in range(count):
        accepted(version)
        measure = another_measure(version, code=f"9.9.{number}")
        MeasureCostFactory(measure=measure).measure.group_links.create(version=version, group=TargetGroupFactory())

    with django_assert_num_queries(10):
        page = staff.get(reverse("content:coverage", args=[version.pk]))

    report = page.context["report"]
    assert [len(report.needs), len(report.answers), len(report.measures)] == [count] * 3
