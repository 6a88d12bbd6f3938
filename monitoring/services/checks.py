"""Deeds on cross-checks: a warning is kept with its reason, and a rule is changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import ModelForm
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.checks import check_findings
from monitoring.models import CheckRule, KeptWarning, Period
from monitoring.services.periods import refuse_frozen
from operations.deeds import plain_fields, record


@transaction.atomic
def keep_warning(period: Period, code: str, subject: str, *, reason: str, actor: User) -> KeptWarning:
    """Let an entry stay with its reason; StepRefused where nothing warns of it any more."""
    require(actor, "monitoring.keep_warning")
    refuse_frozen(period)
    found = next((each for each in check_findings(period) if (each.code, each.subject) == (code, subject)), None)
    if found is None:
        raise StepRefused(_("No check warns of this any more."))
    row = KeptWarning.objects.select_for_update().filter(period=period, code=code, subject=subject).first()
    before = plain_fields(row) if row else {}
    row = row or KeptWarning(period=period, code=code, subject=subject)
    row.label, row.reason = found.label[:320], reason.strip()
    row.full_clean()
    row.save()
    record(MonitoringAction.KEEP_WARNING, row, actor=actor, before=before)
    return row


@transaction.atomic
def save_check_rule(form: ModelForm[Any], *, actor: User) -> CheckRule:
    require(actor, "monitoring.change_kinds")
    before = {name: str(form.initial.get(name)) for name in form.changed_data}
    rule: CheckRule = form.save()
    record(MonitoringAction.SAVE_CHECK_RULE, rule, actor=actor, before=before)
    return rule
