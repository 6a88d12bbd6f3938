"""Deeds of an indicator's value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.enums import ValueStanding
from monitoring.models import IndicatorValue, Period
from monitoring.services.periods import refuse_frozen
from monitoring.workflow import VALUE_WORKFLOW
from operations.deeds import NOW, Entry, move, record
from socialplan.content.models import Indicator


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
    value: IndicatorValue, step: str, *, actor: User, comment: str = "", entry: Entry = NOW
) -> IndicatorValue:
    """Take one step with a value: submit, return with a note, approve."""
    value = IndicatorValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
    if value.standing == ValueStanding.MEASURED:
        _refuse_incomplete(value)
    move(value, step, workflow=VALUE_WORKFLOW, actor=actor, entry=entry, comment=comment)
    return value


def _refuse_incomplete(value: IndicatorValue) -> None:
    """A draft may lack what belongs to a measured value; what is submitted may not."""
    if value.amount is None:
        raise StepRefused(_("The value has no figure yet: write it, or say why there is none."))
    if not value.source:
        raise StepRefused(_("The value names no source yet: write where it comes from."))
