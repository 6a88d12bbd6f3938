from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.enums import Role
from monitoring.models import ReportRecommendation
from tests.access import EVERYBODY, INSIDE, Page
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    CheckRuleFactory,
    IndicatorValueFactory,
    PeriodFactory,
    PeriodKindFactory,
    ReportFileFactory,
    ReportingFrequencyFactory,
    ReportSubmissionFactory,
    ValueDimensionFactory,
    YearlyReportFactory,
    measure_of,
)

READERS = INSIDE | {Role.COUNCILLOR}
STAFF = {Role.STAFF}
WRITERS = {Role.STAFF, Role.EXPERT}
KEEPERS = {Role.COORDINATOR, Role.ADMIN}
SENDERS = {Role.STAFF, Role.COORDINATOR}


def of(factory: Any, *more: str | int) -> Callable[[], list[Any]]:
    return lambda: [factory().pk, *more]


def with_measure() -> list[Any]:
    period = PeriodFactory()
    return [period.pk, measure_of(period).pk]


def with_indicator() -> list[Any]:
    period = PeriodFactory()
    return [period.pk, period.version.indicators.first().pk]


def with_warning() -> list[Any]:
    """More is committed than allocated."""
    row = BudgetExecutionFactory(allocated=5, committed=9, spent=1)
    CheckRuleFactory()
    return [row.period.pk, "committed", f"money-{row.measure.key}-{row.source.code}"]


def with_old_recommendation() -> list[Any]:
    """A report, and a recommendation of the one before it."""
    first = YearlyReportFactory()
    recommendation = ReportRecommendation.objects.create(report=first, text_sq="Të nisë.", addressed_to="Drejtoria")
    year = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31), "cut_off_on": date(2026, 1, 31)}
    return [YearlyReportFactory(period=PeriodFactory(version=first.period.version, **year)).pk, recommendation.pk]


ACCESS = {
    "monitoring:period_list": Page(allowed=READERS),
    "monitoring:period_create": Page(args=lambda: PeriodFactory() and [], allowed=STAFF),
    "monitoring:period_lock": Page(allowed=KEEPERS),
    "monitoring:period_unlock": Page(allowed=KEEPERS),
    "monitoring:period_kinds": Page(allowed={Role.ADMIN}),
    "monitoring:period_kind_create": Page(allowed={Role.ADMIN}),
    "monitoring:period_kind_update": Page(args=of(PeriodKindFactory), allowed={Role.ADMIN}),
    "monitoring:frequencies": Page(allowed={Role.ADMIN}),
    "monitoring:frequency_create": Page(allowed={Role.ADMIN}),
    "monitoring:frequency_update": Page(args=of(ReportingFrequencyFactory), allowed={Role.ADMIN}),
    "monitoring:dimensions": Page(allowed={Role.ADMIN}),
    "monitoring:dimension_create": Page(allowed={Role.ADMIN}),
    "monitoring:dimension_update": Page(args=of(ValueDimensionFactory), allowed={Role.ADMIN}),
    "monitoring:evidence_add": Page(args=of(IndicatorValueFactory), allowed=STAFF),
    "monitoring:transfers": Page(args=of(PeriodFactory), allowed=INSIDE),
    "monitoring:transfer_create": Page(args=of(PeriodFactory), allowed=STAFF),
    "monitoring:period_correct": Page(args=of(PeriodFactory), allowed=STAFF),
    "monitoring:period_detail": Page(args=of(PeriodFactory), allowed=READERS),
    "monitoring:period_remove": Page(args=of(PeriodFactory), allowed=STAFF),
    "monitoring:grid": Page(args=of(PeriodFactory, "measures"), allowed=STAFF),
    "monitoring:grid_cell": Page(args=of(PeriodFactory, "measures"), method="post", allowed=STAFF, status=422),
    "monitoring:grid_paste": Page(args=of(PeriodFactory, "measures"), allowed=STAFF),
    "monitoring:grid_undo": Page(args=of(PeriodFactory, "measures"), method="post", allowed=STAFF, status=302),
    "monitoring:hand_in_list": Page(args=of(PeriodFactory), allowed=READERS),
    "monitoring:hand_in": Page(args=of(PeriodFactory, 0), allowed=STAFF),
    "monitoring:values_approve": Page(args=of(PeriodFactory), allowed={Role.STAFF, *KEEPERS}),
    "monitoring:indicator_panel": Page(args=with_indicator, allowed=INSIDE),
    "monitoring:target_change": Page(args=with_indicator, allowed=KEEPERS),
    "monitoring:passport_edit": Page(args=with_indicator, allowed=KEEPERS),
    "monitoring:treasury": Page(args=of(PeriodFactory), allowed=INSIDE),
    "monitoring:treasury_take": Page(args=of(PeriodFactory), allowed=STAFF),
    "monitoring:programme_map": Page(args=of(PeriodFactory), allowed=STAFF),
    "monitoring:check_list": Page(args=of(PeriodFactory), allowed=READERS - {Role.COUNCILLOR}),
    "monitoring:warning_keep": Page(args=with_warning, allowed={Role.STAFF, *KEEPERS}),
    "monitoring:check_rules": Page(allowed={Role.ADMIN}),
    "monitoring:check_rule_update": Page(args=of(CheckRuleFactory), allowed={Role.ADMIN}),
    "monitoring:grid_file": Page(args=of(PeriodFactory, "measures"), allowed=STAFF),
    "monitoring:grid_fill": Page(args=of(PeriodFactory, "measures"), allowed=STAFF),
    "monitoring:dashboard": Page(args=lambda: PeriodFactory() and [], allowed=READERS),
    "monitoring:years": Page(args=of(PeriodFactory), allowed=INSIDE),
    "monitoring:years_file": Page(args=of(PeriodFactory), allowed=INSIDE),
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
    "monitoring:report_reasons": Page(args=of(YearlyReportFactory), allowed=WRITERS),
    "monitoring:report_changes": Page(args=of(YearlyReportFactory), allowed=INSIDE),
    "monitoring:follow_up": Page(args=with_old_recommendation, allowed=WRITERS),
    "monitoring:report_file": Page(
        args=of(YearlyReportFactory, "pdf"), method="post", allowed=INSIDE, status=302, sent={"language": "sq"}
    ),
    "monitoring:report_download": Page(args=of(ReportFileFactory), allowed=INSIDE, status=404),
    "monitoring:years_public_file": Page(args=lambda: ["xlsx"], allowed=EVERYBODY, status=404),
    "monitoring:progress_public": Page(allowed=EVERYBODY),
    "monitoring:progress_tables_public": Page(allowed=EVERYBODY),
    "monitoring:progress_table_public": Page(args=lambda: ["measures"], allowed=EVERYBODY, status=404),
}
