"""What roll-ups of all apps share: no writer waits while they are worked out (docs/architecture.md).

Whoever writes what a roll-up reads holds the roll-up's lock with other writers until her transaction ends, marks the
row as stale and takes away its mark of the making (trigger `note_stale`). So a roll-up is begun and kept while nobody
writes, each in a moment; worked out between without any lock; and thrown away where its mark is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import OperationalError, connection, transaction
from django.db.models import Model

LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE after lock_timeout
# Shorter than the database's own time to look for deadlocks (1 s): a roll-up gives way before a writer is stopped.
PATIENCE = "300ms"


def nobody_writes(lock: str) -> bool:
    """Held to the end of this transaction, so that whoever begins to write meanwhile waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [lock])
        return bool(cursor.fetchone()[0])


def begin_roll_up(model: type[Model], lock: str, pk: Any, **empty: Any) -> UUID | None:
    """Mark the row as in the making; None where somebody writes just now. `empty` fills a row that is made first."""
    rows, mark = model._default_manager, uuid4()
    with transaction.atomic():
        if not nobody_writes(lock):
            return None
        if not rows.filter(pk=pk).update(making=mark):
            rows.create(pk=pk, making=mark, is_stale=True, **empty)
    return mark


def keep_roll_up(
    model: type[Model], lock: str, mark: UUID, fields: Mapping[str, Any], *, beside: Callable[[], Any] | None = None
) -> bool:
    """Put what was worked out into the row, and `beside` it what other tables hold; False where it is old already."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            rows = model._default_manager.filter(making=mark)
            if not nobody_writes(lock) or not rows.update(making=None, is_stale=False, **fields):
                return False
            if beside is not None:
                beside()
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != LOCK_NOT_AVAILABLE:
            raise
        return False
    return True
