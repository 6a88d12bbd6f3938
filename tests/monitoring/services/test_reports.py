"""The yearly report: its whole way, and what it is refused for."""

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import StepRefused
from monitoring.enums import ReportState
from monitoring.services.reports import move_report, send_report
from monitoring.workflow import REPORT_WORKFLOW
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import AddresseeFactory, YearlyReportFactory


@pytest.mark.django_db
@pytest.mark.database
def test_the_report_goes_its_whole_way_and_leaves_its_history() -> None:
    people = {role: UserFactory(role=role) for role in ("staff", "coordinator", "mayor", "secretary")}
    report = YearlyReportFactory(submittable=True)

    report = move_report(report, "review", actor=people["staff"])
    report = move_report(report, "validate", actor=people["coordinator"])
    assert report.figures is not None
    report = move_report(report, "approve", actor=people["mayor"])
    report = move_report(report, "present", actor=people["secretary"])
    with pytest.raises(StepRefused):
        move_report(report, "submit", actor=people["staff"])
    send_report(
        report,
        addressee=AddresseeFactory(),
        sent_on=report.period.cut_off_on,
        protocol_no="7",
        channel="letter",
        actor=people["staff"],
    )
    report = move_report(report, "submit", actor=people["staff"])
    report = move_report(report, "publish", actor=people["staff"])

    assert report.state == ReportState.PUBLISHED
    assert [change.step for change in report.state_changes.all()] == [
        "review",
        "validate",
        "approve",
        "present",
        "submit",
        "publish",
    ]


@pytest.mark.django_db
def test_a_report_without_summary_or_entries_is_refused_with_both_sentences() -> None:
    report, staff = YearlyReportFactory(), UserFactory(role="staff")

    missing = REPORT_WORKFLOW.offers(report, staff)[0].missing

    assert len(missing) == 2
    with pytest.raises(StepRefused):
        move_report(report, "review", actor=staff)


@pytest.mark.django_db
def test_who_sent_the_report_does_not_validate_it() -> None:
    both = UserFactory(roles=["staff", "coordinator"])
    report = move_report(YearlyReportFactory(submittable=True), "review", actor=both)

    with pytest.raises(PermissionDenied):
        move_report(report, "validate", actor=both)
