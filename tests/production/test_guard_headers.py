"""The headers that guard every page, exactly: a weaker policy, a frame or a guessed kind must be missed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self' NONCE; style-src 'self' NONCE; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; object-src 'none';"
    " frame-ancestors 'none'"
)
NONCE = re.compile(r" 'nonce-[\w+/=-]{16,}'")


def answers(client_of: Any) -> dict[str, Any]:
    """Pages for strangers and for somebody logged in, a file, a refusal, and a page that is not there."""
    MunicipalityFactory()
    stranger, reader = Client(), client_of(UserFactory(role="staff"))
    return {
        "front page": stranger.get("/sq/"),
        "login": stranger.get(reverse("accounts:login")),
        "open data": stranger.get(reverse("publishing:plan_schema")),
        "not there": stranger.get("/sq/nothing-here/"),
        "refused": reader.get(reverse("accounts:user_list")),
        "plans": reader.get(reverse("content:plan_list")),
    }


def directives(header: str) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in header.split(";") if part.strip()]
    return {name: allowed for name, _space, allowed in parts}


def test_the_policy_of_every_page_is_exactly_this(client_of: Any) -> None:
    wanted = directives(POLICY.replace(" NONCE", ""))

    for name, answer in answers(client_of).items():
        found = directives(NONCE.sub("", answer.headers["Content-Security-Policy"]))
        assert found == wanted, name


def test_a_nonce_is_new_on_each_page() -> None:
    MunicipalityFactory()
    shown = [Client().get(reverse("accounts:login")).headers["Content-Security-Policy"] for _ in range(2)]

    assert [len(NONCE.findall(header)) for header in shown] in ([0, 0], [2, 2])
    assert not NONCE.search(shown[0]) or shown[0] != shown[1]


def test_no_page_can_be_framed(client_of: Any) -> None:
    for name, answer in answers(client_of).items():
        assert answer.headers["X-Frame-Options"] == "DENY", name
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], name


def test_no_kind_is_guessed_no_address_told_and_no_other_origin_let_in(client_of: Any) -> None:
    for name, answer in answers(client_of).items():
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert "Access-Control-Allow-Origin" not in answer.headers, name
        assert re.fullmatch(r"text/html; charset=utf-8|application/[\w.+-]*json", answer.headers["Content-Type"]), name
