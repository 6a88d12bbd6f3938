"""A plan version's way from draft to force. Read this table, and you know the process (domain.md §5)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.workflow import Requirement, Transition, Workflow
from socialplan.blocks.registry import kinds_in
from socialplan.blocks.safety import rests_on_published_edition, service_figures_are_protected
from socialplan.canonical import version_content
from socialplan.clock import Clock
from socialplan.enums import (
    ADOPTING_OUTCOMES,
    LIVING_STATES,
    OpinionKind,
    Outcome,
    PlanKind,
    PlanState,
    PlanStep,
    PrefectVerdict,
)
from socialplan.facts import facts_of
from socialplan.gates import has_open_small_baseline
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


def _placed(version: PlanVersion) -> list[str]:
    """The kinds of data blocks in its chapters."""
    return kinds_in(row[body] for row in _content(version)["chapters"] for body in ("body_sq", "body_en"))


def _is_strategy(version: PlanVersion) -> bool:
    return version.plan.kind == PlanKind.MONITORING_STRATEGY


def _all_have(version: PlanVersion, rows: str, parts: str, link: str) -> bool:
    """Whether every row has at least one part that points at it."""
    content = _content(version)
    return {row["key"] for row in content[rows]} <= {part[link] for part in content[parts]}


def _funding_within_cost(version: PlanVersion) -> bool:
    content = _content(version)
    left = {cost["key"]: cost["amount"] for cost in content["measurecosts"]}
    for line in content["fundinglines"]:
        left[line["cost_key"]] -= line["amount"]
    return all(amount >= 0 for amount in left.values())


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
    returns = PrefectOpinion.objects.filter(version=version, verdict=PrefectVerdict.RETURNED)
    return returns.exists() or MayorReturn.objects.filter(version=version).exists()


HAS_CHAPTERS = Requirement(
    lambda version: any(chapter["body_sq"] for chapter in _content(version)["chapters"]),
    otherwise=_("No chapter has a text yet."),
)
SMALL_BASELINES_HIDDEN = Requirement(
    lambda version: not has_open_small_baseline(version),
    otherwise=_("An indicator's baseline counts too few persons to be published; mark it as kept out of the plan."),
)
EDITION_PUBLISHED = Requirement(
    lambda version: rests_on_published_edition(version, _placed(version)),
    otherwise=_(
        "The tables of needs and services rest on an assessment that is not published yet. Publish it, or take these "
        "tables out of the chapters."
    ),
)
SERVICES_PROTECTED = Requirement(
    lambda version: service_figures_are_protected(version, _placed(version)),
    otherwise=_(
        "In the service map a small number of persons could be worked out. Take the service map and the gap matrix "
        "out of the chapters, or let the next edition put services of one type together."
    ),
)
HAS_MEASURES = Requirement(
    lambda version: _is_strategy(version) or bool(_content(version)["measures"]),
    otherwise=_("The plan has no measures yet."),
)
HAS_COSTS = Requirement(
    lambda version: _all_have(version, "measures", "measurecosts", "measure_key"),
    otherwise=_("A measure has no cost yet."),
)
HAS_TARGETS = Requirement(
    lambda version: _all_have(version, "indicators", "indicatortargets", "indicator_key"),
    otherwise=_("An indicator has no target yet."),
)
FUNDING_WITHIN_COST = Requirement(_funding_within_cost, otherwise=_("The funding of a measure exceeds its cost."))
HAS_ROUND = Requirement(
    lambda version: _is_strategy(version) or bool(facts_of(version).rounds),
    otherwise=_("No consultation round is linked to the plan."),
)
ROUNDS_ANSWERED = Requirement(
    lambda version: not any(each.owes_answers for each in facts_of(version).rounds),
    otherwise=_("A consultation round of the plan still has contributions or recommendations without an answer."),
)
ANSWERS_PLACED = Requirement(
    lambda version: not any(each.has_unplaced for each in facts_of(version).rounds),
    otherwise=_("An accepted recommendation does not point at its place in this version."),
)
SUBMISSION_RECORDED = Requirement(
    _is_submitted,
    otherwise=_("The mayor's submission is not recorded: protocol number and date."),
)
SESSION_RECORDED = Requirement(
    lambda version: CouncilSession.objects.filter(version=version).exists(),
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
    otherwise=_("A later version of the plan is already in force."),
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
    otherwise=_("The period of the plan is not over yet."),
)
SUCCESSOR_TAKES_OVER = Requirement(
    _successor_takes_over,
    otherwise=_("No later version has reached its date of entry into force."),
)
OPINIONS = tuple(_has_opinion(kind) for kind in OpinionKind)
PUBLISHABLE = (
    HAS_CHAPTERS,
    HAS_MEASURES,
    HAS_COSTS,
    HAS_TARGETS,
    FUNDING_WITHIN_COST,
    SMALL_BASELINES_HIDDEN,
    EDITION_PUBLISHED,
    SERVICES_PROTECTED,
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
        requires=PUBLISHABLE,
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
        requires=(HAS_ROUND, ROUNDS_ANSWERED, ANSWERS_PLACED, SUBMISSION_RECORDED),
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
        requires=(AMENDMENTS_ENTERED, *PUBLISHABLE, ADOPTION_RECORDED),
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
    ),
    Transition(
        step=PlanStep.EXPIRE,
        sources=frozenset({PlanState.IN_FORCE}),
        target=PlanState.EXPIRED,
        permission="socialplan.announce_version",
        requires=(PERIOD_OVER,),
    ),
)
