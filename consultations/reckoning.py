"""How the last day of a round is counted, told before its notice and ever after (docs/law.md#consultation-period)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from consultations.enums import RoundState, RoundStep
from consultations.models import Round
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from municipality.calendar import WorkingCalendar, add_working_days, deadline, end_of
from municipality.enums import DeadlineCode
from municipality.law import Law
from municipality.models import CalendarDay, DeadlineRule
from municipality.rule_book import read_rule_book, rule_book

PAST_ITS_LAST_DAY = pgettext_lazy("round state", "over, the answers are being prepared")


def statutory_close(consultation: Round, notice_on: date) -> date | None:
    """The last day: so many working days after the notice (law 146/2014 art. 15); none where no notice is due."""
    if consultation.needs_notice:
        return deadline(DeadlineCode.CONSULTATION, notice_on, days=consultation.working_days)
    return add_working_days(notice_on, consultation.working_days) if consultation.working_days else None


class Counting:
    """The rule and the calendar by which rounds are counted, read once when asked: today's, or a law about to be."""

    def __init__(self, law: Law | None = None) -> None:
        self.law = law

    @classmethod
    def of(cls, rule: DeadlineRule | None, calendar: WorkingCalendar) -> Counting:
        """By what the caller has read."""
        made = cls()
        made.rule, made.calendar = rule, calendar
        return made

    @cached_property
    def rule(self) -> DeadlineRule | None:
        if self.law:
            return self.law.rules.get(DeadlineCode.CONSULTATION)
        return rule_book().deadline(DeadlineCode.CONSULTATION)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return self.law.calendar if self.law else WorkingCalendar.load()

    def close(self, consultation: Round, notice_on: date) -> date | None:
        """The last day; none where no rule is set or it does not allow the round's length any more."""
        if not consultation.needs_notice:
            days = consultation.working_days
            return self.calendar.add(notice_on, days) if days else None
        if self.rule is None:
            return None
        length = self.rule.days if consultation.working_days is None else consultation.working_days
        if not self.rule.days <= length <= (self.rule.maximum or self.rule.days):
            return None
        return end_of(self.rule, notice_on, length, calendar=self.calendar)


def computed_close(consultation: Round, notice_on: date, *, by: Counting | None = None) -> date | None:
    """The last day by today's calendar and rules; none where they do not allow the round's length any more."""
    return (by or Counting()).close(consultation, notice_on)


def last_day_of(consultation: Round, *, by: Counting | None = None) -> date | None:
    """Of the published day and the one that today's calendar gives, the later: a promise is never shortened."""
    if consultation.closes_on is None or consultation.notice_on is None:
        return consultation.closes_on
    computed = computed_close(consultation, consultation.notice_on, by=by)
    return max(consultation.closes_on, computed or consultation.closes_on)


def accepting_rounds() -> list[Round]:
    return read(read_accepting_rounds())


def read_accepting_rounds() -> Reader[list[Round]]:
    """The rounds that are open today, those included whose last day the calendar has moved since their notice."""
    rounds = _open_rounds()
    yield from side_by_side(read_lists(rounds), read_rule_book())
    over = _past_their_last_day(rounds)
    return [each for each in rounds if each.pk not in over]


@prepared
def _open_rounds() -> QuerySet[Round]:
    return Round.objects.filter(state=RoundState.OPEN).prefetch_related("groups")


def _past_their_last_day(rounds: Iterable[Round], by: Counting | None = None) -> set[int]:
    today = timezone.localdate()
    past = [each for each in rounds if each.is_open and each.closes_on and each.closes_on < today]
    by = by or Counting()
    return {each.pk for each in past if (last_day_of(each, by=by) or today) < today}


def past_rounds(rounds: Iterable[Round]) -> set[int]:
    """The keys of those that take no contributions any more."""
    rounds = list(rounds)
    return _past_their_last_day(rounds) | {each.pk for each in rounds if not each.is_open}


def shown_states(rounds: Iterable[Round], *, by: Counting | None = None) -> dict[int, str]:
    """What a page calls the state of each round, by its key: one past its last day is not called open."""
    rounds = list(rounds)
    over = _past_their_last_day(rounds, by)
    return {each.pk: str(PAST_ITS_LAST_DAY if each.pk in over else each.get_state_display()) for each in rounds}


def is_accepting(consultation: Round, *, by: Counting | None = None) -> bool:
    """Open today by the database's clock, or by a last day that the calendar has moved since the notice."""
    known: bool | None = consultation.__dict__.get("accepts_today")  # read with the row a moment ago
    if known or (known is None and Round.objects.accepting().filter(pk=consultation.pk).exists()):
        return True
    last_day = last_day_of(consultation, by=by)
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
    rule_changed_since: str = ""
    lacking: tuple[int, ...] = ()

    @property
    def is_lengthened(self) -> bool:
        return self.published is not None and self.last_day > self.published


def reckoning_of(consultation: Round, *, today: date | None = None, by: Counting | None = None) -> Reckoning | None:
    """How the round's last day is counted; of a planned one as if the notice went out today."""
    notice_on = consultation.notice_on or today or timezone.localdate()
    by = by or Counting()
    last_day = last_day_of(consultation, by=by) or computed_close(consultation, notice_on, by=by)
    if last_day is None:
        return None
    calendar, noticed_at = by.calendar, _noticed_at(consultation)
    rows = _rows_counted_out(calendar, notice_on, last_day)
    rule = by.rule if consultation.needs_notice else None
    return Reckoning(
        notice_on=notice_on,
        last_day=last_day,
        working_days=calendar.between(notice_on, last_day),
        counted_out=rows,
        source=rule.source_label if rule else "",
        published=consultation.closes_on,
        entered_since=tuple(row for row in rows if noticed_at and row.updated_at > noticed_at),
        rule_changed_since=rule.source_label if rule and noticed_at and rule.updated_at > noticed_at else "",
        lacking=tuple(calendar.lacking(notice_on, last_day)),
    )


def _rows_counted_out(calendar: WorkingCalendar, notice_on: date, last_day: date) -> list[CalendarDay]:
    """The rows of the calendar that took a weekday out of the count, each day once."""
    days = frozenset(calendar.counted_out(notice_on, last_day))
    rows = {row.day: row for row in rule_book().days if row.day in days}
    return [rows[day] for day in sorted(rows)]


def _noticed_at(consultation: Round) -> datetime | None:
    """When the notice was recorded: rows that came or changed after it lengthen the period, and are named."""
    if consultation.closes_on is None:
        return None
    changes = (each for each in consultation.state_changes.all() if each.step == RoundStep.PUBLISH)
    return next((each.recorded_at for each in changes), None)


def days_left(consultation: Round, *, by: Counting | None = None) -> int | None:
    """Calendar days to the end of the last day; 0 on the last day, None where there is no last day."""
    last_day = last_day_of(consultation, by=by)
    return None if last_day is None else max((last_day - timezone.localdate()) // timedelta(days=1), 0)


def lengthened_rounds() -> list[tuple[Round, date]]:
    return read(read_lengthened_rounds())


def read_lengthened_rounds() -> Reader[list[tuple[Round, date]]]:
    """The open rounds whose last day the calendar has moved since their notice, each with its day of now."""
    rounds = Round.objects.filter(state=RoundState.OPEN, closes_on__isnull=False)
    yield from side_by_side(read_lists(rounds), read_rule_book())
    by = Counting()
    found = ((each, last_day_of(each, by=by)) for each in rounds)
    return [(each, day) for each, day in found if day and each.closes_on and day > each.closes_on]
