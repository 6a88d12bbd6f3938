from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from time_machine import travel

from core.workflow import StepRefused
from operations.deeds import Entry
from operations.models import Event, OutgoingMessage
from socialplan.approval.enums import Outcome
from socialplan.approval.models import CouncilDecision
from socialplan.approval.services.acts import announce, record_mayor_order, submit_to_council
from socialplan.approval.services.council import Ballot, Vote, record_decision
from socialplan.approval.services.steps import approve, bring_into_force, enforce_due_versions, move_plan
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanStateChange, PlanVersion
from socialplan.content.plan_json import content_sha256, seal_holds
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.conftest import VOTE, Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_whole_way_to_force(journey: Journey, answered_round: Any, people: dict[str, Any]) -> None:
    journey.to_announced(answered_round)
    record_mayor_order(journey.version, number="12/DEMO", actor=people["mayor"], entry=on(2024, 6, 14))
    version = bring_into_force(journey.version, actor=people["secretary"])

    assert version.state == PlanState.IN_FORCE
    assert version.announcement.in_force_on == date(2024, 6, 13)
    assert version.state_changes.last().happened_on == date(2024, 6, 13)
    assert all(change.is_back_entry for change in version.state_changes.all())
    assert seal_holds(version)
    assert Event.objects.filter(action="approval.adopt_version", is_back_entry=True).count() == 1


def test_in_force_not_before_its_date(journey: Journey, answered_round: Any, people: dict[str, Any]) -> None:
    journey.to_announced(answered_round)

    with travel("2024-06-12 12:00"), pytest.raises(StepRefused):
        bring_into_force(journey.version, actor=people["secretary"])
    call_command("enforce_plans")
    assert PlanVersion.objects.in_force().get() == journey.version
    assert enforce_due_versions() == 0


def test_an_older_version_does_not_push_out_a_newer_one(journey: Journey, answered_round: Any) -> None:
    journey.to_announced(answered_round)
    plan = journey.version.plan
    PlanVersionFactory(plan=plan, number=30_500, state=PlanState.IN_FORCE)

    with pytest.raises(StepRefused):
        bring_into_force(journey.version, actor=journey.people["secretary"])
    assert PlanVersion.objects.in_force().get().number == 30_500


def test_a_new_version_supersedes_the_one_in_force(journey: Journey, answered_round: Any) -> None:
    journey.version = PlanVersionFactory(plan__first_year=2024, number=2, content=True)
    old = PlanVersionFactory(plan=journey.version.plan, number=1, state=PlanState.IN_FORCE)
    journey.to_announced(answered_round)

    bring_into_force(journey.version, actor=journey.people["secretary"])

    old.refresh_from_db()
    assert old.state == PlanState.SUPERSEDED
    assert PlanVersion.objects.in_force().get() == journey.version


def test_four_eyes_between_review_and_approval(journey: Journey) -> None:
    both = UserFactory(roles=["staff", "admin"])
    journey.people = {**journey.people, "staff": both}
    version = journey.with_opinions()

    with pytest.raises(PermissionDenied):
        approve(version, actor=both, content_shown=content_sha256(version))


def test_four_eyes_between_approval_and_submission(journey: Journey, answered_round: Any) -> None:
    both = UserFactory(roles=["admin", "mayor"])
    journey.people = {**journey.people, "admin": both, "mayor": both}

    with pytest.raises(PermissionDenied):
        journey.to_council(answered_round)


def test_four_eyes_between_submission_and_decision(journey: Journey, answered_round: Any) -> None:
    both = UserFactory(roles=["mayor", "secretary"])
    journey.people = {**journey.people, "mayor": both, "secretary": both}

    with pytest.raises(PermissionDenied):
        journey.to_adopted(answered_round)


def test_approval_needs_every_opinion(journey: Journey, people: dict[str, Any]) -> None:
    version = journey.to_review()

    with pytest.raises(StepRefused):
        approve(version, actor=people["admin"], content_shown=content_sha256(version))


def test_content_that_moved_is_not_approved(journey: Journey, people: dict[str, Any]) -> None:
    version = journey.with_opinions()

    with pytest.raises(StepRefused):
        approve(version, actor=people["admin"], content_shown="0" * 64)


def test_no_submission_without_an_answered_round(journey: Journey, people: dict[str, Any]) -> None:
    version = journey.to_approved()

    with pytest.raises(StepRefused):
        submit_to_council(version, protocol_no="1", actor=people["mayor"], entry=on(2024, 5, 17))
    assert not version.submissions.exists()


QUORUM = Vote(present=20, votes_for=20, votes_against=0, abstained=0, did_not_vote=0)
HALF = Vote(present=36, votes_for=18, votes_against=10, abstained=8, did_not_vote=0)
WRONG = Vote(present=36, votes_for=31, votes_against=0, abstained=4, did_not_vote=0)
CROWD = Vote(present=42, votes_for=42, votes_against=0, abstained=0, did_not_vote=0)


def test_no_decision_without_quorum(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)

    with pytest.raises(ValidationError) as refusal:
        journey.vote(vote=QUORUM)
    assert set(refusal.value.message_dict) == {"present"}


@pytest.mark.parametrize("vote", [WRONG, CROWD])
def test_votes_add_up(vote: Vote, journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)

    with pytest.raises(ValidationError) as refusal:
        journey.vote(vote=vote)
    assert set(refusal.value.message_dict) == {"present"}
    assert not CouncilDecision.objects.exists()


def test_half_is_not_a_majority(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)

    with pytest.raises(ValidationError):
        journey.vote(vote=HALF)
    version = journey.vote(Outcome.REJECTED, vote=HALF)

    assert version.state == PlanState.REJECTED
    assert not hasattr(version, "seal")


def test_no_step_before_the_previous_one(journey: Journey, answered_round: Any, people: dict[str, Any]) -> None:
    journey.to_adopted(answered_round)

    with pytest.raises(ValidationError, match=r"30\.05\.2024"):
        announce(journey.version, actor=people["secretary"], entry=on(2024, 5, 29), place="Salla")


def test_back_entry_names_its_paper(journey: Journey, people: dict[str, Any]) -> None:
    with pytest.raises(StepRefused):
        move_plan(journey.version, PlanStep.REVIEW, actor=people["staff"], entry=Entry(date(2024, 5, 14)))


def at_once(count: int, deed: Callable[[], Any]) -> list[str]:
    """The deed in so many threads, each with its own connection, all begun together."""
    start, outcomes = Barrier(count), []

    def do() -> None:
        start.wait()
        try:
            deed()
            outcomes.append("done")
        except StepRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=do) for _each in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_fifty_administrators_approve_once(law: Any, people: dict[str, Any]) -> None:
    version = Journey(people).with_opinions()
    shown = content_sha256(version)
    admins = [UserFactory(role="admin") for _each in range(50)]

    outcomes = at_once(50, lambda: approve(version, actor=admins.pop(), content_shown=shown))

    assert outcomes == ["done"] + ["refused"] * 49
    assert PlanStateChange.objects.filter(version=version, step=PlanStep.APPROVE).count() == 1
    assert Event.objects.filter(action="approval.approve_version").count() == 1
    assert OutgoingMessage.objects.filter(recipient=people["mayor"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_records_of_a_vote_make_one_decision(law: Any, people: dict[str, Any]) -> None:
    journey = Journey(people)
    journey.to_council(RoundFactory(is_closed=True))
    ballots = [Ballot(journey.session(), str(number), VOTE, Outcome.AMENDED) for number in range(50)]

    outcomes = at_once(
        50, lambda: record_decision(journey.version, ballots.pop(), actor=people["secretary"], entry=on(2024, 5, 30))
    )

    assert outcomes == ["done"] + ["refused"] * 49
    assert CouncilDecision.objects.count() == 1
    assert PlanVersion.objects.filter(state=PlanState.AMENDING).count() == 1
