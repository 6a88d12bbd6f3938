"""Deeds of a monitoring period: open it, say what was done, what was spent, who was reached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import TargetGroup
from core.opened.rows import refuse_begun
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.models import BeneficiaryCount, BudgetExecution, MeasureProgress, Period, PeriodKind, YearlyReport
from operations.deeds import NOW, Entry, plain_fields, record
from socialplan.content.enums import ADOPTED_STATES
from socialplan.content.models import FundingSource, Measure, PlanVersion


def _refuse_foreign(measure: Measure, period: Period) -> None:
    if measure.version_id != period.version_id:
        raise ValidationError(_("This measure does not belong to the plan version of the period."))


def refuse_frozen(period: Period) -> None:
    """What a validated report rests on is changed only by a new revision (docs/law.md#report-frozen).

    Nor is anything entered in a locked period; ValidationError says why it is locked.
    """
    reason = Period.objects.filter(pk=period.pk).values_list("lock_reason", flat=True).first()
    if reason:
        raise ValidationError(_("The period is locked: %(reason)s") % {"reason": reason})
    refuse_frozen_report(period)


def refuse_frozen_report(period: Period) -> None:
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
    period = Period(version=version, plan=version.plan, **fields)
    period.full_clean()
    period.save()
    record(MonitoringAction.OPEN_PERIOD, period, actor=actor, entry=entry, after={"title": period.title_sq})
    return period


def _locked_empty(period: Period, actor: User) -> Period:
    require(actor, "monitoring.manage_period")
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if not period.is_empty:
        raise StepRefused(_("Something is entered in this period: it stays as it is."))
    return period


@transaction.atomic
def correct_period(period: Period, *, actor: User, **fields: Any) -> Period:
    """Write a period anew while nothing is entered in it; StepRefused afterwards."""
    period = _locked_empty(period, actor)
    before = plain_fields(period)
    for name, value in fields.items():
        setattr(period, name, value)
    period.plan = period.version.plan
    period.full_clean()
    period.save()
    record(MonitoringAction.CORRECT_PERIOD, period, actor=actor, before=before)
    return period


@transaction.atomic
def lock_periods(periods: Iterable[Period], *, reason: str, actor: User) -> int:
    """Close periods to every entry until they are unlocked; returns how many were open. The reason is compulsory."""
    return _set_locks(periods, "lock", reason=reason, actor=actor)


@transaction.atomic
def unlock_periods(periods: Iterable[Period], *, reason: str, actor: User) -> int:
    """Open locked periods again; ValidationError for one whose report is validated, which is undone first."""
    return _set_locks(periods, "unlock", reason=reason, actor=actor)


LOCKS = {"lock": MonitoringAction.LOCK_PERIOD, "unlock": MonitoringAction.UNLOCK_PERIOD}


def _set_locks(periods: Iterable[Period], step: str, *, reason: str, actor: User) -> int:
    require(actor, "monitoring.lock_period")
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why: the reason stands in the history.")})
    chosen = Period.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in periods])
    moved = [period for period in chosen.order_by("pk") if period.is_locked == (step == "unlock")]
    for period in moved:
        before = {"lock_reason": period.lock_reason}
        period.lock_reason = reason if step == "lock" else ""
        if step == "unlock":
            refuse_frozen_report(period)
        period.full_clean(exclude=["version", "plan", "kind"])
        period.save(update_fields=["lock_reason", "updated_at"])
        record(LOCKS[step], period, actor=actor, before=before, after={"reason": reason})
    return len(moved)


@transaction.atomic
def save_kind(form: ModelForm[Any], *, actor: User) -> PeriodKind:
    """Save a checked form of a kind of period, with its event."""
    require(actor, "monitoring.change_kinds")
    row = form.instance
    before = {name: str(form.initial.get(name)) for name in form.changed_data} if row.pk else None
    kind: PeriodKind = form.save()
    record(MonitoringAction.SAVE_PERIOD_KIND, kind, actor=actor, before=before)
    return kind


@transaction.atomic
def remove_period(period: Period, *, actor: User) -> None:
    """Take away a period that was opened by mistake; StepRefused where something is entered in it."""
    period = _locked_empty(period, actor)
    record(MonitoringAction.REMOVE_PERIOD, period, actor=actor, before=plain_fields(period), after={})
    period.delete()


@transaction.atomic
def report_measure(
    *, period: Period, measure: Measure, actor: User, begins: bool = False, entry: Entry = NOW, **fields: Any
) -> MeasureProgress:
    """Say how far a measure has come in the period; a second call replaces the first.

    Raises ValidationError for a share outside 0–100 percent, an unexplained delay, or a frozen period; StepRefused
    where its page saw no row (`begins`) and there is one.
    """
    require(actor, "monitoring.enter_results")
    _refuse_foreign(measure, period)
    refuse_frozen(period)
    row = MeasureProgress.objects.select_for_update().filter(period=period, measure=measure).first()
    refuse_begun(row, begins=begins)
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
    refuse_frozen(period)
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
    refuse_frozen(period)
    row = BeneficiaryCount.objects.select_for_update(of=("self",)).filter(period=period, group=group).first()
    row = row or BeneficiaryCount(period=period, group=group)
    row.women, row.men, row.undeclared = women, men, undeclared
    row.full_clean()
    row.save()
    record(MonitoringAction.REPORT_BENEFICIARIES, row, actor=actor, entry=entry)
    return row
