"""Costs per year and who pays them, in new lek (ALL); a donor's amount in another currency keeps its own figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from operations.deeds import NOW, Entry
from socialplan.content.enums import EditablePartKind, FundingState
from socialplan.content.models import FundingLine, FundingSource, Measure, MeasureCost
from socialplan.drafting.services.content import remove, store
from socialplan.drafting.services.editable_parts import EditablePart, Values
from socialplan.drafting.services.parts import text_of_number

LINE_FIELDS = ("amount", "currency", "original_amount", "rate", "rate_on")
LINES = Prefetch("lines", FundingLine.objects.select_related("source"))


@dataclass(frozen=True, slots=True)
class LineBudget:
    """What one source gives in a year with one certainty; `amount` is ALL, also where the donor named a currency."""

    source: FundingSource
    state: str
    amount: int
    currency: str = ""
    original_amount: Decimal | None = None
    rate: Decimal | None = None
    rate_on: date | None = None
    row: FundingLine | None = field(default=None, compare=False)

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in LINE_FIELDS}


@dataclass(frozen=True, slots=True)
class YearBudget:
    """What a year costs and who pays it; `row` is the one it was read from, if any."""

    cost: int | None
    lines: tuple[LineBudget, ...] = ()
    row: MeasureCost | None = field(default=None, compare=False)

    @property
    def funded(self) -> int:
        return sum(line.amount for line in self.lines)


def refuse_overfunding(year: int, *, cost: int | None, funded: int) -> None:
    """StepRefused with both sums where the lines of a year give more than it costs."""
    if funded > (cost or 0):
        raise StepRefused(
            _("In %(year)s the funding (%(funded)s ALL) exceeds the cost (%(cost)s ALL).")
            % {"year": year, "funded": funded, "cost": cost or 0}
        )


def refuse_foreign_year(measure: Measure, year: int) -> None:
    if year not in measure.version.plan.years:
        raise StepRefused(_("The year %(year)s lies outside the plan.") % {"year": year})


@transaction.atomic
def set_cost(
    measure: Measure, *, year: int, amount: int | None, actor: User, entry: Entry = NOW
) -> MeasureCost | None:
    """What a measure costs in a year of the plan; an empty amount takes the year and its funding away."""
    current = measure.costs.filter(year=year).first()
    if amount is None:
        if current:
            remove(current, actor=actor, entry=entry)
        return None
    refuse_foreign_year(measure, year)
    if current and current.amount == amount:
        return current
    cost = current or MeasureCost(version=measure.version, measure=measure, year=year)
    cost.amount = amount
    store(cost, actor=actor, entry=entry)
    refuse_overfunding(year, cost=amount, funded=_funded(cost))
    return cost


def _funded(cost: MeasureCost) -> int:
    return cost.lines.aggregate(total=Sum("amount"))["total"] or 0


@transaction.atomic
def set_funding(
    cost: MeasureCost,
    source: FundingSource,
    *,
    amount: int | None,
    state: str = FundingState.EXPECTED,
    actor: User,
    entry: Entry = NOW,
) -> FundingLine | None:
    """What a source gives in a year with this certainty; nothing takes the line away. Never more than the cost."""
    current = cost.lines.filter(source=source, state=state).first()
    if not amount:
        if current:
            remove(current, actor=actor, entry=entry)
        return None
    if current and current.amount == amount:
        return current
    line = current or FundingLine(version=cost.version, cost=cost, source=source, state=state)
    line.amount, line.currency = amount, ""
    line.original_amount = line.rate = line.rate_on = None
    store(line, actor=actor, entry=entry)
    refuse_overfunding(cost.year, cost=cost.amount, funded=_funded(cost))
    return line


def _read(measure: Measure) -> dict[str, Any]:
    """The budget of each year of the plan, and of any other that has one; two queries."""
    years = {str(year): YearBudget(None) for year in measure.version.plan.years}
    return years | {str(cost.year): _as_entered(cost) for cost in measure.costs.prefetch_related(LINES)}


def _as_entered(cost: MeasureCost) -> YearBudget:
    lines = (
        LineBudget(line.source, line.state, **{name: getattr(line, name) for name in LINE_FIELDS}, row=line)
        for line in cost.lines.all()
    )
    return YearBudget(cost.amount, tuple(lines), row=cost)


def _write(measure: Measure, stands: Values, wanted: Values) -> None:
    """Eight queries at most, whatever the number of years and lines."""
    years: dict[int, YearBudget] = {int(year): budget for year, budget in wanted.items()}
    for year, budget in years.items():
        refuse_foreign_year(measure, year)
        refuse_overfunding(year, cost=budget.cost, funded=budget.funded)
    costs = {int(year): budget.row for year, budget in stands.items() if budget.row}
    lines = [line.row for budget in stands.values() for line in budget.lines]
    costs = _write_costs(measure, costs, years)
    _write_lines(lines, costs, years)


def _for_history(budget: YearBudget) -> dict[str, Any] | None:
    """A year for the history, in plain values; lines in one order, numbers without idle zeros."""
    if budget.cost is None:
        return None
    lines = ({"source": line.source.code, "state": line.state, **_plain(line)} for line in budget.lines)
    return {"cost": budget.cost, "lines": sorted(lines, key=lambda line: (line["source"], line["state"]))}


def _plain(line: LineBudget) -> dict[str, Any]:
    return {
        "amount": line.amount,
        "currency": line.currency,
        "original_amount": text_of_number(line.original_amount) or None,
        "rate": text_of_number(line.rate) or None,
        "rate_on": line.rate_on.isoformat() if line.rate_on else None,
    }


def _text(budget: YearBudget) -> str:
    return json.dumps(_for_history(budget), sort_keys=True)


BUDGET_OF_MEASURE = EditablePart(EditablePartKind.BUDGET, _read, _write, for_history=_for_history, text=_text)


def _write_costs(
    measure: Measure, costs: dict[int, MeasureCost], years: Mapping[int, YearBudget]
) -> dict[int, MeasureCost]:
    gone, changed, new = [], [], []
    for year, budget in years.items():
        cost = costs.get(year)
        if cost and budget.cost is None:
            gone.append(costs.pop(year).pk)
        elif cost and budget.cost is not None and cost.amount != budget.cost:
            cost.amount, cost.revision, cost.updated_at = budget.cost, cost.revision + 1, timezone.now()
            changed.append(cost)
        elif not cost and budget.cost is not None:
            new.append(MeasureCost(version=measure.version, measure=measure, year=year, amount=budget.cost))
    for row in (*changed, *new):
        row.clean_fields(exclude={"version", "measure"})
    if gone:
        MeasureCost.objects.filter(pk__in=gone).delete()
    MeasureCost.objects.bulk_update(changed, ["amount", "revision", "updated_at"])
    return costs | {cost.year: cost for cost in MeasureCost.objects.bulk_create(new)}


def _write_lines(lines: list[FundingLine], costs: dict[int, MeasureCost], years: Mapping[int, YearBudget]) -> None:
    year_of = {cost.pk: year for year, cost in costs.items()}
    known = {(year_of.get(line.cost_id), line.source_id, line.state): line for line in lines}
    wanted = {(year, line.source.pk, line.state): line for year, budget in years.items() for line in budget.lines}
    changed, new = [], []
    for (year, source_id, state), line in wanted.items():
        row = known.get((year, source_id, state))
        if row is None:
            cost = costs[year]
            row = FundingLine(version_id=cost.version_id, cost=cost, source=line.source, state=state, **line.fields)
            new.append(row)
        elif any(getattr(row, name) != value for name, value in line.fields.items()):
            for name, value in line.fields.items():
                setattr(row, name, value)
            row.revision, row.updated_at = row.revision + 1, timezone.now()
            changed.append(row)
    for row in (*changed, *new):
        row.clean_fields(exclude={"version", "cost", "source"})
    gone = [row.pk for place, row in known.items() if place[0] in years and place not in wanted]
    if gone:
        FundingLine.objects.filter(pk__in=gone).delete()
    FundingLine.objects.bulk_update(changed, [*LINE_FIELDS, "revision", "updated_at"])
    FundingLine.objects.bulk_create(new)
