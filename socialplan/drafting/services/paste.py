"""Pasting a block of a spreadsheet into the matrix: first what would change, then all of it or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.clipboard import read_block
from core.grid.blocks import PlannedCell, header_matches, size_complaints
from core.workflow import StepRefused
from municipality.models import Office
from operations.deeds import record
from socialplan.content.enums import NodeKind
from socialplan.content.models import Measure, MeasureCost, PlanVersion, SpecificObjective
from socialplan.content.services.locks import locked
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.enums import EditKind
from socialplan.drafting.matrix.cells import CellReader, MatrixColumn, Value
from socialplan.drafting.services.cells import MatrixRows, apply_cells
from socialplan.drafting.services.editing import tell_waiting
from socialplan.drafting.services.edits import ROW, Change, log_edit
from socialplan.drafting.services.ordering import renumber


@dataclass(slots=True)
class PastePlan:
    """What a block would do. `new` holds the cells of each row that would be added, by column."""

    objective: SpecificObjective
    cells: list[PlannedCell] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    new: list[dict[str, Value]] = field(default_factory=list)
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
        return not self.refused and not self.complaints and bool(self.changes or self.new)

    @property
    def digest(self) -> str:
        """The same only while the same cells would get the same values from the same ones."""
        listed = json.dumps([[change.plain for change in self.changes], self.new], sort_keys=True)
        return hashlib.sha256(listed.encode()).hexdigest()


def plan_paste(
    version: PlanVersion, text: str, *, objective: SpecificObjective, first: Measure | None, column: str
) -> PastePlan:
    """What pasting at a measure and column would change; below the objective's last measure, rows are new."""
    objective.version = version
    plan = PastePlan(objective)
    reader = CellReader(version.plan)
    names = list(reader.columns)
    columns = [reader.columns[name] for name in names[names.index(column) :]]
    lines = read_block(text)
    if lines and header_matches(lines[0], columns):
        plan.is_header_left_out = True
        lines = lines[1:]
    plan.complaints = size_complaints(lines, columns)
    if not plan.complaints:
        _Planner(plan, reader, columns).fill(lines, _measures_from(objective, first))
    return plan


def _measures_from(objective: SpecificObjective, first: Measure | None) -> list[Measure]:
    if first is None:
        return []
    measures = list(objective.measures.all())
    return measures[measures.index(first) :]


class _Planner:
    """Fills a plan line by line."""

    def __init__(self, plan: PastePlan, reader: CellReader, columns: list[MatrixColumn]) -> None:
        self.plan = plan
        self.reader = reader
        self.columns = columns

    def fill(self, lines: list[list[str]], measures: list[Measure]) -> None:
        version = self.plan.objective.version
        self.rows = MatrixRows(version, version.measures.filter(pk__in=[each.pk for each in measures[: len(lines)]]))
        for number, line in enumerate(lines):
            if number < len(measures):
                self._change(self.rows.measures[measures[number].key], line)
            else:
                self._add(line, number - len(measures) + 1)

    def _change(self, measure: Measure, line: list[str]) -> None:
        for typed, column in zip(line, self.columns, strict=False):
            before = self.rows.value(measure, column)
            shown = self.reader.show(column, before)
            value, refusal = self._read(column, typed)
            refusal = refusal or self.rows.refusal(measure, column, value)
            if refusal or value != before:
                after = typed.strip() if refusal else self.reader.show(column, value)
                self.plan.cells.append(PlannedCell(measure.code, column.label, shown, after, refusal))
            if not refusal and value != before:
                self.plan.changes.append(Change(NodeKind.MEASURE, measure.key, column.name, before, value))

    def _add(self, line: list[str], number: int) -> None:
        label = _("new row %(number)s") % {"number": number}
        values: dict[str, Value] = {}
        for typed, column in zip(line, self.columns, strict=False):
            value, refusal = self._read(column, typed)
            if refusal or value not in {None, ""}:
                after = typed.strip() if refusal else self.reader.show(column, value)
                self.plan.cells.append(PlannedCell(label, column.label, "", after, refusal))
            values[column.name] = value
        if self.columns[0].name != "title_sq":
            missing = _("A measure needs its Albanian title.")
            self.plan.cells.append(PlannedCell(label, self.reader.columns["title_sq"].label, "", "", missing))
        self.plan.new.append(values)

    def _read(self, column: MatrixColumn, typed: str) -> tuple[Value, str]:
        try:
            return self.reader.read(column, typed), ""
        except ValidationError as refusal:
            return None, " ".join(refusal.messages)


@transaction.atomic
def paste_block(
    version: PlanVersion,
    text: str,
    *,
    objective: SpecificObjective,
    first: Measure | None,
    column: str,
    shown: str,
    actor: User,
) -> PastePlan:
    """Do what the preview with the digest `shown` told. StepRefused when it would do something else by now."""
    version = locked(version, actor=actor)
    plan = plan_paste(version, text, objective=objective, first=first, column=column)
    if plan.digest != shown:
        raise StepRefused(_("The matrix has changed since the preview. Look at it again before you paste."))
    if not plan.may_be_pasted:
        raise StepRefused(_("Nothing has been pasted: some cells are refused."))
    if plan.changes:
        tell_waiting(version, {change.key for change in plan.changes})
        apply_cells(version, plan.changes)
    added = _add_measures(version, plan) if plan.new else []
    changes = [*plan.changes, *added]
    record(
        DraftingAction.PASTE_BLOCK,
        version,
        actor=actor,
        before={"cells": [[str(change.key), change.field, change.before] for change in changes]},
        after={"cells": [[str(change.key), change.field, change.after] for change in changes]},
    )
    log_edit(version, EditKind.PASTE, changes, actor=actor)
    return plan


def _add_measures(version: PlanVersion, plan: PastePlan) -> list[Change]:
    """New measures after the objective's last, with their costs; three queries and the renumbering."""
    offices = {office.code: office for office in Office.objects.all()}
    last = plan.objective.measures.last()
    measures, costs = [], []
    for values in plan.new:
        measure = Measure(version=version, objective=plan.objective, position=last.position if last else 0)
        measures.append(measure)
        costs += _fill(measure, values, offices)
    Measure.objects.bulk_create(measures)
    MeasureCost.objects.bulk_create(costs)
    renumber(version, Measure)
    return [
        Change(NodeKind.MEASURE, measure.key, ROW, None, {"cells": values})
        for measure, values in zip(measures, plan.new, strict=True)
    ]


def _fill(measure: Measure, values: dict[str, Value], offices: dict[str, Office]) -> list[MeasureCost]:
    costs = []
    for name, value in values.items():
        if name == "office":
            measure.office = offices[str(value)] if value else None
        elif name == "due_on":
            measure.due_on = date.fromisoformat(str(value)) if value else None
        elif name.startswith("cost_"):
            if value is not None:
                year = int(name.removeprefix("cost_"))
                costs.append(MeasureCost(version=measure.version, measure=measure, year=year, amount=int(value)))
        else:
            setattr(measure, name, value)
    return costs
