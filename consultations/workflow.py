"""The round's way from plan to report. Read this table, and you know the process."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models import TargetGroup
from consultations.actions import ConsultationAction
from consultations.enums import PUBLIC_ANSWERS, RoundEffect, RoundState, RoundStep
from consultations.models import RoundStateChange
from consultations.reckoning import last_day_of
from core.workflow import Offered, Requirement, Transition, Workflow
from municipality.enums import AskedCode, DeadlineCode
from municipality.models import DeadlineRule


def has_lawful_length(consultation: Any) -> bool:
    """A period between the statutory and the longest one; above the statutory only with the decision (art. 15)."""
    if consultation.working_days is None or not consultation.needs_notice:
        return True
    rule = DeadlineRule.objects.get(code=DeadlineCode.CONSULTATION)
    if consultation.working_days == rule.days:
        return True
    within = rule.days < consultation.working_days <= (rule.maximum or rule.days)
    return within and bool(consultation.complexity_decision_no)


def groups_not_informed(consultation: Any) -> list[TargetGroup]:
    informed = {entry.group_id for entry in consultation.feedback_entries.all()}
    return [group for group in consultation.groups.all() if group.pk not in informed]


def is_answered(consultation: Any) -> bool:
    """Every contribution coded, every recommendation answered (docs/law.md#consultation-answers)."""
    return not consultation.owes_answers()


def is_over(consultation: Any) -> bool:
    today = timezone.localdate()
    if consultation.closes_on is None or consultation.closes_on >= today:
        return consultation.closes_on is None
    return (last_day_of(consultation) or consultation.closes_on) < today


def is_not_asked(consultation: Any, code: str) -> bool:
    """A round without a legal notice owes none of its fields, nor one that a checked rule says is not asked for."""
    return not consultation.needs_notice or code in consultation.waived


HAS_GROUPS = Requirement(
    lambda consultation: bool(consultation.groups.all()), otherwise=_("The round addresses no group yet.")
)
HAS_DRAFT = Requirement(
    lambda consultation: bool(consultation.draft_sq) or is_not_asked(consultation, AskedCode.NOTICE_DRAFT),
    otherwise=_("The notice does not yet say where the draft and its accompanying documents are."),
)
DRAFT_ON_SITE = Requirement(
    lambda consultation: not consultation.asks_about_a_draft or consultation.known_or_asked("has_draft"),
    otherwise=_(
        "The draft is not on the site yet: freeze a copy of the plan's version, or attach the draft as a file."
    ),
)
DRAFT_FILES_MADE = Requirement(
    lambda consultation: (
        not consultation.asks_about_a_draft or not consultation.known_or_asked("has_unfinished_files")
    ),
    otherwise=_("The files of the frozen draft are not made yet."),
)
ANNOUNCED_IN_EASY_LANGUAGE = Requirement(
    lambda consultation: (
        not consultation.asks_about_a_draft
        or bool(consultation.easy_read_reason)
        or not any(group.needs_easy_read for group in consultation.groups.all())
        or consultation.known_or_asked("has_easy_read")
    ),
    otherwise=_(
        "Children or persons with disabilities are addressed: attach a summary in easy language, or write in the "
        "notice why there is none."
    ),
)
HAS_REASONS = Requirement(
    lambda consultation: bool(consultation.reasons_sq) or is_not_asked(consultation, AskedCode.NOTICE_REASONS),
    otherwise=_("The notice does not yet give the reasons and the expected impact."),
)
HAS_MANNER = Requirement(
    lambda consultation: bool(consultation.manner_sq) or is_not_asked(consultation, AskedCode.NOTICE_MANNER),
    otherwise=_("The notice does not yet say where and how recommendations are sent."),
)
HAS_MEETINGS = Requirement(
    lambda consultation: (
        bool(consultation.meetings_sq)
        or is_not_asked(consultation, AskedCode.NOTICE_MEETINGS)
        or not consultation.holds_public_meeting()
    ),
    otherwise=_("The notice does not yet name the place and date of the public meetings."),
)
HAS_CONTACT = Requirement(
    lambda consultation: (
        bool(consultation.coordinator_contact) or is_not_asked(consultation, AskedCode.NOTICE_CONTACT)
    ),
    otherwise=_("The notice does not yet give the contact of the coordinator."),
)
PROMISES_ANSWERS = Requirement(
    lambda consultation: consultation.answer_days is not None,
    otherwise=_("The notice does not yet promise within how many working days the answers come."),
)
HAS_LAWFUL_LENGTH = Requirement(
    has_lawful_length,
    otherwise=_(
        "The period is shorter than the law's, longer than the longest one, or lacks the decision that allows it."
    ),
)
IS_OVER = Requirement(is_over, otherwise=_("The last day of the round has not passed yet."))
NOTHING_OWED = Requirement(
    is_answered,
    otherwise=_("Every contribution must be coded and every recommendation answered first."),
)
WORDS_READ = Requirement(
    lambda consultation: not consultation.has_unread_words(),
    otherwise=_("Every text that may be published must be read for names of persons first."),
)
GROUPS_INFORMED = Requirement(
    lambda consultation: not groups_not_informed(consultation),
    otherwise=_("Not every group addressed has been informed of the results yet."),
)

ROUND_WORKFLOW: Workflow[Any] = Workflow(
    Transition(
        step=RoundStep.PUBLISH,
        sources=frozenset({RoundState.PLANNED}),
        target=RoundState.OPEN,
        permission="consultations.publish_round",
        requires=(
            HAS_GROUPS,
            HAS_DRAFT,
            DRAFT_ON_SITE,
            DRAFT_FILES_MADE,
            ANNOUNCED_IN_EASY_LANGUAGE,
            HAS_REASONS,
            HAS_MANNER,
            HAS_MEETINGS,
            HAS_CONTACT,
            PROMISES_ANSWERS,
            HAS_LAWFUL_LENGTH,
        ),
        done=pgettext_lazy("step done", "Published"),
        action=ConsultationAction.PUBLISH_ROUND,
        effects=frozenset({RoundEffect.SET_DAYS}),
    ),
    Transition(
        step=RoundStep.CLOSE,
        sources=frozenset({RoundState.OPEN}),
        target=RoundState.CLOSED,
        permission="consultations.close_round",
        requires=(IS_OVER,),
        done=pgettext_lazy("step done", "Closed"),
        action=ConsultationAction.CLOSE_ROUND,
        effects=frozenset({RoundEffect.CHECK_LAST_DAY}),
    ),
    Transition(
        step=RoundStep.ANSWER,
        sources=frozenset({RoundState.CLOSED}),
        target=RoundState.ANSWERED,
        permission="consultations.answer_round",
        requires=(NOTHING_OWED, WORDS_READ),
        done=pgettext_lazy("step done", "Answers published"),
        action=ConsultationAction.ANSWER_ROUND,
        effects=frozenset({RoundEffect.PUBLISH_ANSWERS}),
    ),
    Transition(
        step=RoundStep.REPORT,
        sources=frozenset({RoundState.ANSWERED}),
        target=RoundState.REPORTED,
        permission="consultations.report_round",
        requires=(GROUPS_INFORMED,),
        done=pgettext_lazy("step done", "Feedback given"),
        action=ConsultationAction.REPORT_ROUND,
    ),
    # A letter belongs to the day it was received: one that came in time is answered, whenever it is typed.
    Transition(
        step=RoundStep.TAKE_UP,
        sources=PUBLIC_ANSWERS,
        target=RoundState.CLOSED,
        permission="consultations.take_up_letter",
        needs_comment=True,
        offered=Offered.ELSEWHERE,
        done=pgettext_lazy("step done", "Letter that came in time taken up"),
        action=ConsultationAction.TAKE_UP_LETTER,
    ),
    Transition(
        step=RoundStep.REOPEN,
        sources=PUBLIC_ANSWERS | {RoundState.CLOSED},
        target=RoundState.OPEN,
        permission="consultations.reopen_round",
        needs_comment=True,
        offered=Offered.ELSEWHERE,
        done=pgettext_lazy("step done", "Opened again after an upheld complaint"),
        action=ConsultationAction.REOPEN_ROUND,
    ),
    log=RoundStateChange,
)
