"""What a person is shown is kept by no browser and no proxy, whatever came of the request."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from operations.files import store_file
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db

KEPT_NOWHERE = "no-store, private"


@pytest.fixture(autouse=True)
def _place() -> None:
    MunicipalityFactory()


def public_file() -> str:
    stored = store_file(b"a,b\n1,2\n", name="tabela.csv", uploaded_by=None, is_public=True)
    return reverse("operations:file_download", args=[stored.pk])


def test_a_public_page_and_file_may_be_kept_for_a_stranger(client: Client) -> None:
    page, file = client.get(reverse("publishing:plan_public")), client.get(public_file())
    file.close()

    assert "no-store" not in page.headers.get("Cache-Control", "")
    assert file.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize("address", [public_file, lambda: "/sq/nuk-ekziston/"], ids=["file", "404"])
def test_for_somebody_logged_in_neither_file_nor_error_is_kept(client_of: Any, address: Any) -> None:
    answer = client_of(UserFactory(role="staff")).get(address())
    answer.close()

    assert answer.headers["Cache-Control"] == KEPT_NOWHERE


def test_a_page_that_failed_is_not_kept(monkeypatch: pytest.MonkeyPatch, client_of: Any) -> None:
    def fail(*args: Any) -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr("vlora_plan.views.public.read_plan_statuses", fail)
    client = client_of(UserFactory(role="staff"))
    client.raise_request_exception = False

    answer = client.get("/en/")

    assert answer.status_code == 500
    assert answer.headers["Cache-Control"] == KEPT_NOWHERE


def test_words_that_were_refused_for_a_missing_token_are_not_kept() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("site:follow"), {"code": "A"})

    assert answer.status_code == 403
    assert answer.headers["Cache-Control"] == KEPT_NOWHERE


def test_a_session_of_before_is_private_even_when_it_has_ended(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "ended"

    assert client.get(reverse("accounts:profile")).headers["Cache-Control"] == KEPT_NOWHERE


def test_a_session_ends_with_the_browser(client: Client) -> None:
    user = UserFactory(role="ngo")
    user.set_password("nje fjalekalim i gjate")
    user.save()

    client.post(reverse("accounts:login"), {"username": user.email, "password": "nje fjalekalim i gjate"})

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value
    assert (cookie["expires"], cookie["max-age"]) == ("", "")


def test_no_answer_lets_a_page_use_the_devices_of_the_machine(client: Client) -> None:
    answers = [client.get(address) for address in ("/sq/", "/sq/nuk-ekziston/", "/static/css/site.css", "/health/")]
    told = {answer.headers["Permissions-Policy"] for answer in answers}
    for answer in answers:
        answer.close()

    assert len(told) == 1
    rules = told.pop().split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()", "usb=()"} <= set(rules)
    assert [rule for rule in rules if not rule.endswith("=()")] == []
