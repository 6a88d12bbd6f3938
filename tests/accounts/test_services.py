from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import services
from accounts.checks import demonstration_is_off
from accounts.demo import demo_accounts, ensure_demo_accounts
from accounts.enums import SECOND_FACTOR_ROLES, Role
from accounts.models import Membership, Organisation, User
from core.workflow import StepRefused
from municipality.models import CalendarDay, Municipality
from operations.models import Event, OutgoingMessage
from tests.factories.accounts import MembershipFactory, OrganisationFactory, RoleAssignmentFactory, UserFactory
from vlora_plan.installation import found_installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return UserFactory(role="admin")


def test_an_account_is_made_without_password_and_invited(admin: User) -> None:
    user = services.create_account(actor=admin, email="Ana@Example.org", name="Zyra", roles=["staff"])

    assert (user.email, user.has_usable_password()) == ("ana@example.org", False)
    assert OutgoingMessage.objects.get().kind == "accounts.password_link"
    actions = list(Event.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["accounts.create_account", "accounts.grant_role", "accounts.invite_user"]
    assert "example.org" not in str(list(Event.objects.values("subject_label", "before", "after")))


def test_nobody_but_the_administrator_keeps_accounts() -> None:
    staff, assignment = UserFactory(role="staff"), RoleAssignmentFactory()
    organisation, membership = OrganisationFactory(), MembershipFactory()
    deeds: list[Any] = [
        lambda: services.create_account(actor=staff, email="a@example.org", name="a"),
        lambda: services.change_account(assignment.user, actor=staff, name="b"),
        lambda: services.grant_role(staff, Role.ADMIN, actor=staff),
        lambda: services.revoke_role(assignment, actor=staff),
        lambda: services.set_active(assignment.user, is_active=False, actor=staff),
        lambda: services.reset_second_factor(assignment.user, actor=staff),
        lambda: services.save_organisation(organisation, actor=staff),
        lambda: services.approve_membership(staff, organisation, actor=staff),
        lambda: services.revoke_membership(membership, actor=staff),
    ]

    for deed in deeds:
        with pytest.raises(PermissionDenied):
            deed()
    assert not Event.objects.exists()


def test_a_role_is_held_once_and_can_be_given_again(admin: User) -> None:
    user = UserFactory()
    first = services.grant_role(user, Role.EXPERT, actor=admin)
    with pytest.raises(ValidationError):
        services.grant_role(user, Role.EXPERT, actor=admin)
    services.revoke_role(first, actor=admin)
    with pytest.raises(ValidationError):
        services.revoke_role(first, actor=admin)

    services.grant_role(user, Role.EXPERT, actor=admin)

    assert user.assignments.count() == 2


def test_one_administrator_always_remains(admin: User) -> None:
    only = admin.assignments.get()
    with pytest.raises(ValidationError):
        services.revoke_role(only, actor=admin)
    with pytest.raises(ValidationError):
        services.set_active(admin, is_active=False, actor=admin)

    UserFactory(role="admin")

    assert services.revoke_role(only, actor=admin).revoked_on is not None


def test_the_reset_of_a_lost_device_is_asked_for_by_another_administrator_only(admin: User) -> None:
    mayor = UserFactory(role="mayor")
    for user in (mayor, admin):
        TOTPDevice.objects.create(user=user, confirmed=True)

    change = services.reset_second_factor(mayor, actor=admin)
    with pytest.raises(ValidationError):
        services.reset_second_factor(admin, actor=admin)

    assert (change.subject, change.proposed_by, change.applied_at) == (mayor, admin, None)
    assert TOTPDevice.objects.count() == 2


def test_a_membership_is_approved_once_and_revoked(admin: User) -> None:
    user, organisation = UserFactory(role="ngo"), OrganisationFactory()
    membership = services.approve_membership(user, organisation, actor=admin)
    with pytest.raises(ValidationError):
        services.approve_membership(user, organisation, actor=admin)
    assert User.objects.get(pk=user.pk).organisations == [organisation]

    services.revoke_membership(membership, actor=admin)

    assert User.objects.get(pk=user.pk).organisations == []


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("user_email_in_small_letters", lambda: UserFactory(email="A@example.org")),
        ("user_language_known", lambda: UserFactory(language="xx")),
        ("role_known", lambda: RoleAssignmentFactory(role="king")),
        ("role_dates_in_order", lambda: RoleAssignmentFactory(revoked_on="2023-01-01")),
        ("membership_dates_in_order", lambda: MembershipFactory(revoked_on="2023-01-01")),
    ],
)
def test_what_must_never_be_false(name: str, make: Any) -> None:
    with pytest.raises(IntegrityError, match=name):
        make()


def test_an_active_role_and_an_open_membership_are_single() -> None:
    assignment, membership = RoleAssignmentFactory(), MembershipFactory()

    with pytest.raises(IntegrityError, match="membership_open_once"):
        Membership.objects.create(user=membership.user, organisation=membership.organisation)
    assert assignment.role == Role.STAFF


def test_an_installation_is_founded_once_and_whole() -> None:
    facts = {"email": "admin@example.org", "name": "Admin", "password": "një fjali e gjatë", "language": "sq"}
    facts |= {"name_sq": "Bashkia Fier", "name_en": "Municipality of Fier", "territory": "fier", "seats": 31}
    with pytest.raises(ValidationError):
        found_installation(**facts, quorum=3)
    assert not User.objects.exists()

    user = found_installation(**facts, quorum=16)

    assert user.has_perm("accounts.change_user")
    assert Municipality.objects.get().seats == 31
    assert CalendarDay.objects.exists()
    with pytest.raises(ValidationError):
        found_installation(**facts)


def test_the_demonstration_has_every_role_and_is_made_once(capsys: pytest.CaptureFixture[str]) -> None:
    people = ensure_demo_accounts()
    assert ensure_demo_accounts() == people

    held = {role for user in people.values() for role in user.roles}
    assert held == set(Role.values)
    assert Organisation.objects.count() == 1
    with_device = {device.user_id for device in TOTPDevice.objects.all()}
    assert with_device == {user.pk for user in people.values() if user.roles & SECOND_FACTOR_ROLES}
    call_command("demo_accounts")
    assert "mayor@demo.example" in capsys.readouterr().out


def test_the_demonstrations_codes_work_and_are_never_the_same_twice() -> None:
    mayor = ensure_demo_accounts()["mayor"]
    codes = []
    for _login in range(2):
        code = next(account.code for account in demo_accounts() if account.email == mayor.email)
        assert TOTPDevice.objects.get(user=mayor).verify_token(code)
        codes.append(code)

    assert codes[0] != codes[1]


def test_the_demonstration_is_refused_on_a_server(settings: Any) -> None:
    settings.DEMO_MODE = False
    assert demonstration_is_off(None) == []
    with pytest.raises(StepRefused):
        ensure_demo_accounts()
    with pytest.raises(CommandError):
        call_command("demo_accounts")

    settings.DEMO_MODE = True

    assert [error.id for error in demonstration_is_off(None)] == ["accounts.E001"]
