"""Withdrawing an act that was recorded wrongly: nothing is erased, a row beside it says that it does not count."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.i18n import short_date
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record
from socialplan.approval.actions import ApprovalAction
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.notifications import announce_withdrawal
from socialplan.approval.services.acts import save_act
from socialplan.approval.services.steps import locked_version
from socialplan.content.models import ActWithdrawal, PlanVersion


@transaction.atomic
def withdraw_act(
    version: PlanVersion, act: Any, *, kind: str, reason: str, actor: User, entry: Entry = NOW
) -> ActWithdrawal:
    """Say that an act of this version does not count, and why; the right one is recorded anew.

    Raises PermissionDenied, StepRefused where something was decided that rests on it, and ValidationError for a date
    before the act's own and for an act that is withdrawn already.
    """
    version = locked_version(version)
    rule = ACTS[kind]
    require(actor, "approval.withdraw_act", (rule, version, act))
    if refusal := rule.what_stands_against(version, act):
        raise StepRefused(refusal)
    entry = entry.checked(actor, version)
    if entry.happened_on and entry.happened_on < act.happened_on:
        sentence = _("It lies before the act itself, %(day)s.") % {"day": short_date(act.happened_on)}
        raise ValidationError({"happened_on": sentence})
    if act.is_withdrawn():
        raise ValidationError(_("This is withdrawn already."))
    withdrawal = ActWithdrawal(
        version=version, kind=kind, act_id=act.pk, reason=reason, recorded_by=actor, **entry.stamp
    )
    save_act(withdrawal)
    record(ApprovalAction.WITHDRAW_ACT, withdrawal, actor=actor, entry=entry)
    announce_withdrawal(version, act, withdrawal)
    return withdrawal
