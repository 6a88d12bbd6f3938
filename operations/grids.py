"""Deeds in any grid: cells of one row, a planned block, and taking back the last of it.

An app opens its grid, which holds what the sheet belongs to, and names the events; the rest is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from core.grid.blocks import BlockPlan
from core.grid.cells import CellConflict, GridChange, GridColumn, GridRow, Value, by_row, changes_between
from core.grid.table_rows import TableSheet
from core.workflow import StepRefused
from operations.actions import AuditAction
from operations.deeds import record
from operations.models import GridEdit

STORED_FOR_UNDO = timedelta(days=7)
MOST_SHOWN = 200  # characters of a cell in the history


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What was typed into a column, and what the page showed there before."""

    column: str
    typed: str
    was: str


@dataclass(frozen=True, slots=True)
class OpenGrid:
    """A grid while a deed is done in it: `read` gives its sheet with the rows as they stand at that moment.

    `scope` names it among those whose changes can be taken back. The events stand at `subject`, or each at its own
    row where `subjects` has rows by the keys of the grid.
    """

    scope: str
    subject: Model
    filled: AuditAction
    taken_back: AuditAction
    read: Callable[[], TableSheet]
    subjects: Mapping[str, Model] = field(default_factory=dict)

    def by_subject(self, changes: Sequence[GridChange]) -> list[tuple[Model, list[GridChange]]]:
        if not self.subjects:
            return [(self.subject, list(changes))]
        return [(self.subjects[row], list(cells)) for row, cells in by_row(changes).items()]


def row_of(sheet: TableSheet, key: str) -> GridRow:
    found = next((row for row in sheet.rows() if row.key == key), None) or sheet.other_row(key)
    if found is not None:
        return found
    raise StepRefused(_("Somebody else has removed this in the meantime."))


def found_row(sheet: TableSheet, rows: Mapping[str, GridRow], key: str) -> GridRow | None:
    """The row, whether it stands in the sheet, on another page of it, or left it with its last figure."""
    return rows.get(key) or sheet.other_row(key) or sheet.absent_row(key)


def emptied(sheet: TableSheet, rows: Mapping[str, GridRow], stood: GridRow) -> GridRow:
    """The row after a writing: what is left of one that stands in the sheet no longer is empty."""
    nothing = {column.name: None for column in sheet.editable}
    return found_row(sheet, rows, stood.key) or replace(stood, values={**stood.values, **nothing})


def write_row(grid: OpenGrid, *, row: str, cells: Sequence[TypedCell], actor: Model) -> GridRow:
    """Write cells of one row together; returns the row as it stands then.

    CellConflict where somebody else wrote into one of the cells since the page showed it; ValidationError with the
    sentence for the cell. What others wrote into other cells of the row is no conflict.
    """
    sheet = grid.read()
    stood = row_of(sheet, row)
    if stood.closed:
        raise StepRefused(stood.closed)
    wanted: dict[str, Value] = {}
    for cell in cells:
        column = sheet.column(cell.column)
        before = stood.values.get(column.name)
        _refuse_newer(column, cell, before)
        value = column.read(cell.typed)
        if value != before:
            wanted[column.name] = value
    if not wanted:
        return stood
    sheet.write(row, wanted)
    written = grid.read()
    stands = emptied(written, {each.key: each for each in written.rows()}, stood)
    changes = changes_between(sheet, stood, stands, typed=wanted)
    if changes:
        _tell(grid, sheet, grid.filled, changes, actor=actor)
        _log(grid, changes, actor=actor)
    return replace(stands, changed=tuple(changes))


def _refuse_newer(column: GridColumn, cell: TypedCell, before: Value) -> None:
    shown = column.show(before)
    try:
        is_as_shown = cell.was.strip() == shown.strip() or column.read(cell.was) == before
    except ValidationError:
        is_as_shown = False
    if not is_as_shown:
        raise CellConflict(shown, column=column.name)


def carry_out(grid: OpenGrid, plan: BlockPlan, *, shown: str, actor: Model) -> BlockPlan:
    """Do what the preview with the digest `shown` told. StepRefused when it would do something else by now."""
    if plan.digest != shown:
        raise StepRefused(_("The grid has changed since the preview. Look at it again before you paste."))
    if not plan.may_be_pasted:
        raise StepRefused(_("Nothing has been pasted: some cells are refused."))
    written = {row: {each.column: each.after for each in cells} for row, cells in by_row(plan.changes).items()}
    sheet = grid.read()
    stood = {each.key: each for each in sheet.rows()}
    sheet.write_all(written)
    after = grid.read()
    stands = {each.key: each for each in after.rows()}
    changes = [
        each
        for row, cells in written.items()
        for each in changes_between(sheet, stood[row], emptied(after, stands, stood[row]), typed=cells)
    ]
    _tell(grid, sheet, grid.filled, changes, actor=actor)
    _log(grid, changes, actor=actor)
    return plan


def take_back(grid: OpenGrid, *, actor: Model) -> GridEdit:
    """Everything of the actor's last change in the sheet back as it was, or nothing: refused where it was changed.

    What only followed from the typed cells comes back with them, unless somebody has written it anew since, or nobody
    may write it there by hand.
    """
    sheet = grid.read()
    edit = GridEdit.objects.last_of(grid.scope, actor)
    if edit is None:
        raise StepRefused(_("There is nothing of yours to take back."))
    told = [GridChange(*plain) for plain in edit.changes]
    stood = {row.key: row for row in sheet.rows()}
    left = {each.row: row for each in told if (row := found_row(sheet, stood, each.row))}
    stood |= left
    changes = [each for each in told if each.is_typed or _comes_back(sheet, stood, each)]
    for change in changes:
        row = stood.get(change.row)
        if row is None or row.closed or not _stands(stood, change):
            what = row.code if row else change.row
            raise StepRefused(
                _("“%(row)s” has been changed in the meantime, so nothing is taken back.") % {"row": what}
            )
    back = [change.reversed for change in reversed(changes)]
    again = grid.read()
    for key, cells in by_row(back).items():
        again.write(key, {change.column: change.after for change in cells})
    edit.undone_at = Now()
    edit.save(update_fields=["undone_at"])
    _tell(grid, sheet, grid.taken_back, back, actor=actor)
    return edit


def _stands(rows: Mapping[str, GridRow], change: GridChange) -> bool:
    row = rows.get(change.row)
    return row is not None and row.values.get(change.column) == change.after


def _comes_back(sheet: TableSheet, rows: Mapping[str, GridRow], followed: GridChange) -> bool:
    """Where nobody has written since, and it is a value that a person could write there."""
    column, before = sheet.column(followed.column), followed.before
    is_taken = not column.choices or before in {None, ""} or str(before) in dict(column.choices)
    return is_taken and _stands(rows, followed)


def _tell(
    grid: OpenGrid, sheet: TableSheet, action: AuditAction, changes: Sequence[GridChange], *, actor: Model
) -> None:
    """One event for all cells of a subject; of a sheet with counts of persons it names the cells alone."""
    rows = {row.key: row for row in sheet.rows()}
    found = {each.row: found_row(sheet, rows, each.row) for each in changes}
    codes = {key: row.code for key, row in found.items() if row}
    hides = sheet.is_left_out_of_trail

    def event_line(change: GridChange, value: Value) -> list[str]:
        said = [] if hides else ["" if value is None else str(value)[:MOST_SHOWN]]
        return [codes.get(change.row, change.row), change.column, *said]

    for subject, cells in grid.by_subject(changes):
        before, after = (
            {"sheet": sheet.code, "cells": [event_line(each, getattr(each, when)) for each in cells]}
            for when in ("before", "after")
        )
        record(action, subject, actor=actor, before=before, after=after)


def _log(grid: OpenGrid, changes: Sequence[GridChange], *, actor: Model) -> None:
    GridEdit.objects.filter(recorded_at__lt=timezone.now() - STORED_FOR_UNDO).delete()
    GridEdit.objects.create(scope=grid.scope, actor=actor, changes=[change.plain for change in changes])
