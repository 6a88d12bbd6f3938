from typing import Any

import pytest

from core.workflow import StepRefused
from socialplan.enums import PlanState, PlanStep
from socialplan.workflow import PLAN_WORKFLOW
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import PlanVersionFactory

# A second opinion on the table of socialplan/workflow.py.
WAYS = {
    ("drafting", "consult"): "in_consultation",
    ("drafting", "review"): "in_review",
    ("in_consultation", "review"): "in_review",
    ("in_review", "return"): "drafting",
    ("approved", "return"): "drafting",
    ("before_council", "return"): "drafting",
    ("in_review", "approve"): "approved",
    ("approved", "submit"): "before_council",
    ("before_council", "adopt"): "adopted",
    ("before_council", "reject"): "rejected",
    ("adopted", "announce"): "announced",
    ("announced", "enforce"): "in_force",
    ("in_force", "supersede"): "superseded",
    ("in_force", "expire"): "expired",
}


@pytest.mark.parametrize("state", PlanState.values)
def test_each_state_allows_only_its_own_steps(state: str) -> None:
    allowed = {str(way.step): str(way.target) for way in PLAN_WORKFLOW if state in way.sources}

    assert allowed == {step: target for (source, step), target in WAYS.items() if source == state}


def test_every_step_is_in_the_table() -> None:
    assert {str(way.step) for way in PLAN_WORKFLOW} == set(PlanStep.values)


ROLES = {
    "consult": {"coordinator"},
    "review": {"staff", "expert"},
    "return": {"admin", "mayor", "secretary"},
    "approve": {"admin"},
    "submit": {"mayor"},
    "adopt": {"secretary"},
    "reject": {"secretary"},
    "announce": {"secretary"},
    "enforce": {"secretary"},
    "supersede": {"secretary"},
    "expire": {"secretary"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("step", PlanStep.values)
def test_nobody_takes_a_step_of_another_role(step: str, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()
    permission = PLAN_WORKFLOW[step].permission

    assert {role for role, user in people.items() if user.has_perm(permission, version)} == ROLES[step]


PERMISSIONS = {
    "view_plan": {"staff", "coordinator", "expert", "admin", "mayor", "secretary", "dpo"},
    "add_plan": {"staff", "expert"},
    "change_version": {"staff", "expert"},
    "link_round": {"staff", "expert", "coordinator"},
    "point_disposition": {"staff", "expert", "coordinator"},
    "add_opinion": {"admin", "dpo"},
    "order_version": {"mayor"},
    "request_report": {"staff", "coordinator", "expert", "admin", "mayor", "secretary", "dpo"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PERMISSIONS)
def test_each_permission_belongs_to_its_roles(name: str, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()

    holders = {role for role, user in people.items() if user.has_perm(f"socialplan.{name}", version)}

    assert holders == PERMISSIONS[name]


@pytest.mark.django_db
def test_councillors_read_what_lies_before_the_council(people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)

    assert people["councillor"].has_perm("socialplan.view_plan", version)
    assert not people["ngo"].has_perm("socialplan.view_plan", version)


@pytest.mark.django_db
def test_a_missing_thing_is_a_sentence() -> None:
    version = PlanVersionFactory()
    staff = UserFactory(role="staff")

    with pytest.raises(StepRefused) as refusal:
        PLAN_WORKFLOW.check(version, PlanStep.REVIEW, actor=staff)

    assert "." in str(refusal.value)
    assert len(PLAN_WORKFLOW.offers(version, staff)[0].missing) == 2
