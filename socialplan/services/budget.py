"""Costs per year and who pays them, in new lek (ALL); a donor's amount in another currency keeps its own figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from operations import audit
from socialplan.enums import FundingState
from socialplan.models import FundingLine, FundingSource, Measure, MeasureCost
from socialplan.services.content import remove, store
from socialplan.services.entries import NOW, Entry
from socialplan.services.locks import locked_row

LINE_FIELDS = ("amount", "currency", "original_amount", "rate", "rate_on")


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

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in LINE_FIELDS}


@dataclass(frozen=True, slots=True)
class YearBudget:
    cost: int | None
    lines: tuple[LineBudget, ...] = ()

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


@transaction.atomic
def set_budget(measure: Measure, *, years: Mapping[int, YearBudget], actor: User, expected_revision: int) -> Measure:
    """The whole budget of a measure becomes this one; history keeps the whole one before. Ten queries at most."""
    measure = locked_row(measure, actor=actor, expected_revision=expected_revision)
    for year, budget in years.items():
        refuse_foreign_year(measure, year)
        refuse_overfunding(year, cost=budget.cost, funded=budget.funded)
    costs = {cost.year: cost for cost in measure.costs.prefetch_related("lines__source")}
    before = _told({year: _as_entered(cost) for year, cost in costs.items()})
    lines = [line for cost in costs.values() for line in cost.lines.all()]
    costs = _write_costs(measure, costs, years)
    _write_lines(lines, costs, years)
    Measure.objects.filter(pk=measure.pk).update(revision=F("revision") + 1, updated_at=Now())
    audit.record(actor=actor, action="socialplan.set_budget", subject=measure, before=before, after=_told(years))
    measure.revision += 1
    return measure


def _as_entered(cost: MeasureCost) -> YearBudget:
    lines = (
        LineBudget(line.source, line.state, **{name: getattr(line, name) for name in LINE_FIELDS})
        for line in cost.lines.all()
    )
    return YearBudget(cost.amount, tuple(lines))


def _told(years: Mapping[int, YearBudget]) -> dict[str, Any]:
    """A budget for the history: cost and lines of each year in plain values."""
    return {
        str(year): {
            "cost": budget.cost,
            "lines": [{"source": line.source.code, "state": line.state, **line.fields} for line in budget.lines],
        }
        for year, budget in sorted(years.items())
        if budget.cost is not None
    }


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
