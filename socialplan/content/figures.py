"""The plan's money in figures: by goal, year and source, with the gap. All amounts in new lek (ALL)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, Sum

from core.together.side_by_side import Reader
from socialplan.content.models import FundingLine, FundingSource, Measure, MeasureCost, PlanVersion, StrategicGoal


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One line of a budget table: an amount per year of the plan, and their sum."""

    code: str
    label: str
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.amounts)


@dataclass(frozen=True, slots=True)
class Budget:
    years: tuple[int, ...]
    by_goal: tuple[BudgetRow, ...]
    by_source: tuple[BudgetRow, ...]
    cost: BudgetRow
    funding: BudgetRow
    gap: BudgetRow

    def share(self, row: BudgetRow) -> float:
        """Percent of the whole cost."""
        return 100 * row.total / self.cost.total if self.cost.total else 0.0

    @property
    def source_shares(self) -> list[tuple[BudgetRow, float]]:
        return [(row, self.share(row)) for row in (*self.by_source, self.gap)]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What one source gives in a year: a line for each certainty."""

    source: FundingSource
    lines: tuple[FundingLine, ...]

    @property
    def amount(self) -> int | None:
        return sum(line.amount for line in self.lines) if self.lines else None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One year of a measure: its cost, what each source gives, and what is not covered."""

    year: int
    cost: int | None
    cells: tuple[MatrixCell, ...]

    @property
    def funded(self) -> int:
        return sum(cell.amount or 0 for cell in self.cells)

    @property
    def gap(self) -> int:
        return (self.cost or 0) - self.funded


def read_budget(version: PlanVersion) -> Reader[Budget]:
    """Sums of cost by goal and funding by source, per year; the gap is cost less funding (docs/law.md#money-gap)."""
    years = tuple(version.plan.years)
    of_goals = _sums(MeasureCost.objects.filter(version=version), "measure__objective__goal_id", "year")
    of_sources = _sums(FundingLine.objects.filter(version=version), "source_id", "cost__year")
    goals = StrategicGoal.objects.filter(version=version)
    sources = FundingSource.objects.filter(lines__version=version).distinct()
    yield [of_goals, of_sources, goals, sources]
    costs, lines = ({(owner, year): total for owner, year, total in rows} for rows in (of_goals, of_sources))
    by_goal = tuple(_row(goal.code, goal.title, goal.pk, costs, years) for goal in goals)
    by_source = tuple(_row(source.code, source.name, source.pk, lines, years) for source in sources)
    cost, funding = _total(by_goal, years), _total(by_source, years)
    gap = BudgetRow("GAP", "", tuple(have - paid for have, paid in zip(cost.amounts, funding.amounts, strict=True)))
    return Budget(years, by_goal, by_source, cost, funding, gap)


def funding_matrix(measure: Measure) -> list[MatrixRow]:
    """Years of the plan × the sources that pay, with the entered amounts of one measure."""
    lines = Prefetch("lines", FundingLine.objects.select_related("source"))
    costs = {cost.year: cost for cost in measure.costs.prefetch_related(lines)}
    paid = {cost.year: list(cost.lines.all()) for cost in costs.values()}
    payers = {line.source_id: line.source for of_year in paid.values() for line in of_year}
    sources = sorted(payers.values(), key=lambda source: (source.position, source.code))
    rows = []
    for year in measure.version.plan.years:
        cells = tuple(
            MatrixCell(source, tuple(line for line in paid.get(year, ()) if line.source_id == source.pk))
            for source in sources
        )
        rows.append(MatrixRow(year, costs[year].amount if year in costs else None, cells))
    return rows


def _sums(rows: QuerySet[Any], owner: str, year: str) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(owner, year).annotate(total=Sum("amount"))


def _row(code: str, label: str, pk: int, sums: dict[tuple[int, int], int], years: tuple[int, ...]) -> BudgetRow:
    return BudgetRow(code, label, tuple(sums.get((pk, year), 0) for year in years))


def _total(rows: tuple[BudgetRow, ...], years: tuple[int, ...]) -> BudgetRow:
    return BudgetRow("", "", tuple(sum(row.amounts[place] for row in rows) for place in range(len(years))))
