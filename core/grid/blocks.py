"""A block of cells that is pasted into a grid: first what would change, cell by cell, then all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.clipboard import read_block
from core.grid.cells import GridChange, GridColumn, GridRow, GridSheet, Value
from core.search import folded

MOST_ROWS = 500


class Headed(Protocol):
    """A column by what stands over it."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """One cell of the block: what stands there, what would, and the sentence that refuses it."""

    row: str
    column: str
    before: str
    after: str
    refusal: str = ""


@dataclass(slots=True)
class BlockPlan:
    """What a block would do."""

    cells: list[PlannedCell] = field(default_factory=list)
    changes: list[GridChange] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    is_header_left_out: bool = False

    @property
    def refused(self) -> list[PlannedCell]:
        return [cell for cell in self.cells if cell.refusal]

    @property
    def changed(self) -> list[PlannedCell]:
        return [cell for cell in self.cells if not cell.refusal]

    @property
    def may_be_pasted(self) -> bool:
        return not self.refused and not self.complaints and bool(self.changes)

    @property
    def digest(self) -> str:
        """The same only while the same cells would get the same values from the same ones."""
        listed = json.dumps([change.plain for change in self.changes])
        return hashlib.sha256(listed.encode()).hexdigest()


def header_matches(cells: list[str], columns: Sequence[Headed]) -> bool:
    """Whether a line repeats the headings of the columns, as a copied table's first line does."""
    pairs: Iterator[tuple[str, Headed]] = zip(cells, columns, strict=False)
    return bool(cells) and all(folded(cell) in {folded(column.label), column.name} for cell, column in pairs)


def size_complaints(lines: list[list[str]], columns: Sequence[Headed]) -> list[str]:
    """What is wrong with the block as a whole, each as a sentence."""
    widest = max(map(len, lines), default=0)
    found = []
    if not lines:
        found.append(_("The block is empty."))
    if len(lines) > MOST_ROWS:
        found.append(
            _("The block has %(count)s rows; %(limit)s fit in one go.") % {"count": len(lines), "limit": MOST_ROWS}
        )
    if widest > len(columns):
        found.append(
            _("The block is %(count)s columns wide, but from here only %(limit)s can be written.")
            % {"count": widest, "limit": len(columns)}
        )
    return found


def plan_block(sheet: GridSheet, text: str, *, row: str, column: str) -> BlockPlan:
    """What pasting at a cell would change; the block fills rows downwards and never makes new ones."""
    plan = BlockPlan()
    rows = sheet.rows()
    names = [each.name for each in sheet.editable]
    keys = [each.key for each in rows]
    if row not in keys or column not in names:
        plan.complaints = [_("Choose a row and a column of this grid.")]
        return plan
    columns = sheet.editable[names.index(column) :]
    lines = read_block(text)
    if lines and header_matches(lines[0], columns):
        plan.is_header_left_out = True
        lines = lines[1:]
    below = rows[keys.index(row) :]
    plan.complaints = size_complaints(lines, columns)
    if len(lines) > len(below):
        plan.complaints.append(
            _("The block has %(count)s rows, but from here the grid has only %(limit)s.")
            % {"count": len(lines), "limit": len(below)}
        )
    if not plan.complaints:
        for each, line in zip(below, lines, strict=False):
            plan_row(plan, sheet, each, dict(zip((column.name for column in columns), line, strict=False)))
    return plan


def plan_row(plan: BlockPlan, sheet: GridSheet, row: GridRow, typed: dict[str, str]) -> None:
    """Add to the plan what these words would change in a row, and the sentences that refuse them."""
    found: dict[str, tuple[Value, str]] = {}
    for name, words in typed.items():
        found[name] = _read(sheet.column(name), words)
    wanted = {
        name: value
        for name, (value, refusal) in found.items()
        if not refusal and value != (row.values.get(name) if name in row.values else None)
    }
    refusals = {name: refusal for name, (_value, refusal) in found.items() if refusal}
    if wanted:
        said = dict.fromkeys(wanted, row.closed) if row.closed else sheet.refusals(row.key, wanted)
        refusals |= said
    for name, words in typed.items():
        if name not in wanted and name not in refusals:
            continue
        column, before = sheet.column(name), row.values.get(name)
        refusal = refusals.get(name, "")
        after = words.strip() if refusal else column.show(wanted[name])
        plan.cells.append(PlannedCell(row.full_name, column.label, column.show(before), after, refusal))
        if not refusal:
            plan.changes.append(GridChange(row.key, name, before, wanted[name]))


def _read(column: GridColumn, typed: str) -> tuple[Value, str]:
    try:
        return column.read(typed), ""
    except ValidationError as refusal:
        return None, " ".join(refusal.messages)
