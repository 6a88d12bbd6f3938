"""Every form of a deed from two browsers at one moment, in real transactions: done once, both are answered alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from accounts.enums import Role
from municipality.services import install_reference_data
from tests.access import ANONYMOUS
from tests.conftest import session_of
from tests.everywhere.test_create_forms import DEEDS, SHARED, args_of, opened, rows, send, written
from tests.everywhere.valid_forms import Opened
from tests.factories.municipality import MunicipalityFactory

APART = {"monitoring:warning_keep"}  # warns of one period alone, not beside those that the other forms make


def room_of(name: str) -> str:
    return name if name in APART else name.partition(":")[0]


ROOMS = sorted({room_of(name) for name in DEEDS})


@pytest.fixture
def committed_visitors() -> dict[str, str]:
    install_reference_data()
    MunicipalityFactory()
    return {ANONYMOUS: ""} | {str(role): session_of(role) for role in Role}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("room", ROOMS)
def test_a_deed_sent_twice_at_one_moment_is_done_once(room: str, committed_visitors: dict[str, str]) -> None:
    """In real transactions, each form from two browsers of one person: as many rows as one sending makes."""
    faults = {}
    for name in (name for name in DEEDS if room_of(name) == room and name not in SHARED):
        page, shown = opened(name, args_of(name), committed_visitors)
        sent = written(name, page, shown)
        with transaction.atomic():
            send(page, sent)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is written at the end of a transaction
            of_one = rows()
            transaction.set_rollback(True)
        codes = at_one_moment(page, sent)
        if codes != [302, 302] or rows() != of_one:
            faults[name] = codes, sorted(set(rows()) ^ set(of_one))
    assert faults == {}


def at_one_moment(page: Opened, sent: dict[str, Any]) -> list[int]:
    start = Barrier(2)

    def press(copy: dict[str, Any]) -> int:
        client = Client()
        client.cookies = page.client.cookies
        start.wait()
        try:
            return int(send(page._replace(client=client), copy).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, (copied(sent), copied(sent))))


def copied(sent: dict[str, Any]) -> dict[str, Any]:
    """Each browser has its own open file."""
    return {name: deepcopy(value) for name, value in sent.items()}
