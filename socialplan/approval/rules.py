"""Who may take which step and record which act, with four eyes on neighbouring steps."""

from __future__ import annotations

from typing import Any

import rules

from accounts.models import User
from accounts.predicates import is_admin, is_coordinator, is_dpo, is_mayor, is_secretary, is_staff_member
from operations.files import file_permission
from operations.models import StoredFile
from socialplan.approval.enums import OFFICE_OPINIONS, OpinionKind
from socialplan.approval.models import MayorReturn
from socialplan.content.enums import PlanStep
from socialplan.content.models import PlanVersion
from socialplan.content.rules import is_insider, is_planner
from socialplan.content.snapshot import snapshot_of

PAPERS = "socialplan.paper"


def _took_last(user: User, version: PlanVersion | None, step: PlanStep) -> bool:
    """Whether she took the step last, on this version or on the one whose way it goes on from."""
    if version is None:
        return False
    takers = [change.actor_id for change in snapshot_of(version).history if change.step == step]
    return bool(takers) and takers[-1] == user.pk


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


@rules.predicate
def speaks_for_this_office(user: User, kind: OpinionKind) -> bool:
    return kind in opinion_kinds(user)


@rules.predicate
def may_withdraw(user: User, withdrawn: tuple[Any, PlanVersion, Any] | None) -> bool:
    """An act of this version, by the rule of its kind; of none in particular whoever may record one."""
    if withdrawn is None:
        return bool(is_insider(user))
    rule, version, act = withdrawn
    return act.version.pk == version.pk and bool(rule.may_withdraw(user, version, act))


rules.add_perm("approval.consult_version", is_coordinator)
rules.add_perm("approval.send_version", is_planner)
rules.add_perm("approval.return_version", is_admin | is_mayor | is_secretary)
rules.add_perm("approval.add_opinion", speaks_for_an_office)
rules.add_perm("approval.give_opinion", speaks_for_this_office)
rules.add_perm("approval.withdraw_act", may_withdraw)
rules.add_perm("approval.enter_afterwards", is_insider)
rules.add_perm("approval.approve_version", is_admin & ~sent_to_review)
rules.add_perm("approval.submit_version", is_mayor & ~approved_it)
rules.add_perm("approval.decide_version", is_secretary & ~submitted_it & ~sent_it_back)
# Asked by who may take the step with which words go out; answered by somebody who writes none.
rules.add_perm("approval.ask_numbers", is_admin | is_secretary)
rules.add_perm("approval.confirm_numbers", is_dpo)
rules.add_perm("approval.announce_version", is_secretary)
rules.add_perm("approval.reexamine_version", is_secretary)
rules.add_perm("approval.order_version", is_mayor)
rules.add_perm("approval.send_version_back", is_mayor)
rules.add_perm("approval.keep_council_record", is_secretary)
rules.add_perm("approval.publish_version", is_secretary | is_coordinator)
rules.add_perm("approval.dispatch_version", is_secretary | is_mayor | is_staff_member)
rules.add_perm("approval.keep_complaints", is_secretary | is_coordinator)
# An expert from outside works on the text; who complained of what is not hers to read.
rules.add_perm(
    "approval.view_complaints", is_staff_member | is_coordinator | is_admin | is_mayor | is_secretary | is_dpo
)
rules.add_perm("approval.add_paper", is_secretary | is_mayor | is_admin | is_coordinator | is_staff_member)
rules.add_perm("approval.change_lists", is_admin | is_secretary)


def may_open_paper(user: User, stored: StoredFile) -> bool:
    """A paper of a version is open to whom the version is."""
    paper = stored.version_attachments.select_related("version__derived_from").first()
    return paper is not None and user.has_perm("content.view_plan", paper.version)


file_permission(PAPERS)(may_open_paper)
