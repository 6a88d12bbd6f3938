"""Deeds of an event: record it, and who attended as counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import TargetGroup
from consultations.models import AttendanceCount, ConsultationEvent, Round
from consultations.services.deeds import Moment, note


@transaction.atomic
def save_event(
    event: ConsultationEvent, *, actor: User, groups: Iterable[TargetGroup], **moment: Unpack[Moment]
) -> ConsultationEvent:
    """Plan an event, change it, or record that it was held."""
    permission = "consultations.add_event" if event.pk is None else "consultations.change_event"
    if not actor.has_perm(permission, event if event.pk else None):
        raise PermissionDenied
    Round.objects.select_for_update(no_key=True).get(pk=event.round_id)
    event.full_clean()
    event.save()
    event.groups.set(groups)
    after = {"kind": event.kind, "held_on": str(event.held_on), "confidentiality": event.confidentiality}
    note(event, "consultations.event_saved", actor=actor, after=after, moment=moment)
    return event


@transaction.atomic
def record_attendance(
    event: ConsultationEvent, counts: Iterable[AttendanceCount], *, actor: User, **moment: Unpack[Moment]
) -> ConsultationEvent:
    """Replace the event's counts. Margins by sex, by type and by unit that exist must give the same total."""
    event = ConsultationEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not actor.has_perm("consultations.change_event", event):
        raise PermissionDenied
    cells = list(counts)
    refuse_unequal_margins(cells)
    event.attendance.all().delete()
    for cell in cells:
        cell.event = event
        cell.full_clean()
        cell.save()
    note(event, "consultations.attendance_recorded", actor=actor, after={"cells": len(cells)}, moment=moment)
    return event


def refuse_unequal_margins(cells: Iterable[AttendanceCount]) -> None:
    """ValidationError where the same persons, counted by sex and by kind of participant, give two totals."""
    margins: dict[str, int] = {}
    for cell in cells:
        named = [name for name in ("sex", "participant_type", "unit_id") if getattr(cell, name)]
        if cell.group_id is None and len(named) == 1:
            margins[named[0]] = margins.get(named[0], 0) + cell.count
    if len(set(margins.values())) > 1:
        raise ValidationError(
            _("The counts by sex, by kind of participant and by unit must give the same number of persons.")
        )
