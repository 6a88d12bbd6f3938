"""Who may read, discuss and change a plan: roles, and the state that allows a change."""

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
from socialplan.content.enums import FINISHED_STATES, SEALED_STATES, PlanState
from socialplan.content.models import NodeComment, PlanVersion
from socialplan.content.models.plans import PlanVersionQuerySet

READABLE_BY_COUNCIL = SEALED_STATES | {
    PlanState.BEFORE_COUNCIL,
    PlanState.AMENDED,
    PlanState.AMENDING,
    PlanState.REJECTED,
}


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
def lies_before_council(user: User, version: PlanVersion | None) -> bool:
    return version is None or version.state in READABLE_BY_COUNCIL


@rules.predicate
def is_found(user: User, comment: NodeComment | None) -> bool:
    return comment is not None


is_planner = is_staff_member | is_expert
is_insider = is_planner | is_coordinator | is_admin | is_mayor | is_secretary | is_dpo
rules.add_perm("content.view_plan", is_insider | (is_councillor & lies_before_council))
rules.add_perm("content.work_on_version", is_insider)
# What the council has decided is no longer discussed; comments wait there for the next version.
rules.add_perm("content.comment_version", is_insider & is_under_way)
rules.add_perm("content.settle_comment", is_found)
# What the council amends is entered by its secretary, and by nobody else.
rules.add_perm("content.change_version", (is_planner & is_editable & ~is_amending) | (is_secretary & is_amending))
rules.add_perm("content.enter_afterwards", is_insider)


def readable_versions(user: User) -> PlanVersionQuerySet:
    """The versions whose pages are open to her; a list shows no others."""
    if not user.has_perm("content.view_plan"):
        return PlanVersion.objects.none()
    if user.has_perm("content.work_on_version"):
        return PlanVersion.objects.all()
    return PlanVersion.objects.filter(state__in=READABLE_BY_COUNCIL)
