"""Beside the results: evidence with its hash, transfers of the budget, what an amendment began and ended."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from core.tables import HIDDEN
from monitoring.figures import period_figures
from monitoring.forms import ReportingFrequencyForm, ValueDimensionForm
from monitoring.models import BudgetExecution, BudgetTransfer, IndicatorValue, Period, ValueEvidence
from monitoring.reporting.amended_tables import ended_table
from monitoring.reporting.freezing import frozen_form, thaw_figures
from monitoring.reporting.reports import ReportContext
from monitoring.reporting.tables import key_figures_table
from monitoring.services.asked import save_dimension, save_frequency
from monitoring.services.evidence import add_evidence
from monitoring.services.grid import TypedCell, write_cells
from monitoring.services.transfers import transfer_budget
from socialplan.approval.acts.definition.paper import Paper
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    PeriodFactory,
    YearlyReportFactory,
    measure_of,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


def test_a_value_with_evidence_is_not_emptied(period: Period) -> None:
    staff, value = UserFactory(role="staff"), IndicatorValueFactory(period=period, amount=7, state="draft")
    add_evidence(value, Paper(PDF, "r.pdf"), note="", actor=staff)

    cells = [TypedCell("amount", "", "7")]
    with pytest.raises(ValidationError):
        write_cells(period, "indicators", row=str(value.indicator_id), cells=cells, actor=staff)
    assert IndicatorValue.objects.get().amount == 7


def test_evidence_is_kept_by_its_hash_once_and_opened_by_those_who_see_true_figures(
    period: Period, client_of: Any
) -> None:
    value, staff = IndicatorValueFactory(period=period), client_of(UserFactory(role="staff"))
    address = reverse("monitoring:evidence_add", args=[value.pk])

    refused = staff.post(address, {"file": SimpleUploadedFile("r.pdf", b"MZ\x90")})
    assert refused.context["form"].errors["file"]
    assert staff.post(address, {"file": SimpleUploadedFile("r.pdf", PDF), "note": "Regjistri"}).status_code == 302
    twice = staff.post(address, {"file": SimpleUploadedFile("other.pdf", PDF)})
    assert twice.context["form"].errors

    row = ValueEvidence.objects.get()
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert row.sha256 in staff.get(value.get_absolute_url()).content.decode()
    file = row.file.get_absolute_url()
    assert b"".join(staff.get(file).streaming_content) == PDF
    assert client_of(UserFactory(role="councillor")).get(file).status_code in {403, 404}
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_valueevidence SET note = 'x'")


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


def test_only_who_enters_results_adds_and_moves_and_only_who_governs_names_dimensions(period: Period) -> None:
    councillor, row = UserFactory(role="councillor"), BudgetExecutionFactory(period=period)
    with pytest.raises(PermissionDenied):
        add_evidence(IndicatorValueFactory(period=period), Paper(PDF, "r.pdf"), note="", actor=councillor)
    with pytest.raises(PermissionDenied):
        transfer_budget(period, source=row.source, from_measure=row.measure, amount=1, actor=councillor)
    for form, deed in ((ValueDimensionForm(), save_dimension), (ReportingFrequencyForm(), save_frequency)):
        with pytest.raises(PermissionDenied):
            deed(form, actor=UserFactory(role="staff"))


def amended(last: int, **marks: Any) -> Period:
    """A second period on an amended version: T8 was taken out with this last value, T9 is new."""
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    IndicatorFactory(objective=version.specificobjectives.first(), code="T8", title_en="Old", **marks)
    first = PeriodFactory(version=put_in_state(version, "amended"))
    IndicatorValueFactory(period=first, indicator=version.indicators.get(code="T8"), amount=last, state="approved")
    second = PlanVersionFactory(plan=version.plan, content=True, number=version.number + 1)
    kept = version.indicators.exclude(code="T8").order_by("pk")
    for row, old in zip(second.indicators.order_by("pk"), kept, strict=True):
        row.key = old.key
        row.save()
    IndicatorFactory(objective=second.specificobjectives.first(), code="T9", title_en="New")
    year = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31), "cut_off_on": date(2026, 1, 31)}
    found: Period = PeriodFactory(version=put_in_state(second, "in_force"), target_year=2025, **year)
    return found


def test_what_an_amendment_ended_keeps_its_last_value_and_what_it_brought_says_since_when() -> None:
    figures = period_figures(amended(31))

    (ended,) = figures.ended
    assert (ended.code, ended.last, ended.period_en) == ("T8", 31, "First period")
    assert ended.decision
    assert [line.code for line in figures.indicators if line.new_since] == ["T9"]
    base = [row.cells[1] for row in key_figures_table(figures, 0, None).rows if "Indicators" in str(row.cells[0].en)]  # type: ignore[union-attr]
    assert base == [len(figures.indicators), 1]
    assert thaw_figures(frozen_form(figures)).ended == figures.ended


def test_a_small_last_value_of_what_ended_stays_hidden() -> None:
    figures = period_figures(amended(3, counts_people=True))

    assert ended_table(figures.for_public().ended).rows[0].cells[2] is HIDDEN


def test_nothing_is_new_or_ended_in_the_first_version(period: Period) -> None:
    figures = period_figures(period)
    assert figures.ended == ()
    assert not any(line.new_since for line in figures.indicators)
    assert measure_of(period)
