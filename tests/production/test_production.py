"""One round of all pages as a server runs them: files under their hashed names, behind a proxy that speaks TLS."""

from __future__ import annotations

import copy
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from accounts.enums import Role
from tests.access import ANONYMOUS, AccessRows, Page, by_rows
from tests.everywhere.test_access import PAGES
from tests.production.test_settings import PRODUCTION
from tests.test_consistency import PROJECT, sources, templates
from vlora_plan.settings import base

HOST = PRODUCTION["ALLOWED_HOSTS"]
OF_THE_TESTS = {"DATABASES", "DATABASE_OWNER", "PASSWORD_HASHERS", "MEDIA_ROOT", "DATA_DIR"}
PLAIN = ("css", "ico", "js", "json", "map", "md", "png", "svg", "txt", "woff2")
IN_TEMPLATE = re.compile(r"""{% static ['"]([^'"]+)['"] %}""")
IN_SOURCE = re.compile(r"""\bstatic\(["']([^"']+)["']\)""")
ORDER = (ANONYMOUS, Role.ADMIN, Role.STAFF, *Role.values)
READ = {name: page for name, page in PAGES.items() if page.method == "get" and page.allowed}


def production_settings() -> dict[str, Any]:
    """What a server's settings say otherwise than the tests'; whitenoise as without its switches for development."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (PRODUCTION | {"USE_X_FORWARDED_PROTO": "1"}).items():
            patch.setenv(name, value)
        patch.setattr(base, "LOGGING", copy.deepcopy(base.LOGGING))
        module = importlib.import_module("vlora_plan.settings.production")
    told = {name: value for name, value in vars(module).items() if name.isupper() and name not in OF_THE_TESTS}
    changed = {name: value for name, value in told.items() if getattr(settings, name) != value}
    return changed | {
        "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_USE_FINDERS": False,
        "WHITENOISE_SKIP_COMPRESS_EXTENSIONS": PLAIN,  # a minute's work that changes no name
    }


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A visitor's browser at a server whose static files are collected once."""
    told = production_settings() | {"STATIC_ROOT": tmp_path_factory.mktemp("static")}
    with override_settings(**told):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield Client(HTTP_HOST=HOST, HTTP_X_FORWARDED_PROTO="https")


def who_sees(page: Page) -> list[str]:
    """The public where it may, and one role that may."""
    return list(dict.fromkeys(visitor for visitor in ORDER if visitor in page.allowed))[:2]


@pytest.mark.parametrize("name", by_rows(READ))
def test_each_page_is_made_as_a_server_makes_it(
    name: str, production: Client, visitors: dict[str, str], standing: AccessRows
) -> None:
    page = READ[name]
    address = reverse(name, args=standing.of(page))

    answers = {}
    for visitor in who_sees(page):
        production.cookies.clear()
        production.cookies[settings.SESSION_COOKIE_NAME] = visitors[visitor]
        with transaction.atomic():
            answers[visitor] = production.get(address, page.sent).status_code
            transaction.set_rollback(True)

    assert answers == {visitor: page.expected(visitor) for visitor in answers}
    assert answers


def test_every_static_file_that_is_named_exists(production: Client) -> None:
    named = {name for path in templates() for name in IN_TEMPLATE.findall(path.read_text())}
    named |= {name for path in sources() for name in IN_SOURCE.findall(path.read_text())}

    assert len(named) > 10
    assert sorted(name for name in named if not staticfiles_storage.exists(name)) == []
    assert sum(path.read_text().count("{% static ") for path in templates()) == sum(
        len(IN_TEMPLATE.findall(path.read_text())) for path in templates()
    ), "a static file is named by an expression, which this test cannot follow"


def widgets() -> Iterator[forms.Widget]:
    """The widgets of all forms of the project, which may bring scripts and styles of their own."""
    assert get_resolver().url_patterns, "what no address has loaded yet has no forms"
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if form.__module__.split(".")[0] in PROJECT:
            yield from (field.widget for field in getattr(form, "base_fields", {}).values())


def test_every_script_and_style_of_a_form_exists(production: Client) -> None:
    paths = {path for widget in widgets() for path in re.findall(r'(?:src|href)="([^"]+)"', str(widget.media))}
    root = Path(settings.STATIC_ROOT)

    assert len(paths) > 3
    assert [path for path in paths if not (root / path.removeprefix(settings.STATIC_URL)).is_file()] == []


def test_a_page_names_its_files_by_their_content(production: Client, visitors: dict[str, str]) -> None:
    production.cookies.clear()
    page = production.get(reverse("accounts:login")).content.decode()
    found = re.findall(r'(?:src|href)="(/static/[^"#]+)', page)

    assert found
    assert [path for path in found if not re.search(r"\.[0-9a-f]{12}\.", path)] == []
    answers = [production.get(path) for path in found]
    assert {(answer.status_code, b"".join(answer) != b"") for answer in answers} == {(200, True)}
    for answer in answers:
        answer.close()
