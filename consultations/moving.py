"""Which open rounds get another last day when a rule or the calendar changes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.enums import RoundState
from consultations.models import Round
from consultations.reckoning import Counting, last_day_of
from municipality.law import Law, MovedDay, moves_with


@moves_with
def moved_rounds(before: Law, after: Law) -> Iterator[MovedDay]:
    """A promised day is never shortened, so a round moves only to a later day, or back from one."""
    countings = [Counting(law) for law in (before, after)]
    for consultation in Round.objects.filter(state=RoundState.OPEN, closes_on__isnull=False):
        was, will_be = (last_day_of(consultation, by=counting) for counting in countings)
        if was != will_be:
            yield MovedDay(str(consultation), _("last day of the round"), was, will_be)
