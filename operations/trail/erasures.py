"""What was erased, told outside the database: a restore brings the data back, and the ledger erases them again.

Each app registers the kinds of its erasures. A line of the ledger names a row by its key and the moment it was made,
and holds nothing of what was erased; the file lies beside the heads of the history and is copied with them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from operations.trail.integrity import integrity_check

FILE = "erasures.jsonl"
LOCK = "operations_erasures"
PATIENCE = timedelta(hours=1)  # heads and ledger are written every quarter of an hour


@dataclass(frozen=True, slots=True)
class Erasure:
    """`row`: the key and the moment of its making, so that a later row with the same key is not taken for it.

    Lifted is what was taken back on purpose, as an account opened anew: a restore does not erase it again.
    """

    kind: str
    row: str
    at: str
    content: dict[str, Any] = field(default_factory=dict)
    is_lifted: bool = False

    @property
    def name(self) -> tuple[str, str]:
        return self.kind, self.row


@dataclass(frozen=True, slots=True)
class ErasureKind:
    """What of the kind is erased here; whether one of the ledger holds here; and how it is done again."""

    made: Callable[[], Iterator[Erasure]]
    holds: Callable[[Erasure], bool]
    repeat: Callable[[Erasure], None]


_kinds: dict[str, ErasureKind] = {}


def register_erasures(name: str, kind: ErasureKind) -> None:
    _kinds[name] = kind


def erasure_kinds() -> list[str]:
    return sorted(_kinds)


def name_of(row: models.Model, made_at: datetime) -> str:
    return f"{row.pk}@{made_at.isoformat()}"


def find(rows: models.QuerySet[Any], erasure: Erasure, moment: str) -> Any:
    """The row that an erasure names, or None where this database never had it or has another by its key."""
    key, _at, made_at = erasure.row.partition("@")
    return rows.filter(pk=int(key), **{moment: datetime.fromisoformat(made_at)}).first()


def ledger() -> dict[tuple[str, str], Erasure]:
    """The last line of each erasure."""
    path = _path()
    if not path.exists():
        return {}
    lines = [Erasure(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {line.name: line for line in lines}


def write_erasures() -> int:
    """Append what the ledger does not say yet; returns how many lines."""
    with transaction.atomic():
        _lock()
        known = ledger()
        return _append([each for each in _made() if each.name not in known or known[each.name].at < each.at])


def outstanding() -> list[Erasure]:
    """What the ledger says and this database does not."""
    told = [line for line in ledger().values() if not line.is_lifted and line.kind in _kinds]
    return [line for line in told if not _kinds[line.kind].holds(line)]


def replay_erasures() -> list[Erasure]:
    """After a restore: each erasure made since the backup is made again, with its event."""
    missing = outstanding()
    with transaction.atomic():
        for line in missing:
            _kinds[line.kind].repeat(line)
    return missing


@integrity_check("erasures")
def complaints() -> Iterator[str]:
    """Data that came back after they were erased, and erasures that the ledger has lost."""
    for line in outstanding():
        yield _("%(kind)s %(row)s: was erased on %(at)s and is here again; type manage.py replay_erasures.") % {
            "kind": line.kind,
            "row": line.row.partition("@")[0],
            "at": line.at[:10],
        }
    known, late = ledger(), (timezone.now() - PATIENCE).isoformat()
    for made in _made():
        if made.name not in known and made.at < late and not made.is_lifted:
            yield _("%(kind)s %(row)s: was erased, and %(file)s does not say so.") % {
                "kind": made.kind,
                "row": made.row.partition("@")[0],
                "file": FILE,
            }


def _made() -> Iterator[Erasure]:
    for _name, kind in sorted(_kinds.items()):
        yield from kind.made()


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])


def _append(lines: list[Erasure]) -> int:
    if lines:
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(line)) + "\n" for line in lines)
    return len(lines)


def _path() -> Path:
    return Path(settings.HISTORY_HEADS_FILE).with_name(FILE)
