"""Verifying the audit trail: recompute the chain in Python and hold it against heads kept outside the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from operations.actions import OperationsAction
from operations.models import Event, SeenHead

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
        *([event.rows] if event.rows else []),
    )
    return hashlib.sha256("".join(framed(field) for field in fields).encode()).hexdigest()


def complaints(*, until: int | None = None, copy: Path | None = None) -> Iterator[str]:
    """One sentence for everything in the trail that is not as it was written.

    Heads of events after `until` are left aside: of a backup that ends there, they are not asked for. `copy` is a
    second copy of the file of heads, laid where who may change this machine may not; its heads count as well.
    """
    seen = [*read_heads(), *(read_heads(copy) if copy else ())]
    heads = {head.sequence: head for head in seen if until is None or head.sequence <= until}
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
    if until is None:
        yield from lost_heads()
        yield from false_restores()


def lost_heads() -> Iterator[str]:
    """What the database knows to have been written to the file outside it, and the file does not say any more."""
    path = Path(settings.HISTORY_HEADS_FILE)
    written = {(head.sequence, head.hash) for head in all_heads(path)}
    for sequence, known in SeenHead.objects.order_by("sequence").values_list("sequence", "hash").iterator(PAGE):
        if (sequence, known) not in written:
            yield _("The head of event %(number)s was written to %(file)s and is not there any more.") % {
                "number": sequence,
                "file": path.name,
            }


def false_restores() -> Iterator[str]:
    """Marks of a restore in the file outside that no event of the history speaks of."""
    for head in read_heads():
        if head.restored:
            told = Event.objects.filter(sequence__gt=head.sequence, action=OperationsAction.NOTE_RESTORE)
            if not told.filter(subject_id=str(head.sequence)).exists():
                yield _(
                    "The file of heads says that a backup was put back after event %(number)s; no event says so."
                ) % {"number": head.sequence}


def newest_head() -> Head | None:
    event = Event.objects.order_by("-sequence").first()
    if event is None:
        return None
    return Head(event.sequence, event.hash, datetime.now(UTC).isoformat(timespec="seconds"))


def all_heads(path: Path) -> list[Head]:
    """Every line of the file; none where there is no file."""
    if not path.exists():
        return []
    return [Head(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_heads(path: Path | None = None) -> list[Head]:
    """The heads seen so far; of what a restore has lost, none is asked for any more."""
    heads: list[Head] = []
    for head in all_heads(path or Path(settings.HISTORY_HEADS_FILE)):
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
    SeenHead.objects.get_or_create(sequence=head.sequence, hash=head.hash)
    return head


def note_restore(of: int) -> int:
    """Say outside the database that it was put back from a backup that ends with this event of the history.

    Returns how many seen heads are lost by it. What was erased again after it was put back are later events.
    """
    seen = read_heads()
    hashes = Event.objects.filter(sequence=of).values_list("hash", flat=True)
    head = Head(of, hashes.first() or FIRST_HASH, datetime.now(UTC).isoformat(timespec="seconds"))
    with transaction.atomic():
        Event.objects.create(
            action=OperationsAction.NOTE_RESTORE, subject_type=Event._meta.label_lower, subject_id=str(head.sequence)
        )
    _append(replace(head, restored=True))
    return sum(one.sequence > head.sequence for one in seen)


def _append(head: Head) -> None:
    path = Path(settings.HISTORY_HEADS_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = {name: value for name, value in asdict(head).items() if value is not False}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(plain) + "\n")
