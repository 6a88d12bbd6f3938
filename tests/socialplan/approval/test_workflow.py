from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from core.workflow import StepRefused
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanStateChange
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.addresses import permitted

# A second opinion on the table of socialplan/approval/workflow.py.
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
    ("before_council", "amend"): "amended",
    ("before_council", "reject"): "rejected",
    ("amending", "confirm_amendments"): "adopted",
    ("adopted", "announce"): "announced",
    ("announced", "enforce"): "in_force",
    ("in_force", "expire"): "expired",
    **{(state, "reexamine"): "" for state in ("adopted", "announced", "in_force")},
    **{(state, "repeal"): "repealed" for state in ("adopted", "announced", "in_force")},
    **{(state, "supersede"): "superseded" for state in ("adopted", "announced", "in_force")},
}
OPENED = {"amend": "amending", "reexamine": "before_council"}


@pytest.mark.parametrize("state", PlanState.values)
def test_each_state_allows_only_its_own_steps(state: str) -> None:
    allowed = {str(way.step): str(way.target) for way in PLAN_WORKFLOW if state in way.sources}

    assert allowed == {step: target for (source, step), target in WAYS.items() if source == state}


def test_every_step_is_in_the_table() -> None:
    assert {str(way.step) for way in PLAN_WORKFLOW} == set(PlanStep.values)


def test_a_vote_and_a_return_open_a_version() -> None:
    assert {str(way.step): str(way.opens) for way in PLAN_WORKFLOW if way.opens} == OPENED


def move_by_sql(version: Any, target: str) -> bool:
    """Whether the database lets the version move there, with its history row and nothing else."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            PlanStateChange.objects.create(
                version=version, step="review", from_state=version.state, to_state=target, actor=None
            )
            cursor.execute("UPDATE content_planversion SET state = %s WHERE id = %s", [target, version.pk])
            transaction.set_rollback(True)
    except IntegrityError as refusal:
        return "socialplan_no_such_step" not in str(refusal)
    return True


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize("state", PlanState.values)
def test_the_database_knows_the_same_ways(state: str) -> None:
    version = PlanVersionFactory(state=state)
    targets = {target for (source, _step), target in WAYS.items() if source == state and target}

    assert {other for other in PlanState.values if other != state and move_by_sql(version, other)} == targets


ROLES = {
    "consult": {"coordinator"},
    "review": {"staff", "expert"},
    "return": {"admin", "mayor", "secretary"},
    "approve": {"admin"},
    "submit": {"mayor"},
    "adopt": {"secretary"},
    "amend": {"secretary"},
    "confirm_amendments": {"secretary"},
    "reexamine": {"secretary"},
    "repeal": {"secretary"},
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
    "amend_version": {"staff", "expert"},
    "send_version_back": {"mayor"},
    "keep_council_record": {"secretary"},
    "publish_version": {"secretary", "coordinator"},
    "dispatch_version": {"secretary", "mayor", "staff"},
    "keep_complaints": {"secretary", "coordinator"},
    "view_complaints": {"staff", "coordinator", "admin", "mayor", "secretary", "dpo"},
    "add_paper": {"staff", "coordinator", "admin", "mayor", "secretary"},
    "change_lists": {"admin", "secretary"},
    "request_report": {"staff", "coordinator", "expert", "admin", "mayor", "secretary", "dpo"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", PERMISSIONS)
def test_each_permission_belongs_to_its_roles(name: str, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()

    holders = {role for role, user in people.items() if user.has_perm(permitted(name), version)}

    assert holders == PERMISSIONS[name]


@pytest.mark.django_db
def test_the_secretary_alone_enters_what_the_council_amends(people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.AMENDING)

    assert {role for role, user in people.items() if user.has_perm("content.change_version", version)} == {"secretary"}


@pytest.mark.django_db
def test_councillors_read_what_lies_before_the_council(people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=PlanState.BEFORE_COUNCIL)

    assert people["councillor"].has_perm("content.view_plan", version)
    assert not people["ngo"].has_perm("content.view_plan", version)


@pytest.mark.django_db
def test_a_missing_thing_is_a_sentence() -> None:
    version = PlanVersionFactory()
    staff = UserFactory(role="staff")

    with pytest.raises(StepRefused) as refusal:
        PLAN_WORKFLOW.check(version, PlanStep.REVIEW, actor=staff)

    assert "." in str(refusal.value)
    assert len(PLAN_WORKFLOW.offers(version, staff)[0].missing) == 2
