"""The yearly report of law 146/2014: each number counts rows that stand in it, and another year's do not."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from consultations.enums import EventStatus
from consultations.models import AnswerPublication, PublishedAnswer
from socialplan.approval.models import CouncilDecision
from socialplan.content.models import PlanRound
from socialplan.publishing.documents.transparency import Transparency, render_transparency, report_years
from socialplan.publishing.services.transparency import request_transparency
from socialplan.publishing.tasks import transparency_report
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db

ACTS, CONSULTED, BEGUN, RECEIVED, ANSWERED = range(5)
MEETINGS = -1


VOTES = {
    "seats": 41,
    "quorum": 21,
    "present": 36,
    "votes_for": 31,
    "votes_against": 0,
    "abstained": 4,
    "did_not_vote": 1,
}


def decision(number: str, day: date, outcome: str = "adopted") -> CouncilDecision:
    made = {"outcome": outcome, "number": number, "year": day.year, "happened_on": day, "majority_rule": "default"}
    return CouncilDecision.objects.create(version=PlanVersionFactory(), **made, **VOTES)


@pytest.fixture(autouse=True)
def _year() -> None:
    """2024: two acts, one of them consulted; three contributions, two answers, one meeting. 2023: one of each."""
    MunicipalityFactory()
    coordinator = UserFactory(role="coordinator")
    consulted = decision("1", date(2024, 5, 30))
    decision("2", date(2024, 7, 30))
    decision("3", date(2024, 8, 30), outcome="rejected")
    this_year = RoundFactory(is_closed=True, kind="draft_plan")
    PlanRound.objects.create(plan=consulted.version.plan, round=this_year)
    before = RoundFactory(is_closed=True, kind="draft_plan", notice_on=date(2023, 4, 3), closes_on=date(2023, 5, 5))
    ContributionFactory.create_batch(3, round=this_year, happened_on=date(2024, 4, 17))
    ContributionFactory(round=before, happened_on=date(2023, 4, 17))
    for each, day, answers in (
        (this_year, date(2024, 5, 13), ("accepted", "not_accepted")),
        (before, date(2023, 6, 1), ("partly",)),
    ):
        publication = AnswerPublication.objects.create(round=each, published_by=coordinator, happened_on=day)
        for answer in answers:
            said = DispositionFactory(
                recommendation=RecommendationFactory(round=each), answer=answer, reason_sq="Sepse"
            )
            PublishedAnswer.objects.create(publication=publication, disposition=said)
        held = {"kind": "public_hearing", "status": EventStatus.HELD}
        ConsultationEventFactory(round=each, held_on=each.notice_on.replace(day=24), **held)
        ConsultationEventFactory(round=each, held_on=each.notice_on.replace(day=25), kind="focus_group")


def figures(year: int) -> list[Any]:
    return [row.cells[1] for row in Transparency.of(year).tables()[0].rows]


def test_the_numbers_of_the_year_are_those_of_its_rows() -> None:
    found = figures(2024)

    assert (found[ACTS], found[CONSULTED], found[BEGUN], found[RECEIVED], found[ANSWERED]) == (2, 1, 1, 3, 2)
    assert found[MEETINGS] == 1
    assert sum(found[ANSWERED + 1 : MEETINGS]) == found[ANSWERED]


def test_every_number_counts_a_list_that_stands_in_the_report() -> None:
    report = Transparency.of(2024)
    tables = {table.name: table for table in report.tables()}

    counts = {name: len(table.rows) for name, table in tables.items()}
    assert (counts["acts"], counts["answers"], counts["meetings"]) == (2, 2, 1)
    assert sum(1 for row in tables["acts"].rows if row.cells[3]) == len(report.consulted_acts) == 1
    assert tables["rounds"].rows[-1].cells[-1] == report.contributions == 3


def test_another_year_has_its_own_numbers() -> None:
    found = figures(2023)

    assert (found[ACTS], found[BEGUN], found[RECEIVED], found[ANSWERED], found[MEETINGS]) == (0, 1, 1, 1, 1)
    assert report_years() == [2024, 2023]


def test_page_sheets_and_pdf_say_the_same(client: Client) -> None:
    with override("en"):
        captions = [str(table.caption) for table in Transparency.of(2024).tables()]
        page = client.get(reverse("publishing:transparency", args=[2024])).content.decode()
        sheet = client.get(reverse("publishing:transparency_sheet", args=[2024, "csv"])).content.decode("utf-8-sig")
        book = client.get(reverse("publishing:transparency_sheet", args=[2024, "xlsx"])).content

    assert all(caption in page and caption in sheet for caption in captions)
    assert len(openpyxl.load_workbook(io.BytesIO(book)).sheetnames) == len(captions)
    with pikepdf.open(io.BytesIO(render_transparency(2024, "sq"))) as pdf:
        assert str(pdf.Root.Lang) == "sq"


def test_a_year_beyond_all_plans_is_not_there(client: Client) -> None:
    assert client.get("/sq/plan/public/transparency/999999999/").status_code == 404


def test_the_pdf_is_asked_for_by_those_inside() -> None:
    job = request_transparency(2024, language="en", actor=UserFactory(role="coordinator"))

    assert transparency_report(job, lambda _done, _total: None).name == "transparenca-2024-en.pdf"
    with pytest.raises(PermissionDenied):
        request_transparency(2024, language="en", actor=UserFactory(role="ngo"))
