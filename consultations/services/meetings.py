"""What the clock of a public meeting refuses, and the mark that a short notice leaves (docs/law.md#meeting-notice)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.enums import EventStatus
from consultations.facts.meetings import MeetingNotice, meeting_notice
from consultations.models import ConsultationEvent, Round
from core.i18n import short_date
from core.workflow import StepRefused


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
