"""Keeping the texts of official papers and the acts they cite."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.forms import ModelForm

from accounts.models import User
from core.workflow import require
from operations.deeds import record
from socialplan.publishing.actions import PublishingAction


@transaction.atomic
def save_text(form: ModelForm[Any], *, actor: User) -> Any:
    """Save a checked form of a text or of a legal basis, with what it was before."""
    require(actor, "publishing.change_texts")
    row = form.instance
    before = {name: str(form.initial.get(name))[:500] for name in form.changed_data} if row.pk else None
    row = form.save()
    record(PublishingAction.of("save", row), row, actor=actor, before=before)
    return row
