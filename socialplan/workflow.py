"""A plan version's way from draft to force. Read this table, and you know the process (domain.md §5)."""

from __future__ import annotations

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.workflow import Requirement, Transition, Workflow
from socialplan.canonical import content_sha256
from socialplan.enums import OpinionKind, Outcome, PlanKind, PlanState, PlanStep
from socialplan.gates import every_answer_has_its_place, every_round_is_answered, has_open_small_baseline
from socialplan.models import Announcement, CouncilDecision, CouncilSubmission, PlanVersion


def _is_strategy(version: PlanVersion) -> bool:
    return version.plan.kind == PlanKind.MONITORING_STRATEGY


def _measures_have_costs(version: PlanVersion) -> bool:
    return not version.measures.filter(costs=None).exists()


def _funding_within_cost(version: PlanVersion) -> bool:
    return not (
        version.measurecosts.annotate(funded=Coalesce(Sum("lines__amount"), 0)).filter(funded__gt=F("amount")).exists()
    )


def _has_opinion(kind: OpinionKind) -> Requirement:
    sentences = {
        OpinionKind.LEGAL: _("The opinion of the legal office on this content is missing."),
        OpinionKind.FINANCE: _("The opinion of the finance office on this content is missing."),
        OpinionKind.GENDER: _("The opinion of the gender-equality officer on this content is missing."),
        OpinionKind.DATA_PROTECTION: _("The opinion of the data-protection officer on this content is missing."),
    }
    return Requirement(
        lambda version: version.opinions.filter(kind=kind, content_sha256=content_sha256(version)).exists(),
        otherwise=sentences[kind],
    )


def _submission_is_recorded(version: PlanVersion) -> bool:
    return CouncilSubmission.objects.filter(version=version, content_sha256=content_sha256(version)).exists()


HAS_CHAPTERS = Requirement(
    lambda version: version.chapters.exclude(body_sq="").exists(), otherwise=_("No chapter has a text yet.")
)
SMALL_BASELINES_HIDDEN = Requirement(
    lambda version: not has_open_small_baseline(version),
    otherwise=_("An indicator's baseline counts too few persons to be published; mark it as kept out of the plan."),
)
HAS_MEASURES = Requirement(
    lambda version: _is_strategy(version) or version.measures.exists(), otherwise=_("The plan has no measures yet.")
)
HAS_COSTS = Requirement(_measures_have_costs, otherwise=_("A measure has no cost yet."))
HAS_TARGETS = Requirement(
    lambda version: not version.indicators.filter(targets=None).exists(),
    otherwise=_("An indicator has no target yet."),
)
FUNDING_WITHIN_COST = Requirement(_funding_within_cost, otherwise=_("The funding of a measure exceeds its cost."))
HAS_ROUND = Requirement(
    lambda version: _is_strategy(version) or version.plan.round_links.exists(),
    otherwise=_("No consultation round is linked to the plan."),
)
ROUNDS_ANSWERED = Requirement(
    every_round_is_answered,
    otherwise=_("A consultation round of the plan still has contributions or recommendations without an answer."),
)
ANSWERS_PLACED = Requirement(
    every_answer_has_its_place,
    otherwise=_("An accepted recommendation does not point at its place in this version."),
)
SUBMISSION_RECORDED = Requirement(
    _submission_is_recorded,
    otherwise=_("The mayor's submission is not recorded: protocol number and date."),
)
ANNOUNCED = Requirement(
    lambda version: Announcement.objects.filter(version=version).exists(),
    otherwise=_("The announcement is not recorded: date and place of publication."),
)
DATE_REACHED = Requirement(
    lambda version: Announcement.objects.filter(version=version, in_force_on__lte=timezone.localdate()).exists(),
    otherwise=_("The date of entry into force has not been reached."),
)
ADOPTION_RECORDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version=version, outcome=Outcome.ADOPTED).exists(),
    otherwise=_("The council's decision is not recorded: number, session and votes."),
)
REJECTION_RECORDED = Requirement(
    lambda version: CouncilDecision.objects.filter(version=version, outcome=Outcome.REJECTED).exists(),
    otherwise=_("The council's rejection is not recorded: number, session and votes."),
)
PERIOD_OVER = Requirement(
    lambda version: version.plan.last_year < timezone.localdate().year,
    otherwise=_("The period of the plan is not over yet."),
)
SUCCESSOR_ANNOUNCED = Requirement(
    lambda version: version.plan.versions.filter(number__gt=version.number, state=PlanState.ANNOUNCED).exists(),
    otherwise=_("No later version has been announced."),
)

# Met by the very deed that takes the step: its form asks for the data.
RECORDED_BY_DEED = (SUBMISSION_RECORDED, ADOPTION_RECORDED, REJECTION_RECORDED, ANNOUNCED)

PLAN_WORKFLOW: Workflow[PlanVersion] = Workflow(
    Transition(
        step=PlanStep.CONSULT,
        sources=frozenset({PlanState.DRAFTING}),
        target=PlanState.IN_CONSULTATION,
        permission="socialplan.consult_version",
        requires=(HAS_CHAPTERS, HAS_MEASURES, HAS_ROUND),
    ),
    Transition(
        step=PlanStep.REVIEW,
        sources=frozenset({PlanState.DRAFTING, PlanState.IN_CONSULTATION}),
        target=PlanState.IN_REVIEW,
        permission="socialplan.send_version",
        requires=(
            HAS_CHAPTERS,
            HAS_MEASURES,
            HAS_COSTS,
            HAS_TARGETS,
            FUNDING_WITHIN_COST,
            SMALL_BASELINES_HIDDEN,
        ),
    ),
    Transition(
        step=PlanStep.RETURN,
        sources=frozenset({PlanState.IN_REVIEW, PlanState.APPROVED, PlanState.BEFORE_COUNCIL}),
        target=PlanState.DRAFTING,
        permission="socialplan.return_version",
        needs_comment=True,
    ),
    Transition(
        step=PlanStep.APPROVE,
        sources=frozenset({PlanState.IN_REVIEW}),
        target=PlanState.APPROVED,
        permission="socialplan.approve_version",
        requires=tuple(_has_opinion(kind) for kind in OpinionKind),
    ),
    Transition(
        step=PlanStep.SUBMIT,
        sources=frozenset({PlanState.APPROVED}),
        target=PlanState.BEFORE_COUNCIL,
        permission="socialplan.submit_version",
        requires=(HAS_ROUND, ROUNDS_ANSWERED, ANSWERS_PLACED, SUBMISSION_RECORDED),
    ),
    Transition(
        step=PlanStep.ADOPT,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.ADOPTED,
        permission="socialplan.decide_version",
        requires=(SUBMISSION_RECORDED, ADOPTION_RECORDED),
    ),
    Transition(
        step=PlanStep.REJECT,
        sources=frozenset({PlanState.BEFORE_COUNCIL}),
        target=PlanState.REJECTED,
        permission="socialplan.decide_version",
        requires=(REJECTION_RECORDED,),
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
        requires=(DATE_REACHED,),
    ),
    Transition(
        step=PlanStep.SUPERSEDE,
        sources=frozenset({PlanState.IN_FORCE}),
        target=PlanState.SUPERSEDED,
        permission="socialplan.announce_version",
        requires=(SUCCESSOR_ANNOUNCED,),
    ),
    Transition(
        step=PlanStep.EXPIRE,
        sources=frozenset({PlanState.IN_FORCE}),
        target=PlanState.EXPIRED,
        permission="socialplan.announce_version",
        requires=(PERIOD_OVER,),
    ),
)
