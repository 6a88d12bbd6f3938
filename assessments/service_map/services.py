"""Deeds on what a service has several rows of."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from assessments.actions import AssessmentAction
from assessments.models import PartOfService, Service
from core.workflow import require
from operations.deeds import NOW, Entry, plain_fields, record


@transaction.atomic
def save_service_part(row: PartOfService, *, actor: User, entry: Entry = NOW) -> PartOfService:
    """Add or change a row of a service: posts of a profession, a year, money of a source."""
    service = _locked(row, actor)
    row.full_clean()
    row.save()
    record(AssessmentAction.SAVE_SERVICE_PART, service, actor=actor, after=_event_details(row), entry=entry)
    return row


@transaction.atomic
def remove_service_part(row: PartOfService, *, actor: User, entry: Entry = NOW) -> Service:
    """Take such a row out; the history keeps what it said."""
    service = _locked(row, actor)
    record(
        AssessmentAction.REMOVE_SERVICE_PART, service, actor=actor, before=_event_details(row), after={}, entry=entry
    )
    row.delete()
    return service


def _locked(row: PartOfService, actor: User) -> Service:
    service = Service.objects.select_for_update().get(pk=row.service_id)
    require(actor, "assessments.change_service", service)
    return service


def _event_details(row: PartOfService) -> dict[str, object]:
    return {"part": str(row.part), **plain_fields(row)}
