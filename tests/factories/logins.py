"""This process's logins to the database, whichever thread or running loop opened them.

Django keeps one set of connections a thread and another for each running loop, such as the browser's: what was opened
in one of them cannot be reached from outside it, and would stay in the database until the process ends.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import psycopg2
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

OPENED: WeakSet[BaseDatabaseWrapper] = WeakSet()


def note(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    OPENED.add(connection)


def note_all() -> None:
    connection_created.connect(note, dispatch_uid="tests.factories.logins")


def close_own() -> None:
    """Those of this thread, in a running loop and outside it."""
    for one in list(OPENED):
        if one._thread_ident == threading.get_ident():
            one.close()


def close_all() -> None:
    """Also those of a server's threads that are still on their way out."""
    close_own()
    for one in list(OPENED):
        if (session := one.connection) is not None:
            with suppress(psycopg2.Error):
                session.close()
