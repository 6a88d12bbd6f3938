"""A year of work in the browser: a need, an organisation's words by link, results, money, and the report's way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from assessments.models import Assessment, Need
from consultations.models import Contribution, Round
from monitoring.enums import FollowUpOutcome, MeasureStatus, ReportState
from monitoring.models import (
    BudgetExecution,
    IndicatorValue,
    MeasureProgress,
    Period,
    ReportRecommendation,
    YearlyReport,
)
from monitoring.services.periods import report_measure
from socialplan.approval.models import PlanAddressee
from socialplan.content.models import FundingSource, PlanVersion
from tests.browser.reader import BrowserReader

pytestmark = pytest.mark.browser


def open_period(staff: BrowserReader) -> Period:
    """A wrong order of days is refused at its field, and what was typed is kept."""
    staff.go("monitoring/periods/new/")
    staff.fill(title_sq="Viti 2025", title_en="Year 2025", target_year="2025")
    staff.fill(starts_on="01.01.2025", ends_on="31.12.2024", cut_off_on="31.01.2026")
    staff.send()
    assert not Period.objects.filter(target_year=2025).exists()
    assert staff.page.locator("main [name=title_sq]").input_value() == "Viti 2025"
    staff.fill(ends_on="31.12.2025")
    staff.send()
    return Period.objects.get(target_year=2025)


PROOF: Any = {
    "name": "prova.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF",
}


def enter_results(staff: BrowserReader, coordinator: BrowserReader, period: Period) -> None:
    """What was done, what was spent, what was measured; a value is approved by somebody else."""
    measure = period.version.measures.first()
    place = f"monitoring/periods/{period.pk}"
    staff.go(f"{place}/measures/{measure.pk}/")
    staff.choose(status=MeasureStatus.ON_TRACK)
    staff.fill(share_done="45", narrative_sq="U punësuan dy punonjës socialë.", deviation="Prokurimi zgjati.")
    staff.send()
    assert MeasureProgress.objects.get(period=period, measure=measure).share_done == 45
    staff.go(f"{place}/measures/{measure.pk}/spending/")
    staff.choose(source=str(FundingSource.objects.get(code="MB").pk))
    staff.fill(allocated="3 800 000", committed="3.000.000", spent="dy milionë")
    staff.send()
    assert not BudgetExecution.objects.filter(period=period).exists()
    staff.fill(spent="2 900 000")
    staff.send()
    assert BudgetExecution.objects.get(period=period).spent == 2_900_000
    staff.go(f"{place}/values/new/")
    staff.choose(indicator=str(period.version.indicators.first().pk))
    staff.fill(amount="690", source="Regjistri NJVNR")
    staff.send()
    value = IndicatorValue.objects.get(period=period)
    staff.press("main form[action$='/steps/submit/'] button")
    coordinator.go(f"monitoring/values/{value.pk}/steps/return/")
    coordinator.fill(comment="Regjistri thotë 680.")
    coordinator.send()
    assert "Regjistri thotë 680." in staff.go(f"monitoring/values/{value.pk}/")
    staff.go(f"monitoring/values/{value.pk}/edit/")
    staff.fill(amount="680")
    staff.send()
    staff.go(f"monitoring/values/{value.pk}/evidence/")
    staff.page.locator("main [name=file]").set_input_files([PROOF])
    staff.send()
    staff.press("main form[action$='/steps/submit/'] button")
    coordinator.go(f"monitoring/values/{value.pk}/")
    coordinator.press("main form[action$='/steps/approve/'] button")
    value.refresh_from_db()
    assert (value.state, value.amount, value.evidence.count()) == ("approved", 680, 1)


def report_the_rest(period: Period) -> None:
    staff = User.objects.get(email="staff@demo.example")
    for measure in period.version.measures.filter(progress=None) | period.version.measures.exclude(
        progress__period=period
    ):
        done = {"status": MeasureStatus.ON_TRACK, "share_done": 40, "deviation": "Prokurimi zgjati."}
        report_measure(period=period, measure=measure, actor=staff, **done)


def explain(staff: BrowserReader, report: YearlyReport) -> None:
    """Why results are behind, on one page; and what became of what the report before recommended."""
    staff.go(f"monitoring/reports/{report.pk}/reasons/")
    for field in staff.page.locator("main textarea[name^='sq-']").all():
        field.fill("Regjistri u plotësua vonë.")
    staff.send()
    for recommendation in ReportRecommendation.objects.exclude(report=report):
        staff.go(f"monitoring/reports/{report.pk}/follow-up/{recommendation.pk}/")
        staff.choose(outcome=FollowUpOutcome.PARTLY)
        staff.fill(text_sq="Prokurimi nisi në maj.")
        staff.send()


def step(reader: BrowserReader, report: YearlyReport, name: str) -> None:
    reader.go(f"monitoring/reports/{report.pk}/")
    reader.press(f"main form[action$='/steps/{name}/'] button")


def test_results_become_a_report_that_is_submitted_with_its_protocol_number(
    reader: Callable[..., BrowserReader],
) -> None:
    staff, coordinator = reader("staff"), reader("coordinator", width=360)
    period = open_period(staff)
    enter_results(staff, coordinator, period)
    report_the_rest(period)

    staff.go(f"monitoring/periods/{period.pk}/reports/new/")
    staff.send()
    report = YearlyReport.objects.get(period=period)
    staff.go(f"monitoring/reports/{report.pk}/parts/summary/")
    staff.fill(body_sq="Viti i dytë i planit.", body_en="The plan's second year.")
    staff.send()
    explain(staff, report)
    step(staff, report, "review")
    step(coordinator, report, "validate")
    step(reader("mayor"), report, "approve")
    step(reader("secretary"), report, "present")
    staff.go(f"monitoring/reports/{report.pk}/submissions/new/")
    staff.choose(addressee=str(PlanAddressee.objects.for_report().first().pk))
    staff.fill(sent_on="28.02.2026", protocol_no="123/4")
    staff.send()
    staff.go(f"monitoring/submissions/{report.submissions.get().pk}/receipt/")
    staff.fill(received_on="03.03.2026", their_protocol_no="77")
    staff.page.locator("main [name=proof]").set_input_files([PROOF])
    staff.send()
    assert report.submissions.get().receipt.proof
    step(staff, report, "submit")
    step(staff, report, "publish")

    report.refresh_from_db()
    assert report.state == ReportState.PUBLISHED
    assert "The plan's second year." in reader(language="en", width=360).go("monitoring/progress/")


def test_staff_register_a_need_with_its_estimate_and_source(reader: Callable[..., BrowserReader]) -> None:
    staff = reader("staff")
    staff.go("assessments/add/")
    staff.fill(title_sq="Vlerësimi 2026", title_en="Assessment 2026", starts_on="05.01.2026", ends_on="30.04.2026")
    staff.send()
    edition = Assessment.objects.latest("pk")
    staff.go(f"assessments/{edition.pk}/needs/add/")
    staff.choose(group=str(edition.needs.model._meta.get_field("group").related_model.objects.first().pk))
    staff.fill(code="N26", name_sq="Transport për terapi")
    staff.fill(indicator_sq="fëmijë pa transport", estimate="40")
    staff.fill(source="Drejtoria sociale", severity="9", affected="40")
    staff.send()
    assert not Need.objects.filter(code="N26").exists()
    staff.fill(severity="3")
    staff.send()
    staff.press("main .form-steps li:nth-child(5) a")
    staff.fill(covered="50")
    staff.send()
    assert Need.objects.get(code="N26").covered == 0
    staff.fill(covered="5")
    staff.send()
    assert Need.objects.get(code="N26").covered == 5

    assert Need.objects.get(code="N26").assessment == edition
    assert PlanVersion.objects.of_plans().filter(state="in_force").count() == 1


def test_an_organisation_sends_its_words_by_a_link_that_works_once(
    reader: Callable[..., BrowserReader], consultation: Round
) -> None:
    member = reader(width=360)
    member.go("account/links/")
    member.fill(email="ngo@demo.example")
    member.send()
    member.press("main a[href*='/account/links/']")
    link = member.page.url
    member.press("main form[method=post] button")

    member.go("consultations/own/")
    member.go(f"consultations/rounds/{consultation.pk}/own/add/")
    member.fill(text="Organizata kërkon orar pasdite në qendrën komunitare.")
    member.send()

    assert Contribution.objects.latest("pk").organisation is not None
    stranger = reader().page
    stranger.goto(link)
    stranger.locator("main form[method=post] button").click()
    stranger.locator("main [role=alert]").wait_for()
    assert "account/links/" in stranger.url
