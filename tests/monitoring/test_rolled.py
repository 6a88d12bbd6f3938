"""The roll-ups of the dashboard: they show what the rows say, and the database notes every change of these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import PublishedAnswer
from monitoring.figures import period_figures
from monitoring.models import BeneficiaryCount, Period, PeriodRollUp
from monitoring.reporting.heard import followed_promises
from monitoring.reporting.rolled import Board, boards_of, refresh_roll_ups, roll_up, rolled_figures
from municipality.models import Threshold
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    MeasureProgressFactory,
    PeriodFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db
CHANGES: dict[str, Callable[[Period], Any]] = {
    "a value": lambda period: IndicatorValueFactory(period=period, state="approved"),
    "progress": lambda period: MeasureProgressFactory(period=period),
    "money": lambda period: BudgetExecutionFactory(period=period),
    "persons": lambda period: BeneficiaryCount.objects.create(period=period, group=TargetGroupFactory(), women=9),
    "a threshold": lambda period: Threshold.objects.filter(code="light_green").update(value=50),
    "the period": lambda period: Period.objects.filter(pk=period.pk).update(lock_reason="Mbyllur"),
}


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_makes_the_roll_up_stale_and_what_is_shown_is_never_old(period: Period, what: str) -> None:
    roll_up(period)

    CHANGES[what](period)

    assert PeriodRollUp.objects.get().is_stale
    assert rolled_figures(period) == period_figures(Period.objects.get(pk=period.pk))
    assert refresh_roll_ups() == 1
    assert refresh_roll_ups() == 0
    period.refresh_from_db()
    assert boards_of([period])[period.pk].lights == Board.of(period, period_figures(period)).lights


def test_a_fresh_roll_up_is_shown_as_the_rows_would_be(period: Period, client_of: Any) -> None:
    IndicatorValueFactory(period=period, state="approved")
    client, address = client_of(UserFactory(role="staff")), reverse("monitoring:dashboard")
    before = client.get(address)

    roll_up(period)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        after = client.get(address)

    names = ("overdue", "figures", "pictures", "trend", "heard", "kept")
    assert all(before.context[name] == after.context[name] for name in names)
    assert list(before.context["form"]["goal"].field.choices) == list(after.context["form"]["goal"].field.choices)
    edge = ("accounts_", "django_session", "municipality_municipality", "operations_")
    own = [each["sql"] for each in asked if not any(name in each["sql"] for name in edge)]
    assert len(own) <= 6, own


@pytest.mark.django_db(transaction=True)
def test_a_roll_up_waits_for_nobody_and_is_not_made_while_somebody_writes(period: Period) -> None:
    writer = connection.copy()
    try:
        writer.set_autocommit(False)
        with writer.cursor() as cursor:
            cursor.execute("UPDATE municipality_threshold SET value = value WHERE false")
        assert roll_up(period) is None
        writer.rollback()
        assert roll_up(period) is not None
    finally:
        writer.close()


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_while_a_period_is_worked_out(period: Period, monkeypatch: Any) -> None:
    other, told = connection.copy(), Board.to_plain

    def while_somebody_writes(board: Board) -> dict[str, Any]:
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
            cursor.execute("UPDATE municipality_threshold SET value = 50 WHERE code = 'light_green'")
        return told(board)

    monkeypatch.setattr(Board, "to_plain", while_somebody_writes)
    try:
        assert roll_up(period) is None
        assert not PeriodRollUp.objects.fresh().exists()
        monkeypatch.undo()
        assert roll_up(period) is not None
        assert PeriodRollUp.objects.fresh().exists()
    finally:
        other.close()


def test_without_published_answers_no_promise_is_told(period: Period) -> None:
    assert not PublishedAnswer.objects.exists()
    assert followed_promises(period.version, period_figures(period)) == []
