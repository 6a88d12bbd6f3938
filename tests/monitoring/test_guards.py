"""What the database refuses to the application's own role, even against a bug."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, IntegrityError, connection, transaction

from monitoring.models import MeasureProgress, Period, ReportSubmission, YearlyReport
from monitoring.services.periods import open_period, report_measure
from monitoring.services.reports import move_report
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import (
    IndicatorValueFactory,
    MeasureProgressFactory,
    PeriodFactory,
    PeriodKindFactory,
    ReportSubmissionFactory,
    YearlyReportFactory,
    measure_of,
)
from tests.factories.socialplan import PlanVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def refused(statement: str, *parameters: Any) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def validated() -> YearlyReport:
    report = move_report(YearlyReportFactory(submittable=True), "review", actor=UserFactory(role="staff"))
    return move_report(report, "validate", actor=UserFactory(role="coordinator"))


@pytest.mark.parametrize("state", [PlanState.IN_REVIEW, PlanState.REPEALED])
def test_only_what_the_council_lets_stand_is_monitored(state: str) -> None:
    version = PlanVersionFactory(content=True, state=state)
    days = {"starts_on": date(2024, 6, 13), "ends_on": date(2024, 12, 31), "cut_off_on": date(2025, 1, 31)}

    with pytest.raises(ValidationError):
        open_period(
            version=version,
            kind=PeriodKindFactory(),
            actor=UserFactory(role="staff"),
            title_sq="Viti i parë",
            target_year=2024,
            **days,
        )
    assert not Period.objects.exists()


def test_a_submission_is_a_fact_that_nobody_changes() -> None:
    submission = ReportSubmissionFactory()

    refused("UPDATE monitoring_reportsubmission SET protocol_no = 'x' WHERE id = %s", submission.pk)
    refused("DELETE FROM monitoring_reportsubmission WHERE id = %s", submission.pk)
    refused("TRUNCATE monitoring_reportsubmission CASCADE")
    assert ReportSubmission.objects.get().protocol_no == submission.protocol_no


def test_frozen_figures_do_not_thaw_by_sql() -> None:
    report = validated()

    refused("UPDATE monitoring_yearlyreport SET figures = '{}' WHERE id = %s", report.pk)
    refused("DELETE FROM monitoring_yearlyreport WHERE id = %s", report.pk)


def test_a_state_changes_only_with_its_step_in_the_history() -> None:
    report, value = YearlyReportFactory(), IndicatorValueFactory()

    refused("UPDATE monitoring_yearlyreport SET state = 'in_review' WHERE id = %s", report.pk)
    refused("UPDATE monitoring_indicatorvalue SET state = 'approved' WHERE id = %s", value.pk)


def test_figures_under_a_validated_report_are_not_changed() -> None:
    report = validated()
    measure = measure_of(report.period)

    with pytest.raises(ValidationError):
        report_measure(
            period=report.period, measure=measure, actor=UserFactory(role="staff"), status="on_track", share_done=99
        )


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"share_done": 101}, "measure_progress_share_within_100"),
        ({"status": "completed", "share_done": 99}, "measure_progress_completed_is_whole"),
        ({"status": "delayed"}, "measure_progress_deviation_explained"),
        ({"status": "elsewhere"}, "measure_progress_status_known"),
    ],
)
def test_the_database_refuses_nonsense_by_name(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        MeasureProgressFactory(**fields)


def test_a_measure_of_another_version_has_no_place_in_the_period() -> None:
    other = measure_of(PeriodFactory())

    with pytest.raises(ValidationError):
        report_measure(period=PeriodFactory(), measure=other, actor=UserFactory(role="staff"), status="on_track")
    assert not MeasureProgress.objects.exists()
