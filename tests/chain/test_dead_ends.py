"""Where a town of fifteen seats got stuck once: each a page that leads on, tried on an empty installation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.enums import CONFIRMED_ROLES, Role
from accounts.models import User
from accounts.services import grant_role
from assessments.enums import AssessmentState
from assessments.models import Assessment
from consultations.enums import RoundState, RoundStep
from consultations.models import Round
from monitoring.models import Period
from municipality.calendar import WorkingCalendar
from municipality.models import AdministrativeUnit, Municipality
from socialplan.approval.models import PlanAddressee
from socialplan.content.enums import PlanState
from socialplan.content.models import FundingSource
from tests.chain.founding import found_town
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from tests.factories.monitoring import PeriodFactory
from tests.factories.socialplan import PlanVersionFactory, put_in_state

pytestmark = pytest.mark.django_db

ADOPTED = [
    PlanState.ADOPTED,
    PlanState.ANNOUNCED,
    PlanState.IN_FORCE,
    PlanState.EXPIRED,
    PlanState.SUPERSEDED,
]
PERIOD = {
    "title_sq": "Viti 2024",
    "target_year": "2024",
    "starts_on": "13.06.2024",
    "ends_on": "31.12.2024",
    "cut_off_on": "31.01.2025",
}


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """The installation as its first page founds it, with one unit and fifteen seats; each test is undone by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("sq"):
            founder = found_town()
        yield founder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def admin(town: User, db: None) -> User:
    return User.objects.get(pk=town.pk)


def words_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("has_plan", [False, True], ids=["before the first plan", "with a plan"])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_finds_its_next_useful_act(role: Role, has_plan: bool, client_of: Any) -> None:
    if has_plan:
        put_in_state(PlanVersionFactory(), PlanState.EXPIRED)
    desk = client_of(UserFactory(role=role))

    answer = desk.get("/en/")

    assert [thing.url for thing in answer.context["first_things"] if desk.get(thing.url).status_code != 200] == []
    assert answer.context["first_things"] or answer.context["desk"].now


@pytest.mark.parametrize("role", [*sorted(CONFIRMED_ROLES), None], ids=str)
def test_who_has_no_role_in_effect_reads_why(role: Role | None, admin: User, client_of: Any) -> None:
    """A role that waits for a second person, or none at all: a sentence and a page, not "nothing waits for you"."""
    UserFactory(role=Role.MAYOR)  # who could confirm it
    person = UserFactory()
    if role:
        grant_role(person, role, actor=admin)
    assert not person.roles

    answer = client_of(person).get("/en/")

    (thing,) = answer.context["first_things"]
    assert ("waits for a second person" if role else "has no role yet") in thing.sentence
    assert not role or str(role.label) in thing.sentence
    assert client_of(person).get(thing.url).status_code == 200


def test_an_account_whose_role_waits_is_not_asked_for_again(admin: User, client_of: Any) -> None:
    UserFactory(role=Role.MAYOR)
    asked = client_of(admin).get("/en/").context["first_things"][1].sentence
    grant_role(UserFactory(), Role.DPO, actor=admin)

    assert str(Role.DPO.label) in asked
    assert str(Role.DPO.label) not in client_of(admin).get("/en/").context["first_things"][1].sentence


def test_funding_sources_are_there_and_can_be_added(admin: User, client_of: Any) -> None:
    before = FundingSource.objects.in_use().count()
    assert before
    told = {"code": "FL", "name_sq": "Fondi i Lumenjve", "position": "9", "is_active": "on"}

    client_of(admin).post(reverse("drafting:source_create"), told)

    assert FundingSource.objects.in_use().count() == before + 1


def test_addressees_of_the_report_are_there_and_can_be_added(admin: User, client_of: Any) -> None:
    assert PlanAddressee.objects.for_report().count() >= 2
    desk = client_of(admin)
    page = words_of(desk, reverse("approval:approval_lists"))

    assert reverse("approval:addressee_create") in page
    assert "form" in desk.get(reverse("approval:addressee_create")).context


@pytest.mark.parametrize("state", ADOPTED)
def test_a_period_is_opened_from_the_adoption_to_after_the_plans_end(state: PlanState, client_of: Any) -> None:
    put_in_state(PlanVersionFactory(content=True), state)
    desk, address = client_of(UserFactory(role="staff")), reverse("monitoring:period_create")
    assert address in words_of(desk, reverse("monitoring:period_list"))

    answer = desk.get(address)
    kind = answer.context["form"].initial.get("kind") or answer.context["form"].instance.kind_id
    sent = desk.post(address, PERIOD | {"kind": str(kind)})

    assert sent.status_code == 302, sent.context["form"].errors
    assert Period.objects.count() == 1


def test_before_a_plan_is_adopted_no_period_is_offered(client_of: Any) -> None:
    PlanVersionFactory()
    desk, address = client_of(UserFactory(role="staff")), reverse("monitoring:period_create")

    assert address not in words_of(desk, reverse("monitoring:period_list"))
    assert desk.get(address, follow=True).status_code == 200


def test_a_period_opened_by_mistake_is_taken_away(client_of: Any) -> None:
    period = PeriodFactory()

    client_of(UserFactory(role="staff")).post(reverse("monitoring:period_remove", args=[period.pk]))

    assert not Period.objects.filter(pk=period.pk).exists()


def test_a_consultation_of_the_past_is_entered_with_its_own_days(client_of: Any) -> None:
    """Publishing takes the day it happened on and the paper that shows it."""
    consultation = RoundFactory(publishable=True)
    told = {"happened_on": "08.04.2024", "source_document": "Dosja 2024"}

    address = reverse("consultations:round_step", args=[consultation.pk, RoundStep.PUBLISH])
    client_of(UserFactory(role="coordinator")).post(address, told)

    consultation.refresh_from_db()
    assert (consultation.state, consultation.notice_on) == (RoundState.OPEN, date(2024, 4, 8))
    assert Round.objects.get().closes_on == date(2024, 5, 9)


def test_a_unit_is_removed_and_the_profile_stays_as_empty_as_it_is_left(admin: User, client_of: Any) -> None:
    desk, unit = client_of(admin), AdministrativeUnit.objects.get()
    told = {"name_sq": "Bashkia Delvinë", "name_en": "Municipality of Delvinë", "territory": "delvine"}

    desk.post(reverse("municipality:unit_remove", args=[unit.pk]))
    desk.post(reverse("municipality:profile_update"), told)

    place = Municipality.objects.get()
    assert not AdministrativeUnit.objects.exists()
    assert (place.county_sq, place.website, place.contact_email, place.colour) == ("", "", "", "")
    assert "Vlor" not in words_of(desk, reverse("municipality:profile"))


def test_the_voice_of_a_round_after_the_publication_goes_into_the_next_edition(client_of: Any) -> None:
    edition = AssessmentFactory()
    NeedFactory(assessment=edition)
    consultation = RoundFactory(is_open=True, assessment=edition)
    ContributionFactory(round=consultation)
    Assessment.objects.filter(pk=edition.pk).update(state=AssessmentState.PUBLISHED)
    desk, address = (
        client_of(UserFactory(role="coordinator")),
        reverse("consultations:round_voice", args=[consultation.pk]),
    )

    told = desk.post(address, follow=True)
    assert len(told.context["messages"]) == 1


def test_the_calendar_does_not_end_with_the_delivered_years(admin: User, client_of: Any) -> None:
    desk, address = client_of(admin), reverse("municipality:calendar_check", args=[2031])
    rows = desk.get(address).context["form"].rows
    told = {"days": list(rows), "legal_basis": "Ligji nr. 7651/1992"}

    desk.post(address, told | {"checked_by": "Zyra Juridike", "checked_on": "05.11.2024"})

    assert 2031 in WorkingCalendar.load().years
