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
def record_feedback(given: FeedbackEntry, *, actor: User, entry: Entry = NOW) -> FeedbackEntry:
    """Add a line: who was informed, of what, when, by which channel."""
    require(actor, "consultations.record_feedback")
    given.recorded_by = actor
    given.is_back_entry = entry.checked(actor, given).is_back_entry
    given.full_clean()
    with telling():
        given.save(force_insert=True)
    after = {"round": given.round_id, "channel": given.channel, "informed_on": str(given.informed_on)}
    record(ConsultationAction.RECORD_FEEDBACK, given, actor=actor, after=after, entry=entry)
    return given
