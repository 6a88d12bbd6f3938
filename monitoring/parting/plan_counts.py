"""What all periods of a plan say of persons: a longer period tells of those within it, whichever report is first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from monitoring.models import IndicatorValue, MeasureReach, PartValue, Period
from monitoring.models.reach import WHOLE

SHARE = ("over", "rest", "under")  # of a share of persons: who is counted, who is not, and of how many
Cell = tuple[str, str, str]  # key of a measure or an indicator, dimension, part
Counted = tuple[Cell, int, Decimal]


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """Whole counts by cell and period; by lasting keys, whatever version a period stands on."""

    period: Period
    periods: Mapping[int, Period]
    counts: dict[Cell, dict[int, int]]

    @classmethod
    def around(
        cls,
        period: Period,
        *,
        has_reach: bool,
        flows: Collection[str],
        shares: Collection[str],
        parted: Collection[str],
    ) -> PlanCounts | None:
        """Read once for a period: persons of measures, results of these flows, of these shares, parts of those.

        None where no other period of the plan holds this one or lies within it.
        """
        periods = Period.objects.filter(plan=period.plan_id).in_bulk()
        if not any(each.pk != period.pk and (each.holds(period) or period.holds(each)) for each in periods.values()):
            return None
        counts: dict[Cell, dict[int, int]] = defaultdict(dict)
        for cell, at, amount in (
            *(_reached(period) if has_reach else ()),
            *(_results(period, flows, shares) if flows or shares else ()),
            *(_parts(period, parted) if parted else ()),
        ):
            if amount == int(amount):
                counts[cell][at] = int(amount)
        return cls(period, periods, counts)

    def ties(self, cell: Cell) -> Iterator[tuple[int, dict[int, int]]]:
        """Each longer period that has this one within it, or is it, with the shorter ones of one kind in it."""
        told = self.counts.get(cell, {})
        found = [self.periods[pk] for pk in told]
        for longer in found:
            if longer.pk != self.period.pk and not longer.holds(self.period):
                continue
            by_kind: dict[int, dict[int, int]] = defaultdict(dict)
            for each in found:
                if each.pk != longer.pk and longer.holds(each):
                    by_kind[each.kind_id][each.pk] = told[each.pk]
            yield from ((longer.pk, inside) for inside in by_kind.values())

    def rest(self, cell: Cell, longer: int, inside: Iterable[int]) -> int:
        """What the longer period counts beyond these."""
        counts = self.counts[cell]
        return counts[longer] - sum(counts[at] for at in inside)

    def is_covered(self, longer: int, inside: Iterable[int]) -> bool:
        """Whether these periods leave no day of the longer one out."""
        whole, next_day = self.periods[longer], self.periods[longer].starts_on
        for each in sorted((self.periods[pk] for pk in inside), key=lambda period: period.starts_on):
            if each.starts_on > next_day:
                return False
            next_day = max(next_day, each.ends_on + timedelta(days=1))
        return next_day > whole.ends_on

    def add_margin(self, margin: Cell, cells: Sequence[Cell]) -> None:
        """The sum of these cells, in each period that tells all of them."""
        first, *others = (self.counts.get(cell, {}) for cell in cells)
        self.counts[margin] = {
            at: amount + sum(each[at] for each in others)
            for at, amount in first.items()
            if all(at in each for each in others)
        }


def are_share(over: Decimal | None, under: Decimal | None) -> bool:
    """Whether these are who is counted and of how many: both known, whole, and no more than all."""
    if over is None or under is None:
        return False
    return over == int(over) and under == int(under) and 0 <= over <= under


def _reached(period: Period) -> Iterator[Counted]:
    rows: Any = MeasureReach.objects.filter(period__plan=period.plan_id, persons__isnull=False).order_by("pk")
    for key, dimension, part, at, persons in rows.values_list(
        "measure__key", "dimension", "part", "period_id", "persons"
    ):
        yield (str(key), dimension, part), at, Decimal(persons)


def _results(period: Period, flows: Collection[str], shares: Collection[str]) -> Iterator[Counted]:
    rows: Any = IndicatorValue.objects.current().approved().filter(period__plan=period.plan_id)
    asked = rows.filter(indicator__key__in={*flows, *shares}).order_by("period__starts_on", "pk")
    for key, at, amount, over, under in asked.values_list(
        "indicator__key", "period_id", "amount", "numerator", "denominator"
    ):
        if str(key) in flows and amount is not None:
            yield (str(key), WHOLE, WHOLE), at, amount
        elif str(key) in shares and are_share(over, under):
            for name, count in zip(SHARE, (over, under - over, under), strict=True):
                yield (str(key), WHOLE, name), at, count


def _parts(period: Period, flows: Collection[str]) -> Iterator[Counted]:
    rows: Any = PartValue.objects.filter(period__plan=period.plan_id, amount__isnull=False, indicator__key__in=flows)
    for key, dimension, part, at, amount in rows.order_by("period__starts_on", "pk").values_list(
        "indicator__key", "dimension", "part", "period_id", "amount"
    ):
        yield (str(key), dimension, part), at, amount
