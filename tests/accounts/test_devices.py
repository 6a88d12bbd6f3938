"""Whoever holds a deciding role hears of a login from a device that is new to the account."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import DECIDING_ROLES, Role
from accounts.models import User
from operations.models import OutgoingMessage
from operations.queue.messages import send_due
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(db: None) -> None:
    MunicipalityFactory()


def log_in(client: Client, user: User, password: str = PASSWORD) -> None:
    """With the password and a code that was not used yet, and out again."""
    device = TOTPDevice.objects.get_or_create(user=user, name="phone", confirmed=True)[0]
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1, throttling_failure_count=0)
    client.post(reverse("accounts:login"), {"username": user.email, "password": password})
    code = f"{totp(device.bin_key, t0=device.t0, drift=0):06d}"
    answer = client.post(reverse("accounts:second_factor"), {"code": code})
    assert answer.status_code == 302
    client.post(reverse("accounts:logout"))


def told(user: User) -> int:
    return OutgoingMessage.objects.filter(kind="accounts.new_device", recipient=user).count()


@pytest.mark.parametrize("role", sorted(DECIDING_ROLES))
def test_a_new_device_is_told_of_once(role: str) -> None:
    user, office, home = UserFactory(role=role), Client(), Client()

    log_in(office, user)
    log_in(office, user)
    assert told(user) == 1
    log_in(home, user)

    assert told(user) == 2


def test_a_device_of_one_account_is_new_to_another_and_a_forged_mark_counts_for_nothing() -> None:
    mayor, dpo, client = UserFactory(role=Role.MAYOR), UserFactory(role=Role.DPO), Client()
    log_in(client, mayor)
    client.cookies[f"device_{dpo.pk}"] = client.cookies[f"device_{mayor.pk}"].value
    log_in(client, dpo)

    assert (told(mayor), told(dpo)) == (1, 1)


def test_after_a_new_password_every_device_is_new() -> None:
    user, client = UserFactory(role=Role.ADMIN), Client()
    log_in(client, user)
    user.set_password("një fjali tjetër e gjatë")
    user.save(update_fields=["password"])

    log_in(client, user, "një fjali tjetër e gjatë")

    assert told(user) == 2


def test_others_are_not_told_and_get_no_mark() -> None:
    user, client = UserFactory(role=Role.STAFF), Client()
    log_in(client, user)

    assert told(user) == 0
    assert not any(name.startswith("device_") for name in client.cookies)


def test_the_mark_is_closed_to_scripts_and_the_mail_names_nobody(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = False
    user, client = UserFactory(role=Role.MAYOR, language="en"), Client()
    log_in(client, user)
    mark = client.cookies[f"device_{user.pk}"]

    send_due()

    assert (mark["httponly"], mark["samesite"]) == (True, "Lax")
    assert int(mark["max-age"]) > 300 * 24 * 3600
    [sent] = mail.outbox
    assert "new to it" in sent.body
    assert user.name not in sent.body + sent.subject
