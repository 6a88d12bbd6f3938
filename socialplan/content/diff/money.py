"""Figures before and after: money of a measure, targets of an indicator, and the totals of the plan. Money is ALL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.templatetags.ui import NOTHING
from socialplan.content.diff.values import Names, Row, differs, place_of, shown, title_of

Number = int | Decimal
Content = Mapping[str, Any]
DONOR_FIELDS = ("currency", "original_amount", "rate", "rate_on")


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """A number before and after; None where there is none. `remark` says what else changed about it."""

    label: str
    before: Number | None
    after: Number | None
    remark: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after or bool(self.remark)

    @property
    def difference(self) -> Decimal:
        return Decimal(self.after or 0) - Decimal(self.before or 0)

    @property
    def signed(self) -> str:
        """The difference with its sign, empty where the number stayed."""
        if not self.difference:
            return ""
        sign = "\u2212" if self.difference < 0 else "+"
        return sign + number_format(abs(self.difference), force_grouping=True)

    @property
    def shown_before(self) -> str:
        return _number(self.before)

    @property
    def shown_after(self) -> str:
        return _number(self.after)


def _number(value: Number | None) -> str:
    return NOTHING if value is None else str(number_format(value, force_grouping=True))


@dataclass(frozen=True, slots=True)
class MeasureMoney:
    """Cost and funding lines that changed, and what they come to over all years."""

    cost: ComparedFigure
    funding: ComparedFigure
    gap: ComparedFigure
    lines: tuple[ComparedFigure, ...]

    @property
    def is_changed(self) -> bool:
        return any(line.is_changed for line in self.lines)

    @property
    def changed_lines(self) -> list[ComparedFigure]:
        return [line for line in self.lines if line.is_changed]

    @property
    def weight(self) -> int:
        """By how much the money moved, for putting the largest change first."""
        return max(abs(int(self.cost.difference)), abs(int(self.funding.difference)))


@dataclass(frozen=True, slots=True)
class TotalRow:
    label: str
    cost: ComparedFigure
    funding: ComparedFigure
    gap: ComparedFigure
    is_total: bool = False

    @property
    def is_changed(self) -> bool:
        return self.cost.is_changed or self.funding.is_changed


@dataclass(frozen=True, slots=True)
class Totals:
    """Money of the whole plan; by source there is only funding."""

    whole: TotalRow
    by_goal: tuple[TotalRow, ...]
    by_year: tuple[TotalRow, ...]
    by_source: tuple[ComparedFigure, ...]

    @property
    def has_changed_sources(self) -> bool:
        return any(figure.is_changed for figure in self.by_source)

    @property
    def is_changed(self) -> bool:
        rows: tuple[TotalRow | ComparedFigure, ...] = (self.whole, *self.by_goal, *self.by_year, *self.by_source)
        return any(row.is_changed for row in rows)


Group = tuple[str, str | int]
WHOLE: Group = ("whole", "")


class Ledger:
    """One side's money: single amounts by their place, and sums by measure, goal, year, source and for the whole."""

    def __init__(self, content: Content) -> None:
        self.costs: dict[tuple[str, int], int] = {}
        self.lines: dict[tuple[str, int, str, str], Row] = {}
        self.cost_sums: Counter[Group] = Counter()
        self.funding_sums: Counter[Group] = Counter()
        goals = {row["key"]: row["goal_key"] for row in content.get("specificobjectives", ())}
        self._goal_of = {row["key"]: goals.get(row["objective_key"], "") for row in content.get("measures", ())}
        places: dict[str, tuple[str, int]] = {}
        for row in content.get("measurecosts", ()):
            measure, year = places[row["key"]] = row["measure_key"], row["year"]
            self.costs[measure, year] = row["amount"]
            self._add(self.cost_sums, row["amount"], measure, year)
        for row in content.get("fundinglines", ()):
            measure, year = places[row["cost_key"]]
            self.lines[measure, year, row["source_code"], row["state"]] = row
            self._add(self.funding_sums, row["amount"], measure, year)
            self.funding_sums["source", row["source_code"]] += row["amount"]

    def _add(self, sums: Counter[Group], amount: int, measure: str, year: int) -> None:
        groups: tuple[Group, ...] = (WHOLE, ("measure", measure), ("goal", self._goal_of.get(measure, "")))
        for group in (*groups, ("year", year)):
            sums[group] += amount


class MoneyComparison:
    """Both ledgers side by side."""

    def __init__(self, old: Content, new: Content, names: Names) -> None:
        self._old, self._new, self._names = Ledger(old), Ledger(new), names
        self._goals = {
            row["key"]: title_of(row)
            for side in (old, new)
            for row in sorted(side.get("strategicgoals", ()), key=place_of)
        }
        self._years = sorted({year for side in (self._old, self._new) for _measure, year in side.costs})
        self._places: dict[str, set[tuple[str, int, str, str]]] = {}
        for place in (*self._old.lines, *self._new.lines):
            self._places.setdefault(place[0], set()).add(place)

    def of_measure(self, key: str) -> MeasureMoney:
        total = self._total("", ("measure", key))
        costs = [self._cost_line(key, year) for year in self._years]
        lines = [self._funding_line(place) for place in sorted(self._places.get(key, ()), key=lambda each: each[1:])]
        shown = (line for line in (*costs, *lines) if line.before is not None or line.after is not None)
        return MeasureMoney(total.cost, total.funding, total.gap, tuple(shown))

    def totals(self) -> Totals:
        sources = sorted({place[2] for ledger in (self._old, self._new) for place in ledger.lines})
        return Totals(
            whole=self._total(_("Whole plan"), WHOLE, is_total=True),
            by_goal=tuple(self._total(label, ("goal", key)) for key, label in self._goals.items()),
            by_year=tuple(self._total(str(year), ("year", year)) for year in self._years),
            by_source=tuple(
                self._sums(self._names("source_code", code), "funding_sums", ("source", code)) for code in sources
            ),
        )

    def _total(self, label: str, group: Group, *, is_total: bool = False) -> TotalRow:
        cost, funding = self._sums(_("Cost"), "cost_sums", group), self._sums(_("Funding"), "funding_sums", group)
        before, after = ((cost.before or 0) - (funding.before or 0), (cost.after or 0) - (funding.after or 0))
        return TotalRow(label, cost, funding, ComparedFigure(_("Gap"), before, after), is_total)

    def _sums(self, label: str, name: str, group: Group) -> ComparedFigure:
        return ComparedFigure(label, *(getattr(side, name)[group] for side in (self._old, self._new)))

    def _cost_line(self, measure: str, year: int) -> ComparedFigure:
        label = _("Cost %(year)s") % {"year": year}
        return ComparedFigure(label, self._old.costs.get((measure, year)), self._new.costs.get((measure, year)))

    def _funding_line(self, place: tuple[str, int, str, str]) -> ComparedFigure:
        _measure, year, source, state = place
        label = _("Funding %(year)s: %(source)s (%(state)s)") % {
            "year": year,
            "source": self._names("source_code", source),
            "state": shown("fundinglines", "state", state, self._names),
        }
        before, after = self._old.lines.get(place), self._new.lines.get(place)
        return ComparedFigure(
            label,
            before["amount"] if before else None,
            after["amount"] if after else None,
            self._donor_remark(before or {}, after or {}),
        )

    def _donor_remark(self, before: Row, after: Row) -> str:
        """What changed in the amount the donor gave, its currency, rate or date."""
        sides = [
            " ".join(filter(None, (shown("fundinglines", name, row.get(name), self._names) for name in DONOR_FIELDS)))
            for row in (before, after)
        ]
        if not any(differs(before.get(name), after.get(name)) for name in DONOR_FIELDS):
            return ""
        return f"{sides[0] or NOTHING} → {sides[1] or NOTHING}"


def target_figures(old: Iterable[Row], new: Iterable[Row]) -> tuple[ComparedFigure, ...]:
    """The targets of one indicator by year."""
    before, after = ({row["year"]: Decimal(row["value"]) for row in side} for side in (old, new))
    years = sorted({*before, *after})
    return tuple(
        ComparedFigure(_("Target %(year)s") % {"year": year}, before.get(year), after.get(year)) for year in years
    )
