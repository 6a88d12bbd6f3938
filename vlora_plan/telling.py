"""Those who spoke are told again when the plan is decided on and when a report tells what was done."""

from __future__ import annotations

from consultations.enums import PUBLIC_ANSWERS, NoticeOccasion
from consultations.models import Contribution
from consultations.models.contributions import ContributionQuerySet
from consultations.services.notices import tell_speakers
from monitoring.enums import ReportState
from monitoring.models import YearlyReport
from operations.deeds import is_of_the_past
from socialplan.content.models import PlanVersion
from vlora_plan.pages.following import APPROVED_REPORT_STATES


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
