"""Taking back the last thing one did in tree or matrix, unless somebody has built on it since."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from operations.deeds import record
from socialplan.content.enums import NodeKind
from socialplan.content.models import Measure, PlanVersion
from socialplan.content.services.locks import locked
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.matrix.cells import CellReader
from socialplan.drafting.models import ContentEdit
from socialplan.drafting.services.cells import MatrixRows, apply_cells
from socialplan.drafting.services.editing import tell_waiting
from socialplan.drafting.services.edits import NODES, PLACE, ROW, Change
from socialplan.drafting.services.ordering import BY_MODEL, move_row, renumber
from socialplan.drafting.services.subtree import put_back, snapshot
from socialplan.drafting.services.tree import TITLES, place_of


@transaction.atomic
def undo_last(version: PlanVersion, *, actor: User) -> ContentEdit:
    """Everything of the actor's last change back as it was, or nothing: refused where somebody changed it since."""
    version = locked(version, actor=actor)
    edit = ContentEdit.objects.last_of(version, actor)
    if edit is None:
        raise StepRefused(_("There is nothing of yours to take back."))
    changes = [Change.of(plain) for plain in edit.changes]
    tell_waiting(version, {change.key for change in changes})
    cells = [change for change in changes if change.field not in {ROW, PLACE} and _is_cell(change)]
    if cells:
        apply_cells(version, [Change(c.model, c.key, c.field, c.after, c.before) for c in cells])
    for change in reversed(changes):
        if change not in cells:
            _take_back(version, change, actor=actor)
    edit.undone_at = Now()
    edit.save(update_fields=["undone_at"])
    undone = [[change.model, str(change.key), change.field] for change in changes]
    record(DraftingAction.UNDO_EDIT, version, actor=actor, after={"edit": edit.pk, "changes": undone})
    return edit


def _is_cell(change: Change) -> bool:
    """Cells of measures are written by the matrix; titles of other rows are not cells."""
    return change.model == NodeKind.MEASURE


def _take_back(version: PlanVersion, change: Change, *, actor: User) -> None:
    if change.field == ROW and change.after is None:
        _put_back_row(version, change, actor=actor)
        return
    model = NODES[change.model]
    row: Any = model._default_manager.filter(version=version, key=change.key).first()
    if row is None:
        raise StepRefused(_("What you changed is no longer there."))
    row.version = version
    if change.field == ROW:
        _remove_added(row, change)
    elif change.field == PLACE:
        _move_back(row, change, actor=actor)
    else:
        _rename_back(row, change)


def _built_on(row: Any) -> StepRefused:
    return StepRefused(_("“%(row)s” has been changed in the meantime, so nothing is taken back.") % {"row": row})


def _remove_added(row: Any, change: Change) -> None:
    stored = snapshot(row)
    if "cells" in change.after:
        is_untouched = _cells_of(row, change.after["cells"]) == change.after["cells"] and len(stored) == 1 + sum(
            value is not None for name, value in change.after["cells"].items() if name.startswith("cost_")
        )
    else:
        is_untouched = len(stored) == 1 and change.after["titles"] == {name: getattr(row, name) for name in TITLES}
    if not is_untouched:
        raise _built_on(row)
    row.delete()
    renumber(row.version, type(row))


def _cells_of(row: Measure, wanted: dict[str, Any]) -> dict[str, Any]:
    reader = CellReader(row.version.plan)
    rows = MatrixRows(row.version, row.version.measures.filter(pk=row.pk))
    return {name: rows.value(rows.measures[row.key], reader.columns[name]) for name in wanted}


def _move_back(row: Any, change: Change, *, actor: User) -> None:
    if place_of(row) != change.after:
        raise _built_on(row)
    _move_to(row, change.before, actor=actor)


def _move_to(row: Any, where: dict[str, Any], *, actor: User) -> None:
    level = BY_MODEL[type(row)]
    parent: Any = None
    if where["parent"]:
        above: Any = type(row)._meta.get_field(level.parent).related_model
        parent = above._default_manager.filter(version=row.version, key=where["parent"]).first()
        if parent is None:
            raise _built_on(row)
    move_row(row, place=where["place"], parent=parent, actor=actor)


def _rename_back(row: Any, change: Change) -> None:
    if getattr(row, change.field) != change.after:
        raise _built_on(row)
    names = {change.field: change.before}
    type(row)._default_manager.filter(pk=row.pk).update(**names, revision=F("revision") + 1, updated_at=Now())


def _put_back_row(version: PlanVersion, change: Change, *, actor: User) -> None:
    """The snapshot's rows, if what they hung on is still there."""
    rows, where = change.before["rows"], change.before["where"]
    model: Any = NODES[change.model]
    try:
        with transaction.atomic():
            put_back(rows)
            row = model._default_manager.get(version=version, key=change.key)
            row.version = version
            _move_to(row, where, actor=actor)
            _check_now()
    except IntegrityError as error:
        raise StepRefused(_("What the removed rows belonged to is no longer there.")) from error


def _check_now() -> None:
    """Foreign keys are asked for at the commit; here the refusal needs its sentence."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
