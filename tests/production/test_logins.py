"""No test leaves a login in the database, which the next one would find in use."""

import asyncio
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection

from operations.database import databases
from operations.database.databases import LOGINS, BackupRefused, database_name, maintenance, refuse_in_use
from tests.conftest import empty_tables

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def logged_in_now() -> int:
    with maintenance() as cursor:
        cursor.execute(LOGINS, [database_name()])
        return int(cursor.fetchone()[0])


def logins_after(expected: int) -> int:
    """How many there are once it is so many; a server's process leaves a moment after its connection is closed."""
    end = monotonic() + 10
    while (found := logged_in_now()) != expected and monotonic() < end:
        sleep(0.05)
    return found


def test_what_a_loop_and_a_thread_have_opened_is_closed_with_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    opened, ended, kept = Event(), Event(), []

    def log_in() -> None:
        connection.ensure_connection()
        kept.append(connection.connection)
        opened.set()

    async def log_in_within_a_loop() -> None:
        log_in()

    def log_in_and_stay() -> Any:
        log_in()
        ended.wait(20)

    connection.ensure_connection()
    asyncio.run(log_in_within_a_loop())
    opened.clear()
    thread = Thread(target=log_in_and_stay)
    thread.start()
    assert opened.wait(20)
    assert logins_after(3) == 3

    empty_tables()

    assert logins_after(0) == 0
    refuse_in_use()
    ended.set()
    thread.join()


def test_the_servers_own_processes_are_nobodys_logins() -> None:
    with maintenance() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE usesysid IS NULL")
        assert cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = pg_backend_pid() AND usesysid IS NOT NULL")
        assert cursor.fetchone()[0] == 1


def test_a_login_that_is_leaving_is_waited_for_and_one_that_stays_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    left = iter([1, 1, 0, 0])
    monkeypatch.setattr(databases, "_logins", lambda _cursor: next(left))
    refuse_in_use()

    monkeypatch.setattr(databases, "_logins", lambda _cursor: 1)
    monkeypatch.setattr(databases, "SECONDS_TO_LEAVE", 0.1)
    with pytest.raises(BackupRefused, match="in use"):
        refuse_in_use()
