"""The clock of a public meeting: how long before it its notice goes out (docs/law.md#meeting-notice)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from consultations.actions import ConsultationAction
from consultations.enums import EventStatus
from consultations.models import ConsultationEvent, Round
from municipality.calendar import WorkingCalendar, end_of
from municipality.enums import DeadlineCode
from municipality.rule_book import rule_book
from operations.models import Event

# Names in the event of a saved meeting the digest of its minutes, where the deed changed them.
WRITTEN = "minutes"


@dataclass(frozen=True, slots=True)
class MeetingNotice:
    """`working_days` from the day after the notice to the meeting; `earliest`: the first day that the rule allows."""

    noticed_on: date
    held_on: date
    earliest: date
    working_days: int
    is_refused: bool

    @property
    def is_short(self) -> bool:
        return self.held_on < self.earliest


def is_noticed(event: ConsultationEvent) -> bool:
    """A meeting that the law wants noticed by itself: a hearing in the consultation of a draft."""
    return event.kind.has_notice and event.status != EventStatus.CANCELLED and event.round.needs_notice


def meeting_notice(event: ConsultationEvent, *, noticed_on: date | None = None) -> MeetingNotice | None:
    """By its own notice, else by that of the round, else as if the notice went out today; None without a rule."""
    rule = rule_book().deadline(DeadlineCode.PUBLIC_MEETING) if is_noticed(event) else None
    if rule is None:
        return None
    day = event.noticed_on or noticed_on or event.round.notice_on or timezone.localdate()
    calendar = WorkingCalendar.load()
    return MeetingNotice(
        noticed_on=day,
        held_on=event.held_on,
        earliest=end_of(rule, day, rule.days, calendar=calendar),
        working_days=calendar.between(day, event.held_on) if event.held_on > day else 0,
        is_refused=rule.refuses and bool(rule.checked_by) and event.status == EventStatus.PLANNED,
    )


def earliest_hearing(consultation: Round) -> date | None:
    """The first day for which a hearing noticed today is in time; None where no rule asks for it."""
    rule = rule_book().deadline(DeadlineCode.PUBLIC_MEETING) if consultation.needs_notice else None
    return end_of(rule, timezone.localdate(), rule.days) if rule else None


def minutes_writers(meetings: Sequence[ConsultationEvent]) -> set[int]:
    """Everybody who ever changed the minutes, by the history; of older ones who wrote last, or recorded the event."""
    saved = Event.objects.filter(action=ConsultationAction.SAVE_EVENT, after__has_key=WRITTEN)
    about = {
        "subject_type": ConsultationEvent._meta.label_lower,
        "subject_id__in": [str(each.pk) for each in meetings],
    }
    known = {each.minutes_by_id or each.recorded_by_id for each in meetings}
    known.update(saved.filter(**about).order_by().values_list("actor", flat=True))
    return {writer for writer in known if writer is not None}
