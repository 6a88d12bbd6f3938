"""A plan version's way from draft to force; the law behind its steps: docs/law.md#council-adopts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.workflow import Requirement, Transition, Workflow
from socialplan.canonical import version_content
from socialplan.clock import Clock
from socialplan.enums import (
    ADOPTING_OUTCOMES,
    LIVING_STATES,
    FindingCode,
    FindingWeight,
    OpinionKind,
    Outcome,
    PlanState,
    PlanStep,
    PrefectVerdict,
)
from socialplan.facts import facts_of
from socialplan.findings import codes_at, is_settled
from socialplan.models import (
    Announcement,
    CouncilDecision,
    CouncilSession,
    MayorReturn,
    PlanVersion,
    PrefectOpinion,
)


def _content(version: PlanVersion) -> dict[str, Any]:
    return facts_of(version).content


def _asked_at(step: PlanStep, *weights: FindingWeight) -> tuple[Requirement, ...]:
    """The list of findings is the gate: a requirement for each kind of finding that stops the step."""
    return tuple(OF_FINDINGS[code] for code in codes_at(step, *weights))


def _has_opinion(kind: OpinionKind) -> Requirement:
    sentences = {
        OpinionKind.LEGAL: _("The opinion of the legal office on this content is missing."),
        OpinionKind.FINANCE: _("The opinion of the finance office on this content is missing."),
        OpinionKind.GENDER: _("The opinion of the gender-equality officer on this content is missing."),
        OpinionKind.DATA_PROTECTION: _("The opinion of the data-protection officer on this content is missing."),
    }
    return Requirement(lambda version: kind in facts_of(version).opinions, otherwise=sentences[kind])


def _is_submitted(version: PlanVersion) -> bool:
    """What comes back to the council for re-examination was submitted before it was adopted."""
    return version.is_reexamination or facts_of(version).is_submitted


def _is_amended(version: PlanVersion) -> bool:
    """Whether the content differs, beyond its version number, from the one the council voted on."""
    before = version_content(version.voted_on)
    return before | {"plan": None} != _content(version) | {"plan": None}


def _is_in_force_by_now(version: PlanVersion) -> bool:
    if not hasattr(version, "announcement"):
        return False
    clock = Clock()
    return clock.in_force_on(version) <= clock.today


def _successor_takes_over(version: PlanVersion) -> bool:
    later = version.plan.versions.filter(number__gt=version.number, state=PlanState.ANNOUNCED)
    return any(_is_in_force_by_now(each) for each in later.select_related("announcement"))


def _is_returned(version: PlanVersion) -> bool:
    returns = PrefectOpinion.objects.filter(version=version, verdict=PrefectVerdict.RETURNED, withdrawal=None)
    return returns.exists() or MayorReturn.objects.filter(version=version).exists()


OF_FINDINGS = {code: Requirement(partial(is_settled, code), otherwise=code.label) for code in FindingCode}
SUBMISSION_RECORDED = Requirement(
    _is_submitted,
    otherwise=_("The mayor's submission is not recorded: protocol number and date."),
)
SESSION_RECORDED = Requirement(
    lambda version: CouncilSession.objects.filter(version=version, withdrawal=None).exists(),
    otherwise=_("No session of the council has this version on its agenda yet: notice, day, place."),
)
NOT_REEXAMINED = Requirement(
    lambda version: not version.is_reexamination,
    otherwise=_("The council confirms, amends or repeals what it re-examines; it does not go back to drafting."),
)
ANNOUNCED = Requirement(
    lambda version: Announcement.objects.filter(version=version).exists(),
    otherwise=_("The announcement is not recorded: date and place of publication."),
)
DATE_REACHED = Requirement(
    _is_in_force_by_now,
    otherwise=_("The date of entry into force has not been reached."),
)
NOT_OVERTAKEN = Requirement(
    lambda version: not version.plan.versions.in_force().filter(number__gt=version.number).exists(),
    otherwise=_("A later version is already in force."),
)
ADOPTION_RECORDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version=version, outcome__in=ADOPTING_OUTCOMES).exists(),
    otherwise=_("The council's decision is not recorded: number, session and votes."),
)
REJECTION_RECORDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version=version).exclude(outcome__in=ADOPTING_OUTCOMES).exists(),
    otherwise=_("The council's rejection is not recorded: number, session and votes."),
)
AMENDMENTS_ENTERED = Requirement(
    _is_amended,
    otherwise=_("The text is still the one the council voted on: enter the amendments it adopted."),
)
RETURNED = Requirement(
    _is_returned,
    otherwise=_("Neither the prefect nor the mayor has returned the decision."),
)
NOT_BEFORE_COUNCIL_AGAIN = Requirement(
    lambda version: not version.derivatives.reexamining().exists(),
    otherwise=_("The decision is already before the council again."),
)
REPEAL_DECIDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version__derived_from=version, outcome=Outcome.REPEALED).exists(),
    otherwise=_("The council has not decided to repeal it."),
)
PERIOD_OVER = Requirement(
    lambda version: version.plan.last_year < timezone.localdate().year,
    otherwise=_("The period is not over yet."),
)
SUCCESSOR_TAKES_OVER = Requirement(
    _successor_takes_over,
    otherwise=_("No later version has reached its date of entry into force."),
)
OPINIONS = tuple(_has_opinion(kind) for kind in OpinionKind)

# Met by the very deed that takes the step: its form asks for the data.
RECORDED_BY_DEED = (SUBMISSION_RECORDED, ADOPTION_RECORDED, REJECTION_RECORDED, ANNOUNCED)

PLAN_WORKFLOW: Workflow[PlanVersion] = Workflow(
    Transition(
        step=PlanStep.CONSULT,
        sources=frozenset({PlanState.DRAFTING}),
        target=PlanState.IN_CONSULTATION,
        permission="socialplan.consult_version",
        requires=_asked_at(PlanStep.CONSULT, FindingWeight.BLOCKS),
    ),
    Transition(
        step=PlanStep.REVIEW,
        sources=frozenset({PlanState.DRAFTING, PlanState.IN_CONSULTATION}),
        target=PlanState.IN_REVIEW,
        permission="socialplan.send_version",
        requires=_asked_at(PlanStep.REVIEW, FindingWeight.BLOCKS, FindingWeight.WARNS),
    ),
    Transition(
        step=PlanStep.RETURN,
        sources=frozenset({PlanState.IN_REVIEW, PlanState.APPROVED, PlanState.BEFORE_COUNCIL}),
        target=PlanState.DRAFTING,
        permission="socialplan.return_version",
        requires=(NOT_REEXAMINED,),
        needs_comment=True,
    ),
    Transition(
        step=PlanStep.APPROVE,
        sources=frozenset({PlanState.IN_REVIEW}),
        target=PlanState.APPROVED,
        permission="socialplan.approve_version",
        requires=OPINIONS,
    ),
    Transition(
        step=PlanStep.SUBMIT,
        sources=frozenset({PlanState.APPROVED}),
        target=PlanState.BEFORE_COUNCIL,
        permission="socialplan.submit_version",
        requires=(*_asked_at(PlanStep.SUBMIT, FindingWeight.BLOCKS), SUBMISSION_RECORDED),
    ),
    Transition(
        step=PlanStep.ADOPT,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.ADOPTED,
        permission="socialplan.decide_version",
        requires=(SUBMISSION_RECORDED, SESSION_RECORDED, ADOPTION_RECORDED),
    ),
    Transition(
        step=PlanStep.AMEND,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.AMENDED,
        opens=PlanState.AMENDING,
        permission="socialplan.decide_version",
        requires=(SUBMISSION_RECORDED, SESSION_RECORDED),
    ),
    Transition(
        step=PlanStep.CONFIRM_AMENDMENTS,
        sources=frozenset({PlanState.AMENDING}),
        target=PlanState.ADOPTED,
        permission="socialplan.decide_version",
        requires=(AMENDMENTS_ENTERED, *_asked_at(PlanStep.REVIEW, FindingWeight.BLOCKS), ADOPTION_RECORDED),
    ),
    Transition(
        step=PlanStep.REJECT,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.REJECTED,
        permission="socialplan.decide_version",
        requires=(SESSION_RECORDED, REJECTION_RECORDED),
    ),
    Transition(
        step=PlanStep.ANNOUNCE,
        sources=frozenset({PlanState.ADOPTED}),
        target=PlanState.ANNOUNCED,
        permission="socialplan.announce_version",
        requires=(ANNOUNCED,),
    ),
    Transition(
        step=PlanStep.ENFORCE,
        sources=frozenset({PlanState.ANNOUNCED}),
        target=PlanState.IN_FORCE,
        permission="socialplan.announce_version",
        requires=(DATE_REACHED, NOT_OVERTAKEN),
        comes_by_itself=True,
    ),
    Transition(
        step=PlanStep.REEXAMINE,
        sources=LIVING_STATES,
        target="",
        opens=PlanState.BEFORE_COUNCIL,
        permission="socialplan.reexamine_version",
        requires=(RETURNED, NOT_BEFORE_COUNCIL_AGAIN),
    ),
    Transition(
        step=PlanStep.REPEAL,
        sources=LIVING_STATES,
        target=PlanState.REPEALED,
        permission="socialplan.decide_version",
        requires=(REPEAL_DECIDED,),
    ),
    Transition(
        step=PlanStep.SUPERSEDE,
        sources=LIVING_STATES,
        target=PlanState.SUPERSEDED,
        permission="socialplan.announce_version",
        requires=(SUCCESSOR_TAKES_OVER,),
        comes_by_itself=True,
    ),
    Transition(
        step=PlanStep.EXPIRE,
        sources=frozenset({PlanState.IN_FORCE}),
        target=PlanState.EXPIRED,
        permission="socialplan.announce_version",
        requires=(PERIOD_OVER,),
        comes_by_itself=True,
    ),
)
