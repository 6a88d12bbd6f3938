"""Writing results in the sheets of a period: cells of one row, a pasted block, and taking back the last of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.grid.blocks import BlockPlan, plan_block
from core.grid.cells import CellConflict, GridChange, GridColumn, GridRow, Value, by_row
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.grid.base import ResultSheet
from monitoring.grid.sheets import sheet_of
from monitoring.grid.workbook import Typed, plan_rows
from monitoring.models import Period
from monitoring.services.periods import refuse_frozen
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


def scope_of(sheet: ResultSheet) -> str:
    """The grid's name among those whose changes can be taken back."""
    return f"monitoring:{sheet.period.pk}:{sheet.code}"


def open_sheet(period: Period, code: str, *, actor: User) -> ResultSheet:
    """The sheet, with its period held until the deed is done; refused where the period takes no entry."""
    require(actor, "monitoring.enter_results")
    period = Period.objects.select_for_update(of=("self",)).select_related("version").get(pk=period.pk)
    refuse_frozen(period)
    return _sheet(period, code)


def _sheet(period: Period, code: str) -> ResultSheet:
    sheet = sheet_of(period, code)
    if sheet is None:
        raise StepRefused(_("There is no such sheet."))
    return sheet


def row_of(sheet: ResultSheet, key: str) -> GridRow:
    for row in sheet.rows():
        if row.key == key:
            return row
    raise StepRefused(_("Somebody else has removed this in the meantime."))


@transaction.atomic
def write_cells(period: Period, code: str, *, row: str, cells: Sequence[TypedCell], actor: User) -> GridRow:
    """Write cells of one row together; returns the row as it stands then.

    CellConflict where somebody else wrote into the first cell since the page showed it; ValidationError with the
    sentence for the cell. What others wrote into other cells of the row is no conflict.
    """
    sheet = open_sheet(period, code, actor=actor)
    stood = row_of(sheet, row)
    if stood.closed:
        raise StepRefused(stood.closed)
    changes = []
    for cell in cells:
        column = sheet.column(cell.column)
        before = stood.values.get(column.name)
        _refuse_newer(column, cell, before)
        value = column.read(cell.typed)
        if value != before:
            changes.append(GridChange(row, column.name, before, value))
    if changes:
        sheet.write(row, {change.column: change.after for change in changes})
        _tell(sheet, MonitoringAction.FILL_GRID, changes, actor=actor)
        _log(sheet, changes, actor=actor)
    return row_of(_sheet(sheet.period, code), row)


def _refuse_newer(column: GridColumn, cell: TypedCell, before: Value) -> None:
    shown = column.show(before)
    try:
        is_as_shown = cell.was.strip() == shown.strip() or column.read(cell.was) == before
    except ValidationError:
        is_as_shown = False
    if not is_as_shown:
        raise CellConflict(shown)


@transaction.atomic
def paste_cells(period: Period, code: str, text: str, *, row: str, column: str, shown: str, actor: User) -> BlockPlan:
    """Do what the preview with the digest `shown` told. StepRefused when it would do something else by now."""
    sheet = open_sheet(period, code, actor=actor)
    return _carry_out(sheet, plan_block(sheet, text, row=row, column=column), shown=shown, actor=actor)


@transaction.atomic
def write_rows(period: Period, code: str, typed: Typed, *, shown: str, actor: User) -> BlockPlan:
    """Do what the preview of a file with the digest `shown` told, or nothing."""
    sheet = open_sheet(period, code, actor=actor)
    return _carry_out(sheet, plan_rows(sheet, typed), shown=shown, actor=actor)


def _carry_out(sheet: ResultSheet, plan: BlockPlan, *, shown: str, actor: User) -> BlockPlan:
    if plan.digest != shown:
        raise StepRefused(_("The grid has changed since the preview. Look at it again before you paste."))
    if not plan.may_be_pasted:
        raise StepRefused(_("Nothing has been pasted: some cells are refused."))
    written = {row: {each.column: each.after for each in cells} for row, cells in by_row(plan.changes).items()}
    _sheet(sheet.period, sheet.code).write_all(written)
    _tell(sheet, MonitoringAction.FILL_GRID, plan.changes, actor=actor)
    _log(sheet, plan.changes, actor=actor)
    return plan


@transaction.atomic
def undo_cells(period: Period, code: str, *, actor: User) -> GridEdit:
    """Everything of the actor's last change in the sheet back as it was, or nothing: refused where it was changed."""
    sheet = open_sheet(period, code, actor=actor)
    edit = GridEdit.objects.last_of(scope_of(sheet), actor)
    if edit is None:
        raise StepRefused(_("There is nothing of yours to take back."))
    changes = [GridChange(*plain) for plain in edit.changes]
    stood = {row.key: row for row in sheet.rows()}
    for change in changes:
        row = stood.get(change.row)
        if row is None or row.closed or row.values.get(change.column) != change.after:
            what = row.code if row else change.row
            raise StepRefused(
                _("“%(row)s” has been changed in the meantime, so nothing is taken back.") % {"row": what}
            )
    back = [change.reversed for change in reversed(changes)]
    _write(_sheet(sheet.period, code), back)
    edit.undone_at = Now()
    edit.save(update_fields=["undone_at"])
    _tell(sheet, MonitoringAction.UNDO_GRID, back, actor=actor)
    return edit


def _write(sheet: ResultSheet, changes: Sequence[GridChange]) -> None:
    for row, cells in by_row(changes).items():
        sheet.write(row, {change.column: change.after for change in cells})


def _tell(sheet: ResultSheet, action: AuditAction, changes: Sequence[GridChange], *, actor: User) -> None:
    """One event for all cells; of a sheet with counts of persons it names the cells alone."""
    codes = {row.key: row.code for row in sheet.rows()}
    hides = sheet.is_left_out_of_trail

    def event_line(change: GridChange, value: Value) -> list[str]:
        said = [] if hides else ["" if value is None else str(value)[:MOST_SHOWN]]
        return [codes.get(change.row, change.row), change.column, *said]

    before, after = (
        [event_line(each, each.before) for each in changes],
        [event_line(each, each.after) for each in changes],
    )
    sheets = {"sheet": sheet.code}
    record(action, sheet.period, actor=actor, before={**sheets, "cells": before}, after={**sheets, "cells": after})


def _log(sheet: ResultSheet, changes: Sequence[GridChange], *, actor: User) -> None:
    GridEdit.objects.filter(recorded_at__lt=timezone.now() - STORED_FOR_UNDO).delete()
    GridEdit.objects.create(scope=scope_of(sheet), actor=actor, changes=[change.plain for change in changes])
