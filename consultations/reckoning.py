"""How the last day of a round is counted, told before its notice and ever after (docs/law.md#consultation-period)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from consultations.enums import RoundState, RoundStep
from consultations.models import Round
from municipality.calendar import WorkingCalendar, add_working_days, deadline
from municipality.enums import DeadlineCode
from municipality.models import CalendarDay, DeadlineRule, Municipality


def statutory_close(consultation: Round, notice_on: date) -> date | None:
    """The last day: so many working days after the notice (law 146/2014 art. 15); none where no notice is due."""
    if consultation.needs_notice:
        return deadline(DeadlineCode.CONSULTATION, notice_on, days=consultation.working_days)
    return add_working_days(notice_on, consultation.working_days) if consultation.working_days else None


def computed_close(consultation: Round, notice_on: date) -> date | None:
    """The same by today's calendar and rules; none where they do not allow the round's length any more."""
    try:
        return statutory_close(consultation, notice_on)
    except ValidationError:
        return None


def last_day_of(consultation: Round) -> date | None:
    """Of the published day and the one that today's calendar gives, the later: a promise is never shortened."""
    if consultation.closes_on is None or consultation.notice_on is None:
        return consultation.closes_on
    return max(consultation.closes_on, computed_close(consultation, consultation.notice_on) or consultation.closes_on)


def is_accepting(consultation: Round) -> bool:
    """Open today by the database's clock, or by a last day that the calendar has moved since the notice."""
    if Round.objects.accepting().filter(pk=consultation.pk).exists():
        return True
    last_day = last_day_of(consultation)
    return consultation.state == RoundState.OPEN and last_day is not None and last_day >= timezone.localdate()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A last day and what it is made of; `published` is what the notice promised, once there is one."""

    notice_on: date
    last_day: date
    working_days: int
    counted_out: list[CalendarDay]
    source: str
    published: date | None = None
    entered_since: tuple[CalendarDay, ...] = ()
    lacking: tuple[int, ...] = ()

    @property
    def is_lengthened(self) -> bool:
        return self.published is not None and self.last_day > self.published


def reckoning_of(consultation: Round, *, today: date | None = None) -> Reckoning | None:
    """How the round's last day is counted; of a planned one as if the notice went out today."""
    notice_on = consultation.notice_on or today or timezone.localdate()
    last_day = last_day_of(consultation) or computed_close(consultation, notice_on)
    if last_day is None:
        return None
    calendar = WorkingCalendar.load()
    rows = _rows_counted_out(calendar, notice_on, last_day)
    rule = DeadlineRule.objects.filter(code=DeadlineCode.CONSULTATION).first() if consultation.needs_notice else None
    return Reckoning(
        notice_on=notice_on,
        last_day=last_day,
        working_days=calendar.between(notice_on, last_day),
        counted_out=rows,
        source=rule.source if rule else "",
        published=consultation.closes_on,
        entered_since=_entered_since(consultation, rows),
        lacking=tuple(calendar.lacking(notice_on, last_day)),
    )


def _rows_counted_out(calendar: WorkingCalendar, notice_on: date, last_day: date) -> list[CalendarDay]:
    """The rows of the calendar that took a weekday out of the count, each day once."""
    territory = Municipality.objects.values_list("territory", flat=True).first() or ""
    days = calendar.counted_out(notice_on, last_day)
    rows = {row.day: row for row in CalendarDay.objects.for_territory(territory).filter(day__in=days)}
    return [rows[day] for day in sorted(rows)]


def _entered_since(consultation: Round, rows: list[CalendarDay]) -> tuple[CalendarDay, ...]:
    """Those of the rows that came into the calendar, or were changed in it, after the notice had gone out."""
    published = consultation.state_changes.filter(step=RoundStep.PUBLISH).first() if consultation.closes_on else None
    return tuple(row for row in rows if published and row.updated_at > published.recorded_at)


def days_left(consultation: Round) -> int | None:
    """Calendar days to the end of the last day; 0 on the last day, None where there is no last day."""
    last_day = last_day_of(consultation)
    return None if last_day is None else max((last_day - timezone.localdate()) // timedelta(days=1), 0)


def lengthened_rounds() -> list[tuple[Round, date]]:
    """The open rounds whose last day the calendar has moved since their notice, each with its day of now."""
    found = (
        (each, last_day_of(each)) for each in Round.objects.filter(state=RoundState.OPEN, closes_on__isnull=False)
    )
    return [(each, day) for each, day in found if day and each.closes_on and day > each.closes_on]
