"""Columns and words that many tables share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import pgettext_lazy

from core.tables import Column, ColumnKind, Row, RowKind, Words

TOTAL = pgettext_lazy("row of a table", "Total")


def text(head: object) -> Column:
    return Column(Words.said(head))


def number(head: object) -> Column:
    return Column(Words.said(head), ColumnKind.NUMBER)


def money(head: object) -> Column:
    return Column(Words.said(head), ColumnKind.MONEY)


def percent(head: object) -> Column:
    return Column(Words.said(head), ColumnKind.PERCENT)


def years(plan_years: Iterable[int]) -> list[Column]:
    """A column of money for each year of the plan."""
    return [Column(Words.same(year), ColumnKind.MONEY) for year in plan_years]


def code_column() -> Column:
    return text(pgettext_lazy("column", "Code"))


def total_row(*cells: object) -> Row:
    return Row((Words.said(TOTAL), *cells), RowKind.TOTAL)  # type: ignore[arg-type]


def share(part: int, whole: int) -> Decimal | None:
    """Percent of the whole with one decimal; None where there is no whole."""
    if not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
