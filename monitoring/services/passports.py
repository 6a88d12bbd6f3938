"""Deeds on what monitoring knows of an indicator: whether its values may be negative, and a changed target."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.opened.rows import refuse_begun
from core.workflow import require
from monitoring.actions import MonitoringAction
from monitoring.models import ChangedTarget, IndicatorPassport, IndicatorValue, PartValue
from monitoring.parting.dimensions import AskedOf
from operations.deeds import plain_fields, record
from socialplan.content.models import Indicator

DIMENSIONS_CROSSED = 2


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
def set_passport(
    indicator: Indicator, *, may_be_negative: bool, actor: User, is_crossed: bool = False, begins: bool = False
) -> IndicatorPassport:
    """Whether values may lie below nothing, and whether two dimensions are crossed.

    ValidationError for persons below nothing, for other than two dimensions, and against what is entered already;
    StepRefused where its page saw no passport (`begins`) and there is one.
    """
    require(actor, "monitoring.change_target")
    plan = indicator.version.plan
    if may_be_negative and indicator.counts_people:
        raise ValidationError({"may_be_negative": _("Persons are never counted below nothing.")})
    entered = IndicatorValue.objects.filter(period__plan=plan, indicator__key=indicator.key, amount__lt=0)
    if not may_be_negative and entered.exists():
        raise ValidationError({"may_be_negative": _("Negative values are entered already: the passport stays.")})
    passports = IndicatorPassport.objects.select_for_update()
    row, is_new = passports.get_or_create(plan=plan, indicator_key=indicator.key)
    refuse_begun(None if is_new else row, begins=begins)
    before = plain_fields(row)
    if is_crossed != row.is_crossed:
        _refuse_crossing(indicator, is_crossed=is_crossed)
    row.may_be_negative, row.is_crossed = may_be_negative, is_crossed
    row.save()
    record(MonitoringAction.CHANGE_PASSPORT, row, actor=actor, before=before)
    return row


def _refuse_crossing(indicator: Indicator, *, is_crossed: bool) -> None:
    """The method is fixed once data exist: what was counted side by side cannot be told crossed."""
    plan = indicator.version.plan_id
    if is_crossed and len(AskedOf.of_plan(plan).single(indicator)) != DIMENSIONS_CROSSED:
        raise ValidationError({"is_crossed": _("Two dimensions are crossed; this indicator does not name two.")})
    if PartValue.objects.filter(period__plan=plan, indicator__key=indicator.key).exists():
        raise ValidationError({"is_crossed": _("Parts are entered already: the method stays.")})
