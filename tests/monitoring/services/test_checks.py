"""Cross-checks: what each warns of, what it does where an operand is empty, and that a kept warning is printed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.workflow import StepRefused
from monitoring.checks import check_findings
from monitoring.models import CheckRule, IndicatorValue, KeptWarning, Period
from monitoring.reference import install_check_rules
from monitoring.reporting.quality import QualityNote, public_notes
from monitoring.reporting.reasons import report_figures, report_gaps
from monitoring.reporting.reports import ReportContext
from monitoring.services.checks import keep_warning
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ServiceFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    PeriodFactory,
    YearlyReportFactory,
    measure_of,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import FundingSourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    install_check_rules(actor=UserFactory(role="admin"))
    found: Period = PeriodFactory()
    return found


def codes(period: Period) -> list[str]:
    return [each.code for each in check_findings(period)]


def test_each_check_warns_of_its_fault_and_of_nothing_else(period: Period) -> None:
    BudgetExecutionFactory(period=period)
    assert codes(period) == []

    more = {"period": period, "measure": measure_of(period), "allocated": 10, "committed": 10, "spent": 10}
    BudgetExecutionFactory(source=FundingSourceFactory(code="Z1"), **(more | {"spent": 11, "reason": "Çmimi"}))
    BudgetExecutionFactory(source=FundingSourceFactory(code="Z2"), **(more | {"committed": 11}))
    ServiceFactory(capacity=5, users=9)
    IndicatorValueFactory(period=period, amount=200, numerator=4, denominator=2)
    earlier = PeriodFactory(
        version=period.version, starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 12), cut_off_on=date(2024, 7, 1)
    )
    IndicatorValueFactory(period=earlier, amount=100)

    assert sorted(codes(period)) == ["committed", "jump", "part", "spent", "users"]
    CheckRule.objects.filter(code="jump").update(limit=100)
    CheckRule.objects.filter(code="users").update(is_active=False)
    assert sorted(codes(period)) == ["committed", "part", "spent"]


def test_an_empty_operand_is_left_out_or_counts_as_nothing_as_the_rule_says(period: Period) -> None:
    BudgetExecutionFactory(period=period, allocated=0, committed=10, spent=0)
    assert codes(period) == []

    CheckRule.objects.filter(code="committed").update(empty="zero")
    assert codes(period) == ["committed"]


def test_a_kept_warning_prints_its_reason_under_data_quality(period: Period, client_of: Any) -> None:
    row = BudgetExecutionFactory(period=period, allocated=5, committed=9, spent=1)
    report = YearlyReportFactory(period=period)
    (found,) = check_findings(period)
    CheckRule.objects.update(severity="stop")
    gaps = report_gaps(report, report_figures(report))
    assert [gap.is_blocking for gap in gaps if gap.sentence == found.sentence] == [True]
    staff = UserFactory(role="staff")
    address = reverse("monitoring:warning_keep", args=[period.pk, found.code, found.subject])
    assert client_of(staff).post(address, {"reason": ""}).context["form"].errors["reason"]

    assert client_of(staff).post(address, {"reason": "Alokimi u rrit në janar"}).status_code == 302

    (table,) = [each for each in ReportContext.of(report).tables if each.name == "quality"]
    assert "Alokimi u rrit në janar" in str(table.rows[0].cells)
    assert not [gap for gap in report_gaps(report, report_figures(report)) if gap.sentence == found.sentence]
    row.allocated = 9
    row.save()
    with pytest.raises(StepRefused):
        keep_warning(period, found.code, found.subject, reason="Prapë", actor=staff)
    with pytest.raises(PermissionDenied):
        keep_warning(period, found.code, found.subject, reason="Prapë", actor=UserFactory(role="councillor"))


def test_the_public_reads_no_reason_on_a_protected_result(period: Period) -> None:
    IndicatorValueFactory(period=period, amount=3, state="approved")
    (line, *_others) = report_figures(YearlyReportFactory(period=period)).indicators
    assert IndicatorValue.objects.exists()
    assert not KeptWarning.objects.exists()
    notes = [
        QualityNote("jump", f"indicator-{line.key}", "T1", "ra nga 9 në 3"),
        QualityNote("users", "service-1", "Strehëza", "shtretër shtesë"),
    ]

    assert public_notes(notes, [replace(line, counts_people=False)]) == notes[:1]
    assert public_notes(notes, [replace(line, counts_people=True)]) == []
    assert public_notes(notes, [replace(line, is_hidden=True).for_public()]) == []
