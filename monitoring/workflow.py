"""The way of a measured value, and of the yearly report, from draft to publication.

Requirements read whole relations, so that a list that prefetches them asks once for all its rows.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Role
from core.workflow import Requirement, Transition, Workflow
from monitoring.actions import MonitoringAction
from monitoring.enums import ReportEffect, ReportState, ReportStep, SectionCode, ValueState, ValueStep
from monitoring.models import ReportStateChange, ValueStateChange


def _has_summary(report: Any) -> bool:
    return any(section.body_sq for section in report.sections.all() if section.code == SectionCode.SUMMARY)


def _measures_reported(report: Any) -> bool:
    """Every measure of the plan version has an entry in the report's period, or its office said why it has none."""
    period = report.period
    reported = {row.measure_id for row in (*period.measure_progress.all(), *period.unreported_measures.all())}
    return all(measure.pk in reported for measure in report.period.version.measures.all())


def _values_settled(report: Any) -> bool:
    values = list(report.period.values.all())
    replaced = {value.corrects_id for value in values}
    return all(value.state == ValueState.APPROVED for value in values if value.pk not in replaced)


def _sent_to_someone(report: Any) -> bool:
    return bool(report.submissions.all())


def _has_a_value(report: Any) -> bool:
    return any(value.state == ValueState.APPROVED for value in report.period.values.all())


HAS_SUMMARY = Requirement(_has_summary, otherwise=_("The summary in Albanian is still empty."))
MEASURES_REPORTED = Requirement(
    _measures_reported, otherwise=_("Some measures have no entry on what was done in this period.")
)
VALUES_SETTLED = Requirement(_values_settled, otherwise=_("Some indicator values are not approved yet."))
HAS_A_VALUE = Requirement(_has_a_value, otherwise=_("No indicator has an approved value in this period yet."))
PERIOD_OVER = Requirement(
    lambda report: report.period.is_over, otherwise=_("The period is not over yet: its last day has not passed.")
)
SENT_TO_SOMEONE = Requirement(
    _sent_to_someone, otherwise=_("No submission is recorded: enter addressee, date and protocol number first.")
)

VALUE_WORKFLOW: Workflow[Any] = Workflow(
    Transition(
        step=ValueStep.SUBMIT,
        sources=frozenset({ValueState.DRAFT, ValueState.RETURNED}),
        target=ValueState.SUBMITTED,
        permission="monitoring.enter_results",
        done=pgettext_lazy("step done", "Submitted"),
        action=MonitoringAction.SUBMIT_VALUE,
    ),
    Transition(
        step=ValueStep.RETURN,
        sources=frozenset({ValueState.SUBMITTED}),
        target=ValueState.RETURNED,
        permission="monitoring.approve_value",
        needs_comment=True,
        done=pgettext_lazy("step done", "Returned"),
        action=MonitoringAction.RETURN_VALUE,
    ),
    Transition(
        step=ValueStep.APPROVE,
        sources=frozenset({ValueState.SUBMITTED}),
        target=ValueState.APPROVED,
        permission="monitoring.approve_value",
        done=pgettext_lazy("step done", "Approved"),
        action=MonitoringAction.APPROVE_VALUE,
    ),
    log=ValueStateChange,
)

REPORT_WORKFLOW: Workflow[Any] = Workflow(
    Transition(
        step=ReportStep.REVIEW,
        sources=frozenset({ReportState.DRAFT}),
        target=ReportState.IN_REVIEW,
        permission="monitoring.write_report",
        owner=Role.STAFF,
        requires=(HAS_SUMMARY, MEASURES_REPORTED),
        done=pgettext_lazy("step done", "Sent to internal review"),
        action=MonitoringAction.REVIEW_REPORT,
    ),
    Transition(
        step=ReportStep.RETURN,
        sources=frozenset({ReportState.IN_REVIEW, ReportState.VALIDATED}),
        target=ReportState.DRAFT,
        permission="monitoring.review_report",
        needs_comment=True,
        done=pgettext_lazy("step done", "Returned to draft"),
        action=MonitoringAction.RETURN_REPORT,
        effects=frozenset({ReportEffect.FREE_FIGURES}),
    ),
    Transition(
        step=ReportStep.VALIDATE,
        owner=Role.COORDINATOR,
        sources=frozenset({ReportState.IN_REVIEW}),
        target=ReportState.VALIDATED,
        permission="monitoring.review_report",
        requires=(PERIOD_OVER, HAS_A_VALUE, VALUES_SETTLED),
        done=pgettext_lazy("step done", "Validated"),
        action=MonitoringAction.VALIDATE_REPORT,
        effects=frozenset({ReportEffect.CHECK_REASONS, ReportEffect.FREEZE_FIGURES}),
    ),
    Transition(
        step=ReportStep.APPROVE,
        sources=frozenset({ReportState.VALIDATED}),
        target=ReportState.APPROVED,
        permission="monitoring.approve_report",
        done=pgettext_lazy("step done", "Approved by the mayor"),
        action=MonitoringAction.APPROVE_REPORT,
    ),
    Transition(
        step=ReportStep.PRESENT,
        sources=frozenset({ReportState.APPROVED}),
        target=ReportState.PRESENTED,
        permission="monitoring.present_report",
        done=pgettext_lazy("step done", "Presented to the council"),
        action=MonitoringAction.PRESENT_REPORT,
    ),
    Transition(
        step=ReportStep.SUBMIT,
        owner=Role.COORDINATOR,
        sources=frozenset({ReportState.PRESENTED}),
        target=ReportState.SUBMITTED,
        permission="monitoring.send_report",
        requires=(SENT_TO_SOMEONE,),
        done=pgettext_lazy("step done", "Declared submitted"),
        action=MonitoringAction.SUBMIT_REPORT,
    ),
    Transition(
        step=ReportStep.PUBLISH,
        owner=Role.COORDINATOR,
        sources=frozenset({ReportState.SUBMITTED}),
        target=ReportState.PUBLISHED,
        permission="monitoring.send_report",
        done=pgettext_lazy("step done", "Published"),
        action=MonitoringAction.PUBLISH_REPORT,
    ),
    log=ReportStateChange,
)
