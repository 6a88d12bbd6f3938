"""The frozen figures of data blocks before and after, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

from core.suppression import MARK
from core.tables import HIDDEN, DataTable
from core.templatetags.ui import NOTHING
from socialplan.content.diff.money import Content
from socialplan.content.enums import BlockKind

Place = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class CellChange:
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BlockChange:
    """A data block whose figures differ; without any before it is new, without any after it is gone."""

    label: str
    is_added: bool
    is_removed: bool
    cells: tuple[CellChange, ...]


def has_frozen_blocks(content: Content) -> bool:
    return bool(content.get("datablocks"))


def block_changes(old: Content, new: Content) -> tuple[BlockChange, ...]:
    """Only between contents that both carry frozen figures: a draft shows live ones, which are not compared."""
    if not (has_frozen_blocks(old) and has_frozen_blocks(new)):
        return ()
    before, after = ({row["kind"]: row["figures"] for row in side["datablocks"]} for side in (old, new))
    return tuple(_changes(before, after))


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[BlockChange]:
    for kind in sorted({*before, *after}):
        if before.get(kind) == after.get(kind):
            continue
        label = str(BlockKind(kind).label) if kind in BlockKind.values else kind
        old, new = (_cells(side.get(kind) or []) for side in (before, after))
        changed = (place for place in {**new, **old} if old.get(place) != new.get(place))
        cells = tuple(
            CellChange(_spelled(place), old.get(place, NOTHING), new.get(place, NOTHING)) for place in changed
        )
        yield BlockChange(label, kind not in before, kind not in after, cells)


def _cells(figures: Any) -> dict[Place, str]:
    """Every cell by table, row and column; rows of the same name are told apart by their order."""
    cells: dict[Place, str] = {}
    for table in map(DataTable.from_plain, filter(_is_table, figures)):
        seen: Counter[str] = Counter()
        for row in table.rows:
            name = _shown(row.cells[0])
            seen[name] += 1
            for column, cell in zip(table.columns[1:], row.cells[1:], strict=True):
                cells[str(table.caption), name, seen[name], str(column.head)] = _shown(cell)
    return cells


def _is_table(plain: Any) -> bool:
    """Figures of another shape, as a later format may bring, are only said to have changed."""
    return isinstance(plain, dict) and {"caption", "columns", "rows", "name", "note"} <= plain.keys()


def _spelled(place: Place) -> str:
    table, row, _order, column = place
    return " · ".join((table, row, column))


def _shown(cell: Any) -> str:
    if cell is None:
        return NOTHING
    if cell is HIDDEN:
        return MARK
    return number_format(cell, force_grouping=True) if isinstance(cell, int | Decimal) else str(cell)
