"""What was done and what was reached, as the last stops of the trace; keyed by the measure and the indicator.

Staff meet the rows of today. Everybody else meets the figures of published reports as they were frozen, and of these
only what `PeriodFigures.for_public` leaves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.suppression import MARK
from core.templatetags.ui import money
from core.tracing import Fact, Step, TraceDirection, TraceLink, TraceReader, TraceStop, same_key, uuids_of
from monitoring.enums import Light
from monitoring.figures import judged, light_thresholds
from monitoring.indicator_line import IndicatorLine
from monitoring.models import BudgetExecution, IndicatorValue, MeasureProgress, Period, YearlyReport
from monitoring.reporting.freezing import thaw_figures
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


def _published(rows: QuerySet[Any], part: str) -> Iterator[tuple[str, Period, Any]]:
    """What the newest published report of each period of a standing version says of these rows, by their keys."""
    keys = {pk: str(key) for pk, key in rows.values_list("pk", "key")}
    versions = rows.filter(version__state__in=ADOPTED_STATES).values("version")
    reports = YearlyReport.objects.published().filter(period__version__in=versions).select_related("period")
    newest = {report.period_id: report for report in reports.order_by("period__starts_on", "revision")}
    for report in newest.values():
        for line in getattr(thaw_figures(report.figures or {}).for_public(), part):
            if line.pk in keys:
                yield keys[line.pk], report.period, line


def _done_as_published(keys: Collection[str]) -> Iterator[Done]:
    for key, period, line in _published(Measure.objects.filter(key__in=uuids_of(keys)), "measures"):
        yield Done(
            key, line.code, period, line.status_label, line.share_done, line.money.spent, narrative=line.narrative
        )


def _done_today(keys: Collection[str]) -> Iterator[Done]:
    rows = MeasureProgress.objects.filter(measure__key__in=uuids_of(keys)).select_related("period", "measure")
    executions = BudgetExecution.objects.filter(measure__key__in=uuids_of(keys)).order_by()
    grouped = executions.values_list("measure", "period").annotate(total=Sum("spent"))
    spent = {(measure, period): total for measure, period, total in grouped}
    for row in rows.order_by("period__starts_on"):
        yield Done(
            str(row.measure.key),
            row.measure.code,
            row.period,
            row.get_status_display(),
            row.share_done,
            spent.get((row.measure_id, row.period_id), 0),
            narrative=row.narrative,
        )


def load_done(keys: Collection[str], reader: TraceReader) -> Mapping[str, Step]:
    is_inside = sees_today(reader)
    found: dict[str, list[Done]] = defaultdict(list)
    for done in _done_today(keys) if is_inside else _done_as_published(keys):
        found[done.key].append(done)
    return {
        key: Step(
            kind=DONE,
            key=key,
            label=_("Measure %(code)s") % {"code": told[-1].code},
            url=told[-1].period.get_absolute_url() if is_inside else reverse("monitoring:progress_public"),
            text=told[-1].narrative,
            facts=tuple(done.fact for done in told),
        )
        for key, told in found.items()
    }


def _reached_as_published(keys: Collection[str]) -> Iterator[Reached]:
    for key, period, line in _published(Indicator.objects.filter(key__in=uuids_of(keys)), "indicators"):
        if line.actual is not None or line.progress.light == Light.PROTECTED:
            yield Reached(key, period, line)


def _reached_today(keys: Collection[str]) -> Iterator[Reached]:
    values = IndicatorValue.objects.current().approved().filter(amount__isnull=False)
    values = values.filter(indicator__key__in=uuids_of(keys))
    rows = values.select_related("period", "indicator").prefetch_related("indicator__targets")
    by = (light_thresholds(), small_number_rules())
    for row in rows.order_by("period__starts_on"):
        targets = {target.year: target.value for target in row.indicator.targets.all()}
        line = judged(row.indicator, targets.get(row.period.target_year), row.amount, by)
        yield Reached(str(row.indicator.key), row.period, line)


def load_results(keys: Collection[str], reader: TraceReader) -> Mapping[str, Step]:
    is_inside = sees_today(reader)
    found: dict[str, list[Reached]] = defaultdict(list)
    for reached in _reached_today(keys) if is_inside else _reached_as_published(keys):
        found[reached.key].append(reached)
    return {
        key: Step(
            kind=RESULT,
            key=key,
            label=f"{told[-1].line.code} {told[-1].line.title}",
            url=told[-1].period.get_absolute_url() if is_inside else reverse("monitoring:progress_public"),
            facts=tuple(reached.fact for reached in told),
        )
        for key, told in found.items()
    }


DEEDS = TraceStop(DONE, gettext_lazy("What was done"), load_done)
RESULTS = TraceStop(RESULT, gettext_lazy("Yearly results"), load_results)
STOPS = (DEEDS, RESULTS)
LINKS = (
    TraceLink(MEASURE, DONE, TraceDirection.ASIDE, same_key),
    TraceLink(INDICATOR, RESULT, TraceDirection.ASIDE, same_key),
)
