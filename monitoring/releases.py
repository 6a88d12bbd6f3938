"""What a report tells of persons, judged when its figures are frozen together with every report frozen before.

Persons reached stand in one table with all their sums; a result, the results before it and their sum to date are tied
by the indicator's key. So neither two revisions of a report nor two periods tell a figure that one of them hides.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from core.released import SHARED, Judgement, Release, judge
from core.suppression import TOTAL, Sum, TrueCount, grid_key
from core.workflow import StepRefused
from monitoring.disclosure import ReachedRow, reached_columns, reached_grid, rows_of
from monitoring.figures import PeriodFigures
from monitoring.indicator_line import IndicatorLine
from monitoring.models import Period
from municipality.small_numbers import SmallNumberRules, small_number_rules
from operations.trail.patterns import keep_release, told_before

NAME = "monitoring.report"


@dataclass
class ReportCounts:
    """The counts of one period by the keys of the installation; `hidden` is so whatever else is."""

    period: int
    rules: SmallNumberRules
    counts: dict[str, TrueCount] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    totals: set[str] = field(default_factory=set)

    def reached(self, cell: str) -> str:
        return f"{SHARED}reached:{self.period}:{cell}"

    def add_reached(self, figures: PeriodFigures) -> None:
        if not figures.groups:
            return
        table = reached_grid(figures.groups, self.rules)
        self.counts |= {self.reached(key): count for key, count in table.counts.items()}
        self.sums += [
            Sum(self.reached(each.total), tuple(map(self.reached, each.parts)), each.is_complete)
            for each in table.sums
        ]

    def add_result(self, line: IndicatorLine) -> None:
        """The result of the period, of those before it, and their sum; only whole counts of persons are judged."""
        rule = self.rules.of(is_protected=line.is_protected)
        told = {str(self.period): line.actual, **line.earlier}
        for period, amount in told.items():
            if amount is not None:
                self.counts[result_key(line, period)] = TrueCount(int(amount), rule)
        if line.is_hidden and line.actual is not None:
            self.hidden.add(result_key(line, str(self.period)))
        if line.is_summed and line.to_date is not None:
            total = self.to_date(line)
            parts = tuple(result_key(line, period) for period, amount in told.items() if amount is not None)
            self.counts[total] = TrueCount(int(line.to_date), rule)
            self.sums.append(Sum(total, parts))
            self.totals.add(total)

    def to_date(self, line: IndicatorLine) -> str:
        """The key of what stands as "to date": a sum, or the newest result itself."""
        if line.is_summed:
            return f"{SHARED}to date:{line.key}:{self.period}"
        return result_key(line, line.newest_period or str(self.period))


def result_key(line: IndicatorLine, period: str) -> str:
    return f"{SHARED}result:{line.key}:{period}"


def counted(period: Period, figures: PeriodFigures) -> ReportCounts:
    found = ReportCounts(period.pk, small_number_rules())
    found.add_reached(figures)
    for line in figures.indicators:
        if line.counts_whole_people:
            found.add_result(line)
    return found


def release_report(period: Period, figures: PeriodFigures) -> PeriodFigures:
    """Keep what these figures tell and hide; the same figures with what is hidden marked.

    Raises StepRefused where something hidden could be worked out of what is already public all the same.
    """
    found = counted(period, figures)
    judged = _judged(found, found.hidden)
    if judged.exposed:
        judged = _judged(found, set(found.counts))
    if judged.exposed:
        sentence = _("With what is already public, these numbers could be worked out: %(list)s")
        raise StepRefused(sentence % {"list": ", ".join(sorted(judged.exposed))})
    keep_release(NAME, f"period:{period.pk}", judged.release)
    return marked(figures, found, judged.release)


def _judged(found: ReportCounts, hidden: set[str]) -> Judgement:
    return judge(found.counts, found.sums, told_before(NAME), also=hidden, totals=found.totals)


def marked(figures: PeriodFigures, found: ReportCounts, release: Release) -> PeriodFigures:
    lines = tuple(
        _marked_line(line, found, release) if line.counts_whole_people else line for line in figures.indicators
    )
    return replace(figures, indicators=lines, reached_rows=tuple(_marked_rows(figures, found, release)))


def _marked_line(line: IndicatorLine, found: ReportCounts, release: Release) -> IndicatorLine:
    def hides(key: str) -> bool:
        return key in release.shown and release.hides(key)

    return replace(
        line,
        is_hidden=line.is_hidden or hides(result_key(line, str(found.period))),
        hides_last=line.hides_last or hides(result_key(line, line.last_period)),
        hides_to_date=hides(found.to_date(line)),
    )


def _marked_rows(figures: PeriodFigures, found: ReportCounts, release: Release) -> list[ReachedRow]:
    if not figures.groups:
        return []
    names = [line.code for line in figures.groups] + [TOTAL]
    keys = {
        grid_key(row, column): release.hides(found.reached(grid_key(row, column)))
        for row in names
        for column in (*reached_columns(figures.groups), TOTAL)
    }
    return rows_of(figures.groups, reached_grid(figures.groups, found.rules), keys)
