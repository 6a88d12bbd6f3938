"""Every figure of a monitoring period, read once: results, lights, money (ALL), persons reached."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.tables import Words
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.disclosure import ReachedRow, group_rows
from monitoring.enums import Light
from monitoring.figures.amended import (
    EndedLine,
    InForceLine,
    MovedMoney,
    read_ended_lines,
    read_in_force_lines,
    read_moved_money,
)
from monitoring.figures.money import (
    BudgetFigures,
    MeasureLine,
    MoneyLine,
    by_goal,
    by_programme,
    by_source,
    planned_by_source,
    read_measure_lines,
)
from monitoring.figures.results import read_indicator_lines
from monitoring.indicator_line import IndicatorLine
from monitoring.models import IndicatorValue, Period
from monitoring.parting.parted import PartedLine, read_parted_lines
from monitoring.parting.reach import ReachLine, read_reach_lines
from socialplan.content.models import Indicator, PlanVersion


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
    by_programme: tuple[MoneyLine, ...] = ()
    #: As the small numbers were ruled on at the freezing; worked out anew while nothing is frozen.
    reached_rows: tuple[ReachedRow, ...] = ()
    #: Results by sex, age, unit, group and what else the indicators ask for.
    parts: tuple[PartedLine, ...] = ()
    ended: tuple[EndedLine, ...] = ()
    transfers: tuple[MovedMoney, ...] = ()
    in_force: tuple[InForceLine, ...] = ()
    #: Persons by measure, in all and by sex, age, group, unit.
    reach: tuple[ReachLine, ...] = ()
    #: How many indicators the plan has, where only some of them stand here.
    of_plan: int | None = None

    @property
    def total(self) -> BudgetFigures:
        return sum((line.money for line in self.by_goal), BudgetFigures())

    @property
    def lights(self) -> dict[Light, int]:
        """How many indicators show each light, in the order of the lights."""
        counted = Counter(line.progress.light for line in self.indicators)
        return {light: counted[light] for light in Light if counted[light] or light != Light.PROTECTED}

    @property
    def base(self) -> Words:
        """Of how many indicators a count of lights speaks: it stands wherever one does."""
        shown = len(self.indicators)
        said = {"count": shown, "all": shown if self.of_plan is None else self.of_plan, "ended": len(self.ended)}
        if self.ended:
            return Words.filled(
                _("Base: %(count)s of %(all)s indicators of the plan; besides, %(ended)s ended by a decision."), **said
            )
        return Words.filled(_("Base: %(count)s of %(all)s indicators of the plan."), **said)

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
        reach = tuple(line.for_public() for line in self.reach)
        return replace(self, indicators=lines, groups=(), reached_rows=(), parts=parts, ended=ended, reach=reach)


def keys_to_trace(version: PlanVersion) -> QuerySet[Any, tuple[int, UUID]]:
    """The key under which each indicator is traced; none where the version no longer stands."""
    keys = version.indicators.values_list("pk", "key")
    return keys if version.stands else keys.none()


def period_figures(period: Period) -> PeriodFigures:
    return read(read_period_figures(period))


def read_period_figures(period: Period) -> Reader[PeriodFigures]:
    """The figures of a period as staff see them, in the plan's order: true, what is to be hidden marked."""
    executions = period.budget_executions.select_related("source").order_by("source__position", "source__code")
    goals, planned = period.version.strategicgoals.all(), planned_by_source(period)
    measures, indicators, groups, ended, transfers, in_force, parts, reach, _lists = yield from side_by_side(
        read_measure_lines(period),
        read_indicator_lines(period),
        _read_group_lines(period),
        read_ended_lines(period),
        read_moved_money(period),
        read_in_force_lines(period),
        read_parted_lines(period, _approved(period)),
        read_reach_lines(period),
        read_lists(executions, goals, planned),
    )
    return PeriodFigures(
        indicators=indicators,
        measures=measures,
        by_goal=by_goal(goals, measures, executions),
        by_source=by_source(planned, executions),
        groups=groups,
        by_programme=by_programme(measures, executions),
        ended=ended,
        transfers=transfers,
        in_force=in_force,
        parts=parts,
        reach=reach,
    )


def _approved(period: Period) -> QuerySet[Indicator]:
    """The indicators whose result stands: parts of a value that nobody approved are as little told as the value."""
    stands = IndicatorValue.objects.current().approved().filter(period=period, indicator=OuterRef("pk"))
    return period.version.indicators.filter(Exists(stands)).order_by("objective__goal__position", "position", "pk")


def _read_group_lines(period: Period) -> Reader[tuple[GroupLine, ...]]:
    counts = period.beneficiary_counts.select_related("group").order_by("group__code")
    yield [counts]
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
