"""A real browser before a real server, on a database that holds the whole demonstration, loaded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.utils import translation
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from assessments.models import Assessment, TargetGroup
from consultations.enums import RoundKind, RoundStep
from consultations.models import Round
from consultations.services import move_round, save_round
from tests.browser.reader import BrowserReader, log_in
from tests.browsing import launched_browser
from tests.conftest import empty_tables
from tests.factories import logins
from tests.factories.demonstration import put_into_database

PATIENCE = 20_000  # milliseconds: a page of the demonstration on a busy machine


@pytest.fixture(scope="package")
def demonstration(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The demonstration in committed rows; emptied as owner at the end."""
    media = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock():
        put_into_database(media, tmp_path_factory)
        yield media
        empty_tables()


@pytest.fixture(scope="package")
def address(demonstration: Path) -> Iterator[str]:
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's own chromium, driven from here; while its loop runs, Django must not mistake us for async code."""
    with pytest.MonkeyPatch.context() as patch, launched_browser() as one:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield one


@pytest.fixture(scope="package")
def sessions() -> dict[str, Any]:
    """Who has logged in already, by role: the login page is gone through once for each."""
    return {}


@pytest.fixture(autouse=True)
def _stored(demonstration: Path, settings: Any, _media: None) -> Iterator[None]:
    """Every test sees the files of the demonstration, and begins in Albanian."""
    settings.MEDIA_ROOT = demonstration
    cache.clear()
    with translation.override("sq"):
        yield
    logins.close_own()


def is_alive(state: dict[str, Any]) -> bool:
    """Whether the login that a browser remembers still holds: a test before this one may have logged out."""
    keys = [cookie["value"] for cookie in state["cookies"] if cookie["name"] == django_settings.SESSION_COOKIE_NAME]
    return any(SessionStore().exists(key) for key in keys)


@pytest.fixture
def reader(address: str, browser: Browser, sessions: dict[str, Any]) -> Iterator[Callable[..., BrowserReader]]:
    """`reader("staff", width=360, language="en")` has logged in by the login page; `reader()` is anybody."""
    opened = []

    def open_one(role: str = "", *, width: int = 1280, language: str = "sq", scripts: bool = True) -> BrowserReader:
        if role in sessions and not is_alive(sessions[role]):
            del sessions[role]
        if role and role not in sessions and not scripts:
            open_one(role)  # the pages of the login are examined, which takes scripts
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            storage_state=sessions.get(role),
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        one = BrowserReader(context.new_page(), language)
        if role and role not in sessions:
            log_in(one, role)
            sessions[role] = context.storage_state()
        return one

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def consultation() -> Round:
    """A round of listening, planned and published today."""
    coordinator = User.objects.get(email="coordinator@demo.example")
    one = Round(
        kind=RoundKind.LISTENING,
        assessment=Assessment.objects.earliest("pk"),
        title_sq="Dëgjim i ri",
        title_en="Listening anew",
        answer_days=20,
    )
    save_round(one, actor=coordinator, groups=TargetGroup.objects.all())
    opened: Round = move_round(one, RoundStep.PUBLISH, actor=coordinator)
    return opened
