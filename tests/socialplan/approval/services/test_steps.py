"""What time alone does to a version, and the order of dates of its steps."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from time_machine import travel

from core.workflow import StepRefused
from operations.models import Event
from socialplan.approval.services.steps import (
    ContentMoved,
    approve,
    bring_into_force,
    enforce_due_versions,
    expire_ended_versions,
    last_date,
    move_plan,
    take_by_button,
)
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanStateChange, PlanVersion
from socialplan.content.plan_json import content_sha256
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.conftest import Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def fresh(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.get(pk=version.pk)


def traces(version: PlanVersion) -> tuple[str, int, int]:
    return fresh(version).state, PlanStateChange.objects.filter(version=version).count(), Event.objects.count()


@travel("2024-06-12 10:00:00+00:00", tick=False)
def test_nothing_is_in_force_before_its_day(journey: Journey, answered_round: Any) -> None:
    version = journey.to_announced(answered_round)
    before = traces(version)

    assert enforce_due_versions() == 0
    for actor in (None, journey.people["secretary"]):
        with pytest.raises(StepRefused):
            bring_into_force(version, actor=actor)
    assert traces(version) == before


def test_the_command_brings_into_force_once_and_on_the_legal_day(journey: Journey, answered_round: Any) -> None:
    version, said = journey.to_announced(answered_round), StringIO()
    call_command("enforce_plans", stdout=said)
    call_command("enforce_plans", stdout=said)

    change = PlanStateChange.objects.get(version=version, step=PlanStep.ENFORCE)
    assert (change.happened_on, change.actor) == (date(2024, 6, 13), None)
    assert said.getvalue().count("Brought into force: 1") == 1
    assert said.getvalue().count("Brought into force: 0") == 1


def test_the_button_of_force_takes_the_day_of_the_law_not_the_typed_one(journey: Journey, answered_round: Any) -> None:
    version = journey.to_announced(answered_round)

    take_by_button(version, PlanStep.ENFORCE, actor=journey.people["secretary"], entry=on(2024, 7, 1))

    assert PlanStateChange.objects.get(version=version, step=PlanStep.ENFORCE).happened_on == date(2024, 6, 13)


@pytest.mark.parametrize("role", ["staff", "coordinator", "expert", "councillor", "ngo"])
def test_who_may_not_bring_into_force_does_not(role: str, journey: Journey, answered_round: Any) -> None:
    version = journey.to_announced(answered_round)
    before = traces(version)

    with pytest.raises(PermissionDenied):
        take_by_button(version, PlanStep.ENFORCE, actor=journey.people[role])
    assert traces(version) == before


def test_a_plan_ends_with_the_last_day_of_its_years(journey: Journey, answered_round: Any) -> None:
    version = journey.to_force(answered_round)
    last = version.plan.last_year

    with travel(f"{last}-12-31 12:00:00+00:00", tick=False):
        assert expire_ended_versions() == 0
    with travel(f"{last + 1}-01-02 12:00:00+00:00", tick=False):
        assert (expire_ended_versions(), expire_ended_versions()) == (1, 0)

    change = PlanStateChange.objects.get(version=version, step=PlanStep.EXPIRE)
    assert (fresh(version).state, change.happened_on, change.actor) == (PlanState.EXPIRED, date(last, 12, 31), None)


def test_a_step_is_not_dated_before_the_one_it_follows(journey: Journey) -> None:
    version = journey.with_opinions()
    before = traces(version)

    with pytest.raises(ValidationError) as refusal:
        approve(
            version,
            actor=journey.people["admin"],
            content_shown=content_sha256(version),
            entry=on(2024, 5, 13),
        )

    assert list(refusal.value.message_dict) == ["happened_on"]
    assert "14.05.2024" in str(refusal.value)
    assert traces(version) == before


def test_what_the_approver_did_not_see_is_not_approved(journey: Journey) -> None:
    version = journey.with_opinions()
    before = traces(version)

    with pytest.raises(ContentMoved) as refusal:
        approve(version, actor=journey.people["admin"], content_shown="0" * 64, entry=on(2024, 5, 16))

    assert refusal.value.shown == "0" * 64
    assert traces(version) == before


@contextmanager
def modules_entered() -> Iterator[set[str]]:
    """The project's modules of which any function runs meanwhile."""
    entered: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(settings.BASE_DIR):
            entered.add(".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts))

    sys.setprofile(note)
    try:
        yield entered
    finally:
        sys.setprofile(None)


def test_approving_enters_eight_modules_of_steps(journey: Journey) -> None:
    """Beside them stand what a version says (read only), who has which role, and the trail."""
    version = journey.with_opinions()
    shown = content_sha256(version)

    with modules_entered() as entered:
        approve(version, actor=journey.people["admin"], content_shown=shown, entry=on(2024, 5, 16))

    of_steps = {module for module in entered if module.startswith("socialplan.approval.")}
    assert of_steps == {
        "socialplan.approval.effects",
        "socialplan.approval.notifications",
        "socialplan.approval.rules",
        "socialplan.approval.said_numbers",
        "socialplan.approval.services.steps",
        "socialplan.approval.workflow",
    }
    assert entered >= {"core.workflow", "operations.deeds"}


@pytest.mark.parametrize("state", sorted(set(PlanState.values) - {PlanState.IN_REVIEW}))
def test_approval_is_taken_from_review_alone(state: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=state)
    before = traces(version)

    with pytest.raises((StepRefused, PermissionDenied)):
        approve(version, actor=people["admin"], content_shown=content_sha256(version))
    assert traces(version) == before


def test_a_return_needs_its_reason(journey: Journey) -> None:
    version = journey.to_review()
    before = traces(version)

    with pytest.raises(StepRefused):
        move_plan(version, PlanStep.RETURN, actor=journey.people["admin"], comment=" \n ")
    assert traces(version) == before


def test_the_last_date_of_a_version_is_that_of_its_last_step(journey: Journey) -> None:
    assert last_date(PlanVersionFactory(number=1)) is None

    assert last_date(journey.to_review()) == date(2024, 5, 14)
