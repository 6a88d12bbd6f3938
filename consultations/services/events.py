"""Deeds of an event: record it, and who attended as counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import TargetGroup
from consultations.actions import ConsultationAction
from consultations.enums import DELIVERED_KINDS, PUBLIC_STATES
from consultations.facts.meetings import WRITTEN
from consultations.models import AttendanceCount, ConsultationEvent, EventKind, Round
from consultations.privacy import settle_privacy
from consultations.releases import keep_attendance, propose_release
from consultations.services.guards import telling
from consultations.services.locks import lock_workable
from consultations.services.meetings import minutes_digest, settle_notice
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record
from operations.trail.audit import digest


@transaction.atomic
def save_event(
    event: ConsultationEvent, *, actor: User, groups: Iterable[TargetGroup], entry: Entry = NOW
) -> ConsultationEvent:
    """Plan an event, change it, or record that it was held; StepRefused once the round's answers are published.

    A protected group among `groups` sets its privacy: counts only, or a reason that is recorded with its author.
    """
    lock_workable(event.round_id)
    is_new = event.pk is None
    require(actor, "consultations.add_event" if is_new else "consultations.change_event", stored(event))
    addressed = list(groups)
    settle_privacy(event, addressed)
    settle_notice(event)
    is_lowered = sign_reason(event, actor)
    is_written = sign_minutes(event, actor)
    if is_new:
        event.recorded_by = actor
    event.full_clean()
    with telling():
        if not is_new:
            event.groups.remove(*event.groups.exclude(pk__in=[group.pk for group in addressed]))
        event.save()
        event.groups.set(addressed)
    after = {"kind": event.kind_id, "held_on": str(event.held_on), "confidentiality": event.confidentiality}
    if is_written:
        after[WRITTEN] = minutes_digest(event)
    record(ConsultationAction.SAVE_EVENT, event, actor=actor, after=after, entry=entry)
    if is_lowered:
        # a reason may name somebody: the history has its proof, the words stand in the event alone
        lowered = {"confidentiality": event.confidentiality, "reason": digest(event.privacy_reason)}
        record(ConsultationAction.LOWER_PROTECTION, event, actor=actor, after=lowered, entry=entry)
    return event


def stored(event: ConsultationEvent) -> ConsultationEvent:
    """The event as it is kept; a new one as it is."""
    return event if event.pk is None else ConsultationEvent.objects.select_related("round").get(pk=event.pk)


def sign_minutes(event: ConsultationEvent, actor: User) -> bool:
    """Minutes that were changed have a new author and wait for a new approval; whether they were."""
    before = ConsultationEvent.objects.filter(pk=event.pk).first()
    if event.minutes == (before.minutes if before else ("", "", "")):
        return False
    event.minutes_by, event.minutes_approved_on, event.minutes_approved_by = actor, None, None
    return True


def sign_reason(event: ConsultationEvent, actor: User) -> bool:
    """Put author and moment to a new or changed reason; whether there is one."""
    before = ConsultationEvent.objects.filter(pk=event.pk).values_list("privacy_reason", flat=True).first() or ""
    if event.privacy_reason == before:
        return False
    is_given = bool(event.privacy_reason)
    event.privacy_reason_by = actor if is_given else None
    event.privacy_reason_at = timezone.now() if is_given else None
    return is_given


@transaction.atomic
def record_attendance(
    event: ConsultationEvent,
    counts: Iterable[AttendanceCount],
    *,
    actor: User,
    seen: str | None = None,
    entry: Entry = NOW,
) -> ConsultationEvent:
    """Replace the event's counts. Margins by sex, by type, by unit and by age that exist must give the same total.

    `seen` is the digest of the counts that the person saw; CountedMeanwhile where somebody has counted since.
    """
    lock_workable(event.round_id)
    event = ConsultationEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    require(actor, "consultations.change_event", event)
    cells, stored_cells = list(counts), list(event.attendance.select_related("group", "unit"))
    if seen is not None and seen != counts_digest(stored_cells):
        raise CountedMeanwhile(_differences(stored_cells, cells))
    refuse_unequal_margins(cells)
    event.attendance.all().delete()
    for cell in cells:
        cell.event = event
        cell.full_clean()
        cell.save()
    record(ConsultationAction.RECORD_ATTENDANCE, event, actor=actor, after={"cells": len(cells)}, entry=entry)
    return event


@transaction.atomic
def publish_attendance(consultation: Round, *, actor: User, shown: str | None = None, entry: Entry = NOW) -> Round:
    """Publish the counts of the round's held events as far as they protect everybody, and keep what was hidden.

    `shown` is the digest of the proposal that the person saw; StepRefused where the counts have changed since.
    """
    consultation = Round.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    require(actor, "consultations.publish_attendance", consultation)
    if consultation.state not in PUBLIC_STATES:
        raise StepRefused(_("The round is not published yet."))
    proposal = propose_release(consultation)
    if not proposal.is_news:
        raise StepRefused(_("The attendance is published as it was counted; there is nothing new."))
    if shown is not None and shown != proposal.release.digest:
        raise StepRefused(_("The counts have changed since you opened this page. Look at them again."))
    keep_attendance(consultation, proposal.release)
    after = {
        "events": len(proposal.events),
        "shown": len(proposal.release.shown),
        "hidden": len(proposal.release.hidden & set(proposal.release.shown.values())),
        "left_out": len(proposal.coarsened),
    }
    record(ConsultationAction.PUBLISH_ATTENDANCE, consultation, actor=actor, after=after, entry=entry)
    return consultation


def refuse_unequal_margins(cells: Iterable[AttendanceCount]) -> None:
    """ValidationError where the same persons, counted by sex and by kind of participant, give two totals."""
    margins: dict[str, int] = {}
    for cell in cells:
        named = list(cell.whom)
        if len(named) == 1 and named[0] != "group_id":
            margins[named[0]] = margins.get(named[0], 0) + cell.count
    if len(set(margins.values())) > 1:
        raise ValidationError(
            _("The counts by sex, by kind of participant, by unit and by age must give the same number of persons.")
        )


class CountedMeanwhile(ValidationError):
    """Somebody has counted since the page was opened; it says both numbers wherever they differ."""


def counts_digest(cells: Iterable[AttendanceCount]) -> str:
    """Of what is counted, whatever the order of the rows."""
    told = sorted(f"{sorted(cell.whom.items())}={cell.count}" for cell in cells)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _differences(stored_cells: list[AttendanceCount], typed: list[AttendanceCount]) -> list[str]:
    counted, wanted = ({str(cell.whom): cell for cell in cells} for cells in (stored_cells, typed))
    found = [_("Somebody has counted since you opened this page. Look at the numbers, then save again.")]
    for key, cell in {**wanted, **counted}.items():
        now, mine = (side[key].count if key in side else None for side in (counted, wanted))
        if now != mine:
            words = {"whom": cell.label, "now": _shown(now), "mine": _shown(mine)}
            found.append(_("%(whom)s: counted %(now)s, typed here %(mine)s.") % words)
    return found


def _shown(number: int | None) -> str:
    return _("nothing") if number is None else str(number)


@transaction.atomic
def save_event_kind(form: ModelForm[Any], *, actor: User) -> EventKind:
    """Save a checked form of a kind of event, with its event in the history."""
    require(actor, "consultations.change_event_kind")
    before = {name: str(form.initial.get(name)) for name in form.changed_data} if form.instance.pk else None
    kind: EventKind = form.save()
    record(ConsultationAction.SAVE_EVENT_KIND, kind, actor=actor, before=before)
    return kind


@transaction.atomic
def install_event_kinds(*, actor: User) -> None:
    """Add the kinds that are not there yet; rows that exist are left as the municipality made them."""
    known = set(EventKind.objects.values_list("code", flat=True))
    for fields in DELIVERED_KINDS:
        if fields["code"] not in known:
            kind = EventKind(**fields)
            kind.full_clean()
            kind.save()
            record(ConsultationAction.SAVE_EVENT_KIND, kind, actor=actor)
