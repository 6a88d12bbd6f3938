"""The last day of a round is counted before its notice and again ever after; the later of both days holds."""

from datetime import date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.enums import RoundState, RoundStep
from consultations.models import Contribution
from consultations.reckoning import (
    PAST_ITS_LAST_DAY,
    accepting_rounds,
    is_accepting,
    last_day_of,
    lengthened_rounds,
    reckoning_of,
)
from consultations.services import close_round, publish_round
from core.workflow import StepRefused
from municipality.models import CalendarDay
from municipality.services import install_reference_data
from operations.deeds import Entry
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import CalendarDayFactory, MunicipalityFactory
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db
ON_8_APRIL = Entry(date(2024, 4, 8), source_document="Regjistri i njoftimeve")


@pytest.fixture
def law() -> None:
    MunicipalityFactory()
    install_reference_data()


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


@pytest.fixture
def published(law: None, coordinator):
    return publish_round(RoundFactory(publishable=True), actor=coordinator, entry=ON_8_APRIL)


def at(day: str) -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(day).replace(tzinfo=timezone.get_default_timezone()), tick=False)


def test_before_the_notice_the_page_says_what_today_would_give(law: None, coordinator, client_of) -> None:
    planned = RoundFactory(publishable=True)
    found = reckoning_of(planned, today=date(2024, 4, 8))

    assert (found.last_day, found.working_days, found.published) == (date(2024, 5, 9), 20, None)
    assert [row.day for row in found.counted_out] == [date(2024, 4, 10), date(2024, 5, 1), date(2024, 5, 6)]
    assert "146/2014" in found.source
    client: Client = client_of(coordinator)
    for name, args in (("round_detail", [planned.pk]), ("round_step", [planned.pk, RoundStep.PUBLISH])):
        assert client.get(reverse(f"consultations:{name}", args=args)).context["reckoning"].working_days == 20


def test_the_same_card_stands_on_the_staffs_and_on_the_publics_page(published, coordinator, client_of) -> None:
    public = Client().get(reverse("consultations:public_round_detail", args=[published.pk]))
    staff = client_of(coordinator).get(reverse("consultations:round_detail", args=[published.pk]))

    assert public.context["reckoning"] == staff.context["reckoning"]
    assert "09.05.2024" in public.content.decode()
    assert not public.context["reckoning"].is_lengthened


def test_a_day_off_entered_later_lengthens_the_period_and_the_public_reads_why(published) -> None:
    CalendarDayFactory(day=date(2024, 4, 15), name_sq="Ditë zie", legal_basis="VKM nr. 9")

    found = reckoning_of(published)
    assert (found.published, found.last_day) == (date(2024, 5, 9), date(2024, 5, 10))
    assert [row.day for row in found.entered_since] == [date(2024, 4, 15)]
    page = Client().get(reverse("consultations:public_round_detail", args=[published.pk])).content.decode()
    assert "10.05.2024" in page
    assert "VKM nr. 9" in page


def test_a_day_off_taken_away_shortens_nothing(published) -> None:
    CalendarDay.objects.filter(day=date(2024, 5, 1)).delete()

    assert last_day_of(published) == date(2024, 5, 9)
    assert not reckoning_of(published).is_lengthened


def test_the_later_day_holds_for_accepting_and_for_closing(published, coordinator) -> None:
    CalendarDayFactory(day=date(2024, 4, 15))
    with at("2024-05-10T12:00"):
        assert is_accepting(published)
        with pytest.raises(StepRefused):
            close_round(published, actor=coordinator)
    with at("2024-05-11T12:00"):
        assert not is_accepting(published)
        assert close_round(published, actor=coordinator).state == RoundState.CLOSED
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(("role", "is_told"), [("coordinator", True), ("secretary", True), ("staff", False)])
def test_those_who_keep_the_round_get_a_task(published, role: str, is_told: bool) -> None:
    assert lengthened_rounds() == []
    CalendarDayFactory(day=date(2024, 4, 15))

    assert lengthened_rounds() == [(published, date(2024, 5, 10))]
    tasks = [task for task in tasks_of(UserFactory(role=role)) if task.due_on == date(2024, 5, 10)]
    assert bool(tasks) is is_told


def test_a_round_past_its_last_day_is_shown_as_open_nowhere(published, client_of) -> None:
    pages = ("consultations:public_round_list", "consultations:round_list")
    one = ("consultations:public_round_detail", "consultations:round_detail")
    client: Client = client_of(UserFactory(role="coordinator"))

    def told() -> set[str]:
        lists = {client.get(reverse(name)).context["shown"][0][1] for name in pages}
        return lists | {client.get(reverse(name, args=[published.pk])).context["shown_state"] for name in one}

    with at("2024-05-09T12:00"):
        assert told() == {published.get_state_display()}
        assert accepting_rounds() == [published]
    with at("2024-05-10T12:00"):
        assert told() == {str(PAST_ITS_LAST_DAY)}
        assert accepting_rounds() == []
    CalendarDayFactory(day=date(2024, 4, 15))
    with at("2024-05-10T12:00"):
        assert told() == {published.get_state_display()}
        assert accepting_rounds() == [published]
