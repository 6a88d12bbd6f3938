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
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import Role
from municipality.services import install_reference_data
from tests import access
from tests.access import ANONYMOUS, VISITORS, Page
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.municipality import MunicipalityFactory


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


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The session of one person a role, made once for all addresses; every visit is undone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        install_reference_data()
        MunicipalityFactory()
        yield {ANONYMOUS: ""} | {str(role): session_of(role) for role in Role}
        transaction.set_rollback(True)


def session_of(role: Role) -> str:
    """Somebody of the role, logged in with the second factor; an NGO member speaks for an organisation."""
    user: Any = UserFactory(role=role, email=f"{role}@roles.example")
    if role == Role.NGO:
        MembershipFactory(user=user)
    device = TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return str(session.session_key)


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
