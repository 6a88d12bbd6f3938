"""Flows over shorter periods, cumulative values that still stand, and the reason that a lower one asks for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.i18n import short_date
from core.tables import HIDDEN
from monitoring.enums import Light
from monitoring.expected import line_of
from monitoring.figures import period_figures
from monitoring.indicator_line import IndicatorLine
from monitoring.models import IndicatorValue, PartValue, Period
from monitoring.releases import release_report
from monitoring.reporting.freezing import frozen_form, thaw_figures
from monitoring.reporting.tables import results_table
from monitoring.services.grid import TypedCell, write_cells
from operations.trail.patterns import audit_everything
from socialplan.content.enums import IndicatorKind
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import IndicatorValueFactory, PeriodFactory, PeriodKindFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import IndicatorFactory, PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db


def year_of(kind: str, **fields: Any) -> Period:
    """A whole year, 2024, of a plan whose indicator X9 is of this kind."""
    MunicipalityFactory()
    version = PlanVersionFactory(content=True)
    marks = {"code": "X9", "kind": kind, "baseline": 0, "title_en": "Flow", "frequency": ""} | fields
    IndicatorFactory(objective=version.specificobjectives.first(), **marks)
    version = put_in_state(version, "in_force")
    period: Period = PeriodFactory(version=version, starts_on=date(2024, 1, 1))
    return period


def halves(year: Period) -> list[Period]:
    kind = PeriodKindFactory(code="half", months=6)
    days = ((date(2024, 1, 1), date(2024, 6, 30)), (date(2024, 7, 1), date(2024, 12, 31)))
    return [PeriodFactory(version=year.version, kind=kind, starts_on=first, ends_on=last) for first, last in days]


def value(period: Period, amount: int | None, **fields: Any) -> IndicatorValue:
    indicator = period.version.indicators.get(code="X9")
    given = {"state": "approved"} | fields
    found: IndicatorValue = IndicatorValueFactory(period=period, indicator=indicator, amount=amount, **given)
    return found


def line(period: Period) -> IndicatorLine:
    return next(each for each in period_figures(period).indicators if each.code == "X9")


def test_a_flow_of_which_one_half_is_in_is_grey_and_says_so() -> None:
    year = year_of(IndicatorKind.FLOW)
    value(halves(year)[0], 40)
    found = line(year)

    assert (found.actual, found.progress.light) == (None, Light.GREY)
    assert "1 nga 2 periudha" in found.light_label


def test_a_flow_whose_halves_are_all_in_is_their_sum_and_owed_no_more() -> None:
    year = year_of(IndicatorKind.FLOW)
    for half, amount in zip(halves(year), (40, 25), strict=True):
        value(half, amount)
    owed = line_of(year, 0)

    assert line(year).actual == 65
    assert owed is not None
    assert next(cell for cell in owed.cells if cell.code == "X9").is_open is False


@pytest.mark.parametrize("kind", [IndicatorKind.STOCK, IndicatorKind.CUM, IndicatorKind.RATIO])
def test_nothing_but_a_flow_is_added(kind: str) -> None:
    year = year_of(kind)
    for half, amount in zip(halves(year), (40, 25), strict=True):
        value(half, amount)

    assert line(year).actual is None


def test_what_is_entered_for_the_year_itself_stands() -> None:
    year = year_of(IndicatorKind.FLOW)
    for half, amount in zip(halves(year), (40, 25), strict=True):
        value(half, amount)
    value(year, 70)

    assert line(year).actual == 70


def test_a_sum_does_not_tell_the_half_that_is_hidden() -> None:
    year = year_of(IndicatorKind.FLOW, counts_people=True)
    first, second = halves(year)
    value(first, 40)
    value(second, 3)
    release_report(first, period_figures(first))
    shown = release_report(year, period_figures(year)).for_public()
    cells = next(row.cells for row in results_table(shown).rows if "X9" in str(row.cells[0]))

    assert cells[4] == HIDDEN


def test_a_cumulative_one_without_a_new_value_shows_the_last_one_grey_with_its_date(client_of: Any) -> None:
    year = year_of(IndicatorKind.CUM)
    value(year, 40)
    later = PeriodFactory(
        version=year.version, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), cut_off_on=date(2026, 1, 31)
    )
    found = line(later)
    page = client_of(UserFactory(role="staff")).get(reverse("monitoring:period_detail", args=[later.pk]))

    assert (found.actual, found.to_date, found.progress.light) == (None, 40, Light.GREY)
    assert short_date(date(2024, 12, 31)) in found.light_label
    assert found.light_label in page.content.decode()
    assert thaw_figures(frozen_form(period_figures(later))).indicators == period_figures(later).indicators


def test_a_lower_cumulative_value_asks_for_its_reason_in_the_grid_and_in_the_form() -> None:
    year, staff = year_of(IndicatorKind.CUM), UserFactory(role="staff")
    value(year, 40)
    later = PeriodFactory(
        version=year.version, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), cut_off_on=date(2026, 1, 31)
    )
    row = str(later.version.indicators.get(code="X9").pk)
    with pytest.raises(ValidationError, match="40"):
        write_cells(later, "indicators", row=row, cells=[TypedCell("amount", "39", "")], actor=staff)
    with pytest.raises(ValidationError, match="40"):
        IndicatorValue(period=later, indicator_id=int(row), amount=Decimal(39)).full_clean()
    both = [TypedCell("amount", "39", ""), TypedCell("note", "Një person u numërua dy herë", "")]
    write_cells(later, "indicators", row=row, cells=both, actor=staff)

    assert IndicatorValue.objects.get(period=later).amount == 39


def parted_flow() -> list[Period]:
    """The year and its halves, of a flow that counts persons by sex."""
    year = year_of(IndicatorKind.FLOW, counts_people=True, disaggregation="sex")
    return [year, *halves(year)]


def amounts_by_sex(period: Period, **amounts: int) -> None:
    indicator = period.version.indicators.get(code="X9")
    for part, amount in amounts.items():
        PartValue.objects.create(period=period, indicator=indicator, dimension="sex", part=part, amount=amount)


ORDERS = pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (0, 2, 1)], ids=str)


@ORDERS
@pytest.mark.parametrize("are_known", [True, False])
def test_a_year_less_its_first_half_does_not_tell_the_three_of_the_second(
    order: tuple[int, ...], are_known: bool
) -> None:
    """63 in the year and 60 in the first half: 3 in the second, whichever is released first, or known first."""
    periods = parted_flow()
    told: dict[int, IndicatorLine] = {}
    if are_known:
        for period, amount in zip(periods, (63, 60, 3), strict=True):
            value(period, amount)
    for at in order:
        if not are_known:
            value(periods[at], (63, 60, 3)[at])
        figures = release_report(periods[at], period_figures(periods[at])).for_public()
        told[at] = next(each for each in figures.indicators if each.code == "X9")

    assert told[2].actual is None
    assert told[0].actual is None or told[1].actual is None
    assert audit_everything() == []


@ORDERS
def test_parts_of_a_year_less_those_of_its_first_half_do_not_tell_those_of_the_second(order: tuple[int, ...]) -> None:
    periods = parted_flow()
    for period, whole, women in zip(periods, (463, 260, 203), (63, 60, 3), strict=True):
        value(period, whole)
        amounts_by_sex(period, women=women, men=whole - women)
    told = {}
    for at in order:
        figures = release_report(periods[at], period_figures(periods[at])).for_public()
        [by_sex] = [each for each in figures.parts if each.code == "X9"]
        told[at] = next(part.amount for part in by_sex.parts if part.code == "women")

    assert told[2] is None
    assert told[0] is None or told[1] is None
    assert audit_everything() == []


@ORDERS
@pytest.mark.parametrize("are_known", [True, False])
def test_a_share_of_a_year_less_that_of_its_first_half_does_not_tell_the_three_of_the_second(
    order: tuple[int, ...], are_known: bool
) -> None:
    """24 of 120 in the year and 21 of 60 in the first half: 3 of 60 in the second, if they are other persons."""
    year = year_of(IndicatorKind.RATIO, counts_people=True)
    periods = [year, *halves(year)]
    shares = ((24, 120), (21, 60), (3, 60))

    def enter(at: int) -> None:
        over, under = shares[at]
        value(periods[at], 100 * over // under, numerator=over, denominator=under)

    for at in range(3) if are_known else ():
        enter(at)
    told: dict[int, IndicatorLine] = {}
    for at in order:
        if not are_known:
            enter(at)
        figures = release_report(periods[at], period_figures(periods[at])).for_public()
        told[at] = next(each for each in figures.indicators if each.code == "X9")

    assert told[2].numerator is None
    assert told[0].numerator is None or told[1].numerator is None
    assert audit_everything() == []


def test_shares_that_do_not_add_up_hide_nothing_of_each_other() -> None:
    """The same 100 persons are asked in both halves and in the year: what is left of the year tells of nobody."""
    year = year_of(IndicatorKind.RATIO, counts_people=True)
    periods = [year, *halves(year)]
    for period, over in zip(periods, (52, 50, 51), strict=True):
        value(period, over, numerator=over, denominator=100)

    told = [release_report(period, period_figures(period)).for_public().indicators for period in periods]

    assert [next(each for each in lines if each.code == "X9").numerator for lines in told] == [52, 50, 51]
