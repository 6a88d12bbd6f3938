"""What the passport of an indicator lets be, and targets that were changed: both shown, judged by the one in force."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from monitoring.enums import Light, ValueState
from monitoring.figures import period_figures
from monitoring.models import ChangedTarget, IndicatorValue, Period
from monitoring.progress import LightThresholds, measure_progress
from monitoring.reporting.amended_tables import changed_targets_table
from monitoring.services.passports import change_target, set_passport
from monitoring.services.values import enter_value
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import IndicatorValueFactory, PeriodFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, IndicatorTargetFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    """An indicator with the baseline 0 and the target 100 of 2024."""
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    indicator = IndicatorFactory(objective=version.specificobjectives.first(), code="ZZ", baseline=0)
    IndicatorTargetFactory(indicator=indicator, version=version, year=2024, value=100)
    found: Period = PeriodFactory(version=put_in_state(version, "in_force"))
    return found


def indicator_of(period: Period) -> Any:
    return period.version.indicators.get(code="ZZ")


def line_of(period: Period) -> Any:
    return next(line for line in period_figures(period).indicators if line.code == "ZZ")


def test_a_negative_value_is_taken_only_where_the_passport_says_so(period: Period) -> None:
    staff, coordinator = UserFactory(role="staff"), UserFactory(role="coordinator")
    entered = {"period": period, "indicator": indicator_of(period), "amount": Decimal(-5), "actor": staff}
    with pytest.raises(ValidationError):
        enter_value(**entered)
    with pytest.raises(PermissionDenied):
        set_passport(indicator_of(period), may_be_negative=True, actor=staff)

    set_passport(indicator_of(period), may_be_negative=True, actor=coordinator)
    enter_value(**entered)

    assert IndicatorValue.objects.get().amount == -5
    with pytest.raises(ValidationError):
        set_passport(indicator_of(period), may_be_negative=False, actor=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.update(is_signed=False)


def test_persons_are_never_counted_below_nothing(period: Period) -> None:
    coordinator = UserFactory(role="coordinator")
    persons = IndicatorFactory.build(
        objective=None, version=period.version, counts_people=True, key=indicator_of(period).key
    )
    with pytest.raises(ValidationError):
        set_passport(persons, may_be_negative=True, actor=coordinator)


def test_the_light_is_of_the_target_in_force_and_the_first_one_stands_beside_it(
    period: Period, client_of: Any
) -> None:
    IndicatorValueFactory(period=period, indicator=indicator_of(period), amount=60, state=ValueState.APPROVED)
    assert (line_of(period).progress.light, line_of(period).changed_from) == (Light.AMBER, "")

    address = reverse("monitoring:target_change", args=[period.pk, indicator_of(period).pk])
    client = client_of(UserFactory(role="coordinator"))
    sent = {"year": "2024", "value": "60", "valid_from": "01.09.2024"}
    assert client.post(address, sent).context["form"].errors["reason"]
    assert client.post(address, sent | {"reason": "Fondi u shkurtua"}).status_code == 302
    change_target(
        indicator_of(period), actor=UserFactory(role="admin"), year=2024, value=Decimal(30),
        valid_from=date(2025, 1, 1), reason="Pas periudhës",
    )  # fmt: skip

    line = line_of(period)
    assert (line.target, line.first_target, line.progress.light) == (60, 100, Light.GREEN)
    assert (line.progress.rounded, line.first_percent) == (100, 60)
    table = changed_targets_table(period_figures(period))
    assert table
    assert [cell for cell in table.rows[0].cells if isinstance(cell, int | Decimal)] == [100, 60, 60, 100]
    assert changed_targets_table(period_figures(PeriodFactory(version=PlanVersionFactory(content=True)))) is None
    panel = client.get(reverse("monitoring:indicator_panel", args=[period.pk, indicator_of(period).pk]))
    assert "Fondi u shkurtua" in panel.content.decode()


def test_a_changed_target_lies_in_the_plans_years_and_stays_as_it_was(period: Period) -> None:
    coordinator = UserFactory(role="coordinator")
    fields = {"value": Decimal(1), "valid_from": date(2024, 9, 1), "reason": "Fondi", "actor": coordinator}
    for wrong in ({"year": 0}, {"year": 2031}, {"year": 2024, "valid_from": date(1, 1, 1)}):
        with pytest.raises(ValidationError):
            change_target(indicator_of(period), **(fields | wrong))
    change_target(indicator_of(period), year=2024, **fields)

    for statement in ("UPDATE monitoring_changedtarget SET value = 2", "DELETE FROM monitoring_changedtarget"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ChangedTarget.objects.count() == 1


@pytest.mark.parametrize(
    ("actual", "is_falling", "light"), [(0, True, "red"), (-20, True, "green"), (-5, False, "green")]
)
def test_a_negative_target_without_a_baseline_is_held_or_not(actual: int, is_falling: bool, light: str) -> None:
    found = measure_progress(
        baseline=None, target=Decimal(-10), actual=Decimal(actual), is_falling=is_falling, thresholds=LightThresholds()
    )

    assert (found.percent, found.light) == (None, light)
