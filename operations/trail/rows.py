"""Every kept row held against the event that kept it: changed, gone, added or put back, by kind and key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from operations.actions import OperationsAction
from operations.models import Event
from operations.trail.integrity import integrity_check
from operations.trail.stored_rows import stored_models

PAGE = 2_000
CONTENTS = 'SELECT to_jsonb(kept) ->> %s, operations_row_text(kept) FROM "{table}" kept'


@dataclass(frozen=True, slots=True)
class StoredHash:
    """What the chain says of one row: the number of the event, and salt and hash; no hash where it was deleted."""

    sequence: int
    salt: str = ""
    hash: str = ""


def stored_hashes() -> dict[str, dict[str, StoredHash]]:
    """The last word of the chain on every row, by table and key."""
    found: dict[str, dict[str, StoredHash]] = {}
    written = Event.objects.exclude(rows="").order_by("sequence").values_list("sequence", "rows")
    for sequence, lines in written.iterator(PAGE):
        for line in lines.splitlines():
            _change, table, key, *proof = line.split(" ")
            found.setdefault(table, {})[key] = StoredHash(sequence, *proof)
    return found


@integrity_check("rows")
def complaints() -> Iterator[str]:
    """One sentence for every kept row that is not as the last event about it says."""
    kept = stored_hashes()
    for model in stored_models():
        known = kept.get(model._meta.db_table, {})
        for key, content in contents(model._meta.db_table, str(model._meta.pk.column)):
            yield from _wrong(f"{model._meta.verbose_name} {key}", known.pop(key, None), content)
        for key, last in known.items():
            if last.hash:
                yield _("%(row)s: is gone, and event %(number)s kept it.") % {
                    "row": f"{model._meta.verbose_name} {key}",
                    "number": last.sequence,
                }


def undeclared() -> Iterator[tuple[int, str]]:
    """Event and table of what was written beside every deed: by an owner of the database, or a gap of the program."""
    alone = Event.objects.filter(action=OperationsAction.KEEP_ROWS).order_by("sequence")
    yield from alone.values_list("sequence", "subject_type").iterator(PAGE)


def _wrong(row: str, last: StoredHash | None, content: str) -> Iterator[str]:
    if last is None:
        yield _("%(row)s: stands here, and no event kept it.") % {"row": row}
    elif not last.hash:
        yield _("%(row)s: stands here, and event %(number)s says that it was removed.") % {
            "row": row,
            "number": last.sequence,
        }
    elif hashlib.sha256(f"{last.salt}:{content}".encode()).hexdigest() != last.hash:
        yield _("%(row)s: is not as event %(number)s kept it.") % {"row": row, "number": last.sequence}


def contents(table: str, key: str) -> Iterator[tuple[str, str]]:
    """Key and text of each row of a table, as the database's own function writes it."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(CONTENTS.format(table=table), [key])
        while page := cursor.fetchmany(PAGE):
            yield from page
