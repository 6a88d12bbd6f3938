"""Whose a closed account was goes for good; what she did stays under the account's number."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import PowerChange, User
from accounts.power import ask_role
from accounts.services import (
    approve_membership,
    change_account,
    erase_account,
    grant_role,
    invite,
    reset_second_factor,
    set_active,
)
from monitoring.models import IndicatorValue, ValueStateChange
from operations.models import Event, OutgoingMessage
from operations.queue.messages import write_message
from operations.trail.erasures import outstanding, replay_erasures, write_erasures
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    PowerChangeFactory,
    RoleAssignmentFactory,
    UserFactory,
)
from tests.factories.monitoring import IndicatorValueFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return UserFactory(role="dpo")


def closed(**fields: Any) -> User:
    """Somebody who left, with all that tells who it was."""
    user: User = UserFactory(name="Ana Hoxha", email="ana@example.org", **fields)
    RoleAssignmentFactory(user=user, role="staff")
    MembershipFactory(user=user)
    TOTPDevice.objects.create(user=user, name="default")
    write_message("accounts.password_link", dedupe_key="x", to=user, payload={}, language="sq")
    user.is_active = False
    user.save()
    return user


def test_the_person_goes_and_what_she_entered_stays(officer: User) -> None:
    MunicipalityFactory()
    user = closed()
    value = IndicatorValueFactory(amount=81)
    step = ValueStateChange.objects.create(
        value=value, step="submit", from_state=value.state, to_state=value.state, actor=user
    )
    erase_account(user, actor=officer)

    user = User.objects.get(pk=user.pk)
    assert (user.email, user.office, user.has_usable_password()) == (f"{user.pk}@erased.invalid", None, False)
    assert str(user.pk) in user.name
    assert IndicatorValue.objects.get(pk=value.pk).amount == 81
    assert str(ValueStateChange.objects.get(pk=step.pk).actor) == user.name
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert not OutgoingMessage.objects.filter(recipient=user).exists()
    assert not user.assignments.filter(revoked_on=None).exists()
    assert not user.memberships.filter(revoked_on=None).exists()
    assert Event.objects.latest("sequence").action == "accounts.erase_account"
    told = str(list(Event.objects.values("subject_label", "before", "after")))
    assert "Ana" not in told
    assert "ana@" not in told


def test_addresses_that_were_asked_for_go_too_and_no_mail_holds_one(officer: User) -> None:
    user = closed()
    change = PowerChangeFactory(kind="email", subject=user, role="", old_email=user.email, new_email="b@example.org")
    for number, address in enumerate((user.email, "b@example.org")):
        write_message("accounts.change_to_person", dedupe_key=f"y{number}", to=address, payload={}, language="sq")
    erase_account(user, actor=officer)

    change.refresh_from_db()
    assert (change.old_email, change.new_email) == ("", "")
    assert change.stopped_at is not None
    assert not OutgoingMessage.objects.exclude(address="").exists()


def test_what_was_changed_by_one_alone_does_not_stand_in_the_way() -> None:
    """In the first days nobody was there who could have confirmed it."""
    user: User = UserFactory()
    change = ask_role(user, "coordinator", actor=UserFactory(role="admin"))
    assert (change.is_by_one, change.confirmed_at) == (True, None)
    User.objects.filter(pk=user.pk).update(is_active=False)
    erase_account(user, actor=UserFactory(role="dpo"))

    assert User.objects.get(pk=user.pk).is_erased
    assert not user.assignments.filter(revoked_on=None).exists()


def test_who_closed_the_account_does_not_erase_its_person_and_the_officer_is_told(officer: User) -> None:
    admin, other, user = UserFactory(role="admin"), UserFactory(role="admin"), UserFactory()
    set_active(user, is_active=False, actor=admin)
    with pytest.raises(ValidationError):
        erase_account(user, actor=admin)
    erase_account(user, actor=other)

    assert OutgoingMessage.objects.get(kind="accounts.person_erased").recipient == officer


@pytest.mark.parametrize("role", ["staff", "coordinator", "mayor", "secretary", "expert", "ngo", "councillor"])
def test_only_who_keeps_accounts_or_guards_data_erases(role: str) -> None:
    with pytest.raises(PermissionDenied):
        erase_account(closed(), actor=UserFactory(role=role))


def test_nobody_erases_herself_and_an_open_account_is_closed_first(officer: User) -> None:
    with pytest.raises(PermissionDenied):
        erase_account(officer, actor=officer)
    with pytest.raises(ValidationError):
        erase_account(UserFactory(role="staff"), actor=officer)


def test_an_erased_account_is_neither_opened_nor_changed_nor_invited(officer: User) -> None:
    admin, user = UserFactory(role="admin"), closed()
    erase_account(user, actor=officer)
    user.refresh_from_db()
    for deed in (
        lambda: set_active(user, is_active=True, actor=admin),
        lambda: change_account(user, actor=admin, name="Ana"),
        lambda: invite(user, actor=admin),
        lambda: grant_role(user, "staff", actor=admin),
        lambda: grant_role(user, "coordinator", actor=admin),
        lambda: reset_second_factor(user, actor=admin),
        lambda: approve_membership(user, OrganisationFactory(), actor=admin),
        lambda: erase_account(user, actor=officer),
    ):
        with pytest.raises(ValidationError):
            deed()
    with pytest.raises(IntegrityError, match="user_erased_stays_closed"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=True)


def test_the_database_lets_no_open_account_lose_its_address() -> None:
    user = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email=f"{user.pk}@erased.invalid", is_active=False)


def test_a_restore_does_not_bring_the_name_back(officer: User, settings: Any, tmp_path: Any) -> None:
    settings.HISTORY_HEADS_FILE = tmp_path / "heads.jsonl"
    user = closed()
    erase_account(user, actor=officer)
    write_erasures()
    User.objects.filter(pk=user.pk).update(name="Ana Hoxha")
    RoleAssignmentFactory(user=user, role="expert")
    MembershipFactory(user=user)
    change = PowerChangeFactory(kind="factor", subject=user, role="")
    assert [line.kind for line in outstanding()] == ["account person"]
    replay_erasures()

    assert "Ana" not in User.objects.get(pk=user.pk).name
    assert not user.assignments.filter(revoked_on=None).exists()
    assert not user.memberships.filter(revoked_on=None).exists()
    assert PowerChange.objects.get(pk=change.pk).stopped_at is not None
    assert outstanding() == []


def test_the_page_says_what_cannot_be_taken_back_and_leads_back(client_of: Any, officer: User) -> None:
    user, client = closed(), client_of(officer)
    page = client.get(user.get_absolute_url()).content.decode()
    address = reverse("accounts:user_erase", args=[user.pk])
    assert address in page
    assert "përgjithmonë" in client.get(address).content.decode()
    assert client.post(address, follow=True).status_code == 200

    page = client.get(user.get_absolute_url()).content.decode()
    assert address not in page
    assert "Ana" not in page
