"""What a service costs year by year: exact fractions, each amount rounded half up to whole lek.

The state pays its share of the running cost; the municipality what is left, so that both always make the total.
The one-off investment stands apart, and from the year after the last share the municipality bears all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

MONTHS = 12


class PostRow(Protocol):
    posts: Decimal
    gross_pay: int


class CostingRow(Protocol):
    beneficiaries: int
    first_year: int
    first_year_months: int
    contributions: Decimal
    running: int
    transport: int
    food_a_day: int
    days: int
    price_growth: Decimal


@dataclass(frozen=True, slots=True)
class CostYear:
    """One year; `number` counts from 1, `state_percent` is None in the first standing year."""

    number: int
    year: int
    months: int
    staff: int
    running: int
    food: int
    transport: int
    state_percent: Decimal | None
    state: int

    @property
    def total(self) -> int:
        return self.staff + self.running + self.food + self.transport

    @property
    def municipality(self) -> int:
        return self.total - self.state

    @property
    def is_recurrent(self) -> bool:
        return self.state_percent is None


@dataclass(frozen=True, slots=True)
class CostTotals:
    total: int
    state: int
    municipality: int


def half_up(amount: Fraction) -> int:
    """Whole lek, a half upwards; amounts are never negative here."""
    return int((2 * amount + 1) // 2)


def cost_years(costing: CostingRow, posts: Sequence[PostRow], shares: Mapping[int, Decimal]) -> list[CostYear]:
    """A row for each year that has a share, and one more: what stands afterwards."""
    granted = [_year(costing, posts, number, shares[number]) for number in sorted(shares)]
    after = max(shares, default=0) + 1
    return [*granted, _year(costing, posts, after, None)]


def totals(years: Iterable[CostYear]) -> CostTotals:
    """Of the years with a share of the state."""
    granted = [year for year in years if not year.is_recurrent]
    total, state = sum(year.total for year in granted), sum(year.state for year in granted)
    return CostTotals(total, state, total - state)


def _year(costing: CostingRow, posts: Sequence[PostRow], number: int, percent: Decimal | None) -> CostYear:
    months = costing.first_year_months if number == 1 else MONTHS
    growth = (1 + Fraction(costing.price_growth) / 100) ** (number - 1)
    part = growth * Fraction(months, MONTHS)
    pay = sum((Fraction(post.posts) * post.gross_pay for post in posts), Fraction(0))
    amounts = {
        "staff": pay * (1 + Fraction(costing.contributions) / 100) * months * growth,
        "running": costing.running * part,
        "food": costing.food_a_day * costing.beneficiaries * costing.days * part,
        "transport": costing.transport * part,
    }
    rounded = {name: half_up(Fraction(amount)) for name, amount in amounts.items()}
    state = half_up(Fraction(percent or 0) * sum(rounded.values()) / 100)
    year = costing.first_year + number - 1
    return CostYear(number=number, year=year, months=months, state_percent=percent, state=state, **rounded)
