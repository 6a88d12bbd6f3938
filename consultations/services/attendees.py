"""Deeds on what only some events keep: a restricted list of names, and files. Counts-only events have neither."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import AttendeeConsent
from consultations.models import AttendeeName, ConsultationEvent, EventFile
from consultations.services.locks import lock_workable
from core.workflow import require
from operations.deeds import NOW, Entry, note_head, record
from operations.files import store_file

EVENT_FILES = "consultations.event_file"


@transaction.atomic
def list_attendee(attendee: AttendeeName, *, actor: User, entry: Entry = NOW) -> AttendeeName:
    """Put a person who agreed to it on the event's list; the history tells that it was done, never who."""
    event = attendee.event
    lock_workable(event.round_id)
    require(actor, "consultations.list_attendee", event)
    attendee.full_clean()
    attendee.save()
    record(ConsultationAction.LIST_ATTENDEE, event, actor=actor, after={"names": 1}, entry=entry)
    return attendee


@transaction.atomic
def erase_attendee(attendee: AttendeeName, *, actor: User, entry: Entry = NOW) -> None:
    """Take a person off the list, at any time: a consent that is withdrawn waits for nothing."""
    event, after = attendee.event, _by_number(attendee)
    require(actor, "consultations.view_attendee", event)
    attendee.delete()
    record(ConsultationAction.ERASE_ATTENDEE, event, actor=actor, after=after, entry=entry)
    transaction.on_commit(note_head)


@transaction.atomic
def withdraw_attendee(attendee: AttendeeName, purpose: str, *, actor: User) -> AttendeeName:
    """One consent is taken back, at any time; the others stay, and with the last contact its address goes."""
    require(actor, "consultations.view_attendee", attendee.event)
    purpose = AttendeeConsent(purpose).value
    take_back(attendee, purpose)
    after = _by_number(attendee) | {"purpose": purpose}
    record(ConsultationAction.WITHDRAW_ATTENDEE, attendee.event, actor=actor, after=after)
    transaction.on_commit(note_head)
    return attendee


def take_back(attendee: AttendeeName, purpose: str) -> None:
    setattr(attendee, f"consents_to_{purpose}", False)
    if purpose == AttendeeConsent.CONTACT:
        attendee.contact = ""
    attendee.save(update_fields=[f"consents_to_{purpose}", "contact", "updated_at"])


def _by_number(attendee: AttendeeName) -> dict[str, Any]:
    """For the ledger of erasures: which row it was, never who."""
    return {"names": 1, "attendee": attendee.pk, "listed_at": attendee.created_at.isoformat()}


@transaction.atomic
def attach_event_file(attached: EventFile, upload: Any, *, actor: User, entry: Entry = NOW) -> EventFile:
    """Keep a file with the event, for those who work on it; ValidationError at `upload` for what is not taken."""
    event = ConsultationEvent.objects.select_for_update(of=("self",)).get(pk=attached.event_id)
    lock_workable(event.round_id)
    require(actor, "consultations.attach_event_file", event)
    try:
        attached.file = store_file(upload.read(), upload.name, uploaded_by=actor, purpose=EVENT_FILES)
    except ValidationError as refusal:
        raise ValidationError({"upload": refusal.messages}) from refusal
    attached.full_clean()
    attached.save()
    after = {"title": attached.title, "sha256": attached.file.sha256}
    record(ConsultationAction.ATTACH_EVENT_FILE, event, actor=actor, after=after, entry=entry)
    return attached


@transaction.atomic
def remove_event_file(attached: EventFile, *, actor: User, entry: Entry = NOW) -> None:
    """Take a file away from the event; from then on nobody opens it."""
    event = attached.event
    lock_workable(event.round_id)
    require(actor, "consultations.attach_event_file", event)
    before = {"title": attached.title, "sha256": attached.file.sha256}
    attached.delete()
    record(ConsultationAction.REMOVE_EVENT_FILE, event, actor=actor, before=before, after={}, entry=entry)
