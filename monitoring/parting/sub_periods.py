"""Flows of a period from the shorter periods inside it: only these may be added (docs/law.md#to-date)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from core.together.relations import read_lists
from core.together.side_by_side import Reader, side_by_side
from monitoring.models import IndicatorValue, Period, PeriodKind
from monitoring.parting.dimensions import AskedOf
from socialplan.content.enums import IndicatorKind

YEAR = 12


@dataclass(frozen=True, slots=True)
class SubResults:
    """`amounts` by the key of the shorter period; `expected` is how many there are once all are in."""

    expected: int = 0
    amounts: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def total(self) -> Decimal | None:
        """None while some are missing."""
        is_whole = self.expected and len(self.amounts) >= self.expected
        return sum(self.amounts.values(), Decimal()) if is_whole else None


NO_PARTS = SubResults()


def read_sub_results(period: Period) -> Reader[dict[UUID, SubResults]]:
    """Of every flow of the period's version, by its key; empty where the period has no shorter ones inside it."""
    inside = yield from _read_inside(period)
    if not inside:
        return {}
    flows = period.version.indicators.filter(kind=IndicatorKind.FLOW)
    values = IndicatorValue.objects.current().approved().filter(period__in=inside, amount__isnull=False)
    told = values.filter(indicator__key__in=flows.order_by().values("key")).order_by("period__starts_on", "pk")
    rows = told.values_list("indicator__key", "period_id", "amount")
    asked, _lists = yield from side_by_side(AskedOf.read_of_plan(period.plan_id), read_lists(flows, rows))
    found: dict[UUID, dict[str, Decimal]] = {each.key: {} for each in flows}
    for key, at, amount in rows:
        found[key][str(at)] = amount or Decimal()  # the rows without one are left out above
    return {
        each.key: SubResults(_expected(period, inside, asked.months_of(each)), found[each.key])
        for each in flows
        if found[each.key]
    }


def _read_inside(period: Period) -> Reader[list[Period]]:
    """The longest kind of shorter periods that has some here."""
    rows = Period.objects.filter(plan=period.plan_id, starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    months = PeriodKind.objects.filter(pk=period.kind_id).values("months")
    shorter = rows.filter(kind__months__lt=months).select_related("kind").order_by("starts_on")
    yield [shorter]
    longest = max((each.kind.months for each in shorter), default=0)
    kinds = [each.kind_id for each in shorter if each.kind.months == longest]
    return [each for each in shorter if each.kind_id == kinds[0]] if kinds else []


def _expected(period: Period, inside: list[Period], frequency: int | None) -> int:
    """As many as the kind has in the period's months; fewer where the indicator is measured less often."""
    months = (period.ends_on.year - period.starts_on.year) * YEAR + period.ends_on.month - period.starts_on.month + 1
    of_kind = inside[0].kind.months
    if frequency and frequency > of_kind:
        return max(1, -(-months // frequency))
    return max(len(inside), -(-months // of_kind))
