"""Who gets what at every address: role × URL over the whole URLconf; an address missing from the table fails."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Organisation
from municipality.services import install_reference_data
from tests import access
from tests.access import ANONYMOUS, VISITORS, Page
from tests.factories.accounts import MembershipFactory, OrganisationFactory, UserFactory
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


@pytest.fixture
def organisation(db: None) -> Organisation:
    return OrganisationFactory()


def client_of(visitor: str, organisation: Organisation) -> Client:
    client = Client()
    if visitor == ANONYMOUS:
        return client
    user: Any = UserFactory(role=visitor, email=f"{visitor}@roles.example")
    if visitor == "ngo":
        MembershipFactory(user=user, organisation=organisation)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    device = TOTPDevice.objects.create(user=user, name="test", confirmed=True)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PAGES))
def test_each_role_gets_what_the_table_says(name: str, organisation: Organisation) -> None:
    page = PAGES[name]
    install_reference_data()
    MunicipalityFactory()
    UserFactory()

    answers = {}
    for visitor in VISITORS:
        with transaction.atomic():
            address = reverse(name, args=page.args())
            send = getattr(client_of(visitor, organisation), page.method)
            answers[visitor] = send(address, page.sent).status_code
            transaction.set_rollback(True)

    assert answers == {visitor: page.expected(visitor) for visitor in VISITORS}
