"""A provider proposes changes of its own service; staff accept or refuse each field."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import ProposedChange, Service, ServiceStaff
from assessments.service_map.proposals import decide_changes, proposable_fields, propose_changes
from assessments.services import change_service
from core.workflow import StepRefused
from operations.models import Event
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.assessments import ServiceFactory, ServiceProviderFactory, small_number_thresholds
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return UserFactory(role="staff")


@pytest.fixture
def provider() -> User:
    membership: Any = MembershipFactory(user=UserFactory(role="ngo"))
    return membership.user


def run_by(user: User, **fields: Any) -> Service:
    service: Service = ServiceFactory(organisation=user.organisations[0], **fields)
    return service


def test_each_field_is_decided_alone(provider: User, staff: User) -> None:
    service = run_by(provider, capacity=40, phone="", licence_until=None)
    proposed = {"capacity": 44, "phone": "033 000 000", "licence_until": date(2030, 1, 1), "waiting": service.waiting}

    assert propose_changes(service, proposed, actor=provider) == 3
    service.refresh_from_db()
    assert (service.capacity, service.phone) == (40, "")
    assert any(str(service) == task.document for task in tasks_of(staff))
    capacity, phone, until = (
        service.proposed_changes.get(field=name).pk for name in ("capacity", "phone", "licence_until")
    )

    decide_changes(service, accepted={capacity, until}, refused={phone}, actor=staff)

    service.refresh_from_db()
    assert (service.capacity, service.phone, service.licence_until) == (44, "", date(2030, 1, 1))
    assert dict(service.proposed_changes.values_list("field", "state")) == {
        "capacity": "accepted",
        "phone": "refused",
        "licence_until": "accepted",
    }
    kept = str(list(ProposedChange.objects.values())) + str(list(Event.objects.values()))
    assert "033 000 000" not in kept
    with pytest.raises(StepRefused):
        decide_changes(service, accepted={capacity}, refused=(), actor=staff)


def test_a_newer_proposal_takes_the_place_of_a_waiting_one_and_nothing_new_is_said(provider: User) -> None:
    service = run_by(provider, capacity=40)
    propose_changes(service, {"capacity": 44, "users": 31}, actor=provider)
    propose_changes(service, {"capacity": 45}, actor=provider)

    assert sorted(service.proposed_changes.values_list("field", "value")) == [("capacity", "45"), ("users", "31")]
    with pytest.raises(StepRefused):
        propose_changes(service, {"waiting": service.waiting}, actor=provider)


def test_what_contradicts_the_service_is_not_taken(provider: User, staff: User) -> None:
    service = run_by(provider, users=30)
    propose_changes(service, {"users_women": 20, "users_men": 20}, actor=provider)

    with pytest.raises(ValidationError):
        decide_changes(
            service, accepted=set(service.proposed_changes.values_list("pk", flat=True)), refused=(), actor=staff
        )

    assert service.proposed_changes.waiting().count() == 2


def test_only_who_runs_a_service_proposes_and_only_staff_decide(provider: User, staff: User) -> None:
    own = ServiceFactory(run_by=ServiceProviderFactory(organisation=provider.organisations[0]))
    foreign = ServiceFactory(organisation=OrganisationFactory())

    propose_changes(own, {"capacity": 1}, actor=provider)
    for actor, service in ((provider, foreign), (staff, own)):
        with pytest.raises(PermissionDenied):
            propose_changes(service, {"capacity": 2}, actor=actor)
    with pytest.raises(PermissionDenied):
        decide_changes(own, accepted={own.proposed_changes.get().pk}, refused=(), actor=provider)


def test_where_an_undisclosed_service_is_is_asked_of_nobody(provider: User, staff: User) -> None:
    place = "Rruga e Fshehur 7"
    service = run_by(provider, is_undisclosed=False)
    propose_changes(service, {"accessibility": place, "capacity": 3}, actor=provider)
    service.is_undisclosed = True
    change_service(service, actor=staff)

    assert service.proposed_changes.get().field == "capacity"
    assert not {"phone", "email", "website", "opening_hours", "accessibility"} & set(proposable_fields(service))
    with pytest.raises(StepRefused):
        propose_changes(service, {"accessibility": place}, actor=provider)


def test_from_the_page_of_the_provider_to_that_of_staff(
    provider: User, staff: User, client_of: Callable[[User], Client]
) -> None:
    small_number_thresholds()
    service = run_by(provider, capacity=40)
    page = reverse("assessments:service_propose", args=[service.pk])
    client = client_of(provider)
    assert page in client.get(service.get_absolute_url()).content.decode()
    form = client.get(page).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert client.post(f"{page}?step=1", {**sent, "capacity": "44"})["Location"] == f"{page}?step=2"
    assert client.post(f"{page}?step=2", {"offer_sq": ""})["Location"] == f"{page}?step=3"
    assert client.get(page).context["form"]["capacity"].value() == 44

    client = client_of(staff)
    decide = reverse("assessments:service_decide", args=[service.pk])
    assert decide in client.get(service.get_absolute_url()).content.decode()
    change = service.proposed_changes.get()
    assert "44" in client.get(decide).content.decode()
    assert client.post(decide, {f"change_{change.pk}": "accepted"}).status_code == 302
    service.refresh_from_db()
    assert service.capacity == 44


def test_a_proposal_is_taken_back_by_what_the_map_says_and_a_part_may_say_nothing_new(provider: User) -> None:
    service = run_by(provider, capacity=40, users=30)
    propose_changes(service, {"capacity": 44, "users": 31}, actor=provider)
    standing = service.proposed_changes.get(field="users")
    events = Event.objects.count()

    assert propose_changes(service, {"users": 31}, actor=provider, is_part=True) == 1
    assert propose_changes(service, {"waiting": service.waiting}, actor=provider, is_part=True) == 0
    assert Event.objects.count() == events
    shown = {"capacity": 44, "users": 31}
    propose_changes(service, {"capacity": 40, "users": 31}, actor=provider, shown=shown)

    assert list(service.proposed_changes.all()) == [standing]


def test_a_page_opened_before_somebody_else_proposed_takes_nothing_back(
    provider: User, client_of: Callable[[User], Client]
) -> None:
    service = run_by(provider, capacity=40, users=30, waiting=5, staff_fte=Decimal("2.50"))
    colleague: Any = MembershipFactory(user=UserFactory(role="ngo"), organisation=provider.organisations[0])
    propose_changes(service, {"users": 31, "waiting": 6}, actor=provider)
    page, client = reverse("assessments:service_propose", args=[service.pk]) + "?step=1", client_of(provider)
    form = client.get(page).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    others = {"capacity": 44, "users": 32, "waiting": 7, "staff_fte": Decimal(3)}
    propose_changes(service, others, actor=colleague.user)

    # left as they were: all but the users, put back to what the map has, from another number than the page had shown
    assert client.post(page, sent | {"users": "30"}).status_code == 302

    waiting = service.proposed_changes.waiting()
    assert {change.field: change.new for change in waiting} == others
    assert {change.proposed_by for change in waiting} == {colleague.user}
    form = client.get(page).context["form"]
    assert client.post(page, sent | {"seen": form["seen"].value(), "users": "30"}).status_code == 302
    assert not waiting.filter(field="users").exists()


@pytest.mark.parametrize("seen", ["", "{", "[" * 100_000, "[]", '{"capacity": 7, "name_sq": "x"}', '{"users": null}'])
def test_a_page_that_does_not_tell_what_it_showed_takes_nothing_back(
    seen: str, provider: User, client_of: Callable[[User], Client]
) -> None:
    service = run_by(provider, capacity=40, users=30, waiting=5)
    propose_changes(service, {"capacity": 44}, actor=provider)
    page = reverse("assessments:service_propose", args=[service.pk]) + "?step=1"

    client_of(provider).post(page, {"capacity": "40", "users": "30", "waiting": "5", "seen": seen})

    assert service.proposed_changes.waiting().get(field="capacity").new == 44


def test_the_steps_of_an_undisclosed_service_ask_no_way_to_it(
    provider: User, client_of: Callable[[User], Client]
) -> None:
    service = run_by(provider, is_undisclosed=True)
    page = client_of(provider).get(reverse("assessments:service_propose", args=[service.pk]) + "?step=2")

    assert len(page.context["steps"]) == 2
    assert not page.context["goes_on"]
    asked = {field.name for field in page.context["form"].visible_fields()}
    assert asked == {"offer_sq", "offer_en", "fee_sq", "fee_en"}
    assert set(json.loads(page.context["form"]["seen"].value())) == asked


def test_who_proposed_reads_what_became_of_each_field(
    provider: User, staff: User, client_of: Callable[[User], Client]
) -> None:
    small_number_thresholds()
    service = run_by(provider, capacity=40, waiting=3, phone="")
    address = service.get_absolute_url()
    propose_changes(service, {"capacity": 44, "waiting": 5, "phone": "033 000 000"}, actor=provider)
    client = client_of(provider)

    waiting = client.get(address).content.decode()
    fields = {each.field: each.pk for each in service.proposed_changes.all()}
    decide_changes(service, accepted={fields["capacity"]}, refused={fields["phone"]}, actor=staff)
    decided = client.get(address).content.decode()

    assert [said in waiting for said in ("44 · në pritje", "033 000 000 · në pritje")] == [True, True]
    assert "Kapaciteti (vende ose raste): 44 · i pranuar" in decided
    assert "Telefoni i shërbimit: i refuzuar" in decided
    assert "5 · në pritje" in decided
    for other in (staff, UserFactory(role="councillor")):
        assert "në pritje</li>" not in client_of(other).get(address).content.decode()


STATED = (
    "Above, the service states 6 full-time equivalents in all",
    "Më sipër janë shënuar gjithsej 6 punonjës",
)
KEPT = ("The professions at this service make 4.5 together", "Profesionet te ky shërbim japin bashkë 4,5")


@pytest.mark.parametrize("language", ["en", "sq"])
def test_staff_that_differs_from_its_professions_is_said_at_accepting_and_on_the_page(
    provider: User, staff: User, client_of: Callable[[User], Client], language: str
) -> None:
    small_number_thresholds()
    stated, kept = (each[language == "sq"] for each in (STATED, KEPT))
    service = run_by(provider, staff_fte=Decimal("4.5"))
    for profession, fte in (("Psikolog", "1.5"), ("Edukator", "3")):
        ServiceStaff.objects.create(service=service, profession_sq=profession, fte=fte)
    client = client_of(staff)
    address = f"/{language}" + service.get_absolute_url().removeprefix("/sq").removeprefix("/en")
    assert stated not in client.get(address).content.decode()
    propose_changes(service, {"staff_fte": Decimal(6), "capacity": 44}, actor=provider)

    asked = client.get(f"{address}proposals/").content.decode()
    decide_changes(service, accepted={service.proposed_changes.get(field="staff_fte").pk}, refused=(), actor=staff)

    assert asked.count(kept) == 1
    assert stated in client.get(address).content.decode()
    assert kept not in client.get(f"{address}proposals/").content.decode()
