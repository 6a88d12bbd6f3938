"""The feedback ledger."""

from __future__ import annotations

from typing import Unpack

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from consultations.models import FeedbackEntry
from consultations.services.deeds import Moment, note


@transaction.atomic
def record_feedback(entry: FeedbackEntry, *, actor: User, **moment: Unpack[Moment]) -> FeedbackEntry:
    """Add a line: who was informed, of what, when, by which channel."""
    if not actor.has_perm("consultations.record_feedback"):
        raise PermissionDenied
    entry.recorded_by = actor
    entry.is_back_entry = moment.get("is_back_entry", False)
    entry.full_clean()
    entry.save(force_insert=True)
    after = {"round": entry.round_id, "channel": entry.channel, "informed_on": str(entry.informed_on)}
    note(entry, "consultations.feedback_given", actor=actor, after=after, moment=moment)
    return entry
