"""Who acts on a connection: said by the request that uses it, held by the database against each event.

A statement cannot name another person then, by a fault of the program or by one that got into it. Commands and tests
say nobody's name, and their events are believed; the processes that serve people let nobody act between requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

UNSAID, NOBODY = "", "0"
NAME = "SELECT set_config('vlora.actor', %s, false)"
IS_SAID = "SELECT coalesce(current_setting('vlora.actor', true), '')"
_at_rest = UNSAID


def at_rest() -> str:
    """Whom this process names between two requests."""
    return _at_rest


def name_actor(key: object) -> None:
    connection.may_name_somebody = True  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(NAME, [str(key)])


def actor_changes(key: object) -> None:
    """Within a request somebody logs in, or founds the installation; where nobody was named, nobody is now."""
    connection.may_name_somebody = True  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"{NAME} WHERE coalesce(current_setting('vlora.actor', true), '') <> ''", [str(key)])


@contextmanager
def acting(key: object) -> Iterator[None]:
    """One request's person; afterwards the connection is at rest again.

    A connection at rest that names nobody is not told so once more: a visitor's request begins and ends as it is,
    unless somebody was named on the way.
    """
    if not _rests_with(key):
        name_actor(key)
    try:
        yield
    finally:
        if not _rests_with(_at_rest) and not connection.needs_rollback:
            name_actor(_at_rest)
            connection.may_name_somebody = _at_rest == UNSAID  # type: ignore[attr-defined]


def _rests_with(key: object) -> bool:
    """Whether the connection is known to name exactly this, which only nobody can be: else it is said anew."""
    connection.ensure_connection()
    return str(key) == NOBODY == _at_rest and not getattr(connection, "may_name_somebody", True)


@contextmanager
def in_the_name_of(key: object) -> Iterator[None]:
    """An event told late for the person who did it, within the request of another."""
    with connection.cursor() as cursor:
        cursor.execute(IS_SAID)
        (before,) = cursor.fetchone()
    actor_changes(key)
    yield
    actor_changes(before)


def let_nobody_act_between_requests() -> None:
    """For the processes that serve: each new connection, and each after a request, names nobody."""
    global _at_rest  # noqa: PLW0603 - one decision for the whole process, taken where it starts
    _at_rest = NOBODY
    connection_created.connect(let_rest, dispatch_uid="nobody-acts")


def let_rest(connection: Any, **kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NAME, [NOBODY])
    connection.may_name_somebody = False
