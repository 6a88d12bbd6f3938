"""Costs per year and who pays them, in new lek (ALL)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from socialplan.enums import FundingState
from socialplan.models import FundingLine, FundingSource, Measure, MeasureCost
from socialplan.services.content import remove, store
from socialplan.services.entries import NOW, Entry
from socialplan.services.locks import locked

YearBudget = tuple[int | None, list[tuple[FundingSource, int | None, str]]]


def _check_covered(cost: MeasureCost) -> None:
    funded = cost.lines.aggregate(total=Sum("amount"))["total"] or 0
    if funded > cost.amount:
        raise StepRefused(
            _("In %(year)s the funding (%(funded)s ALL) exceeds the cost (%(cost)s ALL).")
            % {"year": cost.year, "funded": funded, "cost": cost.amount}
        )


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
    if year not in measure.version.plan.years:
        raise StepRefused(_("The year %(year)s lies outside the plan.") % {"year": year})
    if current and current.amount == amount:
        return current
    cost = current or MeasureCost(version=measure.version, measure=measure, year=year)
    cost.amount = amount
    store(cost, actor=actor, entry=entry)
    _check_covered(cost)
    return cost


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
    """What a source gives in a year; nothing takes the line away. All lines together never exceed the cost."""
    current = cost.lines.filter(source=source).first()
    if not amount:
        if current:
            remove(current, actor=actor, entry=entry)
        return None
    if current and (current.amount, current.state) == (amount, state):
        return current
    line = current or FundingLine(version=cost.version, cost=cost, source=source)
    line.amount, line.state = amount, state
    store(line, actor=actor, entry=entry)
    _check_covered(cost)
    return line


@transaction.atomic
def set_budget(measure: Measure, *, years: dict[int, YearBudget], actor: User, expected_revision: int) -> Measure:
    """The whole budget of a measure from one form: all of it, or nothing."""
    version = locked(measure.version, actor=actor)
    measure = version.measures.select_related("version__plan").get(pk=measure.pk)
    store(measure, actor=actor, expected_revision=expected_revision)
    for year, (amount, lines) in years.items():
        FundingLine.objects.filter(cost__measure=measure, cost__year=year).exclude(
            source__in=[source for source, funded, _state in lines if funded]
        ).delete()
        cost = set_cost(measure, year=year, amount=amount, actor=actor)
        for source, funded, state in lines:
            if cost is not None:
                set_funding(cost, source, amount=funded, state=state, actor=actor)
    return measure
