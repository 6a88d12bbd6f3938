"""The feedback ledger."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from consultations.models import FeedbackEntry
from consultations.services.entries import NOW, Entry, record
from consultations.services.guards import telling


@transaction.atomic
def record_feedback(told: FeedbackEntry, *, actor: User, entry: Entry = NOW) -> FeedbackEntry:
    """Add a line: who was informed, of what, when, by which channel."""
    if not actor.has_perm("consultations.record_feedback"):
        raise PermissionDenied
    told.recorded_by = actor
    told.is_back_entry = entry.checked(actor).is_back_entry
    told.full_clean()
    with telling():
        told.save(force_insert=True)
    after = {"round": told.round_id, "channel": told.channel, "informed_on": str(told.informed_on)}
    record("consultations.feedback_given", told, actor=actor, after=after, entry=entry)
    return told
