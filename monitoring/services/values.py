"""Deeds of an indicator's value."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.enums import AnswerKind, ValueStep
from monitoring.models import IndicatorValue, Period
from monitoring.models.periods import LATEST
from monitoring.services.periods import refuse_frozen
from monitoring.workflow import VALUE_WORKFLOW
from operations.deeds import NO_HOOKS, NOW, Effect, Entry, StepHooks, StepTaken, move, record
from socialplan.content.models import Indicator

DAYS_AFTER_RETURN = timedelta(days=14)  # proposed; whoever returns a value sets another


@transaction.atomic
def enter_value(
    *,
    period: Period,
    indicator: Indicator,
    amount: Decimal,
    actor: User,
    corrects: IndicatorValue | None = None,
    entry: Entry = NOW,
    **fields: Any,
) -> IndicatorValue:
    """Enter a measured value as a draft; with `corrects`, a row that replaces an approved one.

    Raises ValidationError where the indicator has a value already, or the period is frozen.
    """
    require(actor, "monitoring.enter_results")
    if indicator.version_id != period.version_id:
        raise ValidationError(_("This indicator does not belong to the plan version of the period."))
    refuse_frozen(period)
    value = IndicatorValue(period=period, indicator=indicator, amount=amount, corrects=corrects, **fields)
    value.full_clean()
    value.save()
    record(
        MonitoringAction.ENTER_VALUE,
        value,
        actor=actor,
        entry=entry,
        after={"indicator": indicator.code, "amount": str(amount)},
    )
    return value


@transaction.atomic
def change_draft_value(value: IndicatorValue, *, actor: User, entry: Entry = NOW, **fields: Any) -> IndicatorValue:
    """Change a value that is still a draft or was returned."""
    require(actor, "monitoring.enter_results")
    value = IndicatorValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
    if not value.is_changeable:
        raise StepRefused(_("This value was already submitted; enter a correction instead."))
    refuse_frozen(value.period)
    before = {name: str(getattr(value, name)) for name in fields}
    for name, content in fields.items():
        setattr(value, name, content)
    value.full_clean()
    value.save()
    after = {name: str(content) for name, content in fields.items()}
    record(MonitoringAction.CHANGE_VALUE, value, actor=actor, entry=entry, before=before, after=after)
    return value


@transaction.atomic
def move_value(
    value: IndicatorValue,
    step: str,
    *,
    actor: User,
    comment: str = "",
    due_on: date | None = None,
    entry: Entry = NOW,
) -> IndicatorValue:
    """Take one step with a value: submit, return with a note and the day on which it is due again, approve."""
    value = IndicatorValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
    if value.standing == AnswerKind.MEASURED:
        _refuse_incomplete(value)
    hooks = NO_HOOKS
    if step == ValueStep.RETURN:
        hooks = StepHooks(_due_again(_checked_day(value, due_on)))
    move(value, step, workflow=VALUE_WORKFLOW, actor=actor, entry=entry, comment=comment, hooks=hooks)
    return value


def _checked_day(value: IndicatorValue, due_on: date | None) -> date:
    """A day still to come, and not after the cut-off while that lies ahead; without one, the proposed one."""
    today = timezone.localdate()
    day = due_on or proposed_day(value)
    if day < today:
        raise ValidationError({"due_on": _("The new day lies in the past.")})
    if today <= value.period.cut_off_on < day:
        raise ValidationError({"due_on": _("The new day lies after the cut-off date of the period.")})
    if day.year > LATEST.year:
        raise ValidationError({"due_on": _("The days of a period lie between the years 2000 and 2110.")})
    return day


def proposed_day(value: IndicatorValue) -> date:
    day, cut_off = timezone.localdate() + DAYS_AFTER_RETURN, value.period.cut_off_on
    return min(day, cut_off) if cut_off >= timezone.localdate() else day


def _due_again(day: date) -> Effect:
    def note(step: StepTaken) -> None:
        step.document.due_on = step.columns["due_on"] = day

    return note


def _refuse_incomplete(value: IndicatorValue) -> None:
    """A draft may lack what belongs to a measured value; what is submitted may not."""
    if value.amount is None:
        raise StepRefused(_("The value has no figure yet: write it, or say why there is none."))
    if not value.source:
        raise StepRefused(_("The value names no source yet: write where it comes from."))
