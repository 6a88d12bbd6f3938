"""The municipality's rules: read by one statement for a page that is shown, each for itself in a deed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.together.once import in_hand, is_page, read_once
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read
from municipality.models import Asked, CalendarDay, DeadlineRule, MajorityRule, Threshold


@prepared
def _all_of(model: type[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.all()
    return rows


@prepared
def _days_that_hold_here() -> QuerySet[CalendarDay]:
    return CalendarDay.objects.that_hold_here()


class RuleBook:
    """All rows that the law or the municipality sets; a list is read when somebody first goes through it."""

    def __init__(self) -> None:
        self.deadlines = _all_of(DeadlineRule)
        self.majorities = _all_of(MajorityRule)
        self.thresholds = _all_of(Threshold)
        self.asked = _all_of(Asked)
        self.days = _days_that_hold_here()

    def deadline(self, code: str) -> DeadlineRule | None:
        return next((rule for rule in self.deadlines if rule.code == code), None)

    @property
    def waived(self) -> frozenset[str]:
        """The codes that a checked row says are not asked for; what stands in no row is asked for."""
        return frozenset(row.code for row in self.asked if row.checked_by and not row.is_asked)


def rule_book() -> RuleBook:
    """The page's own; outside of a page one that reads each list anew."""
    return read(read_rule_book())


def read_rule_book() -> Reader[RuleBook]:
    """The same beside what else a page reads."""
    return (yield from read_once(_whole)) if is_page() else RuleBook()


def book_in_hand() -> RuleBook | None:
    """The page's own, where somebody has read it already."""
    return in_hand(_whole)


def _whole() -> Reader[RuleBook]:
    book = RuleBook()
    yield from read_lists(*vars(book).values())
    return book
