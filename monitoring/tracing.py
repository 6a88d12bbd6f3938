"""What was done and what was reached, as the last stops of the trace; keyed by the measure and the indicator.

Staff meet the rows of today. Everybody else meets the figures of published reports as they were frozen, and of these
only what `PeriodFigures.for_public` leaves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet, Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.suppression import MARK
from core.templatetags.ui import money
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, side_by_side
from core.tracing import Fact, Step, TraceDirection, TraceLink, TraceReader, TraceStop, same_key, uuids_of
from monitoring.enums import Light
from monitoring.figures import judged, light_thresholds
from monitoring.indicator_line import IndicatorLine
from monitoring.models import BudgetExecution, IndicatorValue, MeasureProgress, Period, YearlyReport
from monitoring.reporting.freezing import thaw_part
from municipality.rule_book import read_rule_book
from municipality.small_numbers import small_number_rules
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import Indicator, Measure
from socialplan.content.tracing import INDICATOR, MEASURE

DONE = "done"
RESULT = "result"
NOTHING = "\u2013"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a measure in a period; spent in new lek (ALL)."""

    key: str
    code: str
    period: Period
    status: str
    share: int | None
    spent: int
    narrative: str

    @property
    def fact(self) -> Fact:
        share = NOTHING if self.share is None else f"{self.share}\u00a0%"
        told = _("%(status)s, %(share)s done, %(spent)s spent")
        return Fact(
            self.period.title,
            told % {"status": self.status or NOTHING, "share": share, "spent": money(self.spent)},
        )


@dataclass(frozen=True, slots=True)
class Reached:
    key: str
    period: Period
    line: IndicatorLine

    @property
    def fact(self) -> Fact:
        line = self.line
        is_protected = line.progress.light == Light.PROTECTED
        told = _("%(actual)s, target %(target)s") % {
            "actual": MARK if is_protected else _number(line.actual),
            "target": _number(line.target),
        }
        return Fact(
            self.period.title,
            told,
            is_hidden=is_protected,
            is_marked=line.is_hidden and not is_protected,
            light=line.progress.light,
            light_label=Light(line.progress.light).label,
        )


def sees_today(reader: TraceReader) -> bool:
    return reader.may("monitoring.view_true_figures")


def _number(value: Decimal | None) -> str:
    return NOTHING if value is None else number_format(value.normalize(), force_grouping=True)


@prepared
def _keys_of(model: Any, keys: tuple[UUID, ...]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = model.objects.filter(key__in=keys).order_by().values_list("pk", "key")
    return rows


@prepared
def _reports_on(model: Any, keys: tuple[UUID, ...], part: str) -> QuerySet[Any]:
    """The published reports on standing versions that have these rows, in their order, with the lines of a part."""
    rows = model.objects.filter(key__in=keys).order_by()
    versions = rows.filter(version__state__in=ADOPTED_STATES).values("version")
    reports = YearlyReport.objects.published().filter(period__version__in=versions).select_related("period")
    lines = F(f"figures__{part}")
    return reports.order_by("period__starts_on", "revision").defer("figures").annotate(lines=lines)


def _published(model: Any, rows: Collection[str], part: str) -> Reader[list[tuple[str, Period, Any]]]:
    """What the newest published report of each period of a standing version says of these rows, by their keys."""
    known, reports = _keys_of(model, uuids_of(rows)), _reports_on(model, uuids_of(rows), part)
    yield from read_lists(known, reports)
    keys = {pk: str(key) for pk, key in known}
    newest = {report.period_id: report for report in reports}.values()
    return [
        (keys[line.pk], report.period, line)
        for report in newest
        for chosen in [[line for line in report.lines if line["pk"] in keys]]
        for line in getattr(thaw_part(part, chosen).for_public(), part)
    ]


def _done_as_published(keys: Collection[str]) -> Reader[list[Done]]:
    told = yield from _published(Measure, keys, "measures")
    return [
        Done(key, line.code, period, line.status_label, line.share_done, line.money.spent, narrative=line.narrative)
        for key, period, line in told
    ]


def _done_today(keys: Collection[str]) -> Reader[list[Done]]:
    rows = MeasureProgress.objects.filter(measure__key__in=uuids_of(keys)).select_related("period", "measure")
    executions = BudgetExecution.objects.filter(measure__key__in=uuids_of(keys)).order_by()
    grouped = executions.values_list("measure", "period").annotate(total=Sum("spent"))
    rows = rows.order_by("period__starts_on")
    yield from read_lists(rows, grouped)
    spent = {(measure, period): total for measure, period, total in grouped}
    return [
        Done(
            str(row.measure.key),
            row.measure.code,
            row.period,
            row.get_status_display(),
            row.share_done,
            spent.get((row.measure_id, row.period_id), 0),
            narrative=row.narrative,
        )
        for row in rows
    ]


def table_page(name: str) -> str:
    """Where everybody finds the row: of the latest report, and of results of all of them."""
    return reverse("monitoring:progress_table_public", args=[name])


def load_done(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    is_inside = sees_today(reader)
    found: dict[str, list[Done]] = defaultdict(list)
    told = yield from _done_today(keys) if is_inside else _done_as_published(keys)
    for done in told:
        found[done.key].append(done)
    return {
        key: Step(
            kind=DONE,
            key=key,
            label=_("Measure %(code)s") % {"code": done[-1].code},
            url=done[-1].period.get_absolute_url() if is_inside else table_page("measures"),
            text=done[-1].narrative,
            facts=tuple(each.fact for each in done),
        )
        for key, done in found.items()
    }


def _reached_as_published(keys: Collection[str]) -> Reader[list[Reached]]:
    told = yield from _published(Indicator, keys, "indicators")
    return [
        Reached(key, period, line)
        for key, period, line in told
        if line.actual is not None or line.progress.light == Light.PROTECTED
    ]


def _reached_today(keys: Collection[str]) -> Reader[list[Reached]]:
    values = IndicatorValue.objects.current().approved().filter(amount__isnull=False)
    values = values.filter(indicator__key__in=uuids_of(keys))
    rows = values.select_related("period", "indicator").prefetch_related("indicator__targets")
    rows = rows.order_by("period__starts_on")
    yield from side_by_side(read_rule_book(), read_lists(rows))
    by = (light_thresholds(), small_number_rules())
    reached = []
    for row in rows:
        targets = {target.year: target.value for target in row.indicator.targets.all()}
        line = judged(row.indicator, targets.get(row.period.target_year), row.amount, by)
        reached.append(Reached(str(row.indicator.key), row.period, line))
    return reached


def load_results(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    is_inside = sees_today(reader)
    found: dict[str, list[Reached]] = defaultdict(list)
    told = yield from _reached_today(keys) if is_inside else _reached_as_published(keys)
    for reached in told:
        found[reached.key].append(reached)
    return {
        key: Step(
            kind=RESULT,
            key=key,
            label=f"{shown[-1].line.code} {shown[-1].line.title}",
            url=shown[-1].period.get_absolute_url() if is_inside else table_page("years"),
            facts=tuple(each.fact for each in shown),
        )
        for key, shown in found.items()
    }


DEEDS = TraceStop(DONE, gettext_lazy("What was done"), load_done)
RESULTS = TraceStop(RESULT, gettext_lazy("Yearly results"), load_results)
STOPS = (DEEDS, RESULTS)
LINKS = (
    TraceLink(MEASURE, DONE, TraceDirection.ASIDE, same_key),
    TraceLink(INDICATOR, RESULT, TraceDirection.ASIDE, same_key),
)
