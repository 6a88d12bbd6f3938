"""Power has four eyes: from the addresses inwards, what one person alone cannot do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import power, services
from accounts.enums import CONFIRMED_ROLES, DECIDING_ROLES, PowerKind, Role
from accounts.models import PowerChange, RoleAssignment, User
from municipality.models import Threshold
from operations.models import Event, OutgoingMessage
from operations.queue.messages import send_due
from operations.retention import purge
from tests.factories.accounts import PowerChangeFactory, RoleAssignmentFactory, UserFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.pages.todo import tasks_of
from vlora_plan.tasks import apply_power_changes

pytestmark = pytest.mark.django_db

HERS = "secretary@bashkia.example"
MINE = "mine@elsewhere.example"


@pytest.fixture(autouse=True)
def _place(db: None) -> None:
    MunicipalityFactory()


@pytest.fixture
def admin() -> User:
    return UserFactory(role="admin")


@pytest.fixture
def secretary() -> User:
    user = UserFactory(role="secretary", email=HERS)
    TOTPDevice.objects.create(user=user, name="her phone", confirmed=True)
    return user


def post(client: Client, page: str, /, *args: Any, **sent: Any) -> Any:
    return client.post(reverse(f"accounts:{page}", args=args), sent)


def change_address(client: Client, user: User, email: str) -> Any:
    return post(client, "user_update", user.pk, email=email, name=user.name, language="sq", office="")


def roles_of(user: User) -> frozenset[str]:
    return User.objects.get(pk=user.pk).roles


def waiting_of(user: User) -> int:
    """How many tasks lead to the changes that wait."""
    return len([task for task in tasks_of(user) if task.url == reverse("accounts:change_list")])


def later(hours: float) -> Any:
    return time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True)


def test_one_administrator_alone_does_not_become_the_secretary(client_of: Any, admin: User, secretary: User) -> None:
    client = client_of(admin)

    change_address(client, secretary, MINE)
    post(client, "user_reset_second_factor", secretary.pk)
    post(client, "user_invite", secretary.pk)
    with later(100):
        apply_power_changes()

    secretary.refresh_from_db()
    assert secretary.email == HERS
    assert TOTPDevice.objects.filter(user=secretary).exists()
    assert not OutgoingMessage.objects.filter(kind="accounts.password_link").exists()


def test_the_rest_of_the_form_is_saved_while_the_address_waits(client_of: Any, admin: User, secretary: User) -> None:
    post(client_of(admin), "user_update", secretary.pk, email=MINE, name="Sekretaria", language="en", office="")

    secretary.refresh_from_db()
    assert (secretary.name, secretary.language, secretary.email) == ("Sekretaria", "en", HERS)


@pytest.mark.parametrize("role", sorted(Role.values))
def test_nobody_grants_a_role_to_herself(client_of: Any, admin: User, role: str) -> None:
    held = admin.roles
    post(client_of(admin), "user_grant", admin.pk, role=role)

    assert roles_of(admin) == held
    with pytest.raises(ValidationError):
        services.grant_role(admin, role, actor=admin)
    with pytest.raises(IntegrityError, match="role_not_granted_to_oneself"), transaction.atomic():
        RoleAssignment.objects.create(user=admin, role="expert", granted_on="2024-01-01", granted_by=admin)


@pytest.mark.parametrize("role", sorted(CONFIRMED_ROLES))
@pytest.mark.parametrize("second", sorted(DECIDING_ROLES))
def test_a_role_that_opens_contributors_data_holds_when_another_has_confirmed_it(
    client_of: Any, admin: User, role: str, second: str
) -> None:
    person, other, dpo = UserFactory(), UserFactory(role=second), UserFactory(role="dpo")
    post(client_of(admin), "user_grant", person.pk, role=role)
    change = PowerChange.objects.get()
    assert roles_of(person) == frozenset()
    assert not User.objects.get(pk=person.pk).has_perm("consultations.view_contribution")
    assert set(OutgoingMessage.objects.values_list("kind", "recipient")) >= {("accounts.change_to_officer", dpo.pk)}

    for idle in (admin, person, UserFactory(role="staff")):
        assert post(client_of(idle), "change_confirm", change.pk).status_code == 403
    assert roles_of(person) == frozenset()
    assert waiting_of(other) == 1
    assert client_of(other).get(reverse("accounts:change_list")).content.decode().count("<form") >= 2
    post(client_of(other), "change_confirm", change.pk)

    assert roles_of(person) == {role}
    assignment = RoleAssignment.objects.get(user=person)
    assert (assignment.granted_by, assignment.change) == (admin, change)
    assert waiting_of(other) == 0


def test_a_refused_role_is_never_held_and_may_be_asked_for_again(client_of: Any, admin: User) -> None:
    person, mayor = UserFactory(), UserFactory(role="mayor")
    change = services.grant_role(person, Role.COORDINATOR, actor=admin)
    with pytest.raises(ValidationError):
        services.grant_role(person, Role.COORDINATOR, actor=admin)

    post(client_of(mayor), "change_stop", change.pk)
    post(client_of(mayor), "change_confirm", change.pk)

    assert roles_of(person) == frozenset()
    assert services.grant_role(person, Role.COORDINATOR, actor=admin).pk != change.pk


def test_a_new_account_gets_its_other_roles_at_once(client_of: Any, admin: User) -> None:
    UserFactory(role="mayor")
    sent = {"email": "a@bashkia.example", "name": "A", "language": "sq", "roles": ["staff", "coordinator"]}
    made = client_of(admin).post(reverse("accounts:user_create"), sent, follow=True)

    assert "pret një person të dytë" in made.content.decode()
    assert User.objects.get(email="a@bashkia.example").roles == {"staff"}
    assert OutgoingMessage.objects.filter(kind="accounts.password_link").exists()


def test_the_first_grant_of_one_account_is_by_one_and_the_second_who_comes_confirms_it(client_of: Any) -> None:
    admin = services.create_first_administrator(email="one@x.example", name="One", password="një fjali e gjatë")
    first = services.create_account(actor=admin, email="two@x.example", name="Two", roles=["coordinator"])
    change = PowerChange.objects.get()
    assert roles_of(first) == {"coordinator"}
    assert (change.is_by_one, change.confirmed_by) == (True, None)

    third = services.create_account(actor=admin, email="three@x.example", name="Three", roles=["dpo"])
    mayor = services.create_account(actor=admin, email="four@x.example", name="Four", roles=["mayor"])
    assert roles_of(third) == frozenset()
    assert waiting_of(mayor) == 1
    for waiting in PowerChange.objects.awaiting():
        post(client_of(mayor), "change_confirm", waiting.pk)

    assert roles_of(first) | roles_of(third) == {"coordinator", "dpo"}
    assert not PowerChange.objects.awaiting().exists()


def test_a_grant_by_one_that_the_second_refuses_is_closed(client_of: Any) -> None:
    admin = services.create_first_administrator(email="one@x.example", name="One", password="një fjali e gjatë")
    first = services.create_account(actor=admin, email="two@x.example", name="Two", roles=["coordinator"])
    mayor = services.create_account(actor=admin, email="four@x.example", name="Four", roles=["mayor"])

    post(client_of(mayor), "change_stop", PowerChange.objects.get().pk)

    assert roles_of(first) == frozenset()
    assert first.assignments.get().revoked_by == mayor


def recovered(client: Client, secretary: User, kind: PowerKind) -> PowerChange:
    """The change as one administrator asks for it from the page."""
    if kind == PowerKind.EMAIL:
        change_address(client, secretary, "new@bashkia.example")
    else:
        post(client, "user_reset_second_factor", secretary.pk)
    return PowerChange.objects.get(kind=kind)


def is_recovered(secretary: User, kind: PowerKind) -> bool:
    secretary.refresh_from_db()
    if kind == PowerKind.EMAIL:
        return secretary.email != HERS
    return not TOTPDevice.objects.filter(user=secretary).exists()


@pytest.mark.parametrize("kind", [PowerKind.EMAIL, PowerKind.SECOND_FACTOR])
def test_a_recovery_needs_a_second_person_and_a_day(
    client_of: Any, admin: User, secretary: User, kind: PowerKind
) -> None:
    mayor = UserFactory(role="mayor")
    change = recovered(client_of(admin), secretary, kind)
    for idle in (admin, secretary):
        assert post(client_of(idle), "change_confirm", change.pk).status_code == 403

    post(client_of(mayor), "change_confirm", change.pk)
    with later(23):
        apply_power_changes()
        post(client_of(admin), "user_invite", secretary.pk)
    assert not is_recovered(secretary, kind)
    assert not OutgoingMessage.objects.filter(kind="accounts.password_link").exists()

    with later(25):
        apply_power_changes()
        post(client_of(admin), "user_invite", secretary.pk)
    assert is_recovered(secretary, kind)
    assert OutgoingMessage.objects.filter(kind="accounts.password_link").exists()


def test_the_old_address_and_the_officer_are_told_at_each_step(client_of: Any, admin: User, secretary: User) -> None:
    mayor, dpo = UserFactory(role="mayor"), UserFactory(role="dpo")
    change = recovered(client_of(admin), secretary, PowerKind.EMAIL)
    post(client_of(mayor), "change_confirm", change.pk)

    told = OutgoingMessage.objects.filter(kind="accounts.change_to_person")
    assert list(told.values_list("address", flat=True)) == [HERS, HERS]
    assert OutgoingMessage.objects.filter(kind="accounts.change_to_officer", recipient=dpo).count() == 2
    with later(25):
        apply_power_changes()
    assert told.filter(address="new@bashkia.example").count() == 1


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_the_person_concerned_stops_it_from_her_own_page(
    client_of: Any, admin: User, secretary: User, is_confirmed: bool
) -> None:
    change = recovered(client_of(admin), secretary, PowerKind.SECOND_FACTOR)
    if is_confirmed:
        power.confirm_change(change, actor=UserFactory(role="mayor"))
    client = client_of(secretary)
    page = client.get(reverse("accounts:profile")).content.decode()
    assert reverse("accounts:change_stop", args=[change.pk]) in page

    post(client, "change_stop", change.pk)
    with later(100):
        apply_power_changes()

    assert not is_recovered(secretary, PowerKind.SECOND_FACTOR)


def test_others_neither_stop_nor_see_it(client_of: Any, admin: User, secretary: User) -> None:
    change = recovered(client_of(admin), secretary, PowerKind.EMAIL)
    client = client_of(UserFactory(role="staff"))

    assert post(client, "change_stop", change.pk).status_code == 403
    assert client.get(reverse("accounts:change_list")).status_code == 403


def test_the_history_of_the_account_shows_old_and_new_and_the_trail_neither(
    client_of: Any, admin: User, secretary: User
) -> None:
    change = recovered(client_of(admin), secretary, PowerKind.EMAIL)
    page = client_of(UserFactory(role="dpo")).get(secretary.get_absolute_url()).content.decode()

    assert HERS in page
    assert "new@bashkia.example" in page
    event = Event.objects.get(action="accounts.ask_change")
    assert (event.subject_type, event.subject_id) == ("accounts.powerchange", str(change.pk))
    assert "bashkia.example" not in str(list(Event.objects.values("subject_label", "before", "after")))


def test_without_a_second_person_the_page_says_what_is_needed(client_of: Any, admin: User) -> None:
    staff = UserFactory(role="staff")
    change_address(client_of(admin), staff, MINE)
    with translation.override("en"):
        address = reverse("accounts:change_list")

    assert "nobody else" in client_of(admin).get(address).content.decode()
    UserFactory(role="mayor")
    assert "nobody else" not in client_of(admin).get(address).content.decode()


def test_the_only_account_changes_its_own_address_after_the_wait(client_of: Any) -> None:
    admin = services.create_first_administrator(email="one@x.example", name="One", password="një fjali e gjatë")
    change_address(client_of(admin), admin, "better@x.example")
    with later(25):
        apply_power_changes()

    assert User.objects.get().email == "better@x.example"
    assert PowerChange.objects.get().is_by_one


def test_ones_own_address_needs_another_too_where_there_is_one(client_of: Any, admin: User) -> None:
    UserFactory(role="mayor")
    change_address(client_of(admin), admin, MINE)
    with later(100):
        apply_power_changes()

    assert User.objects.get(pk=admin.pk).email != MINE


def test_the_wait_is_a_row_of_the_municipality(admin: User, secretary: User) -> None:
    Threshold.objects.create(code="recovery_wait", value=2, source="x", source_mark="design")
    change = power.ask_second_factor_reset(secretary, actor=admin)
    power.confirm_change(change, actor=UserFactory(role="dpo"))
    with later(3):
        apply_power_changes()

    assert is_recovered(secretary, PowerKind.SECOND_FACTOR)


def test_an_address_taken_meanwhile_is_not_taken_away(admin: User, secretary: User) -> None:
    change = power.ask_email(secretary, "new@bashkia.example", actor=admin)
    power.confirm_change(change, actor=UserFactory(role="dpo"))
    UserFactory(email="new@bashkia.example")
    with later(25):
        apply_power_changes()

    change.refresh_from_db()
    assert not is_recovered(secretary, PowerKind.EMAIL)
    assert change.stopped_at is not None


def test_only_deciding_roles_confirm_and_only_the_administrator_asks(admin: User, secretary: User) -> None:
    change = power.ask_second_factor_reset(secretary, actor=admin)
    for role in set(Role) - DECIDING_ROLES:
        with pytest.raises(PermissionDenied):
            power.confirm_change(change, actor=UserFactory(role=role))
        with pytest.raises(PermissionDenied):
            power.ask_email(secretary, MINE, actor=UserFactory(role=role))


def test_nobody_opens_the_second_pair_of_eyes_for_herself(admin: User, secretary: User) -> None:
    """A mayor's account with her own mailbox confirms nothing of hers for a day; then the officer has known of it."""
    UserFactory(role="dpo")
    second = services.create_account(actor=admin, email=MINE, name="Kryetari", roles=["mayor"])
    change = power.ask_second_factor_reset(secretary, actor=admin)
    with pytest.raises(ValidationError, match="tjetër"):
        power.confirm_change(change, actor=User.objects.get(pk=second.pk))

    services.grant_role(second, Role.ADMIN, actor=admin)
    of_hers = power.ask_email(secretary, "new@bashkia.example", actor=User.objects.get(pk=second.pk))
    with pytest.raises(ValidationError, match="tjetër"):
        power.confirm_change(of_hers, actor=admin)

    with later(25):
        assert power.confirm_change(change, actor=User.objects.get(pk=second.pk)).confirmed_by == second


def test_where_an_installation_begins_the_second_who_comes_confirms_at_once(admin: User) -> None:
    mayor = services.create_account(actor=admin, email="kryetari@bashkia.example", name="K", roles=["mayor"])
    change = services.grant_role(UserFactory(), Role.COORDINATOR, actor=admin)

    assert power.confirm_change(change, actor=User.objects.get(pk=mayor.pk)).confirmed_by == mayor


def test_the_officer_is_told_of_every_deciding_role_given(admin: User) -> None:
    dpo = UserFactory(role="dpo")
    services.grant_role(UserFactory(), Role.MAYOR, actor=admin)

    assert OutgoingMessage.objects.get(kind="accounts.role_given").recipient == dpo


FORGED: dict[str, Any] = {
    "born confirmed": lambda change: PowerChangeFactory(
        confirmed_by=UserFactory(role="dpo"), confirmed_at=timezone.now()
    ),
    "confirmed by the asker": lambda change: changed(
        change, confirmed_by=change.proposed_by, confirmed_at=timezone.now()
    ),
    "confirmed by the person concerned": lambda change: changed(
        change, confirmed_by=change.subject, confirmed_at=timezone.now()
    ),
    "confirmed by staff": lambda change: changed(
        change, confirmed_by=UserFactory(role="staff"), confirmed_at=timezone.now()
    ),
    "in effect unconfirmed": lambda change: changed(change, applied_at=timezone.now()),
    "by one among many": lambda change: PowerChangeFactory(is_by_one=True),
    "another person": lambda change: changed(change, subject=UserFactory()),
    "another asker": lambda change: changed(change, proposed_by=UserFactory()),
    "taken away": lambda change: change.delete(),
    "asked for oneself": lambda change: PowerChangeFactory(subject=change.proposed_by, proposed_by=change.proposed_by),
    "an address past the door": lambda change: User.objects.filter(pk=change.subject_id).update(email=MINE),
    "a role past the door": lambda change: RoleAssignment.objects.create(
        user=change.subject, role="dpo", granted_on="2024-01-01", granted_by=change.proposed_by
    ),
    "a role by an unconfirmed change": lambda change: RoleAssignment.objects.create(
        user=change.subject, role="dpo", granted_on="2024-01-01", granted_by=change.proposed_by, change=change
    ),
}


def changed(change: PowerChange, **fields: Any) -> int:
    return PowerChange.objects.filter(pk=change.pk).update(**fields)


@pytest.mark.parametrize("forged", sorted(FORGED))
def test_the_database_refuses_what_goes_past_the_second_person(forged: str) -> None:
    change = PowerChangeFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        FORGED[forged](change)


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "admin"},
        {"granted_on": "2020-01-01"},
        {"granted_by": None},
        {"revoked_on": None, "revoked_by": None},
        {"revoked_on": "2024-06-01"},
    ],
)
def test_a_past_role_is_fixed(admin: User, fields: dict[str, Any]) -> None:
    assignment = RoleAssignmentFactory(granted_by=admin)
    services.revoke_role(assignment, actor=admin)

    with pytest.raises(DatabaseError, match="accounts_roleassignment"), transaction.atomic():
        RoleAssignment.objects.filter(pk=assignment.pk).update(**fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        RoleAssignment.objects.filter(pk=assignment.pk).delete()


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_mail_about_a_change_is_worded_and_names_no_address(admin: User, secretary: User, language: str) -> None:
    dpo, mayor = UserFactory(role="dpo", language=language), UserFactory(role="mayor")
    User.objects.filter(pk=secretary.pk).update(language=language)
    secretary.refresh_from_db()
    power.stop_change(power.ask_email(secretary, MINE, actor=admin), actor=mayor)
    change = power.ask_second_factor_reset(secretary, actor=admin)
    power.confirm_change(change, actor=mayor)
    services.grant_role(UserFactory(), Role.MAYOR, actor=admin)
    with later(25):
        apply_power_changes()
        send_due()

    to_her = [sent for sent in mail.outbox if sent.to == [HERS]]
    to_officer = [sent for sent in mail.outbox if sent.to == [dpo.email]]
    assert (len(to_her), len(to_officer)) == (5, 6)
    words = {"sq": "llogari", "en": "account"}[language]
    assert all(words in sent.body.lower() for sent in mail.outbox)
    assert not any(MINE in sent.body or secretary.name in sent.body for sent in mail.outbox)
    assert not OutgoingMessage.objects.exclude(state="sent").exists()


def test_the_addresses_are_forgotten_after_their_term(admin: User, secretary: User) -> None:
    long_ago = timezone.now() - timedelta(days=1_100)
    fields = {"kind": PowerKind.EMAIL, "subject": secretary, "old_email": HERS, "new_email": MINE}
    old = PowerChangeFactory(**fields, proposed_at=long_ago)
    power.stop_change(old, actor=admin)
    fresh = PowerChangeFactory(**fields)

    purge()

    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.old_email, old.new_email) == ("", "")
    assert (fresh.old_email, fresh.new_email) == (HERS, MINE)


def test_the_wait_stays_within_reason(client_of: Any, admin: User) -> None:
    row = Threshold.objects.create(code="recovery_wait", value=24, source="x", source_mark="design")
    address = reverse("municipality:threshold_update", args=[row.pk])
    sent = {"source": "x", "source_mark": "design", "checked_by": "Z", "checked_on": "05.02.2024"}
    for value in ("0", "721"):
        assert "value" in client_of(admin).post(address, {**sent, "value": value}).context["form"].errors
