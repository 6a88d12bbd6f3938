from datetime import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from municipality.models import CalendarDay
from municipality.services import install_reference_data
from operations.models import OutgoingMessage
from operations.queue.messages import _composers
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.calendar_watch import NEXT_YEAR_LACKS, warn_of_next_year
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def keepers() -> set[int]:
    MunicipalityFactory()
    install_reference_data()
    UserFactory(role="staff")
    return {UserFactory(role=role).pk for role in ("admin", "secretary")}


def at(day: str) -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(day).replace(tzinfo=timezone.get_default_timezone()), tick=False)


@pytest.mark.parametrize(
    ("day", "told"), [("2027-09-30", False), ("2027-10-01", True), ("2027-12-01", True), ("2026-10-01", False)]
)
def test_from_october_the_missing_next_year_is_told(keepers: set[int], day: str, told: bool) -> None:
    with at(day):
        assert warn_of_next_year() is told

    assert set(OutgoingMessage.objects.values_list("recipient", flat=True)) == (keepers if told else set())


def test_it_is_told_once_a_month_and_no_more_once_the_year_is_entered(keepers: set[int]) -> None:
    for day in ("2027-10-01", "2027-10-02", "2027-11-01"):
        with at(day):
            warn_of_next_year()
    assert OutgoingMessage.objects.count() == 4
    mail = _composers[NEXT_YEAR_LACKS](OutgoingMessage.objects.first())
    assert "2028" in mail.subject
    assert "/calendar/2028/" in mail.body

    for month in range(1, 5):
        CalendarDay.objects.create(
            day=f"2028-0{month}-03", kind="holiday", name_sq="Festë", legal_basis="VKM", source="x",
            is_proclaimed_yearly=True,
        )  # fmt: skip
    with at("2027-12-01"):
        assert warn_of_next_year() is False


@pytest.mark.parametrize(("today", "years"), [("2027-09-30", []), ("2027-10-01", [2028]), ("2028-02-01", [2028])])
def test_a_calendar_that_ends_is_a_task_of_the_administrator(today: str, years: list[int]) -> None:
    MunicipalityFactory()
    install_reference_data()
    admin, secretary = UserFactory(role="admin"), UserFactory(role="secretary")

    with time_machine.travel(f"{today}T12:00:00+02:00"):
        pages = [reverse("municipality:calendar_check", args=[year]) for year in years]
        assert [task.url for task in tasks_of(admin) if "/calendar/" in task.url] == pages
        assert [task.url for task in tasks_of(secretary) if "/calendar/" in task.url] == []
