"""The clock of a public meeting and the mark of a short notice (docs/law.md#meeting-notice); its minutes."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import EventStatus, PersonRequestKind
from consultations.facts.meetings import MeetingNotice, meeting_notice, minutes_writers
from consultations.models import (
    ConsultationEvent,
    Contribution,
    MinutesPoint,
    PersonRequest,
    Redaction,
    Round,
)
from consultations.services.locks import lock_workable
from consultations.services.points import take_out_point
from consultations.words.redacting import MARK, plain_words
from core.i18n import short_date
from core.workflow import StepRefused, require
from operations.deeds import NOW, Entry, record


def settle_notice(event: ConsultationEvent) -> None:
    """Reckon the notice of a hearing and mark a short one; ValidationError without its reason, or where it is refused.

    A hearing that is added to an open round, or moved to another day, is noticed on the day this is saved.
    """
    if event.noticed_on and event.noticed_on > timezone.localdate():
        raise ValidationError({"noticed_on": _("The date lies in the future.")})
    if _is_noticed_today(event):
        event.noticed_on = timezone.localdate()
    notice = meeting_notice(event)
    event.short_notice_reason = event.short_notice_reason.strip()
    if notice is None or not notice.is_short:
        event.short_notice_days, event.short_notice_reason = None, ""
        return
    if notice.is_refused:
        raise ValidationError({"held_on": _sentence(notice)})
    if not event.short_notice_reason:
        asked = _("Write why it is held sooner; the meeting is marked “short notice” for everybody.")
        raise ValidationError({"short_notice_reason": [_sentence(notice), asked]})
    event.short_notice_days = notice.working_days


def _is_noticed_today(event: ConsultationEvent) -> bool:
    today, noticed = timezone.localdate(), event.round.notice_on
    if noticed is None or event.held_on < today or noticed >= today:
        return False
    before = ConsultationEvent.objects.filter(pk=event.pk).values_list("held_on", "noticed_on").first()
    if before is None:
        return event.noticed_on is None
    return before[0] != event.held_on and before[1] == event.noticed_on


def notice_meetings(consultation: Round, notice_on: date) -> None:
    """The notice of the round is that of its hearings; StepRefused where one is too near and nobody wrote why."""
    for event in consultation.events.filter(status=EventStatus.PLANNED, noticed_on=None):
        event.round = consultation
        notice = meeting_notice(event, noticed_on=notice_on)
        is_short = notice is not None and notice.is_short
        if notice and is_short and (notice.is_refused or not event.short_notice_reason):
            raise StepRefused(f"{event}: {_sentence(notice)}")
        event.short_notice_days = notice.working_days if notice and is_short else None
        event.save(update_fields=["short_notice_days", "updated_at"])


def _sentence(notice: MeetingNotice) -> str:
    words = {"days": notice.working_days, "day": short_date(notice.earliest)}
    return (
        _("By this notice the meeting is announced %(days)d working days before; the earliest day is %(day)s.") % words
    )


@transaction.atomic
def approve_minutes(event: ConsultationEvent, *, actor: User, seen: str, entry: Entry = NOW) -> ConsultationEvent:
    """By another than who wrote them; a later change of the minutes asks for a new approval."""
    lock_workable(event.round_id)
    event = ConsultationEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    require(actor, "consultations.approve_minutes", event)
    if event.is_approved or not any(event.minutes):
        raise StepRefused(_("There are no minutes that wait for an approval."))
    if actor.pk in minutes_writers([event]):
        raise StepRefused(_("You wrote these minutes: another person approves them."))
    if seen != minutes_digest(event):
        raise StepRefused(_("The minutes have changed since you opened this page. Read them again."))
    entry = entry.checked(actor, event)
    event.minutes_approved_on, event.minutes_approved_by = entry.happened_on or timezone.localdate(), actor
    event.full_clean()
    event.save(update_fields=["minutes_approved_on", "minutes_approved_by", "updated_at"])
    after = {"minutes": seen, "written_by": event.minutes_by_id}
    record(ConsultationAction.APPROVE_MINUTES, event, actor=actor, after=after, entry=entry)
    return event


def minutes_digest(event: ConsultationEvent) -> str:
    return hashlib.sha256("\x1e".join(event.minutes).encode()).hexdigest()


@transaction.atomic
def add_point(point: MinutesPoint, *, actor: User) -> MinutesPoint:
    """The next point of the minutes; the round is answered once each is linked or set aside."""
    event = point.event
    lock_workable(event.round_id)
    require(actor, "consultations.change_event", event)
    if event.is_counts_only:
        raise StepRefused(_("Of this event only counts are kept: no words of it."))
    last = MinutesPoint.objects.filter(event=event).aggregate(last=Max("number"))["last"]
    point.number, point.recorded_by = (last or 0) + 1, actor
    point.full_clean()
    point.save(force_insert=True)
    record(ConsultationAction.ADD_POINT, event, actor=actor, after={"number": point.number})
    return point


@transaction.atomic
def settle_point(point: MinutesPoint, *, actor: User) -> MinutesPoint:
    """Linked to the contribution that holds these words, or set aside with the reason."""
    event = point.event
    lock_workable(event.round_id)
    require(actor, "consultations.change_event", event)
    kept = MinutesPoint.objects.select_for_update(of=("self",)).select_related("contribution").get(pk=point.pk)
    if kept.has_redacted_words and kept.contribution_id != point.contribution_id:
        raise StepRefused(_("Parts of that contribution were taken out, so the point stays with it."))
    point.reason = point.reason.strip()
    if point.is_open:
        raise ValidationError({"contribution": _("Choose the contribution, or say why the point is set aside.")})
    if point.contribution is not None and point.contribution.round_id != event.round_id:
        raise ValidationError({"contribution": _("Choose a contribution of the same round.")})
    point.full_clean()
    point.save(update_fields=["contribution", "reason"])
    after = {"number": point.number, "contribution": point.contribution_id}  # a reason may name somebody: not here
    record(ConsultationAction.SETTLE_POINT, event, actor=actor, after=after)
    if point.contribution is not None and (newest := _removal_of(point.contribution)) is not None:
        is_erased = was_erased(point.contribution, newest)
        take_out_point(point, reason=newest.reason, for_good=is_erased, actor=actor)
    return point


def was_erased(contribution: Contribution, newest: Redaction) -> bool:
    """Whether nothing of it is shown because she asked for that: then nothing of it is sealed anew either."""
    asked = PersonRequest.objects.filter(contribution=contribution, kind=PersonRequestKind.ERASURE)
    return plain_words(newest.text) == MARK and asked.exists()


def _removal_of(contribution: Contribution) -> Redaction | None:
    """The redaction by which parts of it are missing now: its point says no more than it does."""
    newest = Redaction.objects.filter(contribution=contribution).order_by("pk").last()
    return newest if newest is not None and newest.removes else None
