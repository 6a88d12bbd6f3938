"""A real browser before a real server on a database with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django.live_server_helper import LiveServer

from tests.browsing import launched_browser
from tests.chain.people import Town
from tests.conftest import empty_tables


@pytest.fixture
def town(
    django_db_setup: None, django_db_blocker: Any, settings: Any, monkeypatch: pytest.MonkeyPatch, _media: None
) -> Iterator[Town]:
    """An installation that was just prepared, without the demonstration."""
    settings.DEMO_MODE = False
    cache.clear()
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with django_db_blocker.unblock(), translation.override("sq"):
        server = LiveServer("localhost")
        settings.SITE_URL = server.url
        with launched_browser() as browser:
            one = Town(browser, server.url)
            yield one
            one.close()
        server.stop()
        empty_tables()
