"""What was typed is not lost by a login that ended or began elsewhere, and nobody else fills the table of sessions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db
WORDS = {"name": "Shoqata «Dielli»", "kind": "ngo"}


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


@pytest.fixture
def tabs() -> Client:
    return Client(enforce_csrf_checks=True)


def token_in(page: Any) -> str:
    return str(page.context["csrf_token"])


def log_in(tabs: Client, user: Any, **more: str) -> Any:
    address = reverse("accounts:login")
    sent = {"username": user.email, "password": PASSWORD, "csrfmiddlewaretoken": token_in(tabs.get(address))}
    return tabs.post(address, sent | more)


def hidden_fields(page: Any) -> dict[str, str]:
    form = page.content.decode().rpartition('<form method="post" action=')[2]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def test_a_login_in_a_second_tab_loses_nothing_of_the_first(tabs: Client) -> None:
    staff, address = UserFactory(role="staff", language="sq"), reverse("accounts:profile")
    log_in(tabs, staff)
    old = token_in(tabs.get(address))
    tabs.post(reverse("accounts:logout"), {"csrfmiddlewaretoken": old})
    log_in(tabs, staff)

    answer = tabs.post(address, {"language": "en", "csrfmiddlewaretoken": old})

    assert answer.status_code == 403
    assert answer.context["kept"].readable == [("language", "en")]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "kept_post" not in tabs.session
    again = tabs.post(address, hidden_fields(answer))
    staff.refresh_from_db()
    assert (again.status_code, staff.language) == (302, "en")


def test_the_words_of_a_visitor_come_back_and_can_be_sent(tabs: Client) -> None:
    tabs.get(reverse("site:follow"))

    answer = tabs.post(reverse("site:follow"), {"code": "ABCD-1234", "csrfmiddlewaretoken": "0" * 64})

    assert (answer.status_code, hidden_fields(answer)["code"]) == (403, "ABCD-1234")
    assert Session.objects.count() == 0
    assert tabs.post(reverse("site:follow"), hidden_fields(answer)).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_what_another_site_sends_is_not_shown(headers: dict[str, str], tabs: Client) -> None:
    log_in(tabs, UserFactory(role="staff"))

    answer = tabs.post(reverse("accounts:organisation_create"), WORDS, headers=headers)

    assert answer.status_code == 403
    assert WORDS["name"] not in answer.content.decode()


def test_no_page_shows_a_password_and_none_tells_to_reload(tabs: Client) -> None:
    staff = UserFactory(role="staff")
    sent = {"username": staff.email, "password": PASSWORD, "csrfmiddlewaretoken": "0" * 64}

    answer = tabs.post(reverse("accounts:login"), sent)

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("accounts:login"))
    log_in(tabs, staff)
    assert tabs.post(reverse("accounts:login"), sent, follow=True).status_code == 200


def test_a_browser_where_nobody_was_logged_in_gets_its_words_back_and_no_room() -> None:
    client = Client()

    answer = client.post(reverse("accounts:organisation_create"), WORDS)

    assert (answer.status_code, Session.objects.count()) == (403, 0)
    assert hidden_fields(answer)["name"] == WORDS["name"]
    assert client.post(reverse("accounts:organisation_create")).status_code == 302


def test_who_logged_out_is_known_and_too_much_is_given_back_in_the_page(client: Client) -> None:
    staff, address = UserFactory(role="staff"), reverse("accounts:organisation_create")
    client.post(reverse("accounts:login"), {"username": staff.email, "password": PASSWORD})
    client.post(reverse("accounts:logout"))

    assert client.post(address, WORDS).status_code == 302
    assert client.session["kept_post"]["owner"] == staff.pk
    del client.cookies["sessionid"]
    answer = client.post(address, WORDS | {"note": "ë" * 150_000})
    assert (answer.status_code, "kept_post" in client.session) == (403, False)
    assert len(hidden_fields(answer)["note"]) == 150_000


def test_what_is_kept_is_forgotten_after_two_hours(client: Client) -> None:
    staff = UserFactory(role="staff")
    client.post(reverse("accounts:login"), {"username": staff.email, "password": PASSWORD})
    client.post(reverse("accounts:logout"))
    client.post(reverse("accounts:organisation_create"), WORDS)

    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        client.post(reverse("accounts:login"), {"username": staff.email, "password": PASSWORD})
        assert client.get(reverse("accounts:resend")).status_code == 302
