import itertools
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from assessments.enums import AssessmentState, AssessmentStep
from assessments.models import Assessment
from assessments.services import move_assessment
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessedServiceFactory,
    AssessmentFactory,
    NeedFactory,
    ServiceFactory,
    small_number_thresholds,
)

pytestmark = pytest.mark.django_db

LEGAL = {
    ("drafting", "verify"): "verified",
    ("verified", "return"): "drafting",
    ("verified", "publish"): "published",
}
ALLOWED = {
    "verify": {Role.STAFF, Role.EXPERT},
    "return": {Role.EXPERT, Role.COORDINATOR, Role.ADMIN},
    "publish": {Role.COORDINATOR, Role.ADMIN},
}


@pytest.fixture(autouse=True)
def thresholds(db: None) -> None:
    small_number_thresholds()


def ready(state: str) -> Assessment:
    """An edition in a state, with everything that a step could ask for."""
    assessment = AssessmentFactory()
    NeedFactory(assessment=assessment)
    AssessedServiceFactory(assessment=assessment)
    Assessment.objects.filter(pk=assessment.pk).update(state=state)
    assessment.refresh_from_db()
    return assessment


def everyone() -> Any:
    return UserFactory(roles=[role.value for role in Role])


@pytest.mark.parametrize(("state", "step"), list(itertools.product(AssessmentState.values, AssessmentStep.values)))
def test_a_step_is_taken_from_its_own_state_alone(state: str, step: str) -> None:
    assessment = ready(state)

    if (state, step) in LEGAL:
        moved = move_assessment(assessment, step, actor=everyone(), comment="arsyeja")
        assert moved.state == LEGAL[state, step]
    else:
        with pytest.raises(StepRefused):
            move_assessment(assessment, step, actor=everyone(), comment="arsyeja")


@pytest.mark.parametrize(("step", "role"), list(itertools.product(AssessmentStep.values, Role.values)))
def test_nobody_takes_a_step_of_another_role(step: str, role: str) -> None:
    state = next(state for state, legal in LEGAL if legal == step)
    assessment = ready(state)
    actor = UserFactory(role=role)

    if role in ALLOWED[step]:
        move_assessment(assessment, step, actor=actor, comment="arsyeja")
        assert assessment.state_changes.get().actor == actor
    else:
        with pytest.raises(PermissionDenied):
            move_assessment(assessment, step, actor=actor, comment="arsyeja")


def test_who_verified_an_edition_does_not_publish_it() -> None:
    assessment = ready("drafting")
    actor = UserFactory(roles=["expert", "coordinator"])
    ServiceFactory()
    assessment = move_assessment(assessment, AssessmentStep.VERIFY, actor=actor)

    with pytest.raises(PermissionDenied):
        move_assessment(assessment, AssessmentStep.PUBLISH, actor=actor)

    assert move_assessment(assessment, AssessmentStep.PUBLISH, actor=UserFactory(role="admin")).is_published


def test_what_is_missing_is_said_in_sentences() -> None:
    empty = AssessmentFactory(method_sq="")

    offers = ASSESSMENT_WORKFLOW.offers(empty, UserFactory(role="staff"))

    assert [(offer.step, len(offer.missing)) for offer in offers] == [("verify", 2)]


def test_a_return_needs_a_comment() -> None:
    with pytest.raises(StepRefused):
        move_assessment(ready("verified"), AssessmentStep.RETURN, actor=UserFactory(role="expert"), comment="  ")
