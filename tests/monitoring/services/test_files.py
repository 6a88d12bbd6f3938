"""Files of a published report."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from monitoring.models import (
    MeasureProgress,
    ReportFile,
    YearlyReport,
)
from monitoring.reporting.outputs import OUTPUTS, in_order
from monitoring.services.files import request_report_file
from monitoring.services.reports import move_report
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import (
    IndicatorValueFactory,
    PeriodFactory,
    ReportSubmissionFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Any:
    MunicipalityFactory()
    return UserFactory(role="staff")


@pytest.fixture
def coordinator() -> Any:
    return UserFactory(role="coordinator")


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


def test_files_of_a_published_report_are_open_to_everybody_and_no_others(
    staff: Any, coordinator: Any, client: Any
) -> None:
    report = published(staff, coordinator)
    inside = request_report_file(report, "pdf", language="sq", actor=staff)
    assert client.get(inside.get_absolute_url()).status_code == 302

    for step, role in (("approve", "mayor"), ("present", "secretary")):
        report = move_report(report, step, actor=UserFactory(role=role))
    ReportSubmissionFactory(report=report)
    for step in ("submit", "publish"):
        report = move_report(report, step, actor=staff)

    files = report.files.filter(state="published")
    assert {(file.kind, file.language) for file in files} == {
        (kind, language) for kind in ("pdf", "docx", "xlsx", "zip", "iati", "council") for language in ("sq", "en")
    }
    assert {client.get(file.get_absolute_url()).status_code for file in files} == {404}
    assert client.get(inside.get_absolute_url()).status_code == 302


def test_files_stand_as_they_are_offered_the_albanian_one_first() -> None:
    """Whatever the names of kinds and languages would say."""
    made = [ReportFile(kind=kind, language=language) for kind in reversed(OUTPUTS) for language in ("en", "sq")]

    assert [(file.kind, file.language) for file in in_order(made)] == [
        (kind, language) for kind in OUTPUTS for language in ("sq", "en")
    ]
