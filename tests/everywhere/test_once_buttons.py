"""Every button that posts without a form, found from the addresses: pressed twice it does its deed once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from operations.models import OutgoingMessage
from tests.access import ANONYMOUS
from tests.everywhere.test_access import PAGES
from tests.everywhere.test_create_forms import rows
from tests.factories.accounts import UserFactory

TOKEN, OTHER = "a" * 64, "b" * 64


def functions(patterns: list[Any], namespace: str = "") -> list[str]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found += functions(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and not hasattr(pattern.callback, "view_class"):
            found.append(f"{namespace}{pattern.name}")
    return found


# The login itself; the public page of a code, where a withdrawal is one by the constraint of its row; and a file that
# is handed out, which is taken as often as it is asked for, and told each time.
ELSEWHERE = {
    "accounts:resend",
    "site:follow_withdraw",
    "consultations:round_workbook",
    "consultations:register_package",
    "consultations:contribution_slip",
    "consultations:person_request_export",
}
BUTTONS = sorted(
    name for name in set(functions(get_resolver().url_patterns)) - ELSEWHERE if PAGES[name].method == "post"
)


def presser(name: str, visitors: dict[str, str]) -> Client:
    client = Client()
    visitor = min(set(PAGES[name].allowed) - {ANONYMOUS})
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors[visitor]
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("name", BUTTONS)
def test_a_button_pressed_twice_does_its_deed_once(name: str, visitors: dict[str, str]) -> None:
    page = PAGES[name]
    with transaction.atomic():
        address, client = reverse(name, args=page.args()), presser(name, visitors)
        sent = dict(page.sent) | {"csrfmiddlewaretoken": TOKEN}
        first, after_first = client.post(address, sent), rows()
        again, after_again = client.post(address, sent), rows()
        fresh = client.post(address, sent | {"csrfmiddlewaretoken": OTHER})
        transaction.set_rollback(True)

    assert (again.status_code, after_again) == (first.status_code, after_first)
    assert first.status_code != 302 or again.headers["Location"] == first.headers["Location"]
    assert fresh.status_code < 500


def test_the_buttons_are_all_there() -> None:
    assert len(BUTTONS) > 25


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("tokens", "mails"), [((TOKEN,) * 4, 1), (("c" * 64, "d" * 64), 2)])
def test_an_invitation_asked_for_at_one_moment_is_one_mail(
    tokens: tuple[str, ...], mails: int, client_of: Any
) -> None:
    admin, person = UserFactory(role="admin"), UserFactory(role="staff")
    address, clients = reverse("accounts:user_invite", args=[person.pk]), [client_of(admin) for _ in tokens]

    def press(client: Client, token: str) -> int:
        try:
            return int(client.post(address, {"csrfmiddlewaretoken": token}).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tokens)) as pool:
        codes = list(pool.map(press, clients, tokens))

    assert set(codes) == {302}
    assert OutgoingMessage.objects.filter(recipient=person).count() == mails
