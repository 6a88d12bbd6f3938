"""Beside the results: evidence with its hash, transfers of the budget, what an amendment began and ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.tables import HIDDEN
from monitoring.figures import period_figures
from monitoring.models import Period
from monitoring.reporting.amended_tables import ended_table
from monitoring.reporting.freezing import frozen_form, thaw_figures
from monitoring.reporting.tables import key_figures_table
from tests.factories.monitoring import (
    IndicatorValueFactory,
    PeriodFactory,
    measure_of,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    MunicipalityFactory()
    found: Period = PeriodFactory()
    return found


def amended(last: int, *, days: tuple[date, date] | None = None, **marks: Any) -> Period:
    """A second period on an amended version: X8 was taken out with this last value, X9 is new.

    `days` on which the first version came into force, and the second in its place.
    """
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    IndicatorFactory(objective=version.specificobjectives.first(), code="X8", title_en="Old", **marks)
    first = PeriodFactory(
        version=put_in_state(version, "in_force", on=days[0]) if days else put_in_state(version, "amended")
    )
    IndicatorValueFactory(period=first, indicator=version.indicators.get(code="X8"), amount=last, state="approved")
    second = PlanVersionFactory(plan=version.plan, content=True, number=version.number + 1)
    kept = version.indicators.exclude(code="X8").order_by("pk")
    for row, old in zip(second.indicators.order_by("pk"), kept, strict=True):
        row.key = old.key
        row.save()
    IndicatorFactory(objective=second.specificobjectives.first(), code="X9", title_en="New")
    year = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31), "cut_off_on": date(2026, 1, 31)}
    if days:
        put_in_state(version, "superseded", on=days[1])
    second = put_in_state(second, "in_force", on=days[1] if days else None)
    found: Period = PeriodFactory(version=second, target_year=2025, **year)
    return found


def test_what_an_amendment_ended_keeps_its_last_value_and_what_it_brought_says_since_when() -> None:
    figures = period_figures(amended(31))

    (ended,) = figures.ended
    assert (ended.code, ended.last, ended.period_en) == ("X8", 31, "First period")
    assert ended.decision
    assert [line.code for line in figures.indicators if line.new_since] == ["X9"]
    base = [row.cells[1] for row in key_figures_table(figures, 0, None).rows if "Indicators" in str(row.cells[0].en)]  # type: ignore[union-attr]
    assert base == [len(figures.indicators), 1]
    assert thaw_figures(frozen_form(figures)).ended == figures.ended


def test_the_units_of_key_figures_are_words_that_follow_a_number() -> None:
    found = key_figures_table(period_figures(amended(31)), 7, 9).rows

    assert {row.cells[2].sq for row in found} == {"tregues", "masa", "lekë të reja (ALL)", "persona"}  # type: ignore[union-attr]


def test_a_small_last_value_of_what_ended_stays_hidden() -> None:
    figures = period_figures(amended(3, counts_people=True))

    assert ended_table(figures.for_public().ended).rows[0].cells[2] is HIDDEN


def test_nothing_is_new_or_ended_in_the_first_version(period: Period) -> None:
    figures = period_figures(period)
    assert figures.ended == ()
    assert not any(line.new_since for line in figures.indicators)
    assert measure_of(period)
