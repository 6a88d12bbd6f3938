"""Moving money of the budget between measures: both sides change together, and the log says by which paper."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import require
from monitoring.actions import MonitoringAction
from monitoring.models import BudgetExecution, BudgetTransfer, Period
from monitoring.models.periods import EARLIEST
from monitoring.services.periods import refuse_frozen
from operations.deeds import plain_fields, record
from socialplan.content.models import FundingSource, Measure


@transaction.atomic
def transfer_budget(period: Period, *, actor: User, **fields: Any) -> BudgetTransfer:
    """Move what is allocated from one measure to another; ValidationError where so much is not allocated there."""
    require(actor, "monitoring.enter_results")
    period = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    refuse_frozen(period)
    row = BudgetTransfer(period=period, actor=actor, **fields)
    row.full_clean()
    if row.happened_on > timezone.localdate():
        raise ValidationError({"happened_on": _("The date lies in the future.")})
    if row.happened_on < EARLIEST:
        raise ValidationError({"happened_on": _("The days of a period lie between the years 2000 and 2110.")})
    if any(measure and measure.version_id != period.version_id for measure in (row.from_measure, row.to_measure)):
        raise ValidationError(_("This measure does not belong to the plan version of the period."))
    _move(period, row)
    row.save()
    record(MonitoringAction.TRANSFER_BUDGET, row, actor=actor, after=plain_fields(row))
    return row


def _move(period: Period, row: BudgetTransfer) -> None:
    left, right = (_execution(period, measure, row.source) for measure in (row.from_measure, row.to_measure))
    if left.allocated < row.amount:
        raise ValidationError(
            {"amount": _("Only %(amount)s lek are allocated there from this source.") % {"amount": left.allocated}}
        )
    left.allocated -= row.amount
    right.allocated += row.amount
    for each in (left, right):
        each.full_clean()
        each.save()


def _execution(period: Period, measure: Measure | None, source: FundingSource) -> BudgetExecution:
    rows = BudgetExecution.objects.select_for_update(of=("self",)).filter(
        period=period, measure=measure, source=source
    )
    return rows.first() or BudgetExecution(period=period, measure=measure, source=source)
