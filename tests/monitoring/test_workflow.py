from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from core.workflow import StepRefused
from monitoring.enums import ReportState, ReportStep, ValueState, ValueStep
from monitoring.services.reports import move_report, send_report
from monitoring.services.values import move_value
from monitoring.workflow import REPORT_WORKFLOW, VALUE_WORKFLOW
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import AddresseeFactory, IndicatorValueFactory, YearlyReportFactory

# a second opinion on the table: what docs/law.md#report-way lets follow on what
LEGAL_REPORT_MOVES = {
    ("draft", "review"): "in_review",
    ("in_review", "return"): "draft",
    ("validated", "return"): "draft",
    ("in_review", "validate"): "validated",
    ("validated", "approve"): "approved",
    ("approved", "present"): "presented",
    ("presented", "submit"): "submitted",
    ("submitted", "publish"): "published",
}
LEGAL_VALUE_MOVES = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "return"): "returned",
    ("submitted", "approve"): "approved",
}
STEPS_OF_ROLES = {
    "staff": {"review", "submit", "publish"},
    "coordinator": {"return", "validate", "submit", "publish"},
    "expert": {"review"},
    "ngo": set(),
    "admin": {"return", "validate"},
    "mayor": {"approve"},
    "secretary": {"present"},
    "councillor": set(),
    "dpo": set(),
}


def moves_of(workflow: object, states: type, steps: type) -> dict[tuple[str, str], str]:
    return {
        (state.value, step.value): str(workflow[step].target)
        for state, step in product(states, steps)
        if state in workflow[step].sources
    }


def test_each_report_step_starts_where_it_may_and_ends_where_it_must() -> None:
    assert moves_of(REPORT_WORKFLOW, ReportState, ReportStep) == LEGAL_REPORT_MOVES


def test_each_value_step_starts_where_it_may_and_ends_where_it_must() -> None:
    assert moves_of(VALUE_WORKFLOW, ValueState, ValueStep) == LEGAL_VALUE_MOVES


@pytest.mark.django_db
@pytest.mark.parametrize("role", STEPS_OF_ROLES)
def test_nobody_takes_a_step_of_another_role(role: str) -> None:
    report, user = YearlyReportFactory(), UserFactory(role=role)

    allowed = {step.value for step in ReportStep if user.has_perm(REPORT_WORKFLOW[step].permission, report)}

    assert allowed == STEPS_OF_ROLES[role]


@pytest.mark.django_db
@pytest.mark.database
def test_the_report_goes_its_whole_way_and_leaves_its_history() -> None:
    people = {role: UserFactory(role=role) for role in ("staff", "coordinator", "mayor", "secretary")}
    report = YearlyReportFactory(submittable=True)

    report = move_report(report, "review", actor=people["staff"])
    report = move_report(report, "validate", actor=people["coordinator"])
    assert report.figures is not None
    report = move_report(report, "approve", actor=people["mayor"])
    report = move_report(report, "present", actor=people["secretary"])
    with pytest.raises(StepRefused):
        move_report(report, "submit", actor=people["staff"])
    send_report(
        report,
        addressee=AddresseeFactory(),
        sent_on=report.period.cut_off_on,
        protocol_no="7",
        channel="letter",
        actor=people["staff"],
    )
    report = move_report(report, "submit", actor=people["staff"])
    report = move_report(report, "publish", actor=people["staff"])

    assert report.state == ReportState.PUBLISHED
    assert [change.step for change in report.state_changes.all()] == [
        "review",
        "validate",
        "approve",
        "present",
        "submit",
        "publish",
    ]


@pytest.mark.django_db
def test_a_report_without_summary_or_entries_is_refused_with_both_sentences() -> None:
    report, staff = YearlyReportFactory(), UserFactory(role="staff")

    missing = REPORT_WORKFLOW.offers(report, staff)[0].missing

    assert len(missing) == 2
    with pytest.raises(StepRefused):
        move_report(report, "review", actor=staff)


@pytest.mark.django_db
def test_who_sent_the_report_does_not_validate_it() -> None:
    both = UserFactory(roles=["staff", "coordinator"])
    report = move_report(YearlyReportFactory(submittable=True), "review", actor=both)

    with pytest.raises(PermissionDenied):
        move_report(report, "validate", actor=both)


@pytest.mark.django_db
def test_nobody_approves_a_value_of_their_own() -> None:
    staff, other = UserFactory(role="staff"), UserFactory(role="staff")
    value = move_value(IndicatorValueFactory(), "submit", actor=staff)

    with pytest.raises(PermissionDenied):
        move_value(value, "approve", actor=staff)
    assert move_value(value, "approve", actor=other).state == ValueState.APPROVED
