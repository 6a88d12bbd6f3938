"""Who is told of a step: those who act next, once each, in their own language."""

from typing import Any

import pytest
from django.core import mail
from time_machine import travel

from operations.messages import send_due
from operations.models import OutgoingMessage
from socialplan.enums import PlanState
from socialplan.notifications import RETURNED, STEP_TAKEN, next_people
from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory
from tests.socialplan.conftest import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def told(kind: str = STEP_TAKEN) -> list[Any]:
    return [message.recipient for message in OutgoingMessage.objects.filter(kind=kind).order_by("recipient")]


@pytest.mark.parametrize(
    ("state", "roles"),
    [
        (PlanState.DRAFTING, {"staff", "expert"}),
        (PlanState.IN_REVIEW, {"admin", "dpo"}),
        (PlanState.APPROVED, {"mayor"}),
        (PlanState.BEFORE_COUNCIL, {"secretary", "councillor"}),
        (PlanState.AMENDING, {"secretary"}),
        (PlanState.ADOPTED, {"secretary", "mayor"}),
        (PlanState.SUPERSEDED, set()),
    ],
)
def test_those_who_act_next_are_told(state: str, roles: set[str], people: dict[str, Any]) -> None:
    assert set(next_people(state)) == {people[role] for role in roles}


def test_an_office_that_gives_an_opinion_is_told(people: dict[str, Any]) -> None:
    lawyer = UserFactory(role="staff", office=OfficeFactory(code="legal"))
    UserFactory(role="staff", office=OfficeFactory(code="DSS"))

    assert set(next_people(PlanState.IN_REVIEW)) == {people["admin"], people["dpo"], lawyer}


def test_whoever_took_the_step_is_not_told_of_it(journey: Journey) -> None:
    journey.to_review()

    assert set(told()) == {journey.people["admin"], journey.people["dpo"]}
    assert journey.people["staff"] not in told()


@pytest.mark.parametrize(("language", "words"), [("sq", "tani është: i miratuar"), ("en", "is now: adopted")])
def test_the_mail_says_who_acts_next_and_by_when(
    language: str, words: str, journey: Journey, answered_round: Any
) -> None:
    mayor = journey.people["mayor"]
    mayor.language = language
    mayor.save()
    journey.to_adopted(answered_round)

    with travel("2024-06-01 12:00"):
        send_due()

    letter = next(one for one in mail.outbox if one.to == [mayor.email] and "09.06.2024" in one.body)
    assert words in letter.body
    assert f"/plan/versions/{journey.version.pk}/approval/" in letter.body


def test_a_return_is_told_to_who_must_act(journey: Journey, answered_round: Any) -> None:
    journey.to_announced(answered_round)
    journey.prefect("legal")
    assert told(RETURNED) == []

    journey.mayor_returns()

    assert set(told(RETURNED)) == {journey.people["secretary"], journey.people["admin"]}
    send_due()
    assert any("rishqyrtimin" in letter.body for letter in mail.outbox)
