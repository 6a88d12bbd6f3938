"""Deeds of an indicator's value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from monitoring.enums import ValueState
from monitoring.models import IndicatorValue, Period
from monitoring.services.entries import NOW, Entry, record
from monitoring.services.periods import _refuse_frozen
from monitoring.workflow import VALUE_WORKFLOW
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
    _refuse_frozen(period)
    value = IndicatorValue(period=period, indicator=indicator, amount=amount, corrects=corrects, **fields)
    value.full_clean()
    value.save()
    record(
        "monitoring.enter_value",
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
    if value.state not in {ValueState.DRAFT, ValueState.RETURNED}:
        raise StepRefused(_("This value was already submitted; enter a correction instead."))
    _refuse_frozen(value.period)
    before = {name: str(getattr(value, name)) for name in fields}
    for name, content in fields.items():
        setattr(value, name, content)
    value.full_clean()
    value.save()
    after = {name: str(content) for name, content in fields.items()}
    record("monitoring.change_value", value, actor=actor, entry=entry, before=before, after=after)
    return value


@transaction.atomic
def move_value(
    value: IndicatorValue, step: str, *, actor: User, comment: str = "", entry: Entry = NOW
) -> IndicatorValue:
    """Take one step with a value: submit, return with a note, approve."""
    value = IndicatorValue.objects.select_for_update(of=("self",)).get(pk=value.pk)
    transition = VALUE_WORKFLOW.check(value, step, actor=actor, comment=comment)
    entry = entry.checked(actor)
    entry.refuse_before(value.state_changes.aggregate(last=Max("happened_on"))["last"])
    before = value.state
    value.state_changes.create(
        step=step,
        actor=actor,
        from_state=before,
        to_state=transition.target,
        comment=comment,
        happened_on=entry.happened_on,
        is_back_entry=entry.is_back_entry,
    )
    value.state = transition.target
    value.save(update_fields=["state", "updated_at"])
    record(
        f"monitoring.value_{step}",
        value,
        actor=actor,
        entry=entry,
        before={"state": before},
        after={"state": value.state},
    )
    return value
