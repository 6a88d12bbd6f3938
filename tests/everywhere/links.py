"""Which links of a page are closed to the one whom it is shown to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

import lxml.html
from django.conf import settings
from django.db import transaction
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import Resolver404, ResolverMatch, get_urlconf, resolve
from django.utils.translation import get_language

from tests.access import AccessRows, Page

CLOSED = {403, 404}
# Sixty links to one kind of page say no more than the first ones do.
OF_EACH_KIND = 3
#: Links without a row in their address, by visitor: the menu stands on every page and is followed once.
FOLLOWED: set[tuple[str, str]] = set()


def view_of(path: str) -> ResolverMatch | None:
    """What answers at an address in the language that is spoken: asked of each link on every page."""
    return _view_of(path, get_language(), get_urlconf())


@cache
def _view_of(path: str, _language: str, urls: str | None) -> ResolverMatch | None:
    try:
        return resolve(path, urls)
    except Resolver404:
        return None


def links_on(page: str, address: str) -> list[str]:
    """The addresses within this site, a few of each kind, in the order of the page."""
    found = lxml.html.document_fromstring(page).iter("a") if page.strip() else ()
    counted: dict[str, int] = {}
    chosen = []
    for href in dict.fromkeys(each.get("href") for each in found):
        if not href or href.startswith("#"):
            continue
        parts = urlsplit(urljoin(address, href))
        if parts.scheme or parts.netloc:
            continue
        view = view_of(parts.path)
        kind = view.view_name if view else parts.path
        counted[kind] = counted.get(kind, 0) + 1
        if counted[kind] <= OF_EACH_KIND:
            chosen.append(parts._replace(fragment="").geturl())
    return chosen


def is_new(visitor: str, href: str, rows: AccessRows) -> bool:
    """A link to a row is followed once while the rows stand: they are the same on every page that shows it."""
    followed = rows.followed if any(letter.isdigit() for letter in href) else FOLLOWED
    is_known = (visitor, href) in followed
    followed.add((visitor, href))
    return not is_known


@contextmanager
def unprinted() -> Iterator[None]:
    """Answers are decided and not laid out: whether a door is closed is known before the page is made."""
    with patch.object(SimpleTemplateResponse, "rendered_content", ""):
        yield


def visit(session: str, page: Page, address: str) -> HttpResponseBase:
    """What the page answers; whatever the visit wrote is undone."""
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, page.method)(address, page.sent)
        transaction.set_rollback(True)
    return answer


def status_of(session: str, href: str) -> int:
    """A file is read to its end, so that it is closed."""
    answer = visit(session, Page(), href)
    if answer.streaming:
        for _part in answer:
            pass
    return answer.status_code


def closed_links(
    visitor: str, session: str, answer: HttpResponseBase, address: str, rows: AccessRows, told: Mapping[str, Page]
) -> list[tuple[str, str, int]]:
    """Of the page just answered at `address`: links that are refused to, or not found by, the same visitor.

    Of the addresses in `told` each visitor is asked anyway, by themselves: they are answered as their page expects.
    """
    if answer.status_code != 200 or answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return []
    hrefs = links_on(answer.content.decode(), address)  # type: ignore[attr-defined]
    with unprinted():
        opened = [
            (href, told[href].expected(visitor) if href in told else status_of(session, href))
            for href in hrefs
            if is_new(visitor, href, rows)
        ]
    return [(visitor, href, status) for href, status in opened if status in CLOSED]
