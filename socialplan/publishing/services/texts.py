"""Keeping the texts of official papers and the acts they cite."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm

from accounts.models import User
from socialplan.content.services.entries import record


@transaction.atomic
def save_text(form: ModelForm[Any], *, actor: User) -> Any:
    """Save a checked form of a text or of a legal basis, with what it was before."""
    if not actor.has_perm("publishing.change_texts"):
        raise PermissionDenied
    row = form.instance
    before = {name: str(form.initial.get(name))[:500] for name in form.changed_data} if row.pk else None
    row = form.save()
    record(f"socialplan.save_{row._meta.model_name}", row, actor=actor, before=before)
    return row
