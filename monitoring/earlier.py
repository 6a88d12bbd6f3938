"""What an indicator reached before a period and up to it, by its stable key, whatever was amended between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from core.together.relations import read_lists
from core.together.side_by_side import Reader, side_by_side
from monitoring.models import ChangedTarget, IndicatorValue, Period
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Indicator


@dataclass(frozen=True, slots=True)
class EarlierResults:
    """`last`: value of the period before; `before`: sum of all periods before; `newest`: the last known value,
    and `newest_on` the last day of its period.

    `amounts`: every value before, by the period's key, the oldest first.
    """

    last: Decimal | None = None
    last_period: str = ""
    newest_on: str = ""
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    before: Decimal | None = None
    newest: Decimal | None = None

    def to_date(self, indicator: Indicator, actual: Decimal | None) -> Decimal | None:
        """Only flows are added over periods; of other kinds the newest value stands (docs/law.md#to-date)."""
        if indicator.kind != IndicatorKind.FLOW:
            return self.newest if actual is None else actual
        parts = [each for each in (self.before, actual) if each is not None]
        return sum(parts, Decimal()) if parts else None


NOTHING_EARLIER = EarlierResults()


def read_earlier_results(period: Period) -> Reader[dict[UUID, EarlierResults]]:
    """Of every indicator of the plan that has an approved value in a period that ended before this one began."""
    values = (
        IndicatorValue.objects.current()
        .approved()
        .filter(period__in=Period.objects.before(period).order_by())
        .order_by("period__ends_on", "period_id", "pk")
        .values_list("indicator__key", "period_id", "amount", "period__ends_on")
    )
    ended = Period.objects.before(period)[:1]
    yield from read_lists(values, ended)
    found: dict[UUID, dict[int, Decimal]] = defaultdict(dict)
    days: dict[int, str] = {}
    for key, at, amount, day in values:
        if amount is not None:  # not collected, or not applicable
            found[key][at], days[at] = amount, day.isoformat()
    last = next(iter(ended), None)
    return {
        key: EarlierResults(
            last=amounts.get(last.pk) if last else None,
            before=sum(amounts.values(), Decimal()),
            newest=list(amounts.values())[-1],
            newest_on=days[list(amounts)[-1]],
            last_period=str(last.pk) if last else "",
            amounts={str(at): amount for at, amount in amounts.items()},
        )
        for key, amounts in found.items()
    }


@dataclass(frozen=True, slots=True)
class KnownResult:
    """What stands outside the plan and the period: earlier results, and the target that replaces the plan's."""

    earlier: EarlierResults = NOTHING_EARLIER
    changed: ChangedTarget | None = None


NOTHING_KNOWN = KnownResult()


def read_known(period: Period) -> Reader[dict[UUID, KnownResult]]:
    """By the key of the indicator; of changed targets the one in force on the last day of the period."""
    rows = ChangedTarget.objects.in_force(period.plan_id, period.target_year, period.ends_on)
    earlier, _rows = yield from side_by_side(read_earlier_results(period), read_lists(rows))
    changed = {row.indicator_key: row for row in rows}
    return {key: KnownResult(earlier.get(key, NOTHING_EARLIER), changed.get(key)) for key in {*earlier, *changed}}
