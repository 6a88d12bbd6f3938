"""Deeds on what a municipality says once for all periods: frequencies and dimensions of results."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import ModelForm

from accounts.models import User
from core.workflow import require
from monitoring.actions import MonitoringAction
from monitoring.models import ReportingFrequency, ValueDimension
from operations.actions import AuditAction
from operations.deeds import record


def _save(form: ModelForm[Any], action: AuditAction, actor: User) -> Any:
    require(actor, "monitoring.change_kinds")
    before = {name: str(form.initial.get(name)) for name in form.changed_data} if form.instance.pk else None
    row = form.save()
    record(action, row, actor=actor, before=before)
    return row


@transaction.atomic
def save_frequency(form: ModelForm[Any], *, actor: User) -> ReportingFrequency:
    row: ReportingFrequency = _save(form, MonitoringAction.SAVE_FREQUENCY, actor)
    return row


@transaction.atomic
def save_dimension(form: ModelForm[Any], *, actor: User) -> ValueDimension:
    """Save a checked form; what is entered already by its code stays entered."""
    row: ValueDimension = _save(form, MonitoringAction.SAVE_DIMENSION, actor)
    return row
