"""Who may do what with a plan: roles, the state that allows a change, and four eyes on neighbouring steps."""

from __future__ import annotations

import rules

from accounts.models import User
from accounts.predicates import (
    is_admin,
    is_coordinator,
    is_councillor,
    is_dpo,
    is_expert,
    is_mayor,
    is_secretary,
    is_staff_member,
)
from operations.files import file_permission
from operations.models import StoredFile
from socialplan.enums import FINISHED_STATES, OFFICE_OPINIONS, SEALED_STATES, OpinionKind, PlanState, PlanStep
from socialplan.facts import facts_of
from socialplan.models import MayorReturn, PlanVersion
from socialplan.models.plans import PlanVersionQuerySet

PAPERS = "socialplan.paper"
READABLE_BY_COUNCIL = SEALED_STATES | {
    PlanState.BEFORE_COUNCIL,
    PlanState.AMENDED,
    PlanState.AMENDING,
    PlanState.REJECTED,
}


def _took_last(user: User, version: PlanVersion | None, step: PlanStep) -> bool:
    """Whether she took the step last, on this version or on the one whose way it goes on from."""
    if version is None:
        return False
    takers = [change.actor_id for change in facts_of(version).history if change.step == step]
    return bool(takers) and takers[-1] == user.pk


@rules.predicate
def is_editable(user: User, version: PlanVersion | None) -> bool:
    return version is None or version.is_editable


@rules.predicate
def is_under_way(user: User, version: PlanVersion | None) -> bool:
    return version is None or version.state not in FINISHED_STATES


@rules.predicate
def is_amending(user: User, version: PlanVersion | None) -> bool:
    return version is not None and version.is_amending


@rules.predicate
def is_strategy(user: User, version: PlanVersion | None) -> bool:
    return version is None or version.plan.is_strategy


@rules.predicate
def sent_to_review(user: User, version: PlanVersion | None) -> bool:
    return _took_last(user, version, PlanStep.REVIEW)


@rules.predicate
def approved_it(user: User, version: PlanVersion | None) -> bool:
    return _took_last(user, version, PlanStep.APPROVE)


@rules.predicate
def submitted_it(user: User, version: PlanVersion | None) -> bool:
    return _took_last(user, version, PlanStep.SUBMIT)


@rules.predicate
def sent_it_back(user: User, version: PlanVersion | None) -> bool:
    """The mayor's return led to this re-examination, and she recorded it."""
    if version is None or not version.is_reexamination:
        return False
    return MayorReturn.objects.filter(version=version.derived_from_id, recorded_by=user).exists()


@rules.predicate
def lies_before_council(user: User, version: PlanVersion | None) -> bool:
    return version is None or version.state in READABLE_BY_COUNCIL


@rules.predicate
def speaks_for_an_office(user: User) -> bool:
    return bool(opinion_kinds(user))


def opinion_kinds(user: User) -> list[OpinionKind]:
    """The opinions a person may record: her office's own; the administrator those that came on paper."""
    if is_admin(user):
        return list(OpinionKind)
    kinds = []
    office = user.office
    if office is not None and is_staff_member(user) and office.code in OFFICE_OPINIONS:
        kinds.append(OFFICE_OPINIONS[office.code])
    if is_dpo(user):
        kinds.append(OpinionKind.DATA_PROTECTION)
    return kinds


@file_permission("socialplan.document")
def may_open_document(user: User, stored: StoredFile) -> bool:
    return bool(user.has_perm("socialplan.change_version", stored.imported_document.version))


is_planner = is_staff_member | is_expert
is_insider = is_planner | is_coordinator | is_admin | is_mayor | is_secretary | is_dpo

rules.add_perm("socialplan.view_plan", is_insider | (is_councillor & lies_before_council))
rules.add_perm("socialplan.work_on_version", is_insider)
# What the council has decided is no longer discussed; comments wait there for the next version.
rules.add_perm("socialplan.comment_version", is_insider & is_under_way)
rules.add_perm("socialplan.add_plan", is_planner)
# What the council amends is entered by its secretary, and by nobody else.
rules.add_perm("socialplan.change_version", (is_planner & is_editable & ~is_amending) | (is_secretary & is_amending))
rules.add_perm("socialplan.choose_followed_plan", is_planner & is_strategy & is_editable & ~is_amending)
rules.add_perm("socialplan.amend_version", is_planner)
rules.add_perm("socialplan.link_round", is_planner | is_coordinator)
rules.add_perm("socialplan.point_disposition", is_planner | is_coordinator)
rules.add_perm("socialplan.consult_version", is_coordinator)
rules.add_perm("socialplan.send_version", is_planner)
rules.add_perm("socialplan.return_version", is_admin | is_mayor | is_secretary)
rules.add_perm("socialplan.add_opinion", speaks_for_an_office)
rules.add_perm("socialplan.approve_version", is_admin & ~sent_to_review)
rules.add_perm("socialplan.submit_version", is_mayor & ~approved_it)
rules.add_perm("socialplan.decide_version", is_secretary & ~submitted_it & ~sent_it_back)
rules.add_perm("socialplan.announce_version", is_secretary)
rules.add_perm("socialplan.reexamine_version", is_secretary)
rules.add_perm("socialplan.order_version", is_mayor)
rules.add_perm("socialplan.send_version_back", is_mayor)
rules.add_perm("socialplan.keep_council_record", is_secretary)
rules.add_perm("socialplan.publish_version", is_secretary | is_coordinator)
rules.add_perm("socialplan.dispatch_version", is_secretary | is_mayor | is_staff_member)
rules.add_perm("socialplan.keep_complaints", is_secretary | is_coordinator)
rules.add_perm("socialplan.view_complaints", is_insider)
rules.add_perm("socialplan.add_paper", is_secretary | is_mayor | is_admin | is_coordinator | is_staff_member)
rules.add_perm("socialplan.change_lists", is_admin | is_secretary)
rules.add_perm("socialplan.change_texts", is_admin)
rules.add_perm("socialplan.change_outline", is_admin | is_staff_member)
rules.add_perm("socialplan.request_report", is_insider | (is_councillor & lies_before_council))
rules.add_perm("socialplan.enter_afterwards", is_insider)


def readable_versions(user: User) -> PlanVersionQuerySet:
    """The versions whose pages are open to her; a list shows no others."""
    if not user.has_perm("socialplan.view_plan"):
        return PlanVersion.objects.none()
    if user.has_perm("socialplan.work_on_version"):
        return PlanVersion.objects.all()
    return PlanVersion.objects.filter(state__in=READABLE_BY_COUNCIL)


def may_open_paper(user: User, stored: StoredFile) -> bool:
    """A paper of a version is open to whom the version is."""
    paper = stored.version_documents.select_related("version__derived_from").first()
    return paper is not None and user.has_perm("socialplan.view_plan", paper.version)


file_permission(PAPERS)(may_open_paper)
