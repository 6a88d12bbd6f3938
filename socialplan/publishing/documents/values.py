"""What is put into the places of an official paper: words read from the version, its consultations and its acts."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from consultations.enums import Answer
from consultations.models import Recommendation, Round
from consultations.record import records_of
from core.i18n import short_date
from municipality.enums import DeadlineCode
from municipality.models import DeadlineRule, Municipality
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.models import CouncilDecision, CouncilSubmission
from socialplan.content.blocks.budget import VersionBudget
from socialplan.content.blocks.consultation import rounds_of
from socialplan.content.enums import EDITABLE_STATES, PlanState
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.frame import Frame

BLANK = "________"
NOT_SUBMITTED = EDITABLE_STATES | {PlanState.IN_REVIEW, PlanState.APPROVED}
Values = dict[str, str]


def submission_of(version: PlanVersion) -> CouncilSubmission | None:
    """The mayor's submission by which the version lies, or lay, before the council; its papers are frozen with it."""
    if version.state in NOT_SUBMITTED:
        return None
    return version.submissions.order_by("-pk").first()


def frozen_mark(submission: CouncilSubmission) -> str:
    """What the jobs of a submission's papers have in their key."""
    return f":s{submission.pk}:"


def values_of(version: PlanVersion, frame: Frame, *, as_of: CouncilSubmission | None = None) -> Values:
    """Every place but those of a letter, in the language of the moment; what is not known yet is a line to fill in.

    `as_of` a submission nothing is said that was dated later.
    """
    heard, acts = _heard(version, as_of.happened_on if as_of else None), _acts(version, is_submitted=bool(as_of))
    found = {**_about(version, frame), **_money(version), **_counts(version), **heard, **acts}
    if as_of is not None:
        found["made_on"] = day(as_of.happened_on)
    return {name: words or BLANK for name, words in found.items()}


def day(value: date | None) -> str:
    return short_date(value) if value else ""


def _about(version: PlanVersion, frame: Frame) -> Values:
    place, plan = Municipality.objects.first(), version.plan
    earlier = version.in_force_beside()
    decision = earlier.acts["decision"] if earlier else None
    return {
        "municipality": frame.owner,
        "county": str(place.county) if place else "",
        "plan_title": plan.title,
        "period": f"{plan.first_year}–{plan.last_year}",
        "version": str(version.number),
        "subject": _subject(plan.title, decision),
        "deed": _deed(plan.title, decision, f"{plan.first_year}–{plan.last_year}"),
        "act_in_force": _act_in_force(decision),
        "assessment": str(plan.assessment.title) if plan.assessment else "",
        "made_on": day(frame.made_at.date()),
        "content_hash": frame.sha256,
        "verify_address": frame.verify_address,
        "entry_into_force": _entry_into_force(),
    }


def _subject(title: str, decision: CouncilDecision | None) -> str:
    if decision is None:
        return _("adopting the document “%(title)s”") % {"title": title}
    words = {"title": title, "decision": decision, "date": day(decision.happened_on)}
    return _("amending the document “%(title)s”, adopted by %(decision)s of %(date)s") % words


def _deed(title: str, decision: CouncilDecision | None, period: str) -> str:
    if decision is None:
        return _("To adopt the document “%(title)s” for the period %(period)s.") % {"title": title, "period": period}
    words = {"title": title, "decision": decision, "date": day(decision.happened_on)}
    return _("To adopt the amendments to the document “%(title)s”, adopted by %(decision)s of %(date)s.") % words


def _act_in_force(decision: CouncilDecision | None) -> str:
    if decision is None:
        return _("No earlier version is in force.")
    words = {"decision": decision, "date": day(decision.happened_on)}
    return _("The act in force is %(decision)s of %(date)s; it remains in force until this one replaces it.") % words


def _entry_into_force() -> str:
    rule = DeadlineRule.objects.filter(code=DeadlineCode.ENTRY_INTO_FORCE).first()
    if rule is None:
        return ""
    words = {"days": rule.days, "unit": rule.get_unit_display()}
    return _("%(days)s %(unit)s after its announcement") % words


def _money(version: PlanVersion) -> Values:
    money = VersionBudget(version)
    cost, funding, gap = sum(money.cost), sum(money.funded), sum(money.gap)
    return {"total_cost": grouped(cost), "total_funding": grouped(funding), "total_gap": grouped(gap)}


def grouped(amount: int) -> str:
    return number_format(amount, decimal_pos=0, force_grouping=True)


def _counts(version: PlanVersion) -> Values:
    return {
        "goals_count": grouped(version.strategicgoals.count()),
        "objectives_count": grouped(version.specificobjectives.count()),
        "measures_count": grouped(version.measures.count()),
        "indicators_count": grouped(version.indicators.count()),
    }


def _heard(version: PlanVersion, until: date | None) -> Values:
    """Totals of the consultations, which are exempt from suppression; attendance is never put into a sentence."""
    rounds = [
        each for each in rounds_of(version) if until is None or each.notice_on is None or each.notice_on <= until
    ]
    records = records_of(rounds, until=until)
    answered = Recommendation.objects.filter(round__in=rounds).with_published_disposition()
    given = [each.published_dispositions[0] for each in answered]  # type: ignore[attr-defined]
    counted = Counter(each.answer for each in given if until is None or each.decided_on <= until)
    return {
        "rounds_count": grouped(len(rounds)),
        "rounds_dates": "; ".join(_open_dates(each) for each in rounds),
        "events_count": grouped(sum(each.events for each in records)),
        "contributions_count": grouped(sum(each.contributions for each in records)),
        "recommendations_count": grouped(sum(each.recommendations for each in records)),
        "accepted_count": grouped(counted[Answer.ACCEPTED]),
        "partly_count": grouped(counted[Answer.PARTLY]),
        "not_accepted_count": grouped(counted[Answer.NOT_ACCEPTED]),
        "covered_count": grouped(counted[Answer.ALREADY_COVERED]),
        "outside_count": grouped(counted[Answer.OUTSIDE_COMPETENCE]),
    }


def _open_dates(consultation: Round) -> str:
    return "–".join(filter(None, [day(consultation.notice_on), day(consultation.closes_on)]))


def _acts(version: PlanVersion, *, is_submitted: bool) -> Values:
    acts, submission = version.acts, version.submissions.order_by("-pk").first()
    decision, announcement = acts["decision"], acts["announcement"]
    submitted = {
        "submission_protocol_no": submission.protocol_no if submission else "",
        "submission_date": day(submission.happened_on if submission else None),
    }
    if is_submitted:
        return submitted
    return submitted | {
        "decision": str(decision or ""),
        "decision_date": day(decision.happened_on if decision else None),
        "announced_on": day(announcement.happened_on if announcement else None),
        "in_force_on": day(DeadlineCalendar().in_force_on(version) if announcement else None),
    }
