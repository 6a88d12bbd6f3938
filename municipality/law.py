"""The law as it would be with one row changed, and what moves with it; asked before the row is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from municipality.calendar import DayRow, WorkingCalendar
from municipality.models import CalendarDay, DeadlineRule, Municipality
from municipality.rule_book import rule_book


@dataclass(frozen=True, slots=True)
class Law:
    """The deadline rules by their code, and the calendar of this municipality."""

    rules: dict[str, DeadlineRule]
    calendar: WorkingCalendar

    @classmethod
    def today(cls) -> Law:
        return cls({rule.code: rule for rule in rule_book().deadlines}, WorkingCalendar.load())

    def with_rule(self, rule: DeadlineRule) -> Law:
        return replace(self, rules=self.rules | {rule.code: rule})

    def with_days(self, days: Iterable[CalendarDay], *, without: Iterable[CalendarDay] = ()) -> Law:
        """With these rows as they now read, saved or not, and without those that go."""
        days = list(days)
        gone = [day.pk for day in (*days, *without) if day.pk]
        territory = Municipality.objects.values_list("territory", flat=True).first() or ""
        kept = CalendarDay.objects.for_territory(territory).exclude(pk__in=gone).values_list(*DayRow._fields)
        here = (day for day in days if day.territory in {"", territory})
        new = (DayRow(day.day, day.kind, day.checked_by, day.is_proclaimed_yearly) for day in here)
        return replace(self, calendar=WorkingCalendar.of([*(DayRow(*row) for row in kept), *new]))


@dataclass(frozen=True, slots=True)
class MovedDay:
    """One day of one document that a change of the law moves; none where a law gives no day."""

    document: str
    what: str
    before: date | None
    after: date | None


Mover = Callable[[Law, Law], Iterator[MovedDay]]
_movers: list[Mover] = []


def moves_with(mover: Mover) -> Mover:
    """Registers who knows documents with days of the law; the apps to the right do."""
    if mover not in _movers:
        _movers.append(mover)
    return mover


def what_moves(before: Law, after: Law) -> list[MovedDay]:
    """Every open day that would be another one, by whatever app keeps it."""
    return [move for mover in _movers for move in mover(before, after)]
