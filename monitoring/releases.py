"""What a report tells of persons, judged when its figures are frozen together with every report frozen before.

Persons reached stand in one table with all their sums; a result, the results before it and their sum to date are tied
by the indicator's key. So neither two revisions of a report nor two periods tell a figure that one of them hides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext_lazy

from core.released import SHARED, Judgement, Release, judge
from core.suppression import TOTAL, Sum, TrueCount, grid_key
from monitoring.disclosure import ReachedRow, reached_columns, reached_grid, rows_of
from monitoring.figures import EndedLine, PeriodFigures
from monitoring.indicator_line import IndicatorLine
from monitoring.models import Period
from monitoring.parting.parted import PartedLine, PartLine, codes_in, ways_of
from monitoring.parting.plan_counts import SHARE, PlanCounts, are_share
from monitoring.parting.reach import ReachLine
from monitoring.release_keys import (
    ended_key,
    named_keys,
    part_key,
    reach_key,
    result_key,
)
from monitoring.release_ties import PeriodTies
from municipality.small_numbers import small_number_rules
from operations.trail.figure_words import name_publication
from operations.trail.patterns import keep_release, released_before
from operations.trail.prose import refuse_exposed
from socialplan.content.enums import IndicatorKind
from socialplan.content.findings.prose import RELEASED_OF_PLANS
from socialplan.content.models import Plan

NAME = name_publication("monitoring.report", gettext_lazy("Report of a period"), model="monitoring.Period")


def scopes_of_plan(plan: Plan) -> list[tuple[str, str]]:
    """What the plan's reports tell and hide: words of an amended version are held against it."""
    return [(NAME, scope_of(pk)) for pk in plan.periods.values_list("pk", flat=True)]


def scope_of(period: int) -> str:
    return f"period:{period}"


RELEASED_OF_PLANS.append(scopes_of_plan)


@dataclass
class ReportCounts(PeriodTies):
    """The counts of one period by the keys of the installation; `hidden` is so whatever else is."""

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
        for period, amount in line.inside.items():
            self.counts[result_key(line, period)] = TrueCount(int(amount), rule)
        for period, earlier in told.items():
            if earlier is not None:
                self.counts[result_key(line, period)] = TrueCount(int(earlier), rule)
        if line.is_hidden and line.actual is not None:
            self.hidden.add(result_key(line, str(self.period)))
        self._tie_to_shorter_periods(line)
        if line.is_summed and line.to_date is not None:
            total = self.to_date(line)
            parts = tuple(result_key(line, period) for period, amount in told.items() if amount is not None)
            self.counts[total] = TrueCount(int(line.to_date), rule)
            self.sums.append(Sum(total, parts))
            self.totals.add(total)

    def _tie_to_shorter_periods(self, line: IndicatorLine) -> None:
        """A flow holds what the shorter periods inside its own tell of it."""
        added = sum(int(amount) for amount in line.inside.values())
        if line.inside and line.actual is not None and added <= line.actual:
            own, keys = result_key(line, str(self.period)), tuple(result_key(line, each) for each in line.inside)
            self.sums.append(Sum(own, keys, is_complete=added == line.actual))

    def add_ended(self, line: EndedLine) -> None:
        """The last value of what ended is the one its own period told, or hid."""
        if not line.counts_people or line.last is None or line.kind == IndicatorKind.RATIO:
            return
        if line.last == int(line.last):
            key = ended_key(line)
            self.counts[key] = TrueCount(int(line.last), self.rules.of(is_protected=line.is_protected))
            if line.is_hidden:
                self.hidden.add(key)

    def to_date(self, line: IndicatorLine) -> str:
        """The key of what stands as "to date": a sum, or the newest result itself."""
        if line.is_summed:
            return f"{SHARED}to date:{line.key}:{self.period}"
        return result_key(line, line.newest_period or str(self.period))

    def add_parts(self, line: PartedLine, result: IndicatorLine | None) -> None:
        """Parts and margins with everything that ties them to each other and to the result.

        A share tells those it counts, the rest and the base; where these are not known, or not whole, it is hidden.
        """
        told = {part.code: self.counts_of(line, part) for part in (*line.parts, *line.margins) if part.is_measured}
        for code, (_part, counts) in told.items():
            rule = self.rules.of(is_protected=line.is_protected or _part.is_protected)
            named = {part_key(line, self.period, code, name): count for name, count in counts.items()}
            self.counts |= {key: TrueCount(count, rule) for key, count in named.items()}
            if len(counts) == len(SHARE):
                self.sums.append(Sum(*named_keys(line, self.period, code, "under", ("over", "rest"))))
            if result is None or result.is_hidden:
                self.hidden.update(named)
        self._tie(line, {code: counts for code, (_part, counts) in told.items()})
        if result is not None:
            self._tie_to_result(line, result, {code: counts for code, (_part, counts) in told.items()})

    @staticmethod
    def counts_of(line: PartedLine, part: PartLine) -> tuple[PartLine, dict[str, int]]:
        """The whole counts that a part tells; none where they are not whole, and then it is hidden."""
        if not line.is_share:
            figures = {"": part.amount}
        elif part.numerator is None or part.denominator is None or part.numerator > part.denominator:
            return part, {}
        else:
            rest = part.denominator - part.numerator
            figures = {"over": part.numerator, "rest": rest, "under": part.denominator}
        if any(figure is None or figure != int(figure) for figure in figures.values()):
            return part, {}
        return part, {name: int(figure) for name, figure in figures.items() if figure is not None}

    def _tie(self, line: PartedLine, released: Mapping[str, Mapping[str, int]]) -> None:
        """Each margin of two crossed dimensions is the sum of its cells."""
        for margin in line.margins:
            cells = codes_in(margin.code, released)
            for name in released.get(margin.code, ()):
                keys = [part_key(line, self.period, code, name) for code in cells if name in released[code]]
                if len(keys) == len(cells):
                    self.sums.append(Sum(part_key(line, self.period, margin.code, name), tuple(keys)))

    def _tie_to_result(
        self, line: PartedLine, result: IndicatorLine, released: Mapping[str, Mapping[str, int]]
    ) -> None:
        totals = self._totals(line, result)
        for codes, is_exclusive in ways_of(line):
            for name, total in totals.items():
                counts = {part_key(line, self.period, code, name): released[code][name]
                          for code in codes if name in released.get(code, {})}  # fmt: skip
                added, whole = sum(counts.values()), self.counts[total].value
                if not counts:
                    continue
                if is_exclusive and added <= whole:
                    self.sums.append(Sum(total, tuple(counts), is_complete=added == whole))
                else:
                    self.sums += [Sum(total, (key,), is_complete=False) for key in counts if counts[key] <= whole]

    def add_reach(self, line: ReachLine) -> None:
        """Persons of a measure: the measured parts against the number in all; others are no figures."""
        rule, whole = self.rules.of(is_protected=line.is_protected), reach_key(line, self.period)
        if line.persons is not None:
            self.counts[whole] = TrueCount(line.persons, rule)
        for parted in line.parts:
            counts = {
                part_key(parted, self.period, part.code, ""): (part, int(part.amount))
                for part in parted.parts
                if part.amount is not None
            }
            for key, (part, count) in counts.items():
                of_part = self.rules.of(is_protected=line.is_protected or part.is_protected)
                self.counts[key] = TrueCount(count, of_part)
            if line.persons is None:
                self.hidden.update(counts)  # nobody can judge parts of what is not known
                continue
            if parted.is_exclusive and counts:
                self.tie_within(whole, list(counts))
            else:
                for key in counts:
                    self.tie_within(whole, [key])

    def _totals(self, line: PartedLine, result: IndicatorLine) -> dict[str, str]:
        """The keys of the result's own counts, by what they count."""
        if line.is_share:
            return self.add_share(result)
        key = result_key(result, str(self.period))
        return {"": key} if key in self.counts else {}

    def add_share(self, result: IndicatorLine) -> dict[str, str]:
        """Who is counted, who is not, and of how many; nothing where these are not known, or not whole."""
        over, under = result.numerator, result.denominator
        if over is None or under is None or not are_share(over, under):
            return {}
        counts = dict(zip(SHARE, (int(over), int(under - over), int(under)), strict=True))
        rule = self.rules.of(is_protected=result.is_protected)
        named = {name: f"{result_key(result, str(self.period))}:{name}" for name in counts}
        self.counts |= {key: TrueCount(counts[name], rule) for name, key in named.items()}
        self.sums.append(Sum(named["under"], (named["over"], named["rest"])))
        if result.is_hidden:
            self.hidden.update(named.values())
        return named


def counted(period: Period, figures: PeriodFigures) -> ReportCounts:
    found = ReportCounts(period.pk, small_number_rules())
    found.add_reached(figures)
    for line in figures.indicators:
        if line.counts_whole_people:
            found.add_result(line)
        elif line.counts_people and line.kind == IndicatorKind.RATIO:
            found.add_share(line)
    for ended in figures.ended:
        found.add_ended(ended)
    results = {line.key: line for line in figures.indicators}
    for parted in figures.parts:
        if parted.counts_people:
            found.add_parts(parted, results.get(parted.key))
    for reach in figures.reach:
        found.add_reach(reach)
    _tie_to_other_periods(found, period, figures)
    return found


def _tie_to_other_periods(found: ReportCounts, period: Period, figures: PeriodFigures) -> None:
    """Whichever report goes out first: a year that is public tells of its halves as they tell of it."""
    flows = {line.key: line for line in figures.indicators if line.is_summed and line.counts_whole_people}
    shares = {line.key: line for line in figures.indicators if line.kind == IndicatorKind.RATIO and line.counts_people}
    parted = [line for line in figures.parts if line.kind == IndicatorKind.FLOW and line.counts_people]
    asked = {line.key for line in parted}
    whole = PlanCounts.around(
        period, has_reach=bool(figures.reach), flows=set(flows), shares=set(shares), parted=asked
    )
    if whole is None:
        return
    for reach in figures.reach:
        found.tie_reach(reach, whole)
    for result in flows.values():
        found.tie_flow(result, whole)
    for share in shares.values():
        found.tie_share(share, whole)
    for line in parted:
        found.tie_parts(line, whole)


def as_it_would_be_published(period: Period, figures: PeriodFigures) -> PeriodFigures:
    """The figures of a draft with what its release would hide marked; nothing is kept, nothing refused."""
    found = counted(period, figures)
    return marked(figures, found, _published_or_less(found).release)


def _published_or_less(found: ReportCounts) -> Judgement:
    """What may be told beside all that is public; where that would betray something, nothing that was counted.

    Then zeros are hidden too, so that a mark does not say that there is anybody; what is public already stays so, and
    where a report came out before those inside it, what a reader can only assume stops no later one.
    """
    judged = _judged(found, found.hidden)
    if not judged.exposed:
        return judged
    public, hidden = released_before(NAME), set(found.hidden)
    for name, count in found.counts.items():
        earlier = public.counts.get(name)
        if earlier is None or name in public.hidden or earlier.value != count.value:
            hidden.add(name)
            found.counts[name] = replace(count, rule=replace(count.rule, hides_zero=True))
    less = _judged(found, hidden)
    return _judged(found, hidden, with_assumed=False) if less.exposed else less


def release_report(period: Period, figures: PeriodFigures) -> PeriodFigures:
    """Keep what these figures tell and hide; the same figures with what is hidden marked.

    Raises StepRefused where something hidden could be worked out of what is already public all the same.
    """
    found = counted(period, figures)
    judged = _published_or_less(found)
    refuse_exposed(judged.exposed, NAME)
    keep_release(NAME, scope_of(period.pk), judged.release)
    return marked(figures, found, judged.release)


def _judged(found: ReportCounts, hidden: set[str], *, with_assumed: bool = True) -> Judgement:
    sums = [*found.sums, *(found.assumed if with_assumed else ())]
    return judge(found.counts, sums, released_before(NAME), also=hidden, totals=found.totals)


def marked(figures: PeriodFigures, found: ReportCounts, release: Release) -> PeriodFigures:
    lines = tuple(_marked_line(line, found, release) if line.counts_people else line for line in figures.indicators)
    hidden = {line.key for line in lines if line.is_hidden}
    parts = tuple(_marked_parts(line, found, release, is_hidden=line.key in hidden) for line in figures.parts)
    rows = tuple(_marked_rows(figures, found, release))
    ended = tuple(_marked_ended(line, release) for line in figures.ended)
    reach = tuple(_marked_reach(line, found, release) for line in figures.reach)
    return replace(figures, indicators=lines, reached_rows=rows, parts=parts, ended=ended, reach=reach)


def _marked_reach(line: ReachLine, found: ReportCounts, release: Release) -> ReachLine:
    def marked(parted: PartedLine, part: PartLine) -> PartLine:
        hides = part.is_measured and release.hides(part_key(parted, found.period, part.code, ""))
        return replace(part, is_hidden=hides)

    parts = tuple(replace(parted, parts=tuple(marked(parted, part) for part in parted.parts)) for parted in line.parts)
    is_hidden = line.persons is not None and release.hides(reach_key(line, found.period))
    return replace(line, is_hidden=is_hidden, parts=parts)


def _marked_ended(line: EndedLine, release: Release) -> EndedLine:
    """A share of persons, and what is no whole count, was judged by itself alone; hidden once, it stays so."""
    key = ended_key(line)
    return replace(line, is_hidden=line.is_hidden or (key in release.shown and release.hides(key)))


def _marked_parts(line: PartedLine, found: ReportCounts, release: Release, *, is_hidden: bool) -> PartedLine:
    """Of a hidden result no part is shown, nor one whose counts nobody could judge."""
    if not line.counts_people:
        return line

    def marked(part: PartLine) -> PartLine:
        _part, counts = found.counts_of(line, part)
        keys = [part_key(line, found.period, part.code, name) for name in counts]
        hides = not keys or any(release.hides(key) for key in keys)
        return replace(part, is_hidden=part.is_measured and (is_hidden or hides))

    return replace(line, parts=tuple(map(marked, line.parts)), margins=tuple(map(marked, line.margins)))


def _marked_line(line: IndicatorLine, found: ReportCounts, release: Release) -> IndicatorLine:
    def hides(key: str) -> bool:
        return key in release.shown and release.hides(key)

    own = result_key(line, str(found.period))
    if not line.counts_whole_people:
        return replace(line, is_hidden=line.is_hidden or any(hides(f"{own}:{name}") for name in SHARE))
    return replace(
        line,
        is_hidden=line.is_hidden or hides(own),
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
