"""Deeds of a monitoring period: open it, say what was done, what was spent, who was reached."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import TargetGroup
from monitoring.models import BeneficiaryCount, BudgetExecution, MeasureProgress, Period, YearlyReport
from operations.audit import record
from socialplan.models import FundingSource, Measure, PlanVersion


def _refuse_foreign(measure: Measure, period: Period) -> None:
    if measure.version_id != period.version_id:
        raise ValidationError(_("This measure does not belong to the plan version of the period."))


def _refuse_frozen(period: Period) -> None:
    """What a validated report rests on is changed only by a new revision of the report (product.md §6)."""
    latest = YearlyReport.objects.select_for_update().filter(period=period).order_by("-revision").first()
    if latest is not None and not latest.is_editable:
        raise ValidationError(
            _("The report of this period is already validated; open a new revision before changing its figures.")
        )


@transaction.atomic
def open_period(*, version: PlanVersion, actor: User, **fields: Any) -> Period:
    """Open a period of monitoring for a sealed plan version.

    Raises ValidationError where the version was never adopted or the days are out of order.
    """
    if not version.is_sealed:
        raise ValidationError(_("Only an adopted version of the plan can be monitored."))
    period = Period(version=version, **fields)
    period.full_clean()
    period.save()
    record(actor=actor, action="monitoring.open_period", subject=period, after={"title": period.title_sq})
    return period


@transaction.atomic
def report_measure(
    *, period: Period, measure: Measure, actor: User, happened_on: date | None = None, **fields: Any
) -> MeasureProgress:
    """Say how far a measure has come in the period; a second call replaces the first.

    Raises ValidationError for a share outside 0–100 percent, an unexplained delay, or a frozen period.
    """
    _refuse_foreign(measure, period)
    _refuse_frozen(period)
    entry = MeasureProgress.objects.select_for_update().filter(period=period, measure=measure).first()
    before = {} if entry is None else {"status": entry.status, "share_done": entry.share_done}
    entry = entry or MeasureProgress(period=period, measure=measure)
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.full_clean()
    entry.save()
    record(
        actor=actor,
        action="monitoring.report_measure",
        subject=entry,
        before=before,
        after={"status": entry.status, "share_done": entry.share_done},
        happened_on=happened_on,
    )
    return entry


@transaction.atomic
def report_spending(
    *,
    period: Period,
    measure: Measure,
    source: FundingSource,
    actor: User,
    amounts: dict[str, int],
    reason: str = "",
) -> BudgetExecution:
    """Record what was allocated, committed and spent (`amounts`, each in ALL) from one source for a measure."""
    _refuse_foreign(measure, period)
    _refuse_frozen(period)
    entry = (
        BudgetExecution.objects.select_for_update(of=("self",))
        .filter(period=period, measure=measure, source=source)
        .first()
    )
    before = {} if entry is None else {name: getattr(entry, name) for name in amounts}
    entry = entry or BudgetExecution(period=period, measure=measure, source=source)
    for name, amount in amounts.items():
        setattr(entry, name, amount)
    entry.reason = reason
    entry.full_clean()
    entry.save()
    record(actor=actor, action="monitoring.report_spending", subject=entry, before=before, after=amounts)
    return entry


@transaction.atomic
def report_beneficiaries(
    *, period: Period, group: TargetGroup, actor: User, women: int, men: int, undeclared: int = 0
) -> BeneficiaryCount:
    """Record how many persons of a group were reached; true figures, published only through suppression."""
    _refuse_frozen(period)
    entry = BeneficiaryCount.objects.filter(period=period, group=group).first()
    entry = entry or BeneficiaryCount(period=period, group=group)
    entry.women, entry.men, entry.undeclared = women, men, undeclared
    entry.full_clean()
    entry.save()
    record(actor=actor, action="monitoring.report_beneficiaries", subject=entry)
    return entry
