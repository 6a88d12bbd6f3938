"""Reminding of a duty: on which days, for which plans, and never of what nobody can do any more."""

from typing import Any

import pytest
from django.db.models import F
from time_machine import travel

from accounts.models import User
from municipality.enums import DeadlineCode, ThresholdCode
from operations.models import OutgoingMessage
from socialplan.approval.notifications import REMINDER
from socialplan.approval.services.reminders import remind_of_open_tasks
from tests.factories.accounts import UserFactory
from tests.factories.municipality import ThresholdFactory
from tests.socialplan.conftest import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def reminder_days(db: None) -> None:
    for code, days in ((ThresholdCode.REMINDER_FIRST, 5), (ThresholdCode.REMINDER_LAST, 1)):
        ThresholdFactory(code=code, value=days)


def announcement_mails() -> Any:
    return OutgoingMessage.objects.filter(kind=REMINDER, payload__code=DeadlineCode.ANNOUNCEMENT)


def run_on(day: str) -> list[User]:
    """Who has been reminded of the announcement when the timetable has come on this day."""
    with travel(f"{day} 12:00"):
        remind_of_open_tasks()
    return [each.recipient for each in announcement_mails().annotate(who=F("recipient_id")).order_by("who")]


def test_days_on_which_nothing_ran_are_made_up_for_once(
    reminder_days: None, journey: Journey, answered_round: Any
) -> None:
    """The first reminder was due on 31.5.2024; the machine stood still until 4.6."""
    journey.to_adopted(answered_round)

    assert len(run_on("2024-06-04")) == 2
    assert len(run_on("2024-06-05")) == 2


def test_far_from_the_last_day_nobody_is_reminded(reminder_days: None, journey: Journey, answered_round: Any) -> None:
    journey.to_adopted(answered_round)

    assert run_on("2024-05-30") == []


def test_a_holder_who_left_is_not_written_to(reminder_days: None, journey: Journey, answered_round: Any) -> None:
    journey.to_adopted(answered_round)
    gone = UserFactory(role="secretary", is_active=False)

    assert gone not in run_on("2024-06-06")


def test_who_comes_into_office_between_two_reminders_gets_the_second(
    reminder_days: None, journey: Journey, answered_round: Any
) -> None:
    journey.to_adopted(answered_round)
    run_on("2024-06-04")
    successor = UserFactory(role="secretary")

    assert successor in run_on("2024-06-07")


def test_the_municipality_decides_how_long_before(reminder_days: None, journey: Journey, answered_round: Any) -> None:
    """Three working days before Sunday 9.6.2024 is Wednesday 5.6 at the earliest."""
    journey.to_adopted(answered_round)
    ThresholdFactory._meta.model.objects.filter(code=ThresholdCode.REMINDER_FIRST).update(value=2)

    assert run_on("2024-06-04") == []
    assert len(run_on("2024-06-06")) == 2


def test_a_draft_that_owes_nothing_by_law_reminds_nobody(reminder_days: None, journey: Journey) -> None:
    journey.to_review()

    with travel("2024-05-20 12:00"):
        assert remind_of_open_tasks() == 0
    assert not OutgoingMessage.objects.filter(kind=REMINDER).exists()
