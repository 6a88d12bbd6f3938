"""Parts of a row that have a page of their own and are written as a whole: a measure's budget and links, targets.

What a page showed is told by a digest of each field; the version is locked while it is held against what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from core.opened.digests import digest
from operations.deeds import record
from socialplan.content.enums import EditablePartKind
from socialplan.content.services.locks import RowConflict, locked_row
from socialplan.drafting.services.editing import ACTION_OF, Writing, is_own_part, note_part, settle_part

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EditablePart:
    """One such part: how its fields are read and written, told in the history, and compared.

    `write` gets the row, what stands there, and those fields that become something else.
    """

    part: EditablePartKind
    read: Callable[[Any], dict[str, Any]]
    write: Callable[[Any, Values, Values], None]
    for_history: Callable[[Any], Any]
    text: Callable[[Any], str]

    def plain(self, values: Values) -> dict[str, Any]:
        """For the history; an empty field is left out."""
        return {
            name: for_history for name, value in sorted(values.items()) if (for_history := self.for_history(value))
        }


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """What a page showed of each field, as digests, and the name its script gave it."""

    shown: Mapping[str, str]
    draft: str = ""


@transaction.atomic
def set_part(place: EditablePart, row: Any, wanted: Values, *, actor: User, page: OpenedPage) -> Any:
    """The fields become `wanted`, others stay. RowConflict if somebody changed one of them since the page was opened.

    History keeps the whole part before and after; nothing where it has stayed as it was.
    """
    row, before, after = _write(place, row, wanted, actor=actor, page=page)
    before = settle_part(row, place.part, before, actor=actor)
    if before != after:
        record(ACTION_OF[place.part], row, actor=actor, before=before, after=after)
    return row


@transaction.atomic
def set_place_by_itself(place: EditablePart, row: Any, wanted: Values, *, actor: User, page: OpenedPage) -> Any:
    """The same while the writer goes on writing; the event is written as for a row that saves itself."""
    row, before, after = _write(place, row, wanted, actor=actor, page=page)
    if before != after:
        note_part(row, place.part, Writing(before, after), actor=actor, draft=page.draft)
    return row


def _write(
    place: EditablePart, row: Any, wanted: Values, *, actor: User, page: OpenedPage
) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Answers with the row, its version locked, and what the part was and has become."""
    row = locked_row(row, actor=actor)
    stands = place.read(row)
    before = place.plain(stands)
    changed = {
        name: value
        for name, value in wanted.items()
        if name not in stands or place.text(value) != place.text(stands[name])
    }
    is_newer = any(digest(place.text(stands[name])) != page.shown.get(name) for name in changed if name in stands)
    if is_newer and not is_own_part(row, place.part, before, actor=actor, draft=page.draft):
        raise RowConflict(row)
    if changed:
        place.write(row, stands, changed)
    return row, before, place.plain(stands | changed)
