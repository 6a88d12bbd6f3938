"""Who gets what at every address: role × URL over the whole URLconf; an address missing from the table fails."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import access
from tests.access import VISITORS, Page


def table() -> dict[str, Page]:
    pages: dict[str, Page] = {}
    for module in pkgutil.iter_modules(access.__path__):
        pages |= importlib.import_module(f"tests.access.{module.name}").ACCESS
    return pages


def url_names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


PAGES = table()


def test_every_address_is_in_the_table() -> None:
    assert set(url_names(get_resolver().url_patterns)) == set(PAGES)


def visit(session: str, page: Page, address: str) -> int:
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        answer: Any = getattr(client, page.method)(address, page.sent)
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_role_gets_what_the_table_says(name: str, visitors: dict[str, str]) -> None:
    page = PAGES[name]

    with transaction.atomic():
        address = reverse(name, args=page.args())
        answers = {visitor: visit(visitors[visitor], page, address) for visitor in VISITORS}
        transaction.set_rollback(True)

    assert answers == {visitor: page.expected(visitor) for visitor in VISITORS}
