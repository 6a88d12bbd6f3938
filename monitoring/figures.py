"""Every figure of a monitoring period, read once: results, lights, money (ALL), persons reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Sum
from django.utils.translation import gettext as _

from core.i18n import localized
from monitoring.disclosure import ReachedRow, group_rows
from monitoring.earlier import NOTHING_KNOWN, KnownResult, known_of
from monitoring.enums import Light, MeasureStatus
from monitoring.indicator_line import IndicatorLine
from monitoring.models import BudgetExecution, IndicatorValue, MeasureProgress, Period
from monitoring.parting.parted import PartedLine, parted_lines
from monitoring.progress import LightThresholds, measure_progress
from municipality.calendar import threshold
from municipality.enums import ThresholdCode
from municipality.small_numbers import SmallNumberRules, small_number_rules
from socialplan.content.enums import Direction, IndicatorKind
from socialplan.content.models import FundingLine, Indicator, IndicatorTarget, MeasureCost, PlanVersion

# Money for what no measure holds: a line of its own beside the goals, inside the totals.
OUTSIDE = ("–", "Jashtë planit", "Outside the plan")


ShareParts = tuple[Decimal, Decimal]  # numerator, denominator


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
class EndedLine:
    """An indicator that an amendment took out of the plan, with its last value; it has no light any more."""

    key: str
    code: str
    title_sq: str
    title_en: str
    decision: str
    counts_people: bool
    is_protected: bool
    kind: str
    last: Decimal | None = None
    last_period: str = ""
    period_sq: str = ""
    period_en: str = ""
    is_hidden: bool = False
    title = localized("title")

    def for_public(self) -> EndedLine:
        return replace(self, last=None) if self.is_hidden else self


@dataclass(frozen=True, slots=True)
class MovedMoney:
    """A transfer of the budget, in new lek (ALL); "" for what lies outside the plan."""

    from_measure: str
    to_measure: str
    source: str
    amount: int
    happened_on: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    indicators: tuple[IndicatorLine, ...]
    measures: tuple[MeasureLine, ...]
    by_goal: tuple[MoneyLine, ...]
    by_source: tuple[MoneyLine, ...]
    groups: tuple[GroupLine, ...]
    by_programme: tuple[MoneyLine, ...] = ()
    #: As the small numbers were ruled on at the freezing; worked out anew while nothing is frozen.
    reached_rows: tuple[ReachedRow, ...] = ()
    #: Results by sex, age, unit, group and what else the indicators ask for.
    parts: tuple[PartedLine, ...] = ()
    ended: tuple[EndedLine, ...] = ()
    transfers: tuple[MovedMoney, ...] = ()

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
        rows = list(self.reached_rows) or group_rows(self.groups, is_public=False)
        return [row.for_public() for row in rows] if is_public else rows

    @property
    def late(self) -> tuple[MeasureLine, ...]:
        return tuple(line for line in self.measures if line.is_late)

    @property
    def behind(self) -> tuple[MeasureLine, ...]:
        return tuple(line for line in self.measures if line.is_behind)

    def for_public(self) -> PeriodFigures:
        """Without persons reached as they are: the public gets them from `group_table` of the true figures."""
        lines = tuple(line.for_public() for line in self.indicators)
        parts = tuple(line.for_public() for line in self.parts)
        ended = tuple(line.for_public() for line in self.ended)
        return replace(self, indicators=lines, groups=(), reached_rows=(), parts=parts, ended=ended)


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
    executions = list(period.budget_executions.select_related("source").order_by("source__position", "source__code"))
    return PeriodFigures(
        indicators=_indicator_lines(period),
        measures=measures,
        by_goal=_by_goal(period, measures, executions),
        by_source=_by_source(period, executions),
        groups=_group_lines(period),
        by_programme=_by_programme(measures, executions),
        ended=_ended_lines(period),
        transfers=tuple(_moved(period)),
        parts=parted_lines(period, period.version.indicators.order_by("objective__goal__position", "position", "pk")),
    )


def is_small(
    indicator: Indicator, actual: Decimal | None, rules: SmallNumberRules, share: ShareParts | None = None
) -> bool:
    """Whether a count of persons must not be published (docs/law.md#small-numbers).

    A share of persons tells those it counts, the rest and the base; where its two parts are not known, nobody can say
    that they are not few.
    """
    if not indicator.counts_people or actual is None:
        return False
    rule = rules.of(is_protected=indicator.is_protected)
    if indicator.kind != IndicatorKind.RATIO:
        return rule.hides(int(actual))
    if share is None:
        return True
    over, under = share
    return any(rule.hides(int(count)) for count in (over, max(under - over, Decimal(0)), under))


def _indicator_lines(period: Period) -> tuple[IndicatorLine, ...]:
    thresholds, rules = light_thresholds(), small_number_rules()
    indicators = period.version.indicators.select_related("objective__goal").prefetch_related(
        Prefetch("targets", IndicatorTarget.objects.order_by("year"), to_attr="all_targets"),
        Prefetch("values", IndicatorValue.objects.current().approved().filter(period=period), to_attr="actuals"),
    )
    known, new = known_of(period), _new_keys(period)
    return tuple(
        replace(
            _indicator_line(indicator, period, known.get(indicator.key, NOTHING_KNOWN), (thresholds, rules)),
            new_since=new.get(indicator.key, ""),
        )
        for indicator in indicators
    )


def _indicator_line(
    indicator: Any, period: Period, known: KnownResult, by: tuple[LightThresholds, SmallNumberRules]
) -> IndicatorLine:
    targets, earlier = {row.year: row.value for row in indicator.all_targets}, known.earlier
    first = targets.get(period.target_year)
    actual = indicator.actuals[0].amount if indicator.actuals else None
    end_year = max(targets, default=None)
    share = _share_of(indicator.actuals)
    target = known.changed.value if known.changed else first
    line = replace(
        judged(indicator, target, actual, by, share=share),
        earlier=dict(earlier.amounts),
        last_period=earlier.last_period,
        goal=indicator.objective.goal.code,
        last=earlier.last,
        hides_last=is_small(indicator, earlier.last, by[1]),
        to_date=earlier.to_date(indicator, actual),
        end_target=targets[end_year] if end_year else None,
        end_year=end_year,
    )
    if known.changed is None:
        return line
    return replace(
        line,
        first_target=first,
        first_percent=judged(indicator, first, actual, by, share=share).progress.percent,
        changed_from=known.changed.valid_from.isoformat(),
        change_reason=known.changed.reason,
    )


def decision_of(version: PlanVersion) -> str:
    decision = getattr(version, "decision", None)
    if decision is None:
        return _("version %(number)s of the plan") % {"number": version.number}
    return str(decision)


def _ended_lines(period: Period) -> tuple[EndedLine, ...]:
    """What earlier periods of the plan asked for and this one asks no more, by the stable key."""
    before = Period.objects.filter(plan=period.plan_id, ends_on__lt=period.starts_on).exclude(
        version=period.version_id
    )
    versions = list(before.order_by().values_list("version", flat=True).distinct())
    if not versions:
        return ()
    now = set(period.version.indicators.values_list("key", flat=True))
    rows = Indicator.objects.filter(version__in=versions).exclude(key__in=now).order_by("version__number", "position")
    gone = {row.key: row for row in rows}
    values = IndicatorValue.objects.current().approved().filter(indicator__key__in=gone, amount__isnull=False)
    values = values.filter(period__plan=period.plan_id, period__ends_on__lt=period.starts_on)
    last = {row.indicator.key: row for row in values.select_related("period", "indicator").order_by("period__ends_on")}
    by, rules = decision_of(period.version), small_number_rules()
    return tuple(_ended(row, last.get(key), by, rules) for key, row in gone.items())


def _ended(row: Indicator, value: IndicatorValue | None, decision: str, rules: SmallNumberRules) -> EndedLine:
    line = EndedLine(
        key=str(row.key),
        code=row.code,
        title_sq=row.title_sq,
        title_en=row.title_en,
        decision=decision,
        counts_people=row.counts_people,
        is_protected=row.is_protected,
        kind=row.kind,
    )
    if value is None:
        return line
    return replace(
        line,
        last=value.amount,
        last_period=str(value.period_id),
        period_sq=value.period.title_sq,
        period_en=value.period.title_en,
        is_hidden=is_small(row, value.amount, rules, _share_of([value])),
    )


def _new_keys(period: Period) -> dict[UUID, str]:
    """Indicators of which no version before knew, by the decision that brought them; none in the first version."""
    versions = period.plan.versions.filter(number__lt=period.version.number, periods__isnull=False)
    known = set(Indicator.objects.filter(version__in=versions).values_list("key", flat=True))
    if not known:
        return {}
    return {
        key: decision_of(period.version)
        for key in period.version.indicators.values_list("key", flat=True)
        if key not in known
    }


def _moved(period: Period) -> Iterable[MovedMoney]:
    for row in period.transfers.select_related("from_measure", "to_measure", "source"):
        yield MovedMoney(
            str(row.from_measure or ""),
            str(row.to_measure or ""),
            str(row.source),
            row.amount,
            row.happened_on.isoformat(),
            row.document,
            row.reason,
        )


def _share_of(values: list[IndicatorValue]) -> ShareParts | None:
    over, under = (values[0].numerator, values[0].denominator) if values else (None, None)
    return None if over is None or under is None else (over, under)


def judged(
    indicator: Indicator,
    target: Decimal | None,
    actual: Decimal | None,
    by: tuple[LightThresholds, SmallNumberRules],
    *,
    share: ShareParts | None = None,
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
        is_hidden=is_small(indicator, actual, rules, share) or (indicator.hides_baseline and actual is not None),
        hides_baseline=indicator.hides_baseline,
        unit_en=indicator.unit_label_en,
        key=str(indicator.key),
        baseline_year=indicator.baseline_year,
        baseline_source=indicator.source,
        counts_people=indicator.counts_people,
        is_protected=indicator.is_protected,
        kind=indicator.kind,
        direction=indicator.direction,
        numerator=share[0] if share else None,
        denominator=share[1] if share else None,
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
        key=str(measure.key),
        why=entry.deviation if entry else "",
        programme=measure.budget_programme,
    )


def _spent(executions: Iterable[BudgetExecution]) -> BudgetFigures:
    return sum((BudgetFigures(0, row.allocated, row.committed, row.spent) for row in executions), BudgetFigures())


def _by_goal(
    period: Period, measures: Iterable[MeasureLine], executions: Iterable[BudgetExecution]
) -> tuple[MoneyLine, ...]:
    totals: dict[str, BudgetFigures] = {}
    for line in measures:
        totals[line.goal] = totals.get(line.goal, BudgetFigures()) + line.money
    goals = period.version.strategicgoals.all()
    lines = [
        MoneyLine(each.code, each.title_sq, each.title_en, totals.get(each.code, BudgetFigures())) for each in goals
    ]
    outside = _spent(row for row in executions if row.measure_id is None)
    if outside != BudgetFigures():
        lines.append(MoneyLine(*OUTSIDE, outside))
    return tuple(lines)


def _by_programme(measures: Iterable[MeasureLine], executions: Iterable[BudgetExecution]) -> tuple[MoneyLine, ...]:
    """By the programme of the budget; measures that name none stand behind it, and last what no measure holds."""
    totals: dict[str, BudgetFigures] = {}
    for line in measures:
        totals[line.programme] = totals.get(line.programme, BudgetFigures()) + line.money
    outside = _spent(row for row in executions if row.measure_id is None)
    named = sorted(totals, key=lambda code: (not code, code))
    lines = [MoneyLine(code, "", "", totals[code]) for code in named]
    return (*lines, MoneyLine(*OUTSIDE, outside)) if outside != BudgetFigures() else tuple(lines)


def _by_source(period: Period, executions: Iterable[BudgetExecution]) -> tuple[MoneyLine, ...]:
    planned = (
        FundingLine.objects.filter(version=period.version, cost__year=period.target_year)
        .values("source__code", "source__name_sq", "source__name_en")
        .annotate(planned=Sum("amount"))
        .order_by("source__position", "source__code")
    )
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
