"""Persons reached, as staff and as the public may see them: every published count passes the one suppression."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.i18n import localized
from core.suppression import TOTAL, Table, grid, grid_key, suppress
from municipality.small_numbers import SmallNumberRules, small_number_rules

SEXES = ("women", "men", "undeclared")


@dataclass(frozen=True, slots=True)
class ReachedCell:
    """`value` is None where the reader must not see it; `is_hidden` marks what the public does not see."""

    value: int | None
    is_hidden: bool

    def for_public(self) -> ReachedCell:
        return ReachedCell(None, is_hidden=True) if self.is_hidden else self


@dataclass(frozen=True, slots=True)
class ReachedRow:
    name_sq: str
    name_en: str
    cells: tuple[ReachedCell, ...]
    name = localized("name")

    def for_public(self) -> ReachedRow:
        return ReachedRow(self.name_sq, self.name_en, tuple(cell.for_public() for cell in self.cells))


def reached_columns(lines: Collection[Any]) -> list[str]:
    """Where everybody's sex is recorded, that column is no figure at all: it stays empty and hides nothing."""
    return [name for name in SEXES if name != "undeclared" or any(line.undeclared for line in lines)]


def reached_grid(lines: Collection[Any], by: SmallNumberRules) -> Table:
    cells = {(line.code, column): getattr(line, column) for line in lines for column in reached_columns(lines)}
    rules = {line.code: by.protected for line in lines if line.is_protected}
    return grid(cells, rule=by.ordinary, rules=rules)


def group_rows(lines: Iterable[Any], *, is_public: bool) -> list[ReachedRow]:
    """Rows of persons reached (women, men, sex not recorded, total), the total of all groups last."""
    counted = list(lines)
    if not counted:
        return []
    table = suppress(reached_grid(counted, small_number_rules()))
    rows = rows_of(counted, table.table, {key: key in table.hidden for key in table.table.counts})
    return [row.for_public() for row in rows] if is_public else rows


def rows_of(lines: Collection[Any], table: Table, hidden: Mapping[str, bool]) -> list[ReachedRow]:
    """The true figures, each marked where the public does not see it."""
    columns = reached_columns(lines)
    rows = [ReachedRow(line.name_sq, line.name_en, _cells(table, hidden, line.code, columns)) for line in lines]
    return [*rows, ReachedRow("Gjithsej", "Total", _cells(table, hidden, TOTAL, columns))]


def _cells(table: Table, hidden: Mapping[str, bool], row: str, columns: list[str]) -> tuple[ReachedCell, ...]:
    keys = [grid_key(row, column) if column in columns else "" for column in SEXES]
    return tuple(
        ReachedCell(table.counts[key].value, hidden[key]) if key else ReachedCell(0, is_hidden=False)
        for key in (*keys, grid_key(row, TOTAL))
    )
