"""Where a version stands: the steps one may take, who acts next, what is missing, where each step's page is."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import Offer
from socialplan.enums import OpinionKind, PlanState, PlanStep
from socialplan.models import PlanVersion
from socialplan.workflow import PLAN_WORKFLOW, RECORDED_BY_DEED

STEP_PAGES = {
    PlanStep.APPROVE: "socialplan:version_approve",
    PlanStep.SUBMIT: "socialplan:version_submit",
    PlanStep.ADOPT: "socialplan:version_decision",
    PlanStep.ANNOUNCE: "socialplan:version_announce",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """An offer with the address of the page where its data is entered, if it has one."""

    offer: Offer
    page: str
    missing: list[str]


@dataclass(frozen=True, slots=True)
class Standing:
    next_steps: list[NextStep]
    acts_next: str
    missing_opinions: list[str]
    can_order: bool


def who_acts_next(state: str) -> str:
    """The office that has the document on its desk."""
    return {
        PlanState.DRAFTING: _("municipal staff and experts"),
        PlanState.IN_CONSULTATION: _("coordinator, then municipal staff and experts"),
        PlanState.IN_REVIEW: _("the offices that give opinions, then the plan administrator"),
        PlanState.APPROVED: _("the mayor"),
        PlanState.BEFORE_COUNCIL: _("the council and its secretary"),
        PlanState.ADOPTED: _("the council secretary"),
        PlanState.ANNOUNCED: _("the council secretary, on the date of entry into force"),
    }.get(PlanState(state), "")


def standing_of(version: PlanVersion, user: User) -> Standing:
    steps = []
    for offer in PLAN_WORKFLOW.offers(version, user):
        if offer.step in {PlanStep.REJECT, PlanStep.SUPERSEDE}:
            continue
        page = STEP_PAGES.get(PlanStep(offer.step), "")
        entered_there = {str(requirement.otherwise) for requirement in RECORDED_BY_DEED}
        missing = [sentence for sentence in offer.missing if sentence not in entered_there]
        steps.append(NextStep(offer, reverse(page, args=[version.pk]) if page else "", missing))
    given = {opinion.kind for opinion in version.opinions.all()}
    is_in_review = version.state == PlanState.IN_REVIEW
    return Standing(
        next_steps=steps,
        acts_next=who_acts_next(version.state),
        missing_opinions=[str(kind.label) for kind in OpinionKind if is_in_review and kind not in given],
        can_order=version.is_sealed
        and not hasattr(version, "mayor_order")
        and user.has_perm("socialplan.order_version", version),
    )
