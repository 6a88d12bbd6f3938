"""Role × address × method: what an address is not made for is refused, writes nothing and fails nowhere."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.access import ANONYMOUS, AccessRows, by_rows
from tests.everywhere.test_access import PAGES
from tests.everywhere.test_create_forms import rows

NEVER = ("put", "patch", "delete", "trace")
# Whoever opens a text to write it holds it, so that two do not write over each other: the one row that reading makes.
HELD = "drafting_editinghold"
# Without the worker and the clock, which no test runs, it says that the system is not whole.
UNWELL = "health"
VISITORS = (ANONYMOUS, Role.NGO, Role.STAFF, Role.ADMIN)


def rows_but_holds() -> list[tuple[str, int]]:
    return [(table, count) for table, count in rows() if table != HELD]


def client_with(session: str) -> Client:
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


@pytest.mark.parametrize("name", by_rows(PAGES))
def test_a_method_that_an_address_is_not_made_for_does_nothing(
    name: str, visitors: dict[str, str], standing: AccessRows
) -> None:
    """Reading is safe too: whoever may open an address writes no row by it, nor by the address of a deed."""
    page = PAGES[name]
    address = reverse(name, args=standing.of(page))
    with transaction.atomic():
        before = rows_but_holds()
        answers = {
            (visitor, method): getattr(client_with(visitors[visitor]), method)(address).status_code
            for visitor in VISITORS
            for method in NEVER
        }
        reader = min(set(page.allowed) - {ANONYMOUS}, default=Role.ADMIN)
        read = client_with(visitors[reader]).get(address)
        if read.streaming:
            b"".join(read.streaming_content)
        after = rows_but_holds()
        transaction.set_rollback(True)

    assert {each for each, code in answers.items() if code != 405} == set()
    assert after == before
    assert read.status_code < 500 or name == UNWELL
