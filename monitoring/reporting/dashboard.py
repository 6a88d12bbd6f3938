"""How the plan stands, pictures first and late first, narrowed by goal, office, unit or group; and over periods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import TargetGroup
from core.printing.progress_pictures import ProgressPicture, TargetBars, TargetRow
from core.search import folded
from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Row, Words
from core.together.prepared import hanging_on, prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read
from monitoring.enums import Light
from monitoring.expected import offices_by_word
from monitoring.figures import PeriodFigures
from monitoring.indicator_line import IndicatorLine
from monitoring.models import Period
from monitoring.reporting.pictures import lights_picture, money_picture
from municipality.models import AdministrativeUnit, Office
from socialplan.content.models import MeasureGroup, MeasureIndicator, MeasureUnit, PlanVersion

WORST_FIRST = (Light.RED, Light.AMBER, Light.GREY, Light.PROTECTED, Light.GREEN)


@dataclass(frozen=True, slots=True)
class DashboardFilter:
    """What the reader chose; "" for everything."""

    goal: str = ""
    office: str = ""
    unit: str = ""
    group: str = ""

    @property
    def is_narrow(self) -> bool:
        return any((self.goal, self.office, self.unit, self.group))


@dataclass(frozen=True, slots=True)
class PlanLinks:
    """What the rows of a version belong to, by their keys, so that nothing is asked where a reader chooses."""

    office_of: dict[str, str]  # of a measure
    units_of: dict[str, list[str]]
    groups_of: dict[str, list[str]]
    results_of: dict[str, list[str]]  # the indicators that measure it
    answers_for: dict[str, str]  # the office of an indicator

    @classmethod
    def of(cls, version: PlanVersion) -> PlanLinks:
        return read(cls.read_of(version))

    @classmethod
    def read_of(cls, version: PlanVersion) -> Reader[PlanLinks]:
        found = cls({}, {}, {}, {}, {})
        rows = version.measures.order_by().annotate(
            unit_codes=_codes(MeasureUnit, "unit__code"),
            group_codes=_codes(MeasureGroup, "group__code"),
            results=_codes(MeasureIndicator, "indicator__key"),
        )
        measures = rows.values_list("key", "office__code", "unit_codes", "group_codes", "results")
        offices, indicators = Office.objects.all(), version.indicators.values_list("key", "responsible")
        yield from read_lists(measures, offices, indicators)
        for key, office, units, groups, results in measures:
            found.office_of[str(key)] = office or ""
            found.units_of[str(key)], found.groups_of[str(key)] = units, groups
            found.results_of[str(key)] = [str(each) for each in results]
        by_word = offices_by_word(offices)
        for key, words in indicators:
            if answering := by_word.get(folded(words)):
                found.answers_for[str(key)] = answering.code
        return found

    def measures_of(self, chosen: DashboardFilter) -> set[str]:
        return {
            key
            for key, office in self.office_of.items()
            if (not chosen.office or office == chosen.office)
            and (not chosen.unit or chosen.unit in self.units_of[key])
            and (not chosen.group or chosen.group in self.groups_of[key])
        }

    def indicators_of(self, chosen: DashboardFilter) -> set[str]:
        """Those the office answers for; of a unit or a group those that measure its measures."""
        own = {key for key, office in self.answers_for.items() if office == chosen.office}
        if not (chosen.unit or chosen.group):
            return own
        linked = {each for key in self.measures_of(chosen) for each in self.results_of[key]}
        return linked & own if chosen.office else linked


def _codes(model: Any, name: str) -> ArraySubquery:
    return ArraySubquery(model.objects.filter(measure=OuterRef("pk")).order_by("pk").values(name))


def narrowed(figures: PeriodFigures, links: Callable[[], PlanLinks], chosen: DashboardFilter) -> PeriodFigures:
    """The rows that the choice leaves, and the goals' sums of exactly these; the links are read only if needed."""
    if not chosen.is_narrow:
        return figures
    measures, indicators = figures.measures, figures.indicators
    if chosen.goal:
        measures = tuple(line for line in measures if line.goal == chosen.goal)
        indicators = tuple(line for line in indicators if line.goal == chosen.goal)
    if chosen.office or chosen.unit or chosen.group:
        known = links()
        kept, measured = known.measures_of(chosen), known.indicators_of(chosen)
        measures = tuple(line for line in measures if line.key in kept)
        indicators = tuple(line for line in indicators if line.key in measured)
    goals = []
    for goal in figures.by_goal:
        lines = [line for line in measures if line.goal == goal.code]
        if lines or any(line.goal == goal.code for line in indicators):
            goals.append(replace(goal, money=sum((line.money for line in lines), start=type(goal.money)())))
    whole = len(figures.indicators)
    return replace(figures, measures=measures, indicators=indicators, by_goal=tuple(goals), of_plan=whole)


def targets_picture(lines: Iterable[IndicatorLine]) -> TargetBars:
    """A bar an indicator, the farthest from its target first."""
    ordered = sorted(lines, key=lambda line: (WORST_FIRST.index(line.progress.light), line.progress.rounded or 0))
    rows = tuple(
        TargetRow(f"{line.code} {line.title}", line.progress.rounded, str(line.progress.light), _said(line))
        for line in ordered
    )
    return TargetBars(_("Each indicator on its way to the target"), _("percent; the tick is the target"), rows)


def _said(line: IndicatorLine) -> str:
    if line.progress.rounded is None:
        return line.light_label
    return f"{line.progress.rounded}\u00a0%"


def dashboard_pictures(figures: PeriodFigures) -> list[ProgressPicture]:
    pictures: list[ProgressPicture] = []
    if figures.indicators:
        pictures += [lights_picture(figures), targets_picture(figures.indicators)]
    if figures.by_goal:
        pictures.append(money_picture(figures))
    return pictures


def trend_table(periods: Iterable[tuple[Period, Mapping[str, int], int]]) -> DataTable:
    """How many indicators show each light, period by period; the last two columns are the base, and what ended."""
    columns = (
        Column(Words.said(gettext_lazy("Period"))),
        *(Column(Words.said(light.label), ColumnKind.NUMBER) for light in Light),
        Column(Words.said(gettext_lazy("Indicators of the plan")), ColumnKind.NUMBER),
        Column(Words.said(gettext_lazy("Ended by a decision")), ColumnKind.NUMBER),
    )
    rows = []
    for period, lights, ended in periods:
        cells: list[Cell] = [lights[str(light)] for light in Light]
        rows.append(Row((Words.of(period, "title"), *cells, sum(lights.values()), ended)))
    return DataTable("trend", Words.said(gettext_lazy("Lights over the periods")), columns, tuple(rows))


def years_table(periods: list[tuple[Period, PeriodFigures]]) -> DataTable:
    """Target against achieved over all periods: a row an indicator, by its stable key."""
    columns = [Column(Words.said(gettext_lazy("Indicator"))), Column(Words.said(gettext_lazy("Unit")))]
    columns.append(Column(Words.said(gettext_lazy("Baseline")), ColumnKind.NUMBER))
    heads = (gettext_lazy("target"), gettext_lazy("achieved"))
    columns += [Column(_of_period(period, head), ColumnKind.NUMBER) for period, _figures in periods for head in heads]
    columns.append(Column(Words.said(gettext_lazy("End target")), ColumnKind.NUMBER))
    by_period = [{line.key or line.code: line for line in figures.indicators} for _period, figures in periods]
    keys = list(dict.fromkeys(key for lines in reversed(by_period) for key in lines))
    rows = tuple(_years_row([lines.get(key) for lines in by_period]) for key in keys)
    title = Words.said(gettext_lazy("Target against achieved"))
    return DataTable("years", title, tuple(columns), rows)


def _of_period(period: Period, head: object) -> Words:
    words = Words.said(head)
    return Words(f"{period.title_sq}: {words.sq}", f"{period.title_en or period.title_sq}: {words.en}")


def _years_row(lines: list[IndicatorLine | None]) -> Row:
    last = next(line for line in reversed(lines) if line is not None)
    cells: list[Cell] = []
    for line in lines:
        is_protected = line is not None and line.progress.light.is_protected
        target, actual = (line.target, line.actual) if line else (None, None)
        cells += [target, HIDDEN if is_protected else actual]
    name = Words(f"{last.code} {last.title_sq}", f"{last.code} {last.title_en or last.title_sq}")
    baseline: Cell = HIDDEN if last.hides_baseline and last.baseline is None else last.baseline
    return Row((name, Words(last.unit, last.unit_en or last.unit), baseline, *cells, last.end_target))


def rows_to_choose(version: PlanVersion) -> dict[str, QuerySet[Any]]:
    """What the version's measures belong to, by the name of the filter."""
    return {"goal": hanging_on(version, "strategicgoals")} | {name: of(version.pk) for name, of in CHOICES.items()}


@prepared
def _offices(version: int) -> QuerySet[Any]:
    return Office.objects.filter(measures__version=version).distinct()


@prepared
def _units(version: int) -> QuerySet[Any]:
    return AdministrativeUnit.objects.filter(measure_links__version=version).distinct()


@prepared
def _groups(version: int) -> QuerySet[Any]:
    return TargetGroup.objects.filter(measure_links__version=version).distinct()


CHOICES = {"office": _offices, "unit": _units, "group": _groups}


def choices_of(version: PlanVersion) -> dict[str, list[tuple[str, dict[str, str]]]]:
    return read(read_choices(version))


def read_choices(version: PlanVersion) -> Reader[dict[str, list[tuple[str, dict[str, str]]]]]:
    """The same as codes with their names in both languages, as a form offers them and a roll-up keeps them."""
    to_choose = rows_to_choose(version)
    yield from read_lists(*to_choose.values())
    return {
        name: [(row.code, Words.made(lambda row=row: str(row)[:90]).to_plain()) for row in rows]
        for name, rows in to_choose.items()
    }
