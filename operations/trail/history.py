"""Verifying the audit trail: recompute the chain in Python and hold it against heads kept outside the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from operations.models import Event

FIRST_HASH = "0" * 64
PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event as somebody outside the database has seen it; `restored` when a backup ends with it."""

    sequence: int
    hash: str
    seen_at: str
    restored: bool = False


def framed(field: str | None) -> str:
    return "-" if field is None else f"{len(field)}:{field}"


def event_hash(event: Event) -> str:
    """The same canonical text as the database function operations_event_hash."""
    fields = (
        event.prev_hash,
        str(event.sequence),
        event.recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        None if event.actor_id is None else str(event.actor_id),
        event.role,
        event.action,
        event.subject_type,
        event.subject_id,
        event.subject_label,
        event.before_text,  # type: ignore[attr-defined]
        event.after_text,  # type: ignore[attr-defined]
        None if event.happened_on is None else event.happened_on.isoformat(),
        "true" if event.is_back_entry else "false",
        event.source_document,
    )
    return hashlib.sha256("".join(framed(field) for field in fields).encode()).hexdigest()


def complaints(*, until: int | None = None) -> Iterator[str]:
    """One sentence for everything in the trail that is not as it was written.

    Heads of events after `until` are left aside: of a backup that ends there, they are not asked for.
    """
    heads = {head.sequence: head for head in read_heads() if until is None or head.sequence <= until}
    last_sequence, last_hash = 0, FIRST_HASH
    events = Event.objects.annotate(before_text=Cast("before", TextField()), after_text=Cast("after", TextField()))
    for event in events.order_by("sequence").iterator(PAGE):
        if event.sequence != last_sequence + 1:
            yield _("After event %(last)s comes event %(next)s: something is missing or out of order.") % {
                "last": last_sequence,
                "next": event.sequence,
            }
        if event.prev_hash != last_hash:
            yield _("Event %(number)s does not follow the event before it.") % {"number": event.sequence}
        if event.hash != event_hash(event):
            yield _("Event %(number)s is not what was recorded.") % {"number": event.sequence}
        head = heads.pop(event.sequence, None)
        if head and head.hash != event.hash:
            yield _("Event %(number)s differs from the head seen outside the database.") % {"number": event.sequence}
        last_sequence, last_hash = event.sequence, event.hash
    for missing in sorted(heads):
        yield _("Event %(number)s was seen outside the database and is gone.") % {"number": missing}


def newest_head() -> Head | None:
    event = Event.objects.order_by("-sequence").first()
    if event is None:
        return None
    return Head(event.sequence, event.hash, datetime.now(UTC).isoformat(timespec="seconds"))


def read_heads() -> list[Head]:
    """The heads seen so far; of what a restore has lost, none is asked for any more."""
    path = Path(settings.HISTORY_HEADS_FILE)
    if not path.exists():
        return []
    heads: list[Head] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            head = Head(**json.loads(line))
            if head.restored:
                heads = [seen for seen in heads if seen.sequence <= head.sequence]
            heads.append(head)
    return heads


def write_head() -> Head | None:
    """Append the newest head to the file outside the database, unless it is there already."""
    head = newest_head()
    seen = read_heads()
    if head is None or (seen and (seen[-1].sequence, seen[-1].hash) == (head.sequence, head.hash)):
        return head
    _append(head)
    return head


def note_restore() -> int:
    """Say outside the database that it was put back from a backup; returns how many seen heads are lost by it."""
    seen = read_heads()
    head = newest_head() or Head(0, FIRST_HASH, datetime.now(UTC).isoformat(timespec="seconds"))
    _append(replace(head, restored=True))
    return sum(one.sequence > head.sequence for one in seen)


def _append(head: Head) -> None:
    path = Path(settings.HISTORY_HEADS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = {name: value for name, value in asdict(head).items() if value is not False}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(plain) + "\n")
