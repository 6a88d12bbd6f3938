"""The finance office's sheet: taken in whole, mapped by a remembered mapping, its total parted without a rest."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from monitoring.figures import BudgetFigures, period_figures
from monitoring.grid.treasury import compared
from monitoring.models import Period, ProgrammeMapping, TreasurySheet
from monitoring.services.treasury import map_programmes
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import BudgetExecutionFactory, PeriodFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import FundingSourceFactory, MeasureFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db
HEADS = "Programi\tEmërtimi\tBuxheti fillestar\tI rishikuar\tAngazhuar\tShpenzuar\n"
SHEET = (
    HEADS
    + "10430\tKujdesi social\t1 000 000\t1.200.000\t900 000\t800 000\n"
    + "09120\tArsimi\t500 000\t500 000\t0\t300 000\n"
    + "\tShkolla\t\t\t\t50 000\n"
    + "Gjithsej\t\t1 500 000\t1 700 000\t900 000\t1 150 000\n"
)


@pytest.fixture
def period() -> Period:
    """Its measure of the programme 10430 has 700 000 spent, and 40 000 lie outside the plan."""
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    measure = MeasureFactory(objective=version.specificobjectives.first(), code="ZZ", budget_programme="10430")
    found: Period = PeriodFactory(version=put_in_state(version, "in_force"))
    BudgetExecutionFactory(period=found, measure=measure)
    BudgetExecutionFactory(period=found, measure=None, source=FundingSourceFactory(code="Z"), spent=40_000)
    return found


def take(client: Any, period: Period, text: str) -> Any:
    return client.post(reverse("monitoring:treasury_take", args=[period.pk]), {"pasted": text, "title": "Thesari"})


def test_the_total_of_the_sheet_is_what_is_mapped_outside_and_not_mapped(period: Period, client_of: Any) -> None:
    client = client_of(UserFactory(role="staff"))
    assert take(client, period, SHEET).status_code == 302
    first = compared(period)
    assert first
    assert (first.total.spent, first.left.spent, first.mapped.spent) == (1_150_000, 1_150_000, 0)
    assert not first.total_differs

    labels = [line.label for line in first.sheet.lines.all()]
    assert labels == ["10430 Kujdesi social", "09120 Arsimi", "Shkolla"]
    address = reverse("monitoring:programme_map", args=[period.pk])
    assert client.post(address, {"label-0": "99999"}).context["form"].errors
    assert client.post(address, {"label-0": "10430", "label-1": "outside"}).status_code == 302

    take(client, period, SHEET.replace("800 000", "750 000"))  # the mapping is remembered
    second = compared(period)
    assert second
    parts = (second.mapped.spent, second.outside.spent, second.left.spent)
    assert parts == (750_000, 300_000, 50_000)
    assert sum(parts) == second.total.spent
    assert second.total_differs
    assert [(line.programme, line.difference) for line in second.lines] == [("10430", 50_000)]
    assert "10430" in client.get(reverse("monitoring:treasury", args=[period.pk])).content.decode()

    assert client.post(address, {"label-0": "10430", "label-1": ""}).status_code == 302  # it was mapped wrongly
    third = compared(period)
    assert third
    assert (third.mapped.spent, third.outside.spent, third.left.spent) == (750_000, 0, 350_000)
    event = Event.objects.filter(action="monitoring.map_programme").last()
    assert event
    assert (event.before["label"], event.after) == ("09120 arsimi", {})


@pytest.mark.parametrize(
    "text",
    [
        "pa asnjë kokë\n1\t2\n",
        HEADS,
        HEADS + "10430\tA\t\t\t\tshumë\n",
        HEADS + "10430\tA\t\t\t\t-5\n",
        HEADS + "10430\tA\t\t\t\t12,5\n",
        HEADS + "10430\tA\t\t\t\t9 999 999 999 999\n",
        HEADS + "\t\t\t\t\t500\n",
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_nothing_is_taken(period: Period, client_of: Any, text: str) -> None:
    answer = take(client_of(UserFactory(role="staff")), period, text)

    assert answer.context["form"].errors
    assert answer.context["form"]["pasted"].value() == text
    assert not TreasurySheet.objects.exists()


def test_a_sheet_stays_as_it_came(period: Period, client_of: Any) -> None:
    take(client_of(UserFactory(role="staff")), period, SHEET)

    with pytest.raises(PermissionDenied):
        map_programmes(period, {"Shkolla": "outside"}, actor=UserFactory(role="councillor"))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE monitoring_treasuryline SET spent = 0")
    assert not ProgrammeMapping.objects.exists()


def test_money_outside_the_plan_is_a_line_of_its_own_in_goals_and_programmes(period: Period) -> None:
    figures = period_figures(period)

    for lines in (figures.by_goal, figures.by_programme):
        assert lines[-1].money.spent == 40_000
        assert sum((line.money for line in lines), BudgetFigures()) == figures.total
    assert BudgetFigures(0, 0, 0, 5).execution is None
    assert BudgetFigures(0, 0, 0, 5).of_allocated is None
    assert BudgetFigures(1000, 1000, 0, 999).execution == 99
