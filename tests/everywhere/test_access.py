"""Who gets what at every address: role × URL over the whole URLconf; an address missing from the table fails."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.enums import Role
from core.public import public_pages
from tests import access
from tests.access import ANONYMOUS, VISITORS, AccessRows, Page, by_rows
from tests.everywhere.first_load import faults_of_first_load
from tests.everywhere.leaks import leaked
from tests.everywhere.links import closed_links, links_on, visit
from tests.everywhere.names import called_otherwise
from tests.everywhere.short_forms import too_long

PROGRAM = ("accounts.", "assessments.", "consultations.", "core.", "monitoring.", "municipality.", "operations.",
           "socialplan.", "vlora_plan.")  # fmt: skip


def shared_querysets() -> Iterator[tuple[str, QuerySet[Any]]]:
    """Those that live as long as the process: names of a module or of a class of the program."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(PROGRAM) or ".migrations" in name:
            continue
        for holder in (module, *(each for each in vars(module).values() if inspect.isclass(each))):
            for attribute, value in list(vars(holder).items()):
                if isinstance(value, QuerySet):
                    yield f"{name}: {attribute}", value


@pytest.fixture(scope="module", autouse=True)
def _nothing_read_stays() -> Iterator[None]:
    """What a page read is not kept for the next visitor: rows of a shared queryset would be those of its first one."""
    yield
    assert [name for name, rows in shared_querysets() if rows._result_cache is not None] == []


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


def is_kept_nowhere(answer: HttpResponseBase) -> bool:
    return {"no-store", "private"} <= set(re.split(r",\s*", answer.headers.get("Cache-Control", "")))


def is_personal(visitor: str, page: Page, answer: HttpResponseBase) -> bool:
    """Of somebody logged in, or about to; or an answer to what was written, or a form to write in."""
    has_form = not answer.streaming and b"csrfmiddlewaretoken" in answer.content  # type: ignore[attr-defined]
    return visitor != ANONYMOUS or page.method == "post" or has_form


def asked_on(rows: AccessRows) -> dict[str, Page]:
    """The pages that stand on these rows, by their address: this table asks every visitor at each of them."""
    here = {name: page for name, page in PAGES.items() if page.args is rows.made_by}
    return {
        reverse(name, args=rows.args): page for name, page in here.items() if page.method == "get" and not page.sent
    }


@pytest.mark.parametrize("name", by_rows(PAGES))
def test_each_role_gets_what_the_table_says(name: str, visitors: dict[str, str], standing: AccessRows) -> None:
    """The status, no English left, no link to a closed door, short forms, a page kept private, little to load."""
    page = PAGES[name]
    address = reverse(name, args=standing.of(page))
    told = asked_on(standing)

    answers = {visitor: visit(visitors[visitor], page, address) for visitor in VISITORS}
    personal = {visitor: answer for visitor, answer in answers.items() if is_personal(visitor, page, answer)}

    assert {visitor: answer.status_code for visitor, answer in answers.items()} == {
        visitor: page.expected(visitor) for visitor in VISITORS
    }
    assert [visitor for visitor, answer in personal.items() if not is_kept_nowhere(answer)] == []
    assert {text for visitor in (ANONYMOUS, Role.STAFF, Role.ADMIN) for text in leaked(answers[visitor])} == set()
    assert {each for answer in answers.values() for each in called_otherwise(answer)} == set()
    assert [names for answer in answers.values() for names in too_long(name, answer)] == []
    assert {answer.headers.get("Permissions-Policy") for answer in answers.values()} == {settings.PERMISSIONS_POLICY}
    if name in public_pages():
        assert faults_of_first_load(answers[ANONYMOUS]) == []  # type: ignore[arg-type]
    assert [
        closed
        for visitor, answer in answers.items()
        if page.method == "get"
        for closed in closed_links(visitor, visitors[visitor], answer, address, standing, told)
    ] == []


def test_the_parser_of_links_finds_what_a_reader_finds() -> None:
    page = '<a href="/sq/">x</a><a href="#y">y</a><link href="/z"><a href="https://x.al/">w</a><a href="?page=2">2</a>'

    assert links_on(page, "/sq/plan/") == ["/sq/", "/sq/plan/?page=2"]
