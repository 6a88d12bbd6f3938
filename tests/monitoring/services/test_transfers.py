"""Transfers: both sides of a decision move together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from monitoring.figures import period_figures
from monitoring.models import BudgetExecution, BudgetTransfer, Period
from monitoring.reporting.reports import ReportContext
from monitoring.services.transfers import transfer_budget
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    PeriodFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import MeasureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


def test_a_transfer_moves_both_sides_together_and_stands_in_the_report(period: Period, client_of: Any) -> None:
    row, staff = BudgetExecutionFactory(period=period), client_of(UserFactory(role="staff"))
    address = reverse("monitoring:transfer_create", args=[period.pk])
    given = {"source": row.source_id, "from_measure": row.measure_id, "happened_on": "01.10.2024",
             "document": "VKB nr. 40", "reason": "Prokurimi u shty"}  # fmt: skip

    assert "amount" in staff.post(address, given | {"amount": "1000001"}).context["form"].errors
    assert staff.post(address, given | {"amount": "5", "to_measure": row.measure_id}).context["form"].errors
    assert staff.post(address, given | {"amount": "5", "happened_on": "01.10.2199"}).context["form"].errors
    early = staff.post(address, given | {"amount": "5", "happened_on": "01.01.0001"})
    assert "happened_on" in early.context["form"].errors
    assert not BudgetTransfer.objects.exists()
    assert staff.post(address, given | {"amount": "400000"}).status_code == 302

    amounts = dict(BudgetExecution.objects.values_list("measure", "allocated"))
    assert amounts == {row.measure_id: 600_000, None: 400_000}
    assert period_figures(period).total.allocated == 1_000_000
    assert "VKB nr. 40" in staff.get(reverse("monitoring:transfers", args=[period.pk])).content.decode()
    tables = {table.name: table for table in ReportContext.of(YearlyReportFactory(period=period)).tables}
    assert tables["transfers"].rows[0].cells[3] == 400_000


def test_a_transfer_back_leaves_what_was_and_both_stand_in_the_log(period: Period) -> None:
    row, staff = BudgetExecutionFactory(period=period), UserFactory(role="staff")
    paper = {"source": row.source, "amount": 300_000, "happened_on": date(2024, 10, 1), "document": "VKB nr. 41"}

    transfer_budget(period, from_measure=row.measure, reason="U shty", actor=staff, **paper)
    transfer_budget(period, to_measure=row.measure, reason="U rikthye", actor=staff, **paper)

    amounts = dict(BudgetExecution.objects.values_list("measure", "allocated"))
    assert amounts == {row.measure_id: 1_000_000, None: 0}
    assert BudgetTransfer.objects.count() == 2
    assert Event.objects.filter(action="monitoring.transfer_budget", actor=staff).count() == 2


def test_a_measure_of_another_plan_takes_nothing(period: Period) -> None:
    row, stranger = BudgetExecutionFactory(period=period), MeasureFactory()

    with pytest.raises(ValidationError):
        transfer_budget(
            period, source=row.source, from_measure=row.measure, to_measure=stranger, amount=1,
            happened_on=date(2024, 10, 1), document="VKB", reason="Gabim", actor=UserFactory(role="staff"),
        )  # fmt: skip

    row.refresh_from_db()
    assert (row.allocated, BudgetTransfer.objects.exists()) == (1_000_000, False)


def test_nothing_is_moved_in_a_locked_period(period: Period) -> None:
    row = BudgetExecutionFactory(period=period)
    Period.objects.filter(pk=period.pk).update(lock_reason="Thesari po kontrollohet")

    with pytest.raises(ValidationError, match="Thesari po kontrollohet"):
        transfer_budget(
            period, source=row.source, from_measure=row.measure, amount=1, happened_on=date(2024, 10, 1),
            document="VKB", reason="Vonë", actor=UserFactory(role="staff"),
        )  # fmt: skip


def test_who_only_reads_moves_nothing(period: Period) -> None:
    row = BudgetExecutionFactory(period=period)

    for role in ("councillor", "mayor", "ngo"):
        with pytest.raises(PermissionDenied):
            transfer_budget(
                period, source=row.source, from_measure=row.measure, amount=1, actor=UserFactory(role=role)
            )
