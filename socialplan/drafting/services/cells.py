"""Writing cells of the matrix: one by hand, many by pasting or taking back, always the same way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.grid.cells import CellConflict
from core.workflow import StepRefused
from municipality.models import Office
from operations.deeds import record
from socialplan.content.enums import NodeKind
from socialplan.content.models import Measure, MeasureCost, PlanVersion
from socialplan.content.services.locks import locked
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.enums import EditKind
from socialplan.drafting.matrix.cells import CellReader, MatrixColumn, Value
from socialplan.drafting.services.editing import tell_waiting
from socialplan.drafting.services.edits import Change, log_edit


class MatrixRows:
    """Measures with their costs: read in two queries, changed in memory, written in five at most."""

    def __init__(self, version: PlanVersion, measures: QuerySet[Measure]) -> None:
        self.version = version
        found = list(measures.select_related("office"))
        self.measures: dict[UUID, Measure] = {measure.key: measure for measure in found}
        costs = version.measurecosts.filter(measure__in=found).annotate(funded=Coalesce(Sum("lines__amount"), 0))
        self.costs: dict[tuple[int, int], Any] = {(cost.measure_id, cost.year): cost for cost in costs}
        self._new: dict[tuple[int, int], MeasureCost] = {}
        self._touched: dict[int, Measure] = {}
        self._fields: set[str] = set()

    def value(self, measure: Measure, column: MatrixColumn) -> Value:
        if column.year is not None:
            cost = self._cost(measure, column.year)
            return None if cost is None else cost.amount
        if column.kind == "office":
            return measure.office.code if measure.office else ""
        if column.kind == "date":
            return measure.due_on.isoformat() if measure.due_on else ""
        return str(getattr(measure, column.name))

    def _cost(self, measure: Measure, year: int) -> Any:
        cost = self.costs.get((measure.pk, year)) or self._new.get((measure.pk, year))
        return None if cost is None or cost.amount is None else cost

    def refusal(self, measure: Measure, column: MatrixColumn, value: Value) -> str:
        """Why this value cannot stand in this row, or nothing: a cost carries the funding that is entered."""
        known = self.costs.get((measure.pk, column.year or 0))
        if known is None or int(value or 0) >= known.funded:
            return ""
        return _("In %(year)s the funding (%(funded)s ALL) exceeds the cost (%(cost)s ALL).") % {
            "year": column.year,
            "funded": known.funded,
            "cost": value or 0,
        }

    def put(self, measure: Measure, column: MatrixColumn, value: Value, offices: dict[str, Office]) -> None:
        self._touched[measure.pk] = measure
        if column.year is not None:
            self._put_cost(measure, column.year, value)
            return
        self._fields.add(column.name)
        if column.kind == "office":
            measure.office = offices[str(value)] if value else None
        elif column.kind == "date":
            measure.due_on = date.fromisoformat(str(value)) if value else None
        else:
            setattr(measure, column.name, value)

    def _put_cost(self, measure: Measure, year: int, value: Value) -> None:
        known = self.costs.get((measure.pk, year))
        if known is not None:
            known.amount, known.is_changed = value, True
        else:
            cost = MeasureCost(version=self.version, measure=measure, year=year)
            cost.amount = value  # type: ignore[assignment]
            self._new[measure.pk, year] = cost

    def write(self) -> None:
        now = timezone.now()
        for measure in self._touched.values():
            measure.revision, measure.updated_at = measure.revision + 1, now
        Measure.objects.bulk_update(self._touched.values(), [*self._fields, "revision", "updated_at"])
        changed = [cost for cost in self.costs.values() if getattr(cost, "is_changed", False)]
        for cost in changed:
            cost.revision, cost.updated_at = cost.revision + 1, now
        stored = [cost for cost in changed if cost.amount is not None]
        MeasureCost.objects.bulk_update(stored, ["amount", "revision", "updated_at"])
        if gone := [cost.pk for cost in changed if cost.amount is None]:
            MeasureCost.objects.filter(pk__in=gone).delete()
        MeasureCost.objects.bulk_create(cost for cost in self._new.values() if cost.amount is not None)

    def gap(self, measure: Measure) -> int:
        """What no line covers, over all years (ALL)."""
        costs = [cost for (owner, _year), cost in self.costs.items() if owner == measure.pk]
        new = [cost for (owner, _year), cost in self._new.items() if owner == measure.pk]
        return sum(cost.amount or 0 for cost in (*costs, *new)) - sum(cost.funded for cost in costs)


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """The cell as it stands after saving, and what follows from it."""

    shown: str
    value: Value
    revision: int
    gap: int


@transaction.atomic
def set_cell(
    version: PlanVersion, measure_id: int, *, field: str, typed: str, was: str, expected_revision: int, actor: User
) -> CellOutcome:
    """Write one cell of a measure. CellConflict when somebody else wrote it since the page showed `was`,
    or when the page does not say which revision of the row it showed.

    What others wrote into other cells of the row is no conflict. ValidationError carries the sentence for the cell.
    """
    version = locked(version, actor=actor)
    reader = CellReader(version.plan)
    column = reader.columns.get(field)
    rows = MatrixRows(version, version.measures.filter(pk=measure_id))
    row = next(iter(rows.measures.values()), None)
    if row is None:
        raise StepRefused(_("Somebody else has removed this in the meantime."))
    if column is None:
        raise ValidationError(_("This column cannot be written."))
    before = rows.value(row, column)
    is_newer = row.revision != expected_revision or column.year is not None  # its revision does not count its costs
    if expected_revision < 1 or (is_newer and not _is_same(reader, column, was, before)):
        raise CellConflict(reader.show(column, before), row.revision)
    value = reader.read(column, typed)
    if value != before:
        if refused := rows.refusal(row, column, value):
            raise ValidationError(refused)
        offices = reader.offices if column.kind == "office" else []
        rows.put(row, column, value, {office.code: office for office in offices})
        tell_waiting(version, [row.key])
        rows.write()
        record(DraftingAction.SET_CELL, row, actor=actor, before={field: before}, after={field: value})
        change = Change(NodeKind.MEASURE, row.key, field, before, value)
        log_edit(version, EditKind.CELL, [change], actor=actor)
    return CellOutcome(reader.show(column, value), value, row.revision, rows.gap(row))


def _is_same(reader: CellReader, column: MatrixColumn, was: str, now: Value) -> bool:
    try:
        return reader.read(column, was) == now
    except ValidationError:
        return False


def apply_cells(version: PlanVersion, changes: list[Change]) -> None:
    """Write many cells of measures; StepRefused, and none written, where one no longer stands at its `before`."""
    reader = CellReader(version.plan)
    rows = MatrixRows(version, version.measures.filter(key__in={change.key for change in changes}))
    offices = {office.code: office for office in Office.objects.all()} if _has_office(changes) else {}
    for change in changes:
        column, row = reader.columns.get(change.field), rows.measures.get(change.key)
        if row is None or column is None:
            raise StepRefused(_("A measure of this change is no longer there."))
        if rows.value(row, column) != change.before:
            raise StepRefused(
                _("“%(column)s” of %(code)s has been changed by somebody in the meantime.")
                % {"column": column.label, "code": row.code}
            )
        if refused := rows.refusal(row, column, change.after):
            raise StepRefused(refused)
        rows.put(row, column, change.after, offices)
    rows.write()


def _has_office(changes: list[Change]) -> bool:
    return any(change.field == "office" for change in changes)
