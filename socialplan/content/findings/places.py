"""Where something is missing: rows of a version's content as places with a name and an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import get_language

from core.text.richtext import placed_blocks, plain_text
from socialplan.content.blocks.registry import kinds_in
from socialplan.content.enums import (
    EditablePartKind,
)
from socialplan.content.findings.rows import Location, Row
from socialplan.content.models import PlanVersion
from socialplan.content.snapshot import VersionSnapshot


def of_version(snapshot: VersionSnapshot, url: str = "") -> list[Location]:
    return [Location("", str(snapshot.version), url or snapshot.version.get_absolute_url())]


def rows_of(snapshot: VersionSnapshot, relation: str) -> list[Row]:
    """Rows of the content in their order."""
    return snapshot.ordered(relation)


def title_of(row: Row) -> str:
    is_english = (get_language() or "sq").startswith("en")
    title = row["title_en"] if is_english and row["title_en"] else row["title_sq"]
    return f"{row['code']} {title}"


def place_url(version: PlanVersion, part: str, key: str) -> str:
    """The address of a place by its stable key."""
    return reverse("content:place", args=[version.pk, part, key])


def place_of(snapshot: VersionSnapshot, part: str, row: Row) -> Location:
    return Location(row["key"], title_of(row), place_url(snapshot.version, part, row["key"]))


def rows_without(snapshot: VersionSnapshot, relation: str, parts: str, link: str) -> Iterator[Row]:
    """Rows that no part points at."""
    linked = {part[link] for part in snapshot.content[parts]}
    return (row for row in rows_of(snapshot, relation) if row["key"] not in linked)


def is_empty(body: str) -> bool:
    return not (plain_text(body) or placed_blocks(body))


def chapters_with(snapshot: VersionSnapshot, kinds: Iterable[str]) -> Iterator[Location]:
    for row in rows_of(snapshot, "chapters"):
        if not set(kinds).isdisjoint(kinds_in((row["body_sq"], row["body_en"]))):
            yield place_of(snapshot, EditablePartKind.CHAPTER, row)
