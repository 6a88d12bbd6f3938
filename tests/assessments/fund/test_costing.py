"""Costing by hand, and what holds for every costing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.fund.costing import cost_years, half_up, totals

SHARES = {1: Decimal(90), 2: Decimal(60), 3: Decimal(30)}
POSTS = [
    SimpleNamespace(posts=Decimal("1.5"), gross_pay=60_000),
    SimpleNamespace(posts=Decimal("0.5"), gross_pay=60_000),
]
DAY_CENTRE = SimpleNamespace(
    beneficiaries=20,
    first_year=2026,
    first_year_months=9,
    contributions=Decimal("16.7"),
    running=600_000,
    transport=120_000,
    food_a_day=200,
    days=269,
    price_growth=Decimal(3),
)
# year, months, staff, running, food, transport, state, municipality: worked out on paper
BY_HAND = [
    (2026, 9, 1_260_360, 450_000, 807_000, 90_000, 2_346_624, 260_736),
    (2027, 12, 1_730_894, 618_000, 1_108_280, 123_600, 2_148_464, 1_432_310),
    (2028, 12, 1_782_821, 636_540, 1_141_528, 127_308, 1_106_459, 2_581_738),
    (2029, 12, 1_836_306, 655_636, 1_175_774, 131_127, 0, 3_798_843),
]


def test_a_day_centre_counted_by_hand() -> None:
    years = cost_years(DAY_CENTRE, POSTS, SHARES)

    assert [
        (each.year, each.months, each.staff, each.running, each.food, each.transport, each.state, each.municipality)
        for each in years
    ] == BY_HAND
    assert [each.is_recurrent for each in years] == [False, False, False, True]


def test_totals_leave_the_standing_year_out() -> None:
    found = totals(cost_years(DAY_CENTRE, POSTS, SHARES))

    assert (found.total, found.state, found.municipality) == (9_876_331, 5_601_547, 4_274_784)


@pytest.mark.parametrize(("days", "food"), [(365, 1_460_000), (269, 1_076_000)])
def test_food_is_counted_by_the_days_of_the_kind_of_service(days: int, food: int) -> None:
    home = SimpleNamespace(**{**vars(DAY_CENTRE), "days": days, "first_year_months": 12})

    assert cost_years(home, [], SHARES)[0].food == food


@pytest.mark.parametrize(
    ("amount", "whole"), [("1/2", 1), ("3/2", 2), ("5/2", 3), ("49/100", 0), ("7", 7), ("1/3", 0)]
)
def test_a_half_goes_upwards(amount: str, whole: int) -> None:
    assert half_up(Fraction(amount)) == whole


costings = st.builds(
    lambda **fields: SimpleNamespace(first_year=2026, **fields),
    beneficiaries=st.integers(1, 500),
    first_year_months=st.integers(1, 12),
    contributions=st.decimals(0, 40, places=2),
    running=st.integers(0, 10**9),
    transport=st.integers(0, 10**8),
    food_a_day=st.integers(0, 2_000),
    days=st.integers(1, 366),
    price_growth=st.decimals(0, 20, places=2),
)
posts = st.lists(
    st.builds(SimpleNamespace, posts=st.decimals("0.01", 50, places=2), gross_pay=st.integers(0, 300_000)), max_size=4
)
shares = st.dictionaries(st.integers(1, 5), st.decimals(0, 100, places=2), min_size=1)


@given(costings, posts, shares)
def test_state_and_municipality_always_make_the_total(costing: Any, staff: Any, percents: dict[int, Decimal]) -> None:
    years = cost_years(costing, staff, percents)

    for year in years:
        assert year.state + year.municipality == year.total == year.staff + year.running + year.food + year.transport
        assert 0 <= year.state <= year.total
        exact = Fraction(percents.get(year.number, 0)) * year.total / 100
        assert abs(year.state - exact) <= Fraction(1, 2)
    assert years[-1].state == 0
    assert totals(years).total == sum(year.total for year in years[:-1])
