"""Every figure of a monitoring period, read once: results, lights, money (ALL), persons reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Sum

from core.i18n import localized
from monitoring.disclosure import ReachedRow, group_rows
from monitoring.enums import Light, MeasureStatus
from monitoring.models import BudgetExecution, IndicatorValue, MeasureProgress, Period
from monitoring.progress import PROTECTED, IndicatorProgress, LightThresholds, measure_progress
from municipality.calendar import threshold
from municipality.enums import ThresholdCode
from municipality.small_numbers import SmallNumberRules, small_number_rules
from socialplan.content.enums import Direction
from socialplan.content.models import FundingLine, Indicator, IndicatorTarget, MeasureCost, PlanVersion


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator against its target of the year; `is_hidden` where the public must not see the actual."""

    pk: int
    code: str
    title_sq: str
    title_en: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    progress: IndicatorProgress
    is_hidden: bool
    hides_baseline: bool = False
    unit_en: str = ""
    title = localized("title")
    counted_in = localized("unit", albanian="unit")

    def for_public(self) -> IndicatorLine:
        shown = replace(self, baseline=None) if self.hides_baseline else self
        return replace(shown, actual=None, progress=PROTECTED) if self.is_hidden else shown


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
        """Spent in percent of planned; None where nothing was planned."""
        return round(self.spent * 100 / self.planned) if self.planned else None


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
    title = localized("title")
    narrative = localized("narrative")

    @property
    def status_label(self) -> str:
        return str(MeasureStatus(self.status).label) if self.status else ""


@dataclass(frozen=True, slots=True)
class MoneyLine:
    code: str
    title_sq: str
    title_en: str
    money: BudgetFigures
    title = localized("title")


@dataclass(frozen=True, slots=True)
class GroupLine:
    code: str
    name_sq: str
    name_en: str
    is_protected: bool
    women: int
    men: int
    undeclared: int
    name = localized("name")


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    indicators: tuple[IndicatorLine, ...]
    measures: tuple[MeasureLine, ...]
    by_goal: tuple[MoneyLine, ...]
    by_source: tuple[MoneyLine, ...]
    groups: tuple[GroupLine, ...]

    @property
    def total(self) -> BudgetFigures:
        return sum((line.money for line in self.by_goal), BudgetFigures())

    @property
    def lights(self) -> dict[Light, int]:
        """How many indicators show each light, in the order of the lights."""
        counted = Counter(line.progress.light for line in self.indicators)
        return {light: counted[light] for light in Light if counted[light] or light != Light.PROTECTED}

    @property
    def reached(self) -> int:
        return sum(line.women + line.men + line.undeclared for line in self.groups)

    def group_table(self, *, is_public: bool) -> list[ReachedRow]:
        return group_rows(self.groups, is_public=is_public)

    @property
    def late(self) -> tuple[MeasureLine, ...]:
        return tuple(line for line in self.measures if line.is_late)

    def for_public(self) -> PeriodFigures:
        """Without persons reached as they are: the public gets them from `group_table` of the true figures."""
        return replace(self, indicators=tuple(line.for_public() for line in self.indicators), groups=())


def indicators_to_trace(figures: PeriodFigures, version: PlanVersion) -> list[tuple[IndicatorLine, UUID | None]]:
    """Each line with the key under which its indicator is traced; none where the version no longer stands."""
    keys = dict(version.indicators.values_list("pk", "key")) if version.stands else {}
    return [(line, keys.get(line.pk)) for line in figures.indicators]


def light_thresholds() -> LightThresholds:
    return LightThresholds(
        green=Decimal(threshold(ThresholdCode.LIGHT_GREEN)), amber=Decimal(threshold(ThresholdCode.LIGHT_AMBER))
    )


def period_figures(period: Period) -> PeriodFigures:
    """The figures of a period as staff see them, in the plan's order: true, what is to be hidden marked."""
    measures = _measure_lines(period)
    return PeriodFigures(
        indicators=_indicator_lines(period),
        measures=measures,
        by_goal=_by_goal(period, measures),
        by_source=_by_source(period),
        groups=_group_lines(period),
    )


def freeze_figures(period: Period) -> dict[str, Any]:
    """The same figures as plain JSON, for the report that fixes them at its cut-off."""
    return _plain(asdict(period_figures(period)))


def thaw_figures(frozen: dict[str, Any]) -> PeriodFigures:
    """The figures of a validated report, as `freeze_figures` left them."""

    def money_of(line: dict[str, Any]) -> dict[str, Any]:
        return line | {"money": BudgetFigures(**line["money"])}

    return PeriodFigures(
        indicators=tuple(_thaw_indicator(line) for line in frozen["indicators"]),
        measures=tuple(MeasureLine(**money_of(line)) for line in frozen["measures"]),
        by_goal=tuple(MoneyLine(**money_of(line)) for line in frozen["by_goal"]),
        by_source=tuple(MoneyLine(**money_of(line)) for line in frozen["by_source"]),
        groups=tuple(GroupLine(**line) for line in frozen["groups"]),
    )


def _thaw_indicator(line: dict[str, Any]) -> IndicatorLine:
    percent = line["progress"]["percent"]
    progress = IndicatorProgress(None if percent is None else Decimal(percent), Light(line["progress"]["light"]))
    numbers = {name: None if line[name] is None else Decimal(line[name]) for name in ("baseline", "target", "actual")}
    return IndicatorLine(**(line | numbers | {"progress": progress}))


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {name: _plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    return str(content) if isinstance(content, Decimal) else content


def is_small(indicator: Indicator, actual: Decimal | None, rules: SmallNumberRules) -> bool:
    """Whether a count of persons must not be published (docs/law.md#small-numbers)."""
    if not indicator.counts_people or actual is None:
        return False
    return rules.of(is_protected=indicator.is_protected).hides(int(actual))


def _indicator_lines(period: Period) -> tuple[IndicatorLine, ...]:
    thresholds, rules = light_thresholds(), small_number_rules()
    indicators = period.version.indicators.prefetch_related(
        Prefetch("targets", IndicatorTarget.objects.filter(year=period.target_year), to_attr="year_targets"),
        Prefetch("values", IndicatorValue.objects.current().approved().filter(period=period), to_attr="actuals"),
    )
    return tuple(_indicator_line(indicator, thresholds, rules) for indicator in indicators)


def _indicator_line(indicator: Any, thresholds: LightThresholds, rules: SmallNumberRules) -> IndicatorLine:
    target = indicator.year_targets[0].value if indicator.year_targets else None
    actual = indicator.actuals[0].amount if indicator.actuals else None
    return judged(indicator, target, actual, (thresholds, rules))


def judged(
    indicator: Indicator,
    target: Decimal | None,
    actual: Decimal | None,
    by: tuple[LightThresholds, SmallNumberRules],
) -> IndicatorLine:
    """How far an indicator has come, and whether the public may know."""
    thresholds, rules = by
    progress = measure_progress(
        baseline=indicator.baseline,
        target=target,
        actual=actual,
        is_falling=indicator.direction == Direction.DOWN,
        thresholds=thresholds,
    )
    return IndicatorLine(
        pk=indicator.pk,
        code=indicator.code,
        title_sq=indicator.title_sq,
        title_en=indicator.title_en,
        unit=indicator.unit_label,
        baseline=indicator.baseline,
        target=target,
        actual=actual,
        progress=progress,
        is_hidden=is_small(indicator, actual, rules) or (indicator.hides_baseline and actual is not None),
        hides_baseline=indicator.hides_baseline,
        unit_en=indicator.unit_label_en,
    )


def _measure_lines(period: Period) -> tuple[MeasureLine, ...]:
    measures = period.version.measures.select_related("objective__goal").prefetch_related(
        Prefetch("progress", MeasureProgress.objects.filter(period=period), to_attr="entries"),
        Prefetch("budget_executions", BudgetExecution.objects.filter(period=period), to_attr="executions"),
        Prefetch(
            "costs",
            MeasureCost.objects.filter(year=period.target_year).annotate(funded=Sum("lines__amount")),
            to_attr="year_costs",
        ),
    )
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
    )


def _spent(executions: Iterable[BudgetExecution]) -> BudgetFigures:
    return sum((BudgetFigures(0, row.allocated, row.committed, row.spent) for row in executions), BudgetFigures())


def _by_goal(period: Period, measures: Iterable[MeasureLine]) -> tuple[MoneyLine, ...]:
    totals: dict[str, BudgetFigures] = {}
    for line in measures:
        totals[line.goal] = totals.get(line.goal, BudgetFigures()) + line.money
    goals = period.version.strategicgoals.all()
    return tuple(
        MoneyLine(goal.code, goal.title_sq, goal.title_en, totals.get(goal.code, BudgetFigures())) for goal in goals
    )


def _by_source(period: Period) -> tuple[MoneyLine, ...]:
    planned = (
        FundingLine.objects.filter(version=period.version, cost__year=period.target_year)
        .values("source__code", "source__name_sq", "source__name_en")
        .annotate(planned=Sum("amount"))
        .order_by("source__position", "source__code")
    )
    spent: dict[str, BudgetFigures] = {}
    for row in period.budget_executions.select_related("source"):
        spent[row.source.code] = spent.get(row.source.code, BudgetFigures()) + _spent([row])
    return tuple(
        MoneyLine(
            row["source__code"],
            row["source__name_sq"],
            row["source__name_en"],
            BudgetFigures(planned=row["planned"]) + spent.get(row["source__code"], BudgetFigures()),
        )
        for row in planned
    )


def _group_lines(period: Period) -> tuple[GroupLine, ...]:
    counts = period.beneficiary_counts.select_related("group").order_by("group__code")
    return tuple(
        GroupLine(
            row.group.code,
            row.group.name_sq,
            row.group.name_en,
            row.group.is_protected,
            row.women,
            row.men,
            row.undeclared,
        )
        for row in counts
    )
