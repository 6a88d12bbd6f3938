"""The plan's money by goal, source, year, certainty and budget programme. New lek (ALL); the gap is computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.table_heads import code_column, money, percent, share, text, total_row, years
from core.tables import Cell, Column, ColumnKind, DataTable, Row, Words
from socialplan.content.enums import FundingState
from socialplan.content.models import FundingLine, FundingSource, MeasureCost, PlanVersion, StrategicGoal

Sums = dict[tuple[object, int], int]

GAP = _("Gap (not funded)")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line of a budget table: what it is about, and an amount per year."""

    code: str
    label: Words
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.amounts)

    def cells(self) -> tuple[Cell, ...]:
        return (Words.same(self.code), self.label, *self.amounts, self.total)


class VersionBudget:
    """The sums of a version, each asked for once."""

    def __init__(self, version: PlanVersion) -> None:
        self.version = version
        self.years = tuple(version.plan.years)

    @cached_property
    def goals(self) -> list[BudgetLine]:
        sums = _sums(self._costs(), "measure__objective__goal_id", "year")
        goals = StrategicGoal.objects.filter(version=self.version)
        return [self._line(goal.code, Words.of(goal, "title"), goal.pk, sums) for goal in goals]

    @cached_property
    def sources(self) -> list[BudgetLine]:
        sums = _sums(self._lines(), "source_id", "cost__year")
        sources = FundingSource.objects.filter(pk__in={owner for owner, _year in sums})
        return [self._line(source.code, Words.of(source, "name"), source.pk, sums) for source in sources]

    @cached_property
    def states(self) -> list[BudgetLine]:
        sums = _sums(self._lines(), "state", "cost__year")
        lines = [self._line("", Words.said(state.label), state.value, sums) for state in FundingState]
        return [line for line in lines if line.total]

    @cached_property
    def programmes(self) -> list[BudgetLine]:
        sums = _sums(self._costs(), "measure__budget_programme", "year")
        codes = sorted({str(owner) for owner, _year in sums}, key=lambda code: (not code, code))
        nameless = Words.said(_("without a budget programme"))
        return [self._line(code, Words.same("") if code else nameless, code, sums) for code in codes]

    @cached_property
    def cost(self) -> tuple[int, ...]:
        return _total(self.goals, self.years)

    @cached_property
    def funded(self) -> tuple[int, ...]:
        return _total(self.sources, self.years)

    @property
    def gap(self) -> tuple[int, ...]:
        return tuple(cost - funded for cost, funded in zip(self.cost, self.funded, strict=True))

    def _costs(self) -> QuerySet[MeasureCost]:
        return MeasureCost.objects.filter(version=self.version)

    def _lines(self) -> QuerySet[FundingLine]:
        return FundingLine.objects.filter(version=self.version)

    def _line(self, code: str, label: Words, owner: object, sums: Sums) -> BudgetLine:
        return BudgetLine(code, label, tuple(sums.get((owner, year), 0) for year in self.years))


def _sums(rows: QuerySet[MeasureCost] | QuerySet[FundingLine], owner: str, year: str) -> Sums:
    grouped = rows.order_by().values_list(owner, year).annotate(total=Sum("amount"))
    return {(owner_id, in_year): total for owner_id, in_year, total in grouped}


def _total(lines: Iterable[BudgetLine], plan_years: tuple[int, ...]) -> tuple[int, ...]:
    columns = list(zip(*(line.amounts for line in lines), strict=True))
    return tuple(sum(column) for column in columns) if columns else (0,) * len(plan_years)


def budget_by_goal(version: PlanVersion) -> list[DataTable]:
    """Cost per goal and year, with each goal's share of the whole."""
    sums = VersionBudget(version)
    whole = sum(sums.cost)
    if not whole:
        return []
    rows = [Row((*goal.cells(), share(goal.total, whole))) for goal in sums.goals]
    rows.append(total_row(None, *sums.cost, whole, share(whole, whole)))
    columns = (code_column(), text(_("Strategic goal")), *_amounts(sums), percent(_("Share")))
    return [DataTable("budget_by_goal", Words.said(_("Cost by strategic goal")), columns, tuple(rows))]


def budget_by_source(version: PlanVersion) -> list[DataTable]:
    """Funding per source and year with the gap; then how certain it is."""
    sums = VersionBudget(version)
    whole = sum(sums.cost)
    if not whole:
        return []
    gap = BudgetLine("", Words.said(GAP), sums.gap)
    rows = [Row((*source.cells(), share(source.total, whole))) for source in sums.sources]
    rows.append(Row((Words.said(pgettext_lazy("row of a table", "Gap")), *gap.cells()[1:], share(gap.total, whole))))
    rows.append(total_row(None, *sums.cost, whole, share(whole, whole)))
    columns = (code_column(), text(_("Funding source")), *_amounts(sums), percent(_("Share")))
    by_source = DataTable("budget_by_source", Words.said(_("Funding by source")), columns, tuple(rows))
    return [by_source, *_by_certainty(sums)]


def _by_certainty(sums: VersionBudget) -> list[DataTable]:
    if not sums.states:
        return []
    funded = sum(sums.funded)
    rows = [Row((line.label, *line.amounts, line.total, share(line.total, funded))) for line in sums.states]
    rows.append(total_row(*sums.funded, funded, share(funded, funded)))
    columns = (text(_("Certainty")), *_amounts(sums), percent(_("Share")))
    return [DataTable("budget_by_certainty", Words.said(_("How certain the funding is")), columns, tuple(rows))]


def budget_by_year(version: PlanVersion) -> list[DataTable]:
    """Per year: cost, what each source gives, and the gap; then cost by budget programme, as finance reports it."""
    sums = VersionBudget(version)
    whole = sum(sums.cost)
    if not whole:
        return []
    rows = [
        Row((Words.same(year), sums.cost[place], *(line.amounts[place] for line in sums.sources), sums.gap[place]))
        for place, year in enumerate(sums.years)
    ]
    rows.append(total_row(whole, *(line.total for line in sums.sources), sum(sums.gap)))
    columns = (
        text(pgettext_lazy("column", "Year")),
        money(pgettext_lazy("column", "Cost")),
        *(Column(Words.same(line.code), ColumnKind.MONEY) for line in sums.sources),
        money(pgettext_lazy("column", "Gap")),
    )
    note = Words.made(lambda: "; ".join(f"{line.code}: {line.label}" for line in sums.sources))
    by_year = DataTable("budget_by_year", Words.said(_("Cost and funding by year")), columns, tuple(rows), note)
    return [by_year, _by_programme(sums)]


def _by_programme(sums: VersionBudget) -> DataTable:
    rows = [
        Row((Words.same(line.code) if line.code else line.label, *line.amounts, line.total))
        for line in sums.programmes
    ]
    rows.append(total_row(*sums.cost, sum(sums.cost)))
    columns = (text(_("Budget programme")), *_amounts(sums))
    return DataTable("budget_by_programme", Words.said(_("Cost by budget programme")), columns, tuple(rows))


def _amounts(sums: VersionBudget) -> list[Column]:
    return [*years(sums.years), money(pgettext_lazy("column", "Total"))]
