"""The feedback ledger."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.models import FeedbackEntry
from consultations.services.guards import telling
from core.workflow import require
from operations.deeds import NOW, Entry, record


@transaction.atomic
def record_feedback(told: FeedbackEntry, *, actor: User, entry: Entry = NOW) -> FeedbackEntry:
    """Add a line: who was informed, of what, when, by which channel."""
    require(actor, "consultations.record_feedback")
    told.recorded_by = actor
    told.is_back_entry = entry.checked(actor, told).is_back_entry
    told.full_clean()
    with telling():
        told.save(force_insert=True)
    after = {"round": told.round_id, "channel": told.channel, "informed_on": str(told.informed_on)}
    record(ConsultationAction.RECORD_FEEDBACK, told, actor=actor, after=after, entry=entry)
    return told
