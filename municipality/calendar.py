"""Working days and deadlines: arithmetic over rows, never over dates in code (docs/law.md#working-days)."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from municipality.enums import DayKind, DeadlineUnit, MajorityUse
from municipality.models import Asked, DeadlineRule, MajorityRule
from municipality.rule_book import book_in_hand, rule_book

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# Two Easters and two Bajrams; where the Easters fall on one day, the Monday after it makes the fourth row.
PROCLAIMED_ROWS_A_YEAR = 4


class DayRow(NamedTuple):
    """What the count reads of a row of the calendar."""

    day: date
    kind: str
    checked_by: str = ""
    is_proclaimed_yearly: bool = False


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The exceptions to the plain week that apply to one municipality, and the years whose feasts are entered."""

    off: frozenset[date]
    working: frozenset[date]
    years: frozenset[int]

    @classmethod
    def of(cls, rows: Iterable[DayRow]) -> WorkingCalendar:
        """A day off counts as soon as it is entered; a working Saturday, which makes a period shorter, once checked.

        A day off beats a working Saturday on the same day.
        """
        off: set[date] = set()
        working: set[date] = set()
        proclaimed: Counter[int] = Counter()
        for row in rows:
            if row.kind != DayKind.WORKING_SATURDAY:
                off.add(row.day)
            elif row.checked_by:
                working.add(row.day)
            proclaimed[row.day.year] += row.is_proclaimed_yearly and row.kind == DayKind.HOLIDAY
        years = (year for year, count in proclaimed.items() if count >= PROCLAIMED_ROWS_A_YEAR)
        return cls(frozenset(off), frozenset(working - off), frozenset(years))

    @classmethod
    def load(cls) -> WorkingCalendar:
        """The whole country's rows and those of this municipality's own territory."""
        rows = rule_book().days
        return cls.of(DayRow(row.day, row.kind, row.checked_by, row.is_proclaimed_yearly) for row in rows)

    def lacking(self, start: date, end: date) -> list[int]:
        """The years between two days whose proclaimed feasts are not entered."""
        return [year for year in range(start.year, end.year + 1) if year not in self.years]

    def refuse_unproclaimed(self, start: date, end: date) -> None:
        """Raises ValidationError where a period enters a year that would be counted as if it had no feasts."""
        if years := self.lacking(start, end):
            raise ValidationError(
                _(
                    "The period enters the year %(year)s, of which the calendar does not hold the proclaimed days off "
                    "yet: the administrator enters that year first."
                )
                % {"year": years[0]}
            )

    def counted_out(self, start: date, end: date) -> list[date]:
        """The weekdays after `start`, up to and including `end`, that do not count."""
        days = (start + ONE_DAY * number for number in range(1, (end - start).days + 1))
        return [day for day in days if day.weekday() < SATURDAY and not self.is_working(day)]

    def is_working(self, day: date) -> bool:
        return day in self.working or (day.weekday() < SATURDAY and day not in self.off)

    def on_or_after(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add(self, start: date, days: int) -> date:
        """The last of `days` working days; the first counted day is the day after `start`."""
        step = ONE_DAY if days >= 0 else -ONE_DAY
        day, left = start, abs(days)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + ONE_DAY * number) for number in range(1, (end - start).days + 1))


def add_working_days(start: date, days: int) -> date:
    """The last of `days` working days, counted from the day after `start`."""
    return WorkingCalendar.load().add(start, days)


def working_days_between(start: date, end: date) -> int:
    """Working days after `start`, up to and including `end`."""
    return WorkingCalendar.load().between(start, end)


def is_working_day(day: date) -> bool:
    return WorkingCalendar.load().is_working(day)


def latest_start(end: date, days: int) -> date:
    """The last working day on which a notice still gives `days` working days by `end`."""
    calendar = WorkingCalendar.load()
    start = calendar.add(end + ONE_DAY, -days) - ONE_DAY
    while not calendar.is_working(start):
        start -= ONE_DAY
    return start


def add_months(start: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def refuse_unproclaimed(start: date, end: date) -> None:
    """Raises ValidationError where a period about to be published enters a year that is not entered yet."""
    WorkingCalendar.load().refuse_unproclaimed(start, end)


def deadline(rule_code: str, start: date, *, days: int | None = None) -> date:
    """The last day of the rule's time, counted from the day after `start`.

    `days` lengthens the rule up to its `maximum` (the caller has the recorded decision);
    raises ValidationError where the rule is missing, or the length is outside rule and maximum.
    """
    rule = rule_book().deadline(rule_code)
    if rule is None:
        raise ValidationError(_("The deadline rule “%(code)s” is not set.") % {"code": rule_code})
    length = rule.days if days is None else days
    if not rule.days <= length <= (rule.maximum or rule.days):
        raise ValidationError(
            _("The time is between %(least)d and %(most)d.") % {"least": rule.days, "most": rule.maximum or rule.days}
        )
    return end_of(rule, start, length)


def counted_end(rule: DeadlineRule, start: date, length: int, *, calendar: WorkingCalendar | None = None) -> date:
    """The last day as it is counted, before an end on a closed day is moved; the row says which day is the first."""
    sooner = ONE_DAY * rule.counts_first_day
    if rule.unit == DeadlineUnit.WORKING:
        return (calendar or WorkingCalendar.load()).add(start - sooner, length)
    if rule.unit == DeadlineUnit.MONTHS:
        return add_months(start, length) - sooner
    return start + ONE_DAY * length - sooner


def end_of(rule: DeadlineRule, start: date, length: int, *, calendar: WorkingCalendar | None = None) -> date:
    """Calendar rules move an end on a closed day to the next working day only where the rule says so."""
    end = counted_end(rule, start, length, calendar=calendar)
    if rule.unit == DeadlineUnit.WORKING or not rule.moves_to_working_day:
        return end
    return (calendar or WorkingCalendar.load()).on_or_after(end)


def threshold(code: str) -> int:
    """The municipality's own figure; raises ValidationError where nobody has set it."""
    return thresholds(code)[0]


def thresholds(*codes: str) -> list[int]:
    """Several of them by one statement, in the order asked for; raises ValidationError where one is not set."""
    values = {row.code: row.value for row in rule_book().thresholds}
    for code in codes:
        if code not in values:
            raise ValidationError(_("The threshold “%(code)s” is not set.") % {"code": code})
    return [values[code] for code in codes]


def majority(code: str = "default") -> MajorityRule:
    """The rule a vote is held against; raises ValidationError where it is not set."""
    rule = next((rule for rule in rule_book().majorities if rule.code == code), None)
    if rule is None:
        raise ValidationError(_("The majority rule “%(code)s” is not set.") % {"code": code})
    return rule


def unchecked_rules() -> int:
    """How many rows that a plan rests on were checked by nobody: deadlines, majorities for plans, what is asked."""
    if book := book_in_hand():
        for_plans = (rule for rule in book.majorities if rule.use == MajorityUse.PLAN)
        return sum(not row.checked_by for rows in (book.deadlines, for_plans, book.asked) for row in rows)
    deadlines = DeadlineRule.objects.filter(checked_by="").order_by().values("pk")
    majorities = MajorityRule.objects.filter(checked_by="", use=MajorityUse.PLAN).order_by().values("pk")
    asked = Asked.objects.filter(checked_by="").order_by().values("pk")
    return deadlines.union(majorities, asked, all=True).count()
