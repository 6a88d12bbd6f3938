"""What the plan wants to do: goals, the action plan's matrix, indicators and risks, from the version's own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.table_heads import code_column, money, number, text, total_row, years
from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Row, RowKind, Words
from socialplan.content.enums import Direction, RiskLevel
from socialplan.content.models import (
    FundingLine,
    FundingSource,
    Indicator,
    Measure,
    MeasureCost,
    PlanVersion,
    SpecificObjective,
)


def goal_tree(version: PlanVersion) -> list[DataTable]:
    """Goals with their objectives, how many measures each has and what they cost."""
    costs = dict(
        MeasureCost.objects.filter(version=version)
        .order_by()
        .values_list("measure__objective_id")
        .annotate(total=Sum("amount"))
    )
    measures: dict[int, int] = defaultdict(int)
    for objective_id in Measure.objects.filter(version=version).values_list("objective_id", flat=True):
        measures[objective_id] += 1
    rows: list[Row] = []
    goals = list(version.strategicgoals.prefetch_related("objectives"))
    for goal in goals:
        objectives = list(goal.objectives.all())
        keys = [objective.pk for objective in objectives]
        rows.append(_branch(goal, keys, measures, costs, kind=RowKind.GROUP))
        rows += [_branch(objective, [objective.pk], measures, costs) for objective in objectives]
    if not rows:
        return []
    rows.append(total_row(None, sum(measures.values()), sum(costs.values())))
    columns = (
        code_column(),
        text(_("Goal and objective")),
        number(pgettext_lazy("column", "Measures")),
        money(pgettext_lazy("column", "Cost")),
    )
    return [DataTable("goal_tree", Words.said(_("Strategic goals and specific objectives")), columns, tuple(rows))]


def _branch(
    node: Any, keys: list[int], measures: dict[int, int], costs: dict[int, int], *, kind: RowKind = RowKind.PLAIN
) -> Row:
    counted = sum(measures[key] for key in keys)
    cost = sum(costs.get(key, 0) for key in keys)
    return Row((Words.same(node.code), Words.of(node, "title"), counted, cost), kind)


class _Matrix:
    """Costs, funding and links of all measures of a version, read by a fixed number of queries."""

    def __init__(self, version: PlanVersion) -> None:
        self.years = tuple(version.plan.years)
        costs = MeasureCost.objects.filter(version=version).values_list("measure_id", "year", "amount")
        self.costs = {(measure, year): amount for measure, year, amount in costs}
        funded = FundingLine.objects.filter(version=version).order_by().values_list("cost__measure_id", "source_id")
        self.funding = {(measure, source): total for measure, source, total in funded.annotate(total=Sum("amount"))}
        used = {source for _measure, source in self.funding}
        self.sources = list(FundingSource.objects.filter(pk__in=used))
        self.offices: dict[int | None, Words] = {}
        self.days: dict[Any, Words | None] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        return (
            code_column(),
            text(pgettext_lazy("column", "Measure")),
            text(pgettext_lazy("column", "Responsible")),
            text(pgettext_lazy("column", "Partners")),
            text(pgettext_lazy("column", "Deadline")),
            text(pgettext_lazy("column", "Programme")),
            *years(self.years),
            money(pgettext_lazy("column", "Total")),
            *(Column(Words.same(source.code), ColumnKind.MONEY) for source in self.sources),
            money(pgettext_lazy("column", "Gap")),
        )

    def amounts(self, measures: Iterable[Measure]) -> list[int | None]:
        """Cost per year, in all, funding per source (None where it gives nothing) and gap, of these together."""
        keys = [measure.pk for measure in measures]
        yearly = [sum(self.costs.get((key, year), 0) for key in keys) for year in self.years]
        given = [sum(self.funding.get((key, source.pk), 0) for key in keys) for source in self.sources]
        cost = sum(yearly)
        return [*yearly, cost, *(amount or None for amount in given), cost - sum(given)]

    def row(self, measure: Measure) -> Row:
        if measure.office is not None and measure.office_id not in self.offices:
            self.offices[measure.office_id] = Words.of(measure.office, "name")
        if measure.due_on not in self.days:
            self.days[measure.due_on] = Words.day(measure.due_on)
        facts: tuple[Cell, ...] = (
            Words.same(measure.code),
            Words.of(measure, "title"),
            self.offices.get(measure.office_id),
            Words.of_albanian(measure.partners, measure.partners_en),
            self.days[measure.due_on],
            Words.same(measure.budget_programme) if measure.budget_programme else None,
        )
        return Row((*facts, *self.amounts([measure])))


def action_matrix(version: PlanVersion) -> list[DataTable]:
    """A table per objective, so that a printed matrix is cut there; each ends in its sums."""
    matrix = _Matrix(version)
    by_objective: dict[int, list[Measure]] = defaultdict(list)
    for measure in version.measures.select_related("office"):
        by_objective[measure.objective_id].append(measure)
    objectives = SpecificObjective.objects.filter(version=version, pk__in=by_objective).order_by(
        "goal__position", "goal_id", "position", "pk"
    )
    columns, empty = matrix.columns, (None,) * 5
    codes = {source.code: Words.of(source, "name") for source in matrix.sources}
    note = Words.made(lambda: "; ".join(f"{code}: {name}" for code, name in codes.items())) if codes else None
    return [
        DataTable(
            f"action_matrix-{objective.code}",
            Words(
                f"{objective.code} {objective.title_sq}",
                f"{objective.code} {objective.title_en or objective.title_sq}",
            ),
            columns,
            (
                *(matrix.row(measure) for measure in by_objective[objective.pk]),
                total_row(*empty, *matrix.amounts(by_objective[objective.pk])),
            ),
            None if place else note,
        )
        for place, objective in enumerate(objectives)
    ]


def indicator_table(version: PlanVersion) -> list[DataTable]:
    """Indicators under their objectives with baseline and a target a year; a protected baseline is a mark."""
    indicators = version.indicators.select_related("objective").prefetch_related("targets")
    in_order = indicators.order_by(
        "objective__goal__position", "objective__position", "objective_id", "position", "pk"
    )
    plan_years = tuple(version.plan.years)
    directions = {value: Words.said(label) for value, label in Direction.choices}
    rows: list[Row] = []
    last = None
    for indicator in in_order:
        if indicator.objective_id != last:
            last, objective = indicator.objective_id, indicator.objective
            empty = (None,) * (len(plan_years) + 7)
            rows.append(Row((Words.same(objective.code), Words.of(objective, "title"), *empty), RowKind.GROUP))
        rows.append(_indicator_row(indicator, plan_years, directions))
    if not rows:
        return []
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Indicator")),
        text(pgettext_lazy("column", "Unit")),
        text(pgettext_lazy("column", "Direction")),
        number(pgettext_lazy("column", "Baseline")),
        text(pgettext_lazy("column", "Year of the baseline")),
        *(
            Column(Words.made(lambda year=year: _("Target %(year)s") % {"year": year}), ColumnKind.NUMBER)
            for year in plan_years
        ),
        text(pgettext_lazy("column", "Source")),
        text(pgettext_lazy("column", "Frequency")),
        text(pgettext_lazy("column", "Responsible")),
    )
    return [DataTable("indicator_table", Words.said(_("Indicators and their targets")), columns, tuple(rows))]


def _indicator_row(indicator: Indicator, plan_years: tuple[int, ...], directions: dict[str, Words]) -> Row:
    targets = {target.year: target.value for target in indicator.targets.all()}
    known = indicator.baseline is not None and indicator.baseline_year is not None
    return Row(
        (
            Words.same(indicator.code),
            Words.of(indicator, "title"),
            Words.of(indicator, "unit_label", albanian="unit_label"),
            directions[indicator.direction],
            HIDDEN if indicator.hides_baseline else _figure(indicator.baseline),
            Words.same(indicator.baseline_year) if known else None,
            *(_figure(targets.get(year)) for year in plan_years),
            Words.of_albanian(indicator.source, indicator.source_en),
            Words.of(indicator, "frequency", albanian="frequency") if indicator.frequency else None,
            _words(indicator.responsible),
        )
    )


def _words(text_: str) -> Words | None:
    return Words.same(text_) if text_ else None


def _figure(value: Decimal | None) -> int | Decimal | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()


def risk_register(version: PlanVersion) -> list[DataTable]:
    levels = {value: Words.said(label) for value, label in RiskLevel.choices}
    rows = tuple(
        Row(
            (
                Words.same(risk.code),
                Words.of(risk, "title"),
                levels[risk.likelihood],
                levels[risk.impact],
                Words.of(risk, "response") if risk.response_sq else None,
            )
        )
        for risk in version.risks.all()
    )
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Risk")),
        text(pgettext_lazy("column", "Likelihood")),
        text(pgettext_lazy("column", "Impact")),
        text(pgettext_lazy("column", "Response")),
    )
    return [DataTable("risk_register", Words.said(_("Risks and responses")), columns, rows)] if rows else []
