"""What a deed holds while it works."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consultations.models import Round
from core.workflow import StepRefused


def lock_workable(round_id: int) -> Round:
    """The round, locked; StepRefused once its answers are published."""
    consultation = Round.objects.select_for_update(no_key=True, of=("self",)).get(pk=round_id)
    if not consultation.is_workable:
        raise StepRefused(_("The answers of this round are published; it can no longer be changed."))
    return consultation


def lock_for_letter(round_id: int) -> Round:
    """The round, locked, whatever its state: a letter belongs to the day it was received."""
    return Round.objects.select_for_update(no_key=True, of=("self",)).get(pk=round_id)
