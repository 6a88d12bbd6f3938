"""Which legal dates of versions on their way are other ones when a rule or the calendar changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from municipality.enums import DeadlineCode
from municipality.law import Law, MovedDay, moves_with
from socialplan.approval.deadlines import DeadlineCalendar, legal_dates
from socialplan.content.enums import FINISHED_STATES, LIVING_STATES
from socialplan.content.models import PlanVersion

AT_THE_END = FINISHED_STATES - LIVING_STATES


@moves_with
def moved_dates(before: Law, after: Law) -> Iterator[MovedDay]:
    """Of duties and days that are still ahead; a round is told by the consultations themselves."""
    calendars = [DeadlineCalendar(law=law) for law in (before, after)]
    for version in PlanVersion.objects.exclude(state__in=AT_THE_END).with_acts():
        was, will_be = (_days(version, deadlines) for deadlines in calendars)
        for label, day in was.items():
            if day != will_be.get(label):
                yield MovedDay(str(version), label, day, will_be.get(label))


def _days(version: PlanVersion, deadlines: DeadlineCalendar) -> dict[str, date]:
    return {
        each.label: each.due_on
        for each in legal_dates(version, deadlines=deadlines)
        if each.due_on and each.is_pressing and each.code != DeadlineCode.CONSULTATION
    }
