"""Persons reached, as staff and as the public may see them: every published count passes the one suppression."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.i18n import localized
from core.suppression import TOTAL, ProtectedCount, SuppressedTable, grid, grid_key, suppress
from municipality.small_numbers import small_number_rules

SEXES = ("women", "men", "undeclared")


@dataclass(frozen=True, slots=True)
class ReachedCell:
    """`value` is None where the reader must not see it; `is_hidden` marks what the public does not see."""

    value: int | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class ReachedRow:
    name_sq: str
    name_en: str
    cells: tuple[ReachedCell, ...]
    name = localized("name")


def group_rows(lines: Iterable[Any], *, is_public: bool) -> list[ReachedRow]:
    """Rows of persons reached (women, men, sex not recorded, total), the total of all groups last.

    Where everybody's sex is recorded, that column is no figure at all: it stays empty and hides nothing.
    """
    counted = list(lines)
    if not counted:
        return []
    columns = [name for name in SEXES if name != "undeclared" or any(line.undeclared for line in counted)]
    ordinary, protected = small_number_rules()
    cells = {(line.code, column): getattr(line, column) for line in counted for column in columns}
    rules = {line.code: protected for line in counted if line.is_protected}
    table = suppress(grid(cells, rule=ordinary, rules=rules))
    rows = [ReachedRow(line.name_sq, line.name_en, _cells(table, line.code, columns, is_public)) for line in counted]
    return [*rows, ReachedRow("Gjithsej", "Total", _cells(table, TOTAL, columns, is_public))]


def _cells(table: SuppressedTable, row: str, columns: list[str], is_public: bool) -> tuple[ReachedCell, ...]:
    keys = [grid_key(row, column) if column in columns else "" for column in SEXES]
    figures = [table[key] if key else ProtectedCount(0, is_hidden=False) for key in (*keys, grid_key(row, TOTAL))]
    return tuple(ReachedCell(figure.public if is_public else figure.value, figure.is_hidden) for figure in figures)
