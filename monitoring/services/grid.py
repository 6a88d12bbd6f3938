"""Writing results in the sheets of a period: cells of one row, a pasted block, and taking back the last of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.grid.blocks import BlockPlan, plan_block
from core.grid.cells import GridRow
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.grid.base import ResultSheet
from monitoring.grid.sheets import sheet_of
from monitoring.grid.workbook import Typed, plan_rows
from monitoring.models import Period
from monitoring.services.periods import refuse_frozen
from operations.grids import OpenGrid, TypedCell, carry_out, take_back, write_row
from operations.models import GridEdit


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


def _grid(sheet: ResultSheet) -> OpenGrid:
    filled, taken_back = MonitoringAction.FILL_GRID, MonitoringAction.UNDO_GRID
    return OpenGrid(scope_of(sheet), sheet.period, filled, taken_back, lambda: _sheet(sheet.period, sheet.code))


@transaction.atomic
def write_cells(period: Period, code: str, *, row: str, cells: Sequence[TypedCell], actor: User) -> GridRow:
    """Write cells of one row together; returns the row as it stands then."""
    return write_row(_grid(open_sheet(period, code, actor=actor)), row=row, cells=cells, actor=actor)


@transaction.atomic
def paste_cells(
    period: Period, code: str, text: str, *, row: str, column: str, shown: str, actor: User, by: str = ""
) -> BlockPlan:
    """Do what the preview with the digest `shown` told. StepRefused when it would do something else by now.

    The block fills the columns that stand beside each other once they are folded `by` a dimension.
    """
    sheet = open_sheet(period, code, actor=actor)
    sheet.fold(by)
    return carry_out(_grid(sheet), plan_block(sheet, text, row=row, column=column), shown=shown, actor=actor)


@transaction.atomic
def write_rows(period: Period, code: str, typed: Typed, *, shown: str, actor: User) -> BlockPlan:
    """Do what the preview of a file with the digest `shown` told, or nothing."""
    sheet = open_sheet(period, code, actor=actor)
    return carry_out(_grid(sheet), plan_rows(sheet, typed), shown=shown, actor=actor)


@transaction.atomic
def undo_cells(period: Period, code: str, *, actor: User) -> GridEdit:
    """Everything of the actor's last change in the sheet back as it was, or nothing: refused where it was changed."""
    return take_back(_grid(open_sheet(period, code, actor=actor)), actor=actor)
