"""Those who spoke are told again when the plan is decided on and when a report tells what was done."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultations.enums import PUBLIC_ANSWERS, NoticeOccasion
from consultations.models import Contribution, Disposition
from consultations.models.contributions import ContributionQuerySet
from consultations.services.notices import tell_speakers
from consultations.telling.mails import tells_places
from core.i18n import short_date
from core.together.side_by_side import read
from monitoring.enums import ReportState
from monitoring.models import YearlyReport
from operations.deeds import is_of_the_past
from socialplan.content.models import PlanVersion
from vlora_plan.pages.following import APPROVED_REPORT_STATES, Reflection, Reflections


def speakers_for(plan_id: int) -> ContributionQuerySet:
    """What was said in the rounds of a plan whose answers are public."""
    found = Contribution.objects.in_the_open().filter(round__plan_links__plan=plan_id, round__state__in=PUBLIC_ANSWERS)
    return found.select_related("contact").distinct()


def tell_what_became() -> int:
    """Write what is not written yet; each person is told once of each decision and each report.

    Decisions and reports of years ago that are entered today are news to nobody.
    """
    told = 0
    for version in PlanVersion.objects.published().select_related("announcement"):
        if is_of_the_past(version.announcement):
            continue
        told += tell_speakers(speakers_for(version.plan_id), NoticeOccasion.DECIDED, about=f"version:{version.pk}")
    reports = YearlyReport.objects.filter(state__in=APPROVED_REPORT_STATES).select_related("period__version")
    for report in reports:
        approved = report.state_changes.filter(to_state=ReportState.APPROVED).last()
        if approved is not None and is_of_the_past(approved):
            continue
        plan_id = report.period.version.plan_id
        told += tell_speakers(speakers_for(plan_id), NoticeOccasion.DONE, about=f"report:{report.pk}")
    return told


@tells_places
def places_of(answer: Disposition) -> list[str]:
    """Where the answer stands in the newest adopted plan, and what was reported of it."""
    places = read(Reflections.read_of([answer.pk]))
    return [line for place in places.of_answer(answer) for line in _lines_of(place)]


def _lines_of(place: Reflection) -> list[str]:
    where = [_("Its place in the plan:"), f"{capfirst(place.kind)}: {place.label}", str(place.version)]
    if place.decision:
        where.append(f"{place.decision}, {short_date(place.decision.happened_on)}")
    told = ["\n".join(where)]
    if place.progress:
        share = number_format(place.progress.share_done)
        done = f"{place.progress.period}: {place.progress.get_status_display()}, {share} %"
        told.append("\n".join(filter(None, (_("What was done:"), done, place.progress.narrative))))
    return told
