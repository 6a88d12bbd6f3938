"""Who may do what in monitoring."""

from __future__ import annotations

import rules

from accounts.enums import Role
from accounts.models import User
from accounts.predicates import has_role
from monitoring.enums import ReportState, ReportStep, ValueStep
from monitoring.models import IndicatorValue, YearlyReport
from operations.files import file_permission
from operations.models import StoredFile

PROOFS = "monitoring.proof"
EVIDENCE = "monitoring.evidence"

is_staff_member = has_role(Role.STAFF)
is_expert = has_role(Role.EXPERT)
is_coordinator = has_role(Role.COORDINATOR)
is_admin = has_role(Role.ADMIN)
is_mayor = has_role(Role.MAYOR)
is_secretary = has_role(Role.SECRETARY)
is_councillor = has_role(Role.COUNCILLOR)
is_dpo = has_role(Role.DPO)


@rules.predicate
def is_report_open(user: User, report: YearlyReport | None) -> bool:
    return report is None or report.is_editable


@rules.predicate
def is_report_published(user: User, report: YearlyReport | None) -> bool:
    return report is not None and report.state == ReportState.PUBLISHED


@rules.predicate
def has_sent_report(user: User, report: YearlyReport | None) -> bool:
    """Four eyes: who sent the report to review neither validates nor approves it."""
    if report is None:
        return False
    return any(change.actor_id == user.pk for change in report.state_changes.all() if change.step == ReportStep.REVIEW)


@rules.predicate
def has_submitted_value(user: User, value: IndicatorValue | None) -> bool:
    """Four eyes: nobody approves a value of their own."""
    if value is None:
        return False
    return value.state_changes.filter(step=ValueStep.SUBMIT, actor=user).exists()


is_municipal = is_staff_member | is_coordinator | is_expert | is_admin | is_mayor | is_secretary | is_dpo

rules.add_perm("monitoring.view_period", is_municipal | is_councillor)
rules.add_perm("monitoring.view_true_figures", is_municipal)
rules.add_perm("monitoring.manage_period", is_staff_member)
rules.add_perm("monitoring.lock_period", is_coordinator | is_admin)
rules.add_perm("monitoring.change_kinds", is_admin)
rules.add_perm("monitoring.change_target", is_coordinator | is_admin)
rules.add_perm("monitoring.keep_warning", is_staff_member | is_coordinator | is_admin)
rules.add_perm("monitoring.enter_results", is_staff_member)
rules.add_perm("monitoring.approve_value", (is_staff_member | is_coordinator | is_admin) & ~has_submitted_value)
rules.add_perm("monitoring.write_report", (is_staff_member | is_expert) & is_report_open)
rules.add_perm("monitoring.view_report", is_municipal | is_councillor | is_report_published)
rules.add_perm("monitoring.review_report", (is_coordinator | is_admin) & ~has_sent_report)
rules.add_perm("monitoring.approve_report", is_mayor & ~has_sent_report)
rules.add_perm("monitoring.present_report", is_secretary)
rules.add_perm("monitoring.send_report", is_staff_member | is_coordinator)
rules.add_perm("monitoring.request_report_file", is_municipal)
rules.add_perm("monitoring.enter_afterwards", is_staff_member | is_coordinator | is_admin | is_mayor | is_secretary)


@file_permission(PROOFS)
def may_open_proof(user: User, stored: StoredFile) -> bool:
    """A proof of receipt is open to whoever may ask for the report's files."""
    return bool(user.has_perm("monitoring.request_report_file"))


@file_permission(EVIDENCE)
def may_open_evidence(user: User, stored: StoredFile) -> bool:
    """It may hold true figures: those who may see them open it."""
    return bool(user.has_perm("monitoring.view_true_figures"))
