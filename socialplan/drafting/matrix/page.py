"""The action plan as a matrix of cells, one goal to a page: what the page prints, read in eight queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.formats import number_format

from municipality.models import Office
from socialplan.content.models import (
    FundingLine,
    FundingSource,
    Measure,
    MeasureCost,
    PlanVersion,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.drafting.matrix.cells import CellReader, MatrixColumn, all_columns


@dataclass(frozen=True, slots=True)
class MeasureCell:
    """`code` is the value behind the text where they differ."""

    column: MatrixColumn
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    measure: Measure
    number: int
    cells: list[MeasureCell]


@dataclass(frozen=True, slots=True)
class ObjectiveRows:
    """The measures of one objective; `number` is its own line, `new_number` the line for a new measure."""

    objective: SpecificObjective
    number: int
    rows: list[MeasureRow]

    @property
    def new_number(self) -> int:
        return self.number + len(self.rows) + 1


@dataclass(frozen=True, slots=True)
class MatrixPage:
    goals: Sequence[StrategicGoal]
    goal: StrategicGoal | None
    columns: list[MatrixColumn]
    groups: list[ObjectiveRows]
    offices: list[Office]
    row_count: int

    @property
    def column_count(self) -> int:
        return len(self.columns) + 1


class _Money:
    """Costs and funding of a goal's measures, and the gap (ALL).

    Found by joins: as "is among the goal's measures" the database took half a minute for a plan that was brought in a
    moment ago, of whose size it did not know yet.
    """

    def __init__(self, version: PlanVersion, goal: StrategicGoal | None) -> None:
        costs = MeasureCost.objects.filter(version=version, measure__objective__goal=goal)
        self.costs = {(pk, year): amount for pk, year, amount in costs.values_list("measure", "year", "amount")}
        of_goal = FundingLine.objects.filter(version=version, cost__measure__objective__goal=goal)
        lines = of_goal.order_by().values_list("cost__measure", "source")
        self.funding = {(pk, source): total for pk, source, total in lines.annotate(total=Sum("amount"))}
        self.gaps: dict[int, int] = defaultdict(int)
        for (pk, _year), amount in self.costs.items():
            self.gaps[pk] += amount
        for (pk, _source), amount in self.funding.items():
            self.gaps[pk] -= amount


def matrix_of(version: PlanVersion, *, goal_key: str = "") -> MatrixPage:
    """The page of the goal with this key, or of the first one."""
    counted = version.strategicgoals.annotate(measure_count=Count("objectives__measures"))
    goals = list(counted.order_by("position", "pk"))
    goal = next((each for each in goals if str(each.key) == goal_key), goals[0] if goals else None)
    sources = list(FundingSource.objects.all())
    columns = all_columns(version.plan, sources)
    measures = version.measures.filter(objective__goal=goal)
    money = _Money(version, goal)
    below: dict[int, list[Measure]] = defaultdict(list)
    counted_measures = measures.select_related("office").annotate(indicator_count=Count("indicator_links"))
    for measure in counted_measures.order_by("position", "pk"):
        below[measure.objective_id].append(measure)
    reader = CellReader(version.plan)
    groups: list[ObjectiveRows] = []
    number = 2
    for objective in version.specificobjectives.filter(goal=goal):
        rows = [
            MeasureRow(measure, number + place, [_cell(measure, column, money, reader) for column in columns])
            for place, measure in enumerate(below[objective.pk], 1)
        ]
        groups.append(ObjectiveRows(objective, number, rows))
        number += len(rows) + 2
    return MatrixPage(goals, goal, columns, groups, reader.offices, number - 1)


def _cell(measure: Measure, column: MatrixColumn, money: _Money, reader: CellReader) -> MeasureCell:
    if column.kind == "office":
        office = measure.office
        return MeasureCell(column, str(office) if office else "", office.code if office else "")
    if column.kind == "date":
        return MeasureCell(column, reader.show(column, measure.due_on.isoformat() if measure.due_on else ""))
    if column.kind == "text":
        return MeasureCell(column, getattr(measure, column.name))
    return MeasureCell(column, _number(measure, column, money))


def _number(measure: Measure, column: MatrixColumn, money: _Money) -> str:
    amount: int | None
    if column.year is not None:
        amount = money.costs.get((measure.pk, column.year))
    elif column.name == "gap":
        amount = money.gaps[measure.pk]
    elif column.name == "indicators":
        amount = measure.indicator_count  # type: ignore[attr-defined]  # annotated by the page's query
    else:
        amount = money.funding.get((measure.pk, int(column.name.removeprefix("funding_"))))
    return "" if amount is None else number_format(amount, decimal_pos=0, force_grouping=True)
