"""Deeds on what monitoring knows of an indicator: whether its values may be negative, and a changed target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import require
from monitoring.actions import MonitoringAction
from monitoring.models import ChangedTarget, IndicatorPassport, IndicatorValue
from operations.deeds import plain_fields, record
from socialplan.content.models import Indicator


@transaction.atomic
def change_target(indicator: Indicator, *, actor: User, **fields: Any) -> ChangedTarget:
    """Another target of a year from a day on; the plan's own stays and both are shown. The reason is compulsory."""
    require(actor, "monitoring.change_target")
    row = ChangedTarget(plan=indicator.version.plan, indicator_key=indicator.key, actor=actor, **fields)
    row.full_clean()
    if indicator.counts_people and row.value < 0:
        raise ValidationError({"value": _("Persons are never counted below nothing.")})
    row.save()
    first = first_target(indicator, row.year)
    before = {"value": None if first is None else str(first)}
    record(MonitoringAction.CHANGE_TARGET, row, actor=actor, before=before)
    return row


def first_target(indicator: Indicator, year: int) -> Decimal | None:
    return indicator.targets.filter(year=year).values_list("value", flat=True).first()


@transaction.atomic
def set_signs(indicator: Indicator, *, may_be_negative: bool, actor: User) -> IndicatorPassport:
    """Whether values may lie below nothing; ValidationError for persons, and while such values are entered."""
    require(actor, "monitoring.change_target")
    plan = indicator.version.plan
    if may_be_negative and indicator.counts_people:
        raise ValidationError({"may_be_negative": _("Persons are never counted below nothing.")})
    entered = IndicatorValue.objects.filter(period__plan=plan, indicator__key=indicator.key, amount__lt=0)
    if not may_be_negative and entered.exists():
        raise ValidationError({"may_be_negative": _("Negative values are entered already: the passport stays.")})
    row, _created = IndicatorPassport.objects.select_for_update().get_or_create(plan=plan, indicator_key=indicator.key)
    before = plain_fields(row)
    row.may_be_negative = may_be_negative
    row.save()
    record(MonitoringAction.CHANGE_PASSPORT, row, actor=actor, before=before)
    return row
