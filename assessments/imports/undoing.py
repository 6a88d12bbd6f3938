"""Putting back what an import of rows changed, and removing what it added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.imports.incoming import IncomingRow
from assessments.imports.tables import row_import, table_of
from assessments.models import ImportedRow, NeedPlace, SheetImport
from core.workflow import StepRefused
from operations.queue.shares import Tell, stretch

WORKED_OUT = frozenset({NeedPlace})  # goes with the row and comes again by itself
CHECKED = 0.1  # of the time that undoing takes
READ_AGAIN = 0.4  # of that which putting back takes
REMOVED_AT_ONCE = 200


def undo_rows(run: SheetImport, actor: User, tell: Tell) -> None:
    """StepRefused, and nothing is changed, where a row was changed since or something rests on a new one."""
    tell(0.0)
    written = list(run.imported.all())
    rows = table_of(run.kind).model._default_manager.in_bulk([each.object_id for each in written])
    resting = resting_on(rows[each.object_id] for each in written if each.is_new and each.object_id in rows)
    for each in written:
        _refuse_undoing(each, rows.get(each.object_id), resting)
    changed = [each for each in written if not each.is_new]
    new = [rows[each.object_id] for each in written if each.is_new]
    share = CHECKED + (1 - CHECKED) * len(changed) / max(len(written), 1)
    _restore(run, changed, actor=actor, tell=stretch(tell, CHECKED, share))
    _let_earlier_follow(run)
    _remove(new, tell=stretch(tell, share, 1.0))


def _remove(rows: Sequence[Any], *, tell: Tell) -> None:
    """With what goes with them; some at a time, so that the share is told."""
    for begins in range(0, len(rows), REMOVED_AT_ONCE):
        some = [row.pk for row in rows[begins : begins + REMOVED_AT_ONCE]]
        type(rows[begins])._default_manager.filter(pk__in=some).delete()
        tell((begins + len(some)) / len(rows))
    tell(1.0)


def _refuse_undoing(imported: ImportedRow, row: Any, resting: Mapping[int, str]) -> None:
    """StepRefused where undoing would lose what somebody did since."""
    if row is None or not imported.is_as_written(row):
        raise StepRefused(
            _("%(code)s was changed after this import. Undo is no longer possible.") % {"code": imported.label}
        )
    if imported.is_new and row.pk in resting:
        raise StepRefused(
            _("On %(code)s rests already: %(what)s. Undo is no longer possible.")
            % {"code": imported.label, "what": resting[row.pk]}
        )
    if not imported.is_new and imported.before is None:
        raise StepRefused(
            _("The place of %(code)s is undisclosed and was not kept. Undo is not possible.")
            % {"code": imported.label}
        )


def resting_on(some: Iterable[Any]) -> dict[int, str]:
    """What of any app refers to these rows of one table, by its name; those on which nothing rests are left out."""
    rows = {row.pk: row for row in some}
    if not rows:
        return {}
    found: dict[int, str] = {}
    for relation in next(iter(rows.values()))._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.related_model._meta.auto_created:
            continue
        if relation.related_model in WORKED_OUT:
            continue
        refers = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(rows)})
        name = str(relation.related_model._meta.verbose_name_plural)
        for key in refers.values_list(relation.field.name, flat=True).distinct().order_by():
            found.setdefault(key, name)
    return found


def _let_earlier_follow(run: SheetImport) -> None:
    """What an earlier import had written stands again: it may be undone as if this one had never been taken.

    Only where this import found the row as that one had left it; what anybody wrote in between still holds it fast.
    """
    rows = table_of(run.kind).model._default_manager.filter(pk=OuterRef("object_id"))
    of_run = run.imported.filter(object_id=OuterRef("object_id"), found_at=OuterRef("written_at"))
    others = ImportedRow.objects.filter(sheet_import__kind=run.kind).exclude(sheet_import=run)
    others.filter(Exists(of_run)).update(written_at=Subquery(rows.values("updated_at")))


def _restore(run: SheetImport, changed: Sequence[ImportedRow], *, actor: User, tell: Tell) -> None:
    """The cells before, read once more: blank ones empty what stands there."""
    if not changed:
        return

    resource = row_import(run.kind, run.assessment, is_exact=True, tell=stretch(tell, 0.0, READ_AGAIN))
    lines = resource.read([IncomingRow(each.pk, each.before or {}) for each in changed])
    if wrong := [f"{line.label}: {each.sentence}" for line in lines for each in line.errors]:
        raise ValidationError(wrong)
    resource.write_rows(actor=actor, tell=stretch(tell, READ_AGAIN, 1.0))
