"""Report, answer table, statistics, open data and workbook of a round: one content, nothing that is not let out."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import time
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from consultations.enums import Confidentiality, RoundFileFormat
from consultations.facts.speakers import NOT_SAID, suppressed
from consultations.models import AttendanceCount, DangerAlert, Round
from consultations.outputs.calendar import rounds_ics
from consultations.outputs.open_data import ANSWER_NOTES
from consultations.outputs.orders import request_round_file
from consultations.outputs.report import RoundReport, render_round
from consultations.outputs.statistics import speaker_tables
from consultations.outputs.workbook import round_workbook
from consultations.services import publish_answers, register_round
from consultations.tasks import round_report
from core.suppression import MARK
from operations.models import Event
from operations.queue.jobs import open_jobs
from tests.factories.accounts import UserFactory
from tests.factories.assessments import NeedFactory, TargetGroupFactory, small_number_thresholds
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RedactionFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db

SECRET = "Arta Mehmeti"
WOMEN, MEN = 9, 3


@pytest.fixture
def answered(settings: Any) -> Round:
    """Twelve spoke, nine women and three men; one recommendation of a group's need is answered with a reason."""
    MunicipalityFactory()
    small_number_thresholds()
    consultation = RoundFactory(is_closed=True)
    group = consultation.groups.get()
    said = [ContributionFactory(round=consultation, sex="women") for _ in range(WOMEN)]
    said += [ContributionFactory(round=consultation, sex="men") for _ in range(MEN)]
    ours = RecommendationFactory(round=consultation, code="R1", text_sq="Qendër ditore")
    ours.needs.add(NeedFactory(group=group))
    other = RecommendationFactory(round=consultation, code="R2", text_sq="Autobus")
    for each in said:
        CodingFactory(recommendation=ours, contribution=each)
    CodingFactory(recommendation=other, contribution=said[0])
    DispositionFactory(recommendation=ours, answer="partly", reason_sq="Vetëm dy ditë në javë")
    DispositionFactory(recommendation=other, answer="not_accepted", reason_sq="Nuk ka para")
    return publish_answers(consultation, actor=UserFactory(role="coordinator"))


def cells(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    ]


def test_the_answer_table_gives_each_answer_with_its_reason(answered: Round) -> None:
    found = cells(render_round(answered, RoundFileFormat.XLSX, language="sq"))

    assert {"R1", "R2", "Vetëm dy ditë në javë", "Nuk ka para"} <= set(found)


def test_an_answer_that_is_held_stands_in_no_report() -> None:
    MunicipalityFactory()
    held = DispositionFactory(answer="partly", reason_sq="Mbahet ende").recommendation

    assert "Mbahet ende" not in cells(render_round(held.round, RoundFileFormat.XLSX, language="sq"))


def test_a_group_reads_of_its_needs_and_of_no_count_of_its_own(answered: Round) -> None:
    with override("sq"):
        report = RoundReport.of(answered, answered.groups.get())

    named = {part.anchor: part.data for part in report.parts}
    assert [str(row.cells[0]) for row in named["answers"][-1].rows] == ["R1"]
    assert named["received"] == ()


def test_no_report_of_a_group_names_the_events_that_protect_it() -> None:
    MunicipalityFactory()
    small_number_thresholds()
    group = TargetGroupFactory(is_protected=True)
    consultation = RoundFactory(is_open=True, groups=[group])
    hidden = ConsultationEventFactory(round=consultation, groups=[group], confidentiality=Confidentiality.COUNTS_ONLY)
    ConsultationEventFactory(round=consultation, groups=[group], title_sq="Forumi", privacy_reason="x", **signed())
    AttendanceCount.objects.create(event=hidden, sex="women", count=30)

    (events,) = (part.data for part in RoundReport.of(consultation, group).parts if part.anchor == "events")

    assert [str(row.cells[1].sq) for row in events[0].rows] == ["Forumi"]


def signed() -> dict[str, Any]:
    return {"privacy_reason_by": UserFactory(), "privacy_reason_at": "2024-02-01T10:00Z"}


def test_statistics_are_kept_at_publication_and_hide_few_persons(answered: Round, client: Client) -> None:
    page = client.get(reverse("consultations:public_round_detail", args=[answered.pk])).content.decode()
    plain = json.loads(client.get(reverse("consultations:answers_json", args=[answered.pk])).content)

    by_sex = next(table for table in plain["tables"] if table["name"] == "speakers_by_sex")
    assert [row["cells"][1] for row in by_sex["rows"]] in (["hidden", "hidden", 0, 12], ["hidden", "hidden", 12])
    assert MARK in page
    ContributionFactory(round=answered, sex="women")
    again = json.loads(client.get(reverse("consultations:answers_json", args=[answered.pk])).content)
    assert again == plain


def test_without_thresholds_answers_are_published_and_no_statistics_are() -> None:
    MunicipalityFactory()
    consultation = RoundFactory(is_closed=True)
    DispositionFactory(
        recommendation=CodingFactory(recommendation__round=consultation).recommendation, reason_sq="Sepse"
    )

    publish_answers(consultation, actor=UserFactory(role="coordinator"))

    assert RoundReport.of(Round.objects.get(pk=consultation.pk)).parts[2].data
    assert speaker_tables(Round.objects.get(pk=consultation.pk)) == []


def test_a_margin_that_no_hiding_protects_is_left_out() -> None:
    small_number_thresholds()
    from_one = suppressed(1, {"sex": Counter({"women": 1, NOT_SAID: 0})}, frozenset())

    assert from_one.get("sex", {}).get("women") is None


def test_a_round_for_protected_groups_alone_hides_by_their_threshold() -> None:
    small_number_thresholds()
    margins = {"sex": Counter({"women": 7, NOT_SAID: 40})}

    open_to_all = suppressed(47, margins, frozenset())
    protected = suppressed(47, margins, frozenset(), all_protected=True)

    assert (open_to_all["sex"]["women"], protected["sex"]["women"]) == (7, None)


def test_open_data_explains_every_column(answered: Round, client: Client) -> None:
    plain = json.loads(client.get(reverse("consultations:answers_json", args=[answered.pk])).content)
    sheet = client.get(reverse("consultations:answers_csv", args=[answered.pk])).content.decode("utf-8-sig")

    heads = {column["head"]["en"] for table in plain["tables"] for column in table["columns"]}
    assert heads == set(ANSWER_NOTES)
    assert "Nuk ka para" in sheet


def test_open_data_of_a_planned_round_is_not_there(client: Client) -> None:
    MunicipalityFactory()
    planned = RoundFactory()

    names = ("consultations:answers_json", "consultations:answers_csv")
    assert [client.get(reverse(name, args=[planned.pk])).status_code for name in names] == [404, 404]


def test_the_workbook_has_the_words_as_they_are_shown_and_none_about_danger() -> None:
    MunicipalityFactory()
    consultation = RoundFactory(is_open=True)
    named = ContributionFactory(round=consultation, text=f"Fqinja {SECRET} ka nevojë.")
    RedactionFactory(contribution=named, text="Fqinja [emri] ka nevojë.", removes=True, reason="emër")
    held = ContributionFactory(round=consultation, text="Dikush është në rrezik")
    DangerAlert.objects.create(contribution=held)

    found = cells(round_workbook(consultation, language="sq", actor=UserFactory(role="staff")))

    assert "Fqinja [emri] ka nevojë." in found
    assert not any(SECRET in cell or "rrezik" in cell for cell in found)
    assert Event.objects.filter(action="consultations.export_round").count() == 1


def test_the_workbook_refuses_who_reads_no_contributions() -> None:
    MunicipalityFactory()
    with pytest.raises(PermissionDenied):
        round_workbook(RoundFactory(is_open=True), language="sq", actor=UserFactory(role="dpo"))


def test_the_report_is_made_by_a_worker_for_those_inside(answered: Round) -> None:
    job = request_round_file(answered, "xlsx", language="sq", actor=UserFactory(role="staff"))

    result = round_report(job, lambda _done, _total: None)

    assert (result.name, result.content[:2]) == (f"konsultimi-{answered.pk}-sq.xlsx", b"PK")
    assert [bool(open_jobs(UserFactory(role=role), [job])) for role in ("mayor", "ngo")] == [True, False]
    with pytest.raises(PermissionDenied):
        request_round_file(answered, "pdf", language="sq", actor=UserFactory(role="ngo"))


def test_the_calendar_tells_no_more_than_the_page() -> None:
    MunicipalityFactory()
    group = TargetGroupFactory(is_protected=True)
    consultation = RoundFactory(is_open=True, groups=[group], title_en="Listening in spring")
    ConsultationEventFactory(round=consultation, title_en="Open talk", place="Town hall", starts_at=time(17, 30))
    kept = Confidentiality.COUNTS_ONLY
    ConsultationEventFactory(
        round=consultation, groups=[group], title_en="Survivors", place="House", confidentiality=kept
    )

    with override("en"):
        made = Calendar.from_ical(rounds_ics(Round.objects.all(), language="en"))

    entries = {str(entry["summary"]): entry for entry in made.walk("VEVENT")}
    assert set(entries) == {"Last day: Listening in spring", "Open talk", "Consultation meeting"}
    assert str(entries["Open talk"]["location"]) == "Town hall (in Albanian)"
    assert "location" not in entries["Consultation meeting"]
    assert entries["Last day: Listening in spring"].decoded("dtstart") == consultation.closes_on


def test_a_published_notice_without_its_number_is_a_task_until_it_is_noted(client_of: Any) -> None:
    MunicipalityFactory()
    coordinator = UserFactory(role="coordinator")
    consultation = RoundFactory(is_open=True, kind="draft_plan")
    address = reverse("consultations:round_register", args=[consultation.pk])
    assert address in [task.url for task in tasks_of(coordinator)]

    client_of(coordinator).post(address, {"reference": "RNJ-2026-9"})

    consultation.refresh_from_db()
    assert consultation.register_reference == "RNJ-2026-9"
    assert address not in [task.url for task in tasks_of(coordinator)]
    with pytest.raises(PermissionDenied):
        register_round(consultation, "x", actor=UserFactory(role="staff"))


def test_the_list_parts_what_is_open_from_what_is_past(client: Client) -> None:
    MunicipalityFactory()
    open_round, past = RoundFactory(is_open=True), RoundFactory(is_closed=True)

    context = client.get(reverse("consultations:public_round_list")).context

    assert [row[0].pk for row in context["open_rounds"]] == [open_round.pk]
    assert [row[0].pk for row in context["past_rounds"]] == [past.pk]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_report_of_the_whole_round_prints_its_scorecard_and_that_of_a_group_does_not(language: str) -> None:
    MunicipalityFactory()
    group = TargetGroupFactory()
    consultation = RoundFactory(is_closed=True, groups=[group], answer_days=15)

    with override(language):
        (whole,) = (part for part in RoundReport.of(consultation).parts if part.anchor == "procedure")
        (of_group,) = (part for part in RoundReport.of(consultation, group).parts if part.anchor == "procedure")

    rows = {row.cells[0].sq: row.cells[1].sq for row in whole.data[0].rows}
    assert len(rows) == 6
    assert "15" in rows["Përgjigjet e premtuara"]
    assert of_group.data == ()
