"""Who may begin plans and versions, link rounds and answers, and open what is to be imported."""

from __future__ import annotations

import rules

from accounts.models import User
from accounts.predicates import is_admin, is_coordinator, is_staff_member
from operations.files import file_permission
from operations.models import StoredFile
from socialplan.content.models import PlanVersion
from socialplan.content.rules import is_amending, is_editable, is_planner


@rules.predicate
def is_strategy(user: User, version: PlanVersion | None) -> bool:
    return version is None or version.plan.is_strategy


@file_permission("socialplan.document")
def may_open_document(user: User, stored: StoredFile) -> bool:
    return bool(user.has_perm("content.change_version", stored.document_import.version))


rules.add_perm("drafting.add_plan", is_planner)
rules.add_perm("drafting.choose_followed_plan", is_planner & is_strategy & is_editable & ~is_amending)
rules.add_perm("drafting.amend_version", is_planner)
rules.add_perm("drafting.link_round", is_planner | is_coordinator)
rules.add_perm("drafting.point_disposition", is_planner | is_coordinator)
rules.add_perm("drafting.change_outline", is_admin | is_staff_member)
