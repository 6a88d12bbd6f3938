"""Guessing is braked by place and by account, and never at the cost of who is at home here."""

from __future__ import annotations

import logging
import logging.config

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.login.lockout import FROM_PLACE, LINKS_TO_ADDRESS, ON_ACCOUNT
from accounts.login.login_links import login_path
from operations.queue.messages import send_due
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.settings import base

pytestmark = pytest.mark.django_db
PLACE = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def log_in(client: Client, email: str, password: str = PASSWORD) -> int:
    return client.post(reverse("accounts:login"), {"username": email, "password": password}).status_code


def test_trying_one_password_on_many_accounts_is_braked_and_spares_who_is_known_here() -> None:
    staff, other = UserFactory(role="staff"), UserFactory(role="staff")
    at_home, colleague = Client(**PLACE), Client(**PLACE)
    assert log_in(at_home, staff.email) == 302
    at_home.post(reverse("accounts:logout"))

    for number in range(FROM_PLACE.place.allowed):
        log_in(Client(**PLACE), f"name{number}@example.org", "Fjalekalimi2024")

    assert log_in(colleague, other.email) == 429
    assert log_in(Client(REMOTE_ADDR="203.0.113.8"), other.email) == 302
    assert log_in(at_home, staff.email) == 302


def test_an_account_tried_from_many_places_is_braked_for_strangers_alone() -> None:
    staff, at_home = UserFactory(role="staff"), Client(**PLACE)
    log_in(at_home, staff.email)
    at_home.post(reverse("accounts:logout"))
    for _ in range(ON_ACCOUNT.allowed):
        ON_ACCOUNT.note(staff.email)

    assert log_in(Client(REMOTE_ADDR="203.0.113.99"), staff.email.upper()) == 429
    assert log_in(at_home, staff.email) == 302


def test_links_are_asked_for_five_times_an_hour_whoever_it_is() -> None:
    ngo = UserFactory(role="ngo")
    for email in (ngo.email, "nobody@example.org"):
        answers = []
        for _ in range(LINKS_TO_ADDRESS.allowed + 1):
            answers.append(Client(**PLACE).post(reverse("accounts:link_request"), {"email": email}).status_code)
            send_due()
        assert answers == [200] * LINKS_TO_ADDRESS.allowed + [429]
    assert len(mail.outbox) == LINKS_TO_ADDRESS.allowed


def test_no_token_stands_in_a_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Each handler has the filter; a link refused leaves its address in a record without the token."""
    path = login_path(UserFactory(role="staff"))
    token = path.rstrip("/").rpartition("/")[2]
    caplog.handler.addFilter(
        logging.config.DictConfigurator(base.LOGGING).configure_filter(base.LOGGING["filters"]["secrets"])
    )

    with caplog.at_level(logging.INFO):
        assert client.post(path).status_code == 403

    assert "/links/…" in caplog.text
    assert token not in caplog.text
    assert all("secrets" in handler["filters"] for handler in base.LOGGING["handlers"].values())
