"""What ties the counts of a report to those of other periods: a longer one tells of the shorter ones within it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from core.suppression import Sum, SuppressionRule, TrueCount
from monitoring.indicator_line import IndicatorLine
from monitoring.models.reach import WHOLE
from monitoring.parting.parted import PartedLine, codes_in, ways_of
from monitoring.parting.plan_counts import SHARE, Cell, PlanCounts
from monitoring.parting.reach import ReachLine
from monitoring.release_keys import cell_key, flow_key
from municipality.small_numbers import SmallNumberRules

KeyOf = Callable[[Cell, int], str]


@dataclass
class PeriodTies:
    """The counts of one period, and of others as far as they are tied to it, with the sums that tie them.

    `assumed` is what a reader does not know and may think, as that nobody came in both halves of a year.
    """

    period: int
    rules: SmallNumberRules
    counts: dict[str, TrueCount] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    assumed: list[Sum] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)

    def tie_reach(self, line: ReachLine, whole: PlanCounts) -> None:
        """A year less its first half tells the second: each count is held against those of overlapping periods."""
        rule = self.rules.of(is_protected=line.is_protected)
        cells = {(line.key, WHOLE, WHOLE): rule}
        for parted in line.parts:
            for part in parted.parts:
                of_part = self.rules.of(is_protected=line.is_protected or part.is_protected)
                cells[line.key, parted.dimension, part.code] = of_part
        for cell, of_cell in cells.items():
            self._tie_periods(cell, of_cell, whole, cell_key)
            self._tell_unions(cell, whole)
            self._tell_rests(cell, of_cell, whole, cell_key)
        for parted in line.parts:
            codes = [(line.key, parted.dimension, part.code) for part in parted.parts]
            self._tie_in_periods((line.key, WHOLE, WHOLE), codes, whole, cell_key, is_exclusive=parted.is_exclusive)

    def tie_flow(self, line: IndicatorLine, whole: PlanCounts) -> None:
        rule, cell = self.rules.of(is_protected=line.is_protected), (line.key, WHOLE, WHOLE)
        self._tie_periods(cell, rule, whole, flow_key)
        self._tell_rests(cell, rule, whole, flow_key)

    def tie_share(self, line: IndicatorLine, whole: PlanCounts) -> None:
        """Where counts and bases of the shorter periods may be other persons each, the year less one tells the rest.

        Nobody says whether they are; what cannot add up, as where the same persons are asked each time, ties nothing.
        """
        rule, cells = self.rules.of(is_protected=line.is_protected), [(line.key, WHOLE, name) for name in SHARE]
        for longer, inside in whole.ties(cells[0]):
            rests = {cell: whole.rest(cell, longer, inside) for cell in cells}
            is_covered = whole.is_covered(longer, inside)
            if min(rests.values()) < 0 or (is_covered and any(rests.values())):
                continue
            left = {} if is_covered else {cell: self._left_of(cell, longer, inside) for cell in cells}
            unmarked = replace(rule, hides_zero=True)
            self.counts |= {key: TrueCount(rests[cell], unmarked) for cell, key in left.items()}
            for cell in cells:
                for at in (longer, *inside):
                    self.counts.setdefault(flow_key(cell, at), TrueCount(whole.counts[cell][at], rule))
                told = [flow_key(cell, at) for at in inside]
                self.assumed.append(Sum(flow_key(cell, longer), (*told, *([left[cell]] if left else []))))
            over, rest, under = cells
            for at in (longer, *inside):
                self.sums.append(Sum(flow_key(under, at), (flow_key(over, at), flow_key(rest, at))))
            if left:
                self.assumed.append(Sum(left[under], (left[over], left[rest])))

    @staticmethod
    def _left_of(cell: Cell, longer: int, inside: Iterable[int], key_of: KeyOf = flow_key) -> str:
        return ":".join((key_of(cell, longer), "without", *map(str, sorted(inside))))

    def tie_parts(self, line: PartedLine, whole: PlanCounts) -> None:
        """Those of a flow, and their margins."""
        codes = [part.code for part in line.parts]
        cells = {margin.code: _cells(line, codes_in(margin.code, codes)) for margin in line.margins}
        for margin, inner in cells.items():
            whole.add_margin((line.key, line.dimension, margin), inner)
        for part in (*line.parts, *line.margins):
            rule = self.rules.of(is_protected=line.is_protected or part.is_protected)
            cell = (line.key, line.dimension, part.code)
            self._tie_periods(cell, rule, whole, flow_key)
            self._tell_rests(cell, rule, whole, flow_key)
        for margin, inner in cells.items():
            self._tie_in_periods((line.key, line.dimension, margin), inner, whole, flow_key, is_exclusive=True)
        for codes, is_exclusive in ways_of(line):
            result = (line.key, WHOLE, WHOLE)
            self._tie_in_periods(result, _cells(line, codes), whole, flow_key, is_exclusive=is_exclusive)

    def _tie_periods(self, cell: Cell, rule: SuppressionRule, whole: PlanCounts, key_of: KeyOf) -> None:
        for longer, inside in whole.ties(cell):
            told = {longer: whole.counts[cell][longer], **inside}
            for period, persons in told.items():
                self.counts.setdefault(key_of(cell, period), TrueCount(persons, rule))
            own, parts = key_of(cell, longer), [key_of(cell, period) for period in inside]
            sums = self.within(own, parts, are_all=whole.is_covered(longer, inside))
            if key_of is flow_key:
                self.sums += sums
            else:
                self.assumed += sums
                self.sums += [each for part in parts for each in self.within(own, [part], are_all=False)]

    def _tell_rests(self, cell: Cell, rule: SuppressionRule, whole: PlanCounts, key_of: KeyOf) -> None:
        """What a longer period counts beyond its shorter ones is that of those still to come.

        Of persons it is the least of them: who came before is not counted again.
        """
        for longer, inside in whole.ties(cell):
            rest = whole.rest(cell, longer, inside)
            if rest > 0:
                key = self._left_of(cell, longer, inside, key_of)
                self.counts[key] = TrueCount(rest, replace(rule, hides_zero=True))  # no mark says that there are any
                self.sums.append(Sum(key_of(cell, longer), (*(key_of(cell, at) for at in inside), key)))

    def _tell_unions(self, cell: Cell, whole: PlanCounts) -> None:
        """Who came in a year came in a part of it: all parts together count at least as many, and no more is told.

        How many came more than once is told nowhere, so the sum of the parts is an unknown that is always hidden.
        """
        for longer, inside in whole.ties(cell):
            added = sum(inside.values())
            if added < whole.counts[cell][longer] or not whole.is_covered(longer, inside):
                continue
            own = cell_key(cell, longer)
            key = ":".join((own, "added", *map(str, sorted(inside))))
            self.counts[key] = TrueCount(added, bounds_others=True)
            self.hidden.add(key)
            self.sums += [Sum(key, tuple(cell_key(cell, at) for at in inside)), Sum(key, (own,), is_complete=False)]

    def _tie_in_periods(
        self, total: Cell, cells: Iterable[Cell], whole: PlanCounts, key_of: KeyOf, *, is_exclusive: bool
    ) -> None:
        """Parts of the other periods are judged at once with their totals, or one of them finds no way out."""
        for at in whole.counts.get(total, {}):
            keys = [key for cell in cells if (key := key_of(cell, at)) in self.counts]
            if at == self.period or not keys or key_of(total, at) not in self.counts:
                continue
            for parts in [keys] if is_exclusive else [[key] for key in keys]:
                self.tie_within(key_of(total, at), parts)

    def tie_within(self, total: str, parts: list[str]) -> None:
        self.sums += self.within(total, parts)

    def within(self, total: str, parts: list[str], *, are_all: bool = True) -> list[Sum]:
        """What parts tell of a total: they may add up to more than it, where persons came in several of them.

        Where there may be others, nobody knows that these are all of it, whatever they add up to.
        """
        whole, counts = self.counts[total].value, [self.counts[part].value for part in parts]
        if (added := sum(counts)) <= whole:
            return [Sum(total, tuple(parts), is_complete=are_all and added == whole)]
        return [
            Sum(total, (part,), is_complete=False) for part, count in zip(parts, counts, strict=True) if count <= whole
        ]


def _cells(line: PartedLine, codes: Iterable[str]) -> list[Cell]:
    return [(line.key, line.dimension, code) for code in codes]
