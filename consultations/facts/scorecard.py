"""How a round kept its procedure, for everybody: notice, meetings, answers and who was told of them.

Totals of contributions and counts of events alone: none of them tells of a group (docs/law.md#never-hidden).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.utils import timezone

from consultations.enums import EventStatus
from consultations.models import AnswerPublication, Round
from consultations.reckoning import Counting, last_day_of
from consultations.telling.ledger import TellingCounts, read_telling_counts
from core.together.side_by_side import Reader, read, read_figures, side_by_side
from municipality.calendar import WorkingCalendar
from municipality.rule_book import read_rule_book


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Days are working days; `answer_due` and `days_to_answer` are None where nothing is promised or answered yet."""

    notice_days: int | None
    meetings: int
    lawful_meetings: int
    recommendations: int
    answered: int
    answered_on: date | None
    days_to_answer: int | None
    answer_due: date | None
    promised_days: int | None
    telling: TellingCounts

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say yet, as of a round without a last day."""
        said = (self.notice_days, self.answer_due, self.share_answered, self.days_to_answer)
        return not self.meetings and all(each is None for each in said)

    @property
    def is_late(self) -> bool:
        """Whether the promised day passed before the answers came."""
        return self.answer_due is not None and (self.answered_on or timezone.localdate()) > self.answer_due

    @property
    def share_answered(self) -> int | None:
        return self.answered * 100 // self.recommendations if self.recommendations else None

    @property
    def share_informed(self) -> int | None:
        return self.telling.informed * 100 // self.telling.reachable if self.telling.reachable else None


def scorecard_of(consultation: Round) -> Scorecard:
    return read(read_scorecard(consultation))


def read_scorecard(consultation: Round) -> Reader[Scorecard]:
    """However much was received: counted by the database."""
    noticed = Q(kind__has_notice=True) & ~Q(status=EventStatus.CANCELLED)
    meetings, answers, of_answers, telling, _book = yield from side_by_side(
        read_figures(
            consultation.events.filter(noticed), all=Count("pk"), lawful=Count("pk", filter=Q(short_notice_days=None))
        ),
        read_figures(AnswerPublication.objects.filter(round=consultation), first=Min("happened_on")),
        read_figures(
            consultation.recommendations.not_withdrawn(),
            all=Count("pk", distinct=True),
            answered=Count("pk", distinct=True, filter=Q(dispositions__published_answer__isnull=False)),
        ),
        read_telling_counts(consultation),
        read_rule_book(),
    )
    by, answered_on = Counting(), answers["first"]
    calendar, last_day = by.calendar, last_day_of(consultation, by=by)
    return Scorecard(
        notice_days=_between(calendar, consultation.notice_on, last_day),
        meetings=meetings["all"] if consultation.needs_notice else 0,
        lawful_meetings=meetings["lawful"],
        recommendations=of_answers["all"],
        answered=of_answers["answered"],
        answered_on=answered_on,
        days_to_answer=_between(calendar, last_day, answered_on),
        answer_due=answer_due(consultation, last_day, calendar),
        promised_days=consultation.answer_days,
        telling=telling,
    )


def answer_due(consultation: Round, last_day: date | None, calendar: WorkingCalendar) -> date | None:
    """The day that the notice promises answers for; None without promise, last day, or the feasts of its year."""
    if last_day is None or consultation.answer_days is None:
        return None
    due = calendar.add(last_day, consultation.answer_days)
    return None if calendar.lacking(last_day, due) else due


def _between(calendar: WorkingCalendar, start: date | None, end: date | None) -> int | None:
    if start is None or end is None or end < start:
        return None
    return calendar.between(start, end) if end > start else 0
