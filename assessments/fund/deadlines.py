"""Calls that close: told at 30 and at 10 days, and until somebody records what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.models import FundCall
from core.i18n import short_date
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read

FIRST_CALL_DAYS, LAST_CALL_DAYS = 30, 10


@dataclass(frozen=True, slots=True)
class ClosingCall:
    call: FundCall
    days_left: int

    @property
    def sentence(self) -> str:
        words = {"date": short_date(self.call.closes_on)}
        if self.days_left < 0:
            return _("Record what became of the call that closed on %(date)s") % words
        if self.days_left <= LAST_CALL_DAYS:
            return _("Send the application to the Social Fund now: the call closes on %(date)s") % words
        return _("Prepare the application to the Social Fund: the call closes on %(date)s") % words


def closing_calls(today: date) -> list[ClosingCall]:
    return read(read_closing_calls(today))


def read_closing_calls(today: date) -> Reader[list[ClosingCall]]:
    """Calls without outcome that close within 30 days, or have closed."""
    calls = _closing_by(today + timedelta(days=FIRST_CALL_DAYS))
    yield from read_lists(calls)
    return [ClosingCall(call, (call.closes_on - today).days) for call in calls]


@prepared
def _closing_by(day: date) -> QuerySet[FundCall]:
    return FundCall.objects.closing_by(day).order_by("closes_on", "pk")
