"""How a version stands to the outline of its kind of document: which of its chapters fills which row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from core.search import folded
from socialplan.content.models import OutlineChapter


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """A row of the outline, and the key and title of the chapter that fills it, None where it is missing."""

    row: OutlineChapter
    chapter: Mapping[str, Any] | None

    @property
    def chapter_title(self) -> str:
        """What the chapter is called in the language of the moment; of chapters read with both titles."""
        if self.chapter is None:
            return ""
        is_english = (get_language() or "sq").startswith("en")
        return str((self.chapter["title_en"] if is_english else "") or self.chapter["title_sq"])


def filled(outline: Iterable[OutlineChapter], chapters: Iterable[Mapping[str, Any]]) -> list[OutlinePlace]:
    """A chapter fills the row it was made of, whatever it is called by now, or the one whose Albanian title it has.

    `chapters`: mappings with `key` and `title_sq`, as in the content of a version.
    """
    by_key, by_title = {}, {}
    for chapter in chapters:
        by_key[str(chapter["key"])] = chapter
        by_title[folded(chapter["title_sq"])] = chapter
    return [OutlinePlace(row, by_key.get(str(row.key)) or by_title.get(folded(row.title_sq))) for row in outline]
