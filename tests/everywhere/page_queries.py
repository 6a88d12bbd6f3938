"""How often every page of the demonstration asks the database, and how often it may at most."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.enums import Role
from accounts.models import User
from tests.access import ANONYMOUS
from tests.everywhere.links import links_on

#: Between them they meet every page of the demonstration, each as somebody who has most to do there.
READERS = (ANONYMOUS, Role.COORDINATOR, Role.STAFF, Role.SECRETARY, Role.ADMIN)
OF_EACH_KIND = 1
# No pages: a file that is sent, one that is made, the end of a login.
NOT_FOLLOWED = ("_file", "_download", "_pdf", ":logout")
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
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def asked(client: Client, address: str) -> tuple[int, Any]:
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    return len(found), answer


def round_of(reader: str) -> Iterator[tuple[str, str, int]]:
    """From the home page along all links, one page of each kind: its name, its address, how often it asked."""
    client, waiting, kinds = browser_of(reader), [reverse("site:home")], Counter[str]()
    while waiting:
        address = waiting.pop(0)
        queries, answer = asked(client, address)
        if answer.streaming:
            for _part in answer:
                pass
            continue
        if answer.status_code != 200 or "html" not in answer.headers.get("Content-Type", ""):
            continue
        yield name_of(address), address, queries
        for href in links_on(answer.content.decode(), address):
            page = name_of(href)
            if page and not page.endswith(NOT_FOLLOWED) and kinds[page] < OF_EACH_KIND:
                kinds[page] += 1
                waiting.append(href)


def counted(reader: str) -> dict[str, tuple[int, str]]:
    """The most that each page asked."""
    found: dict[str, tuple[int, str]] = {}
    for page, address, queries in round_of(reader):
        found[page] = max(found.get(page, (0, "")), (queries, address))
    return found
