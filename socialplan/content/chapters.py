"""Chapters as they are read: text with its tables in place and its notes numbered, in the language of the moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.printing.charts import BarChart
from core.printing.printed import PrintedTable, printed
from core.tables import DataTable
from core.text.richtext import PLACED_BLOCK, only_allowed, with_numbered_notes
from socialplan.content.blocks import chart_of
from socialplan.content.enums import BlockKind
from socialplan.content.models import Chapter

Figures = Mapping[str, Sequence[DataTable]]
SHORT_TEXT = 1_500
_HEADING = re.compile(r"<(/?)h([234])>")


@dataclass(frozen=True, slots=True)
class ChapterBlock:
    """The tables of one kind, with a picture where one helps; without tables there are no figures yet."""

    kind: str
    label: str
    tables: tuple[PrintedTable, ...]
    chart: BarChart | None

    @classmethod
    def of(cls, kind: str, tables: Sequence[DataTable]) -> ChapterBlock:
        return cls(str(kind), str(BlockKind(kind).label), printed(tables), chart_of(kind, tables))

    @property
    def is_wide(self) -> bool:
        return any(table.is_wide for table in self.tables)


@dataclass(frozen=True, slots=True)
class ChapterPart:
    """A piece of a chapter: text, or a block in its place."""

    html: SafeString = field(default_factory=SafeString)
    block: ChapterBlock | None = None


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class ReadChapter:
    """`language` is that of the text, which stays Albanian where nobody has written it in English."""

    is_text: ClassVar[bool] = True
    anchor: str
    title: str
    language: str
    parts: tuple[ChapterPart, ...]
    notes: tuple[Note, ...]
    headings: tuple[Heading, ...]

    @property
    def is_wide(self) -> bool:
        """A short text goes with its wide table onto the lying page, so that neither leaves half a page empty."""
        letters = sum(len(part.html) for part in self.parts)
        return letters < SHORT_TEXT and any(part.block.is_wide for part in self.parts if part.block)


def read_chapters(chapters: Iterable[Chapter], figures: Figures, *, has_page_notes: bool = False) -> list[ReadChapter]:
    """`has_page_notes`: a note stands where it belongs and is set at the foot of the page, as paper can."""
    return [_read(chapter, figures, has_page_notes=has_page_notes) for chapter in chapters]


def anchor_of(chapter: Chapter) -> str:
    return f"chapter-{chapter.key}"


class _ChapterReader:
    """Collects the notes and headings of one chapter while its text is made ready."""

    def __init__(self, anchor: str, *, has_page_notes: bool) -> None:
        self.anchor = anchor
        self.has_page_notes = has_page_notes
        self.notes: list[Note] = []
        self.headings: list[Heading] = []

    def note(self, number: int, text: str) -> str:
        if self.has_page_notes:
            return format_html('<span class="footnote">{}</span>', text)
        note = Note(number, f"{self.anchor}-note-{number}", text)
        self.notes.append(note)
        return format_html('<sup><a href="#{}" id="{}-place">{}</a></sup>', note.anchor, note.anchor, number)

    def heading(self, found: re.Match[str]) -> str:
        """Headings stand under the chapter's own title, so each is one level lower."""
        level = int(found[2]) + 1
        return f"<{found[1]}h{level}>"

    def open_heading(self, found: re.Match[str]) -> str:
        anchor = f"{self.anchor}-{len(self.headings) + 1}"
        self.headings.append(Heading(anchor, " ".join(re.sub(r"<[^>]+>", "", found[1]).split())))
        return f'<h3 id="{anchor}">{found[1]}</h3>'


def _read(chapter: Chapter, figures: Figures, *, has_page_notes: bool) -> ReadChapter:
    reader = _ChapterReader(anchor_of(chapter), has_page_notes=has_page_notes)
    text = only_allowed(chapter.body)
    text = _HEADING.sub(reader.heading, text)
    text = re.sub(r"<h3>(.*?)</h3>", reader.open_heading, text, flags=re.DOTALL)
    text = with_numbered_notes(text, reader.note)
    is_english = (get_language() or "sq").startswith("en") and bool(chapter.body_en)
    return ReadChapter(
        anchor=reader.anchor,
        title=str(chapter),
        language="en" if is_english else "sq",
        parts=tuple(_parts(text, figures)),
        notes=tuple(reader.notes),
        headings=tuple(reader.headings),
    )


def _parts(text: str, figures: Figures) -> Iterable[ChapterPart]:
    place = 0
    for found in PLACED_BLOCK.finditer(text):
        if before := text[place : found.start()].strip():
            yield ChapterPart(html=mark_safe(before))  # noqa: S308  cleaned above
        if found[1] in BlockKind.values:
            yield ChapterPart(block=ChapterBlock.of(found[1], figures.get(found[1], ())))
        place = found.end()
    if rest := text[place:].strip():
        yield ChapterPart(html=mark_safe(rest))  # noqa: S308  cleaned above
