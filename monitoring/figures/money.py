"""What was done and paid for each measure, and the sums by goal, source and programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, Sum
from django.utils.translation import gettext as _

from core.i18n import localized
from core.tables import Words
from core.together.relations import read_lists
from core.together.side_by_side import Reader
from monitoring.enums import MeasureStatus
from monitoring.models import BudgetExecution, MeasureProgress, Period
from socialplan.content.models import FundingLine, MeasureCost, StrategicGoal

# Money for what no measure holds: a line of its own beside the goals, inside the totals.
OUTSIDE = ("–", "Jashtë planit", "Outside the plan")


@dataclass(frozen=True, slots=True)
class BudgetFigures:
    """All in new lek (ALL); `planned` is what the plan expects from sources, without the gap."""

    planned: int = 0
    allocated: int = 0
    committed: int = 0
    spent: int = 0

    def __add__(self, other: BudgetFigures) -> BudgetFigures:
        return BudgetFigures(
            self.planned + other.planned,
            self.allocated + other.allocated,
            self.committed + other.committed,
            self.spent + other.spent,
        )

    @property
    def execution(self) -> int | None:
        """Spent in percent of planned, cut; None where nothing was planned."""
        return self.spent * 100 // self.planned if self.planned else None

    @property
    def of_allocated(self) -> int | None:
        return self.spent * 100 // self.allocated if self.allocated else None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    pk: int
    code: str
    goal: str
    title_sq: str
    title_en: str
    status: str
    share_done: int | None
    narrative_sq: str
    narrative_en: str
    is_late: bool
    money: BudgetFigures
    key: str = ""
    why: str = ""
    programme: str = ""
    title = localized("title")
    narrative = localized("narrative")

    @property
    def is_behind(self) -> bool:
        """Its report says why."""
        return self.is_late or self.status in {MeasureStatus.DELAYED, MeasureStatus.SUSPENDED}

    @property
    def status_label(self) -> str:
        return str(MeasureStatus(self.status).label) if self.status else ""

    @property
    def status_words(self) -> Words | None:
        return Words.said(MeasureStatus(self.status).label) if self.status else None


@dataclass(frozen=True, slots=True)
class MoneyLine:
    code: str
    title_sq: str
    title_en: str
    money: BudgetFigures
    title = localized("title")

    @property
    def label(self) -> str:
        return f"{self.code} {self.title}".strip() or _("No programme named")


def read_measure_lines(period: Period) -> Reader[tuple[MeasureLine, ...]]:
    measures = period.version.measures.select_related("objective__goal").prefetch_related(
        Prefetch("progress", MeasureProgress.objects.filter(period=period), to_attr="entries"),
        Prefetch("budget_executions", BudgetExecution.objects.filter(period=period), to_attr="executions"),
        Prefetch(
            "costs",
            MeasureCost.objects.filter(year=period.target_year).annotate(funded=Sum("lines__amount")),
            to_attr="year_costs",
        ),
    )
    yield from read_lists(measures)
    return tuple(_measure_line(measure, period) for measure in measures)


def _measure_line(measure: Any, period: Period) -> MeasureLine:
    entry = measure.entries[0] if measure.entries else None
    is_open = entry is None or entry.status not in {MeasureStatus.COMPLETED, MeasureStatus.CANCELLED}
    return MeasureLine(
        pk=measure.pk,
        code=measure.code,
        goal=measure.objective.goal.code,
        title_sq=measure.title_sq,
        title_en=measure.title_en,
        status=entry.status if entry else "",
        share_done=entry.share_done if entry else None,
        narrative_sq=entry.narrative_sq if entry else "",
        narrative_en=entry.narrative_en if entry else "",
        is_late=is_open and bool(measure.due_on and measure.due_on <= period.cut_off_on),
        money=_spent(measure.executions) + BudgetFigures(planned=sum(cost.funded or 0 for cost in measure.year_costs)),
        key=str(measure.key),
        why=entry.deviation if entry else "",
        programme=measure.budget_programme,
    )


def _spent(executions: Iterable[BudgetExecution]) -> BudgetFigures:
    return sum((BudgetFigures(0, row.allocated, row.committed, row.spent) for row in executions), BudgetFigures())


def by_goal(
    goals: Iterable[StrategicGoal], measures: Iterable[MeasureLine], executions: Iterable[BudgetExecution]
) -> tuple[MoneyLine, ...]:
    totals: dict[str, BudgetFigures] = {}
    for line in measures:
        totals[line.goal] = totals.get(line.goal, BudgetFigures()) + line.money
    lines = [
        MoneyLine(each.code, each.title_sq, each.title_en, totals.get(each.code, BudgetFigures())) for each in goals
    ]
    outside = _spent(row for row in executions if row.measure_id is None)
    if outside != BudgetFigures():
        lines.append(MoneyLine(*OUTSIDE, outside))
    return tuple(lines)


def by_programme(measures: Iterable[MeasureLine], executions: Iterable[BudgetExecution]) -> tuple[MoneyLine, ...]:
    """By the programme of the budget; measures that name none stand behind it, and last what no measure holds."""
    totals: dict[str, BudgetFigures] = {}
    for line in measures:
        totals[line.programme] = totals.get(line.programme, BudgetFigures()) + line.money
    outside = _spent(row for row in executions if row.measure_id is None)
    named = sorted(totals, key=lambda code: (not code, code))
    lines = [MoneyLine(code, "", "", totals[code]) for code in named]
    return (*lines, MoneyLine(*OUTSIDE, outside)) if outside != BudgetFigures() else tuple(lines)


def planned_by_source(period: Period) -> Any:
    return (
        FundingLine.objects.filter(version=period.version, cost__year=period.target_year)
        .values("source__code", "source__name_sq", "source__name_en")
        .annotate(planned=Sum("amount"))
        .order_by("source__position", "source__code")
    )


def by_source(planned: Iterable[dict[str, Any]], executions: Iterable[BudgetExecution]) -> tuple[MoneyLine, ...]:
    lines = {
        row["source__code"]: MoneyLine(
            row["source__code"],
            row["source__name_sq"],
            row["source__name_en"],
            BudgetFigures(planned=row["planned"]),
        )
        for row in planned
    }
    for row in executions:
        source = row.source
        known = lines.get(source.code, MoneyLine(source.code, source.name_sq, source.name_en, BudgetFigures()))
        lines[source.code] = replace(known, money=known.money + _spent([row]))
    return tuple(lines.values())
