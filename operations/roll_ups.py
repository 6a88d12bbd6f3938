"""What roll-ups of all apps share: they are worked out while nobody writes what they read (docs/architecture.md)."""

from __future__ import annotations

from django.db import connection


def nobody_writes(lock: str) -> bool:
    """Every writer holds the same lock with others until its transaction ends, by the trigger `note_stale`.

    It is held to the end of this transaction, so that whoever begins to write meanwhile waits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [lock])
        return bool(cursor.fetchone()[0])
