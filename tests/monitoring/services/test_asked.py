"""What a municipality asks for: dimensions and frequencies, named by those who govern."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from monitoring.forms import ReportingFrequencyForm, ValueDimensionForm
from monitoring.models import Period
from monitoring.services.asked import save_dimension, save_frequency
from monitoring.services.evidence import add_evidence
from monitoring.services.transfers import transfer_budget
from socialplan.approval.acts.definition.paper import Paper
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    PeriodFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


def test_only_who_enters_results_adds_and_moves_and_only_who_governs_names_dimensions(period: Period) -> None:
    councillor, row = UserFactory(role="councillor"), BudgetExecutionFactory(period=period)
    with pytest.raises(PermissionDenied):
        add_evidence(IndicatorValueFactory(period=period), Paper(PDF, "r.pdf"), note="", actor=councillor)
    with pytest.raises(PermissionDenied):
        transfer_budget(period, source=row.source, from_measure=row.measure, amount=1, actor=councillor)
    for form, deed in ((ValueDimensionForm(), save_dimension), (ReportingFrequencyForm(), save_frequency)):
        with pytest.raises(PermissionDenied):
            deed(form, actor=UserFactory(role="staff"))
