"""Along the links of the demonstration: how often each page asks the database, and which links are closed."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import Role
from accounts.models import User
from tests.access import ANONYMOUS
from tests.everywhere.links import CLOSED, links_on, unprinted, view_of

#: Between them they meet every page of the demonstration, each as somebody who has most to do there.
READERS = (ANONYMOUS, Role.COORDINATOR, Role.STAFF, Role.SECRETARY, Role.ADMIN)
OF_EACH_KIND, TRIED_OF_EACH_KIND = 1, 4
# No pages: a file that is sent, one that is made, the end of a login.
NOT_FOLLOWED = ("_file", "_download", "_pdf", ":logout")
DATA = ("application/json", "application/schema+json", "text/csv", "text/calendar")
PUBLIC, INSIDE = 6, 15
# Pages that ask more often, with their number: it may only become smaller. What is not named keeps the ceiling.
ABOVE_FOR_THE_PUBLIC: dict[str, int] = {}
ABOVE_INSIDE: dict[str, int] = {}


def ceiling(page: str, reader: str) -> int:
    if reader == ANONYMOUS:
        return ABOVE_FOR_THE_PUBLIC.get(page, PUBLIC)
    return ABOVE_INSIDE.get(page, INSIDE)


def browser_of(reader: str) -> Client:
    """The demonstration's account of a role, logged in with its second factor."""
    client = Client()
    if reader == ANONYMOUS:
        return client
    user = User.objects.get(email=f"{reader}@demo.example")
    client.force_login(user, backend="accounts.login.backends.PasswordBackend")
    session = client.session
    session["began_at"] = session["seen_at"] = int(time.time())
    if user.needs_second_factor:
        session[DEVICE_ID_SESSION_KEY] = TOTPDevice.objects.get(user=user, confirmed=True).persistent_id
    session.save()
    return client


def name_of(address: str) -> str:
    found = view_of(urlsplit(address).path)
    return found.view_name if found else ""


def asked(client: Client, address: str) -> tuple[int, Any]:
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    return len(found), answer


def kind_of(address: str) -> str:
    """The page that an address names; where one view shows several kinds of things, each of them."""
    found = view_of(urlsplit(address).path)
    if found is None:
        return ""
    return ":".join([found.view_name, *(str(value) for name, value in found.kwargs.items() if name == "kind")])


@dataclass
class Walk:
    """One reader's way from the home page along all links, one page of each kind."""

    pages: list[tuple[str, str, int]] = field(default_factory=list)  # its name, its address, how often it asked
    closed: list[tuple[str, str, int]] = field(default_factory=list)  # where it stands, where it leads, the refusal


def walk_of(reader: str) -> Walk:
    client, waiting, kinds, walk = browser_of(reader), [("", reverse("site:home"))], Counter[str](), Walk()
    known = {address for _place, address in waiting}
    while waiting:
        place, address = waiting.pop(0)
        queries, answer = asked(client, address)
        if is_closed(answer):
            walk.closed.append((place, address, answer.status_code))
        if answer.streaming or answer.status_code != 200:
            continue
        kind = answer.headers.get("Content-Type", "")
        if "html" in kind or kind.startswith(DATA):
            walk.pages.append((name_of(address), address, queries))
        if "html" not in kind:
            continue
        for href in links_on(answer.content.decode(), address):
            kind = kind_of(href)
            if not kind or href in known or kind.endswith(":logout") or kinds[kind] >= TRIED_OF_EACH_KIND:
                continue
            known.add(href)
            kinds[kind] += 1
            if kinds[kind] <= OF_EACH_KIND and not name_of(href).endswith(NOT_FOLLOWED):
                waiting.append((address, href))
            elif is_closed(found := decided(client, href)):
                walk.closed.append((address, href, found.status_code))
    return walk


def is_closed(answer: Any) -> bool:
    """Read to its end where it is a file; refused, or not found."""
    if answer.streaming:
        for _part in answer:
            pass
    return bool(answer.status_code in CLOSED)


def decided(client: Client, address: str) -> Any:
    """The answer, not laid out, and undone."""
    with unprinted(), transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    return answer


def counted(walk: Walk) -> dict[str, tuple[int, str]]:
    """The most that each page asked."""
    found: dict[str, tuple[int, str]] = {}
    for page, address, queries in walk.pages:
        found[page] = max(found.get(page, (0, "")), (queries, address))
    return found
