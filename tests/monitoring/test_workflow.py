from itertools import product

import pytest

from monitoring.enums import ReportState, ReportStep, ValueState, ValueStep
from monitoring.workflow import REPORT_WORKFLOW, VALUE_WORKFLOW
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import YearlyReportFactory

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
