"""Which tables' rows stand in the chain of events, and the triggers that note them there.

A statement on such a table notes key and salted hash of every row it wrote; the next event of the transaction takes
them with it, and what none took goes into an event of its own when the transaction ends. So whatever an owner of the
database changes past the triggers differs from the event that kept it (`operations.trail.rows`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.actions import OperationsAction
from operations.models import Event

CHANGES = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
NOTING = "note_kept_"
MARKS = """
SELECT c.relname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE t.tgname = %s
"""
COLUMNS = """
SELECT table_name, string_agg(column_name || ' ' || data_type, ',' ORDER BY column_name)
FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name
"""
TAKE_OVER = """
SELECT set_config('vlora.rows', coalesce(current_setting('vlora.rows', true), '') || coalesce(string_agg(
    operations_row_line('TAKEN', %s, to_jsonb(kept) ->> %s, operations_row_text(kept)), ''), ''), true)
FROM "{table}" kept
"""


def stored_models() -> Iterator[type[models.Model]]:
    """Models whose rows are only added or marked `stored_in_history`, and the tables of their many-to-many fields."""
    for model in apps.get_models():
        if getattr(model, "stored_in_history", getattr(model, "append_only", False)):
            yield model
            for each in model._meta.local_many_to_many:
                through = each.remote_field.through
                if through is not None and through._meta.auto_created:
                    yield through


def stored_tables() -> dict[str, str]:
    """The column of the key by each table."""
    return {model._meta.db_table: str(model._meta.pk.column) for model in stored_models()}


def note_rows(connection: BaseDatabaseWrapper) -> list[str]:
    """As owner, after the migrations: triggers on every kept table; the tables whose rows were taken over anew.

    The triggers carry a mark of the table's columns. Where a migration changed these, every row reads otherwise than
    its event says, so the rows are taken over once more by an event; verify an installation before its upgrade.
    """
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        columns = dict(cursor.fetchall())
        cursor.execute(MARKS, [f"{NOTING}insert"])
        found = dict(cursor.fetchall())
        wanted = {
            table: (key, hashlib.sha256(columns[table].encode()).hexdigest()[:16])
            for table, key in stored_tables().items()
        }
        for table in found.keys() - wanted.keys():
            _drop_triggers(cursor, table)
        changed = [
            table for table, mark in wanted.items() if found.get(table) != "".join(f"{each}\\000" for each in mark)
        ]
        for table in sorted(changed):
            _drop_triggers(cursor, table)
            cursor.execute(TAKE_OVER.format(table=table), [table, wanted[table][0]])
        if changed:
            _keep_taken(cursor)
        for table in sorted(changed):
            _make_triggers(cursor, table, wanted[table])
    return sorted(changed)


def _drop_triggers(cursor: Any, table: str) -> None:
    for name in (*(f"{NOTING}{change.lower()}" for change in CHANGES), "keep_rest"):
        cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')


def _make_triggers(cursor: Any, table: str, mark: tuple[str, str]) -> None:
    key, columns = mark
    for change, rows in CHANGES.items():
        cursor.execute(
            f'CREATE TRIGGER {NOTING}{change.lower()} AFTER {change} ON "{table}" REFERENCING {rows} TABLE AS changed'
            f" FOR EACH STATEMENT EXECUTE FUNCTION operations_note_rows('{key}', '{columns}')"
        )
    cursor.execute(
        f'CREATE CONSTRAINT TRIGGER keep_rest AFTER INSERT OR UPDATE OR DELETE ON "{table}"'
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION operations_keep_rest()"
    )


def _keep_taken(cursor: Any) -> None:
    cursor.execute("SELECT coalesce(current_setting('vlora.rows', true), '') <> ''")
    if cursor.fetchone()[0]:
        Event.objects.create(action=OperationsAction.TAKE_ROWS.value, subject_type=Event._meta.label_lower)
