"""Deeds of a monitoring period: open it, say what was done, what was spent, who was reached."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import TargetGroup
from core.workflow import require
from monitoring.actions import MonitoringAction
from monitoring.models import BeneficiaryCount, BudgetExecution, MeasureProgress, Period, YearlyReport
from operations.deeds import NOW, Entry, record
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import FundingSource, Measure, PlanVersion


def _refuse_foreign(measure: Measure, period: Period) -> None:
    if measure.version_id != period.version_id:
        raise ValidationError(_("This measure does not belong to the plan version of the period."))


def _refuse_frozen(period: Period) -> None:
    """What a validated report rests on is changed only by a new revision (docs/law.md#report-frozen)."""
    latest = YearlyReport.objects.select_for_update().filter(period=period).order_by("-revision").first()
    if latest is not None and not latest.is_editable:
        raise ValidationError(
            _("The report of this period is already validated; open a new revision before changing its figures.")
        )


@transaction.atomic
def open_period(*, version: PlanVersion, actor: User, entry: Entry = NOW, **fields: Any) -> Period:
    """Open a period of monitoring for a plan version that the council adopted and lets stand.

    Raises ValidationError where the version does not stand as adopted, is a strategy, or the days are out of order.
    """
    require(actor, "monitoring.manage_period")
    if version.plan.is_strategy:
        raise ValidationError(_("A monitoring strategy has no measures to be followed; choose the plan."))
    if version.state not in ADOPTED_STATES:
        raise ValidationError(_("Only an adopted version of the plan can be monitored."))
    period = Period(version=version, **fields)
    period.full_clean()
    period.save()
    record(MonitoringAction.OPEN_PERIOD, period, actor=actor, entry=entry, after={"title": period.title_sq})
    return period


@transaction.atomic
def report_measure(
    *, period: Period, measure: Measure, actor: User, entry: Entry = NOW, **fields: Any
) -> MeasureProgress:
    """Say how far a measure has come in the period; a second call replaces the first.

    Raises ValidationError for a share outside 0–100 percent, an unexplained delay, or a frozen period.
    """
    require(actor, "monitoring.enter_results")
    _refuse_foreign(measure, period)
    _refuse_frozen(period)
    row = MeasureProgress.objects.select_for_update().filter(period=period, measure=measure).first()
    before = {} if row is None else {"status": row.status, "share_done": row.share_done}
    row = row or MeasureProgress(period=period, measure=measure)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    after = {"status": row.status, "share_done": row.share_done}
    record(MonitoringAction.REPORT_MEASURE, row, actor=actor, entry=entry, before=before, after=after)
    return row


@transaction.atomic
def report_spending(
    *,
    period: Period,
    measure: Measure,
    source: FundingSource,
    actor: User,
    amounts: dict[str, int],
    reason: str = "",
    entry: Entry = NOW,
) -> BudgetExecution:
    """Record what was allocated, committed and spent (`amounts`, each in ALL) from one source for a measure."""
    require(actor, "monitoring.enter_results")
    _refuse_foreign(measure, period)
    _refuse_frozen(period)
    rows = BudgetExecution.objects.select_for_update(of=("self",))
    row = rows.filter(period=period, measure=measure, source=source).first()
    before = {} if row is None else {name: getattr(row, name) for name in amounts}
    row = row or BudgetExecution(period=period, measure=measure, source=source)
    for name, amount in amounts.items():
        setattr(row, name, amount)
    row.reason = reason
    row.full_clean()
    row.save()
    record(MonitoringAction.REPORT_SPENDING, row, actor=actor, entry=entry, before=before, after=amounts)
    return row


@transaction.atomic
def report_beneficiaries(
    *,
    period: Period,
    group: TargetGroup,
    actor: User,
    women: int,
    men: int,
    undeclared: int = 0,
    entry: Entry = NOW,
) -> BeneficiaryCount:
    """Record how many persons of a group were reached; true figures, published only through suppression."""
    require(actor, "monitoring.enter_results")
    _refuse_frozen(period)
    row = BeneficiaryCount.objects.select_for_update(of=("self",)).filter(period=period, group=group).first()
    row = row or BeneficiaryCount(period=period, group=group)
    row.women, row.men, row.undeclared = women, men, undeclared
    row.full_clean()
    row.save()
    record(MonitoringAction.REPORT_BENEFICIARIES, row, actor=actor, entry=entry)
    return row
