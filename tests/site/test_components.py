"""The page of all parts: each part of the core stands on it, and no installation serves it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import get_template
from django.test import Client, RequestFactory

from tests.factories.municipality import MunicipalityFactory
from vlora_plan.views.components import FOLDER, SAMPLES, components

pytestmark = pytest.mark.django_db


def test_every_part_of_the_core_is_shown_with_every_name_it_reads(rf: RequestFactory) -> None:
    MunicipalityFactory()
    request: Any = rf.get("/sq/components/")
    request.user, request.session = AnonymousUser(), {}
    request._messages = FallbackStorage(request)
    there = {path.stem for path in (settings.BASE_DIR / "templates" / FOLDER).glob("_*.html")}

    page = components(request).content.decode()

    assert there == set(SAMPLES)
    for name in there:
        assert f"<code>{name}</code>" in page
        for sample in SAMPLES[name]():
            assert get_template(f"{FOLDER}{name}.html").render(sample, request).strip(), name


def test_it_is_served_while_developing_only(client: Client) -> None:
    MunicipalityFactory()

    assert not settings.DEBUG
    assert client.get("/sq/components/").status_code == 404
