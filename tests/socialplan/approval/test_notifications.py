"""Who is told of a step: those who act next, once each, in their own language."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.utils.translation import override
from time_machine import travel

from municipality.enums import ThresholdCode
from municipality.models import DeadlineRule
from operations.models import OutgoingMessage
from operations.queue.messages import send_due
from socialplan.approval.notifications import REMINDER, RETURNED, STEP_TAKEN, next_people, reminder_mail
from socialplan.approval.services.reminders import remind_of_open_tasks
from socialplan.content.enums import PlanState
from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory, ThresholdFactory
from tests.socialplan.conftest import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def _while_it_is_news() -> Iterator[None]:
    """The journey lies in spring 2024: what is entered years later is told to nobody."""
    with travel("2024-06-18 12:00"):
        yield


def test_a_step_entered_long_afterwards_is_told_to_nobody(journey: Journey) -> None:
    with travel("2024-08-01 12:00"):
        journey.to_review()

    assert told() == []


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
    with travel("2024-05-15 12:00"):
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


def test_the_mail_names_the_day_of_entry_into_force_and_no_last_day(journey: Journey, answered_round: Any) -> None:
    journey.to_announced(answered_round)

    with travel("2024-06-04 12:00"):
        send_due()

    letter = next(one.body for one in mail.outbox if "Hyrja në fuqi" in one.body)
    assert "Hyrja në fuqi: më 13.06.2024." in letter


def test_a_return_is_told_to_who_must_act(journey: Journey, answered_round: Any) -> None:
    journey.to_announced(answered_round)
    journey.prefect("legal")
    assert told(RETURNED) == []

    journey.mayor_returns()

    assert set(told(RETURNED)) == {journey.people["secretary"], journey.people["admin"]}
    send_due()
    assert any("rishqyrtimin" in letter.body for letter in mail.outbox)


@pytest.fixture
def reminder_days(db: None) -> None:
    for code, days in ((ThresholdCode.REMINDER_FIRST, 7), (ThresholdCode.REMINDER_LAST, 1)):
        ThresholdFactory(code=code, value=days)


def reminded(day: str) -> list[Any]:
    """Who has been reminded up to this day, by whom the timetable comes twice."""
    with travel(f"{day} 12:00"):
        remind_of_open_tasks()
        remind_of_open_tasks()
    return told(REMINDER)


def test_a_duty_is_told_of_twice_before_its_last_day(
    reminder_days: None, journey: Journey, answered_round: Any
) -> None:
    """Decided on Thursday 30.5.2024: to be announced by Sunday 9.6, five working days after Friday 31.5."""
    journey.to_adopted(answered_round)
    people = [journey.people["secretary"], journey.people["mayor"]]

    assert set(reminded("2024-05-31")) == set(people)
    assert len(reminded("2024-06-05")) == 2
    assert len(reminded("2024-06-06")) == 4
    assert len(reminded("2024-06-07")) == 4


def test_a_reminder_comes_again_only_for_another_last_day(
    reminder_days: None, journey: Journey, answered_round: Any
) -> None:
    journey.to_adopted(answered_round)
    assert len(reminded("2024-06-07")) == 2

    DeadlineRule.objects.filter(code="announcement").update(days=12)

    assert len(reminded("2024-06-07")) == 4


def test_what_is_done_or_past_is_not_reminded_of(reminder_days: None, journey: Journey, answered_round: Any) -> None:
    journey.to_announced(answered_round)
    journey.prefect("legal")

    assert reminded("2024-06-06") == []
    assert reminded("2024-06-20") == []


def test_a_municipality_may_do_without_reminders(journey: Journey, answered_round: Any) -> None:
    journey.to_adopted(answered_round)

    assert reminded("2024-06-06") == []


@pytest.mark.parametrize(
    ("language", "words", "done"),
    [("sq", "deri më 09.06.2024", "kryer më 03.06.2024"), ("en", "by 09.06.2024", "done on 03.06.2024")],
)
def test_a_reminder_says_by_when_and_whether_it_was_done_meanwhile(
    language: str, words: str, done: str, reminder_days: None, journey: Journey, answered_round: Any
) -> None:
    secretary = journey.people["secretary"]
    secretary.language = language
    secretary.save()
    journey.to_adopted(answered_round)
    reminded("2024-05-31")
    with travel("2024-05-31 12:00"):
        send_due()
    journey.announce()
    message = OutgoingMessage.objects.get(kind=REMINDER, recipient=secretary)

    letter = next(one for one in mail.outbox if one.to == [secretary.email] and words in one.subject)
    assert "07.06.2024" in letter.body
    with override(language):
        assert done in reminder_mail(message).body
