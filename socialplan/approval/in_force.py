"""Which version of a plan holds today, and which one is adopted and comes after it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.i18n import short_date
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion

ADOPTED_AND_COMING = frozenset({PlanState.ADOPTED, PlanState.ANNOUNCED})


def in_force_of(versions: Iterable[PlanVersion]) -> PlanVersion | None:
    return next((each for each in versions if each.state == PlanState.IN_FORCE), None)


def coming_after(in_force: PlanVersion | None, versions: Iterable[PlanVersion]) -> PlanVersion | None:
    """The newest version that the council adopted and that is not in force yet, while an earlier one is."""
    if in_force is None:
        return None
    coming = [each for each in versions if each.state in ADOPTED_AND_COMING and each.number > in_force.number]
    return max(coming, key=lambda each: each.number, default=None)


def status_in_words(versions: Iterable[PlanVersion], *, deadlines: DeadlineCalendar | None = None) -> str:
    """Of one plan's versions, with their announcements: what holds today and what comes; empty where nothing comes."""
    versions = list(versions)
    in_force = in_force_of(versions)
    coming = coming_after(in_force, versions)
    if in_force is None or coming is None:
        return ""
    if coming.state == PlanState.ADOPTED:
        sentence = _("In force: version %(now)s · adopted, not announced yet: version %(coming)s")
        return sentence % {"now": in_force.number, "coming": coming.number}
    day = (deadlines or DeadlineCalendar()).in_force_on(coming)
    sentence = _("In force: version %(now)s · adopted, in force on %(day)s: version %(coming)s")
    return sentence % {
        "now": in_force.number,
        "coming": coming.number,
        "day": short_date(day),
    }
