"""The builder of the report: reasons, follow-up, freezing with a hash, what changed since, and the proofs."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.urls import reverse

from core.workflow import StepRefused
from monitoring.enums import FollowUpOutcome, SectionCode
from monitoring.models import (
    BeneficiaryCount,
    IndicatorValue,
    MeasureProgress,
    MeasureReach,
    ReportRecommendation,
    SubmissionReceipt,
    YearlyReport,
)
from monitoring.reporting.changes import changes_since
from monitoring.reporting.documents import render_open_data, render_report, render_sheet, render_word
from monitoring.reporting.freezing import sha256_of_figures
from monitoring.reporting.parts import PARTS
from monitoring.reporting.reasons import report_figures, report_gaps
from monitoring.services.builder import explain_results, follow_up
from monitoring.services.grid import TypedCell, write_cells
from monitoring.services.periods import report_measure
from monitoring.services.reports import move_report, open_report, record_receipt
from municipality.models import Threshold
from socialplan.approval.acts.definition.paper import Paper
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import (
    IndicatorValueFactory,
    PeriodFactory,
    ReportSubmissionFactory,
    YearlyReportFactory,
    measure_of,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import FundingSourceFactory, IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a letter with a stamp"
FOLLOWING_YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31), "cut_off_on": date(2026, 1, 31)}


@pytest.fixture
def staff() -> Any:
    MunicipalityFactory()
    return UserFactory(role="staff")


@pytest.fixture
def coordinator() -> Any:
    return UserFactory(role="coordinator")


def behind(report: YearlyReport) -> Any:
    """An indicator that is behind its target, with its value."""
    return IndicatorValue.objects.filter(period=report.period).select_related("indicator").first()


def in_review(staff: Any, *, amount: int = 1) -> YearlyReport:
    """A report in review of which one indicator reached `amount` on its way from none to a hundred."""
    version = PlanVersionFactory(content=True)
    indicator = IndicatorFactory(objective=version.specificobjectives.first(), code="ZB", baseline=0)
    indicator.targets.create(version=version, year=2024, value=100)
    version.measures.update(due_on=date(2024, 12, 1))
    period = PeriodFactory(version=put_in_state(version, "in_force"))
    IndicatorValueFactory(period=period, indicator=indicator, amount=amount, state="approved")
    report: YearlyReport = YearlyReportFactory(period=period, submittable=True)
    MeasureProgress.objects.filter(period=period).update(deviation="Prokurimi u anulua.")
    return move_report(report, "review", actor=staff)


def published(staff: Any, coordinator: Any) -> YearlyReport:
    return move_report(in_review(staff, amount=95), "validate", actor=coordinator)


def test_validation_is_refused_with_every_row_that_says_no_reason(staff: Any, coordinator: Any) -> None:
    report = in_review(staff)
    report.narratives.all().delete()
    MeasureProgress.objects.filter(period=report.period).update(deviation="")
    late = measure_of(report.period)

    with pytest.raises(StepRefused) as refusal:
        move_report(report, "validate", actor=coordinator)

    assert "ZB" in str(refusal.value)
    assert late.code in str(refusal.value)
    report.refresh_from_db()
    assert (report.state, report.figures) == ("in_review", None)


def test_a_reason_is_written_for_many_at_once_and_stands_in_the_report(
    staff: Any, coordinator: Any, client_of: Any
) -> None:
    report = in_review(staff)
    report.narratives.all().delete()
    key = str(behind(report).indicator.key)
    page = client_of(staff).get(reverse("monitoring:report_reasons", args=[report.pk]))
    assert f"sq-{key}" in page.content.decode()

    client_of(staff).post(
        reverse("monitoring:report_reasons", args=[report.pk]), {f"sq-{key}": "Nisi vonë.", f"en-{key}": "Late start."}
    )

    report = move_report(YearlyReport.objects.get(pk=report.pk), "validate", actor=coordinator)
    (line,) = [each for each in report_figures(report).indicators if each.key == key]
    assert (line.why_sq, line.why_en) == ("Nisi vonë.", "Late start.")


def test_two_who_explain_results_on_one_page_keep_what_the_other_wrote(staff: Any, client_of: Any) -> None:
    report = in_review(staff)
    report.narratives.all().delete()
    key = str(behind(report).indicator.key)
    address = reverse("monitoring:report_reasons", args=[report.pk])
    mine, hers = client_of(staff), client_of(UserFactory(role="expert"))
    opened = mine.get(address).context["form"].shown_digests
    hers.post(address, {f"sq-{key}": "Nisi vonë.", f"en-{key}": "Late start.", "opened": opened})

    silent = mine.post(address, {f"sq-{key}": "", f"en-{key}": "", "opened": opened})
    stood = report.narratives.get().why_sq
    asked = mine.post(address, {f"sq-{key}": "Mungoi paraja.", f"en-{key}": "", "opened": opened})
    form = asked.context["form"]

    assert (silent.status_code, stood) == (302, "Nisi vonë.")
    assert [*form.errors] == [f"sq-{key}"]
    assert "Nisi vonë." in str(form.errors[f"sq-{key}"])
    assert report.narratives.get().why_sq == "Nisi vonë."
    mine.post(address, {f"sq-{key}": "Mungoi paraja.", f"en-{key}": "", "opened": form.shown_digests})
    assert (report.narratives.get().why_sq, report.narratives.get().why_en) == ("Mungoi paraja.", "Late start.")


def test_words_on_a_hidden_result_are_not_published(staff: Any) -> None:
    report = in_review(staff, amount=3)
    line = report_figures(report).indicators[-1]
    assert line.why_sq

    shown = replace(line, is_hidden=True).for_public()

    assert (shown.why_sq, shown.actual, shown.to_date) == ("", None, None)


def test_every_recommendation_of_the_report_before_is_followed_up(staff: Any, coordinator: Any) -> None:
    first = YearlyReportFactory()
    asked = ReportRecommendation.objects.create(report=first, text_sq="Të nisë prokurimi.", addressed_to="Drejtoria")
    period = PeriodFactory(version=first.period.version, **FOLLOWING_YEAR)
    report = move_report(YearlyReportFactory(period=period, submittable=True), "review", actor=staff)

    with pytest.raises(StepRefused, match="Të nisë prokurimi"):
        move_report(report, "validate", actor=coordinator)
    follow_up(report, asked, outcome=FollowUpOutcome.PARTLY, text_sq="Nisi në maj.", actor=staff)

    assert move_report(report, "validate", actor=coordinator).state == "validated"


def test_there_are_eleven_parts_and_each_written_one_has_its_place() -> None:
    assert [part.number for part in PARTS] == list(range(1, 12))
    assert {part.code for part in PARTS} == set(SectionCode)


def made(report: YearlyReport) -> list[Any]:
    """Every file of the report; of the Word file its parts, for the package itself bears the time of its making."""
    report = YearlyReport.objects.select_related("period__version__plan").get(pk=report.pk)
    word = zipfile.ZipFile(BytesIO(render_word(report, language="sq")))
    makers = (render_report, render_sheet, render_open_data)
    return [
        *(make(report, language="sq") for make in makers),
        {name: word.read(name) for name in word.namelist()},
    ]


def _amend_and_import(report: YearlyReport, client: Any) -> None:
    """The plan is amended, the finance office's sheet comes in, and the year's sheet of money is pasted."""
    period = report.period
    put_in_state(period.version, "superseded")
    PlanVersionFactory(plan=period.plan, content=True, number=period.version.number + 1, state="in_force")
    sheet = "Programi\tAlokuar\tAngazhuar\tShpenzuar\n10430 Kujdesi\t900\t800\t700"
    address = reverse("monitoring:treasury_take", args=[period.pk])
    assert client.post(address, {"pasted": sheet, "title": "Thesari"}).status_code == 302
    source = FundingSourceFactory(code="MB")
    cells = [TypedCell(name, "900", "") for name in ("allocated", "committed", "spent")]
    actor = UserFactory(role="staff")
    write_cells(period, f"money-{source.code}", row=str(measure_of(period).pk), cells=cells, actor=actor)


def test_nothing_that_changes_later_changes_a_byte_of_the_frozen_report(
    staff: Any, coordinator: Any, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # else a font notes when it was put into the file
    report = in_review(staff, amount=95)
    group = TargetGroupFactory()
    BeneficiaryCount.objects.create(period=report.period, group=group, women=7, men=40)
    report = move_report(report, "validate", actor=coordinator)
    before = made(report)
    assert report.figures_sha256 == sha256_of_figures(report.figures)

    open_report(period=report.period, actor=staff, revision_note="Numër i gabuar.")
    Threshold.objects.filter(code="light_green").update(value=99)
    Threshold.objects.filter(code="small_number").update(value=20)
    BeneficiaryCount.objects.update(women=11)
    MeasureReach.objects.create(period=report.period, measure=measure_of(report.period), persons=70)
    MeasureProgress.objects.update(share_done=99)
    _amend_and_import(report, client_of(staff))
    old = behind(report)
    IndicatorValueFactory(period=report.period, indicator=old.indicator, amount=50, corrects=old, state="approved")

    assert made(report) == before
    report.refresh_from_db()
    assert report.figures_sha256 == sha256_of_figures(report.figures)


def test_what_changed_after_the_cut_off_is_listed_with_old_new_who_and_why(
    staff: Any, coordinator: Any, client_of: Any
) -> None:
    report = published(staff, coordinator)
    assert changes_since(report) == []
    open_report(period=report.period, actor=staff, revision_note="Numër i gabuar.")
    report_measure(
        period=report.period, measure=measure_of(report.period), actor=staff, status="on_track", share_done=77
    )
    old = behind(report)
    IndicatorValueFactory(
        period=report.period,
        indicator=old.indicator,
        amount=50,
        corrects=old,
        state="approved",
        note="Numëruar dy herë.",
    )

    found = changes_since(report)
    page = client_of(staff).get(reverse("monitoring:report_changes", args=[report.pk])).content.decode()

    actual = next(each for each in found if each.old == "95")
    assert (actual.new, actual.why) == ("50", "Numëruar dy herë.")
    done = next(each for each in found if each.new == "77")
    assert (done.who, done.at is not None) == (str(staff), True)
    assert "Numëruar dy herë." in page
    assert reverse("monitoring:report_create", args=[report.period_id]) in page


def test_what_a_sheet_changed_after_the_cut_off_names_who_wrote_it(staff: Any, coordinator: Any) -> None:
    group = TargetGroupFactory()
    report = in_review(staff, amount=95)
    source = FundingSourceFactory(code="MB")
    period, measure = report.period, measure_of(report.period)
    report = move_report(report, "validate", actor=coordinator)
    open_report(period=period, actor=staff, revision_note="Numër i gabuar.")
    colleague = UserFactory(role="staff")
    for sheet, row, cells in (
        ("reached", group.pk, {"undeclared": "12"}),
        ("reach", measure.pk, {"all": "34", "sex-women": "34", "sex-men": "not_applicable"}),
        (f"money-{source.code}", "outside", {"allocated": "900", "committed": "900", "spent": "900"}),
    ):
        typed = [TypedCell(name, words, "") for name, words in cells.items()]
        write_cells(period, sheet, row=str(row), cells=typed, actor=colleague)

    found = {(each.what.partition(" ")[0], each.new): each.who for each in changes_since(report)}

    assert {new for _what, new in found} >= {"12", "34", "900", "e pazbatueshme"}
    assert set(found.values()) == {str(colleague)}


def test_a_change_of_the_thresholds_alone_is_told_as_such(staff: Any, coordinator: Any) -> None:
    report = published(staff, coordinator)
    Threshold.objects.filter(code="light_green").update(value=99)

    (found,) = changes_since(report)

    assert found.why
    assert (found.who, found.old == found.new) == ("", False)


@pytest.mark.database
def test_words_of_a_frozen_report_do_not_change_by_sql(staff: Any, coordinator: Any) -> None:
    report = published(staff, coordinator)

    for statement in (
        "UPDATE monitoring_reportsection SET body_sq = 'x' WHERE report_id = %s",
        "DELETE FROM monitoring_resultnarrative WHERE report_id = %s",
        "UPDATE monitoring_yearlyreport SET figures_sha256 = 'x' WHERE id = %s",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [report.pk])


def test_a_frozen_report_takes_no_reasons(staff: Any, coordinator: Any) -> None:
    report = published(staff, coordinator)

    with pytest.raises(StepRefused):
        explain_results(report, {behind(report).indicator.key: ("Tjetër.", "")}, actor=staff)


def test_a_receipt_has_a_file_or_says_why_there_is_none(staff: Any, client_of: Any) -> None:
    submission = ReportSubmissionFactory()
    address = reverse("monitoring:receipt_create", args=[submission.pk])
    sent = {"received_on": "03.03.2025", "their_protocol_no": "44/1"}
    client = client_of(staff)

    page = client.post(address, sent)
    assert page.status_code == 200
    assert "44/1" in page.content.decode()
    no_document = SimpleUploadedFile("vertetim.pdf", b"<html>not a letter</html>", "application/pdf")
    assert client.post(address, sent | {"proof": no_document}).status_code == 200
    assert not SubmissionReceipt.objects.exists()

    letter = SimpleUploadedFile("vertetim.pdf", PDF, "application/pdf")
    assert client.post(address, sent | {"proof": letter}).status_code == 302
    receipt = SubmissionReceipt.objects.get()
    assert receipt.proof is not None
    assert receipt.proof.name == "vertetim.pdf"
    shown = client.get(submission.report.get_absolute_url()).content.decode()
    assert receipt.proof.get_absolute_url() in shown


def test_a_proof_that_is_no_document_is_told_at_its_field(staff: Any) -> None:
    submission = ReportSubmissionFactory()

    with pytest.raises(ValidationError) as refusal:
        record_receipt(
            submission,
            received_on=date(2025, 3, 3),
            their_protocol_no="1",
            actor=staff,
            proof=Paper(b"<html></html>", "a.pdf"),
        )
    assert "proof" in refusal.value.error_dict


def test_what_is_missing_is_listed_with_the_way_to_it(staff: Any) -> None:
    report = in_review(staff)
    report.narratives.all().delete()

    gaps = report_gaps(report, report_figures(report))

    assert [gap.is_blocking for gap in gaps] == sorted((gap.is_blocking for gap in gaps), reverse=True)
    assert gaps[0].address == reverse("monitoring:report_reasons", args=[report.pk])
    assert {gap.is_blocking for gap in gaps} == {True, False}
