from collections.abc import Callable
from typing import Any

from accounts.enums import Role
from tests.access import EVERYBODY, INSIDE, Page
from tests.factories.monitoring import (
    IndicatorValueFactory,
    PeriodFactory,
    ReportSubmissionFactory,
    YearlyReportFactory,
    measure_of,
)

READERS = INSIDE | {Role.COUNCILLOR}
STAFF = {Role.STAFF}
WRITERS = {Role.STAFF, Role.EXPERT}
SENDERS = {Role.STAFF, Role.COORDINATOR}


def of(factory: Any, *more: str) -> Callable[[], list[Any]]:
    return lambda: [factory().pk, *more]


def with_measure() -> list[Any]:
    period = PeriodFactory()
    return [period.pk, measure_of(period).pk]


ACCESS = {
    "monitoring:period_list": Page(allowed=READERS),
    "monitoring:period_create": Page(args=lambda: PeriodFactory() and [], allowed=STAFF),
    "monitoring:period_detail": Page(args=of(PeriodFactory), allowed=READERS),
    "monitoring:progress_edit": Page(args=with_measure, allowed=STAFF),
    "monitoring:spending_edit": Page(args=with_measure, allowed=STAFF),
    "monitoring:beneficiaries_edit": Page(args=of(PeriodFactory), allowed=STAFF),
    "monitoring:value_create": Page(args=of(PeriodFactory), allowed=STAFF),
    "monitoring:value_detail": Page(args=of(IndicatorValueFactory), allowed=INSIDE),
    "monitoring:value_edit": Page(args=of(IndicatorValueFactory), allowed=STAFF),
    "monitoring:value_step": Page(args=of(IndicatorValueFactory, "submit"), method="post", allowed=STAFF, status=302),
    "monitoring:report_create": Page(args=of(PeriodFactory), allowed=WRITERS),
    "monitoring:report_detail": Page(args=of(YearlyReportFactory), allowed=READERS),
    "monitoring:section_edit": Page(args=of(YearlyReportFactory, "summary"), allowed=WRITERS),
    "monitoring:recommendation_create": Page(args=of(YearlyReportFactory), allowed=WRITERS),
    "monitoring:report_step": Page(
        args=lambda: [YearlyReportFactory(submittable=True).pk, "review"], method="post", allowed=WRITERS, status=302
    ),
    "monitoring:report_send": Page(args=of(YearlyReportFactory), allowed=SENDERS),
    "monitoring:receipt_create": Page(args=of(ReportSubmissionFactory), allowed=SENDERS),
    "monitoring:report_file": Page(
        args=of(YearlyReportFactory), method="post", allowed=INSIDE, status=302, sent={"language": "sq"}
    ),
    "monitoring:progress_public": Page(allowed=EVERYBODY),
}
