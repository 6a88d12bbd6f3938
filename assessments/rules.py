"""Who may do what in the needs assessment."""

from __future__ import annotations

import rules

from accounts.models import User
from accounts.predicates import is_admin, is_coordinator, is_councillor, is_expert, is_inside, is_staff_member
from assessments.models import Assessment, Need


@rules.predicate
def is_open(user: User, row: Assessment | Need | None) -> bool:
    """The edition is still being drafted."""
    edition = row.assessment if isinstance(row, Need) else row
    return edition is None or edition.is_editable


rules.add_perm("assessments.view_assessment", is_inside | is_councillor)
rules.add_perm("assessments.view_true_figures", is_inside)
rules.add_perm("assessments.add_assessment", is_staff_member | is_expert)
rules.add_perm("assessments.change_assessment", (is_staff_member | is_expert) & is_open)
rules.add_perm("assessments.change_need", (is_staff_member | is_expert) & is_open)
rules.add_perm("assessments.verify_assessment", is_staff_member | is_expert)
rules.add_perm("assessments.publish_assessment", is_coordinator | is_admin)
rules.add_perm("assessments.view_service", is_inside | is_councillor)
rules.add_perm("assessments.view_undisclosed", is_staff_member | is_coordinator)
rules.add_perm("assessments.change_service", is_staff_member)
rules.add_perm("assessments.change_group", is_admin)
