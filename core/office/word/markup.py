"""Cleaned HTML as Word paragraphs: headings, lists, quotations, tables, links; what is not known is kept as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from docx.oxml.ns import qn
from lxml import etree, html

from core.office.word.file import WordFile
from core.office.word.parts import element
from core.office.word.styles import CELL, HEAD_CELL, LANGUAGES, QUOTE
from core.office.word.tables import HEAD_SHADE, WordCell, write_table

SPACES = re.compile(r"[ \t\r\n\f]+")
LIKE_PARAGRAPHS = frozenset({"p", "div", "caption"})
WIDEST_TABLE = 40  # columns that can still be drawn on a page


@dataclass(frozen=True, slots=True)
class Marks:
    """How a run of text looks, and in which language it is written."""

    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    raised: str = ""
    is_link: bool = False
    language: str = ""

    def inside(self, tag: str) -> Marks:
        changes: dict[str, dict[str, Any]] = {
            "strong": {"is_bold": True},
            "th": {"is_bold": True},
            "em": {"is_italic": True},
            "u": {"is_underlined": True},
            "sup": {"raised": "superscript"},
            "sub": {"raised": "subscript"},
        }
        return replace(self, **changes.get(tag, {}))


def write_markup(word: WordFile, markup: str, *, headings: Mapping[str, str], language: str = "") -> None:
    """`headings`: the paragraph style for each heading element; `language` where it is not the file's own."""
    if not markup.strip():
        return
    other = language if language != word.language else ""
    _Writer(word, headings, Marks(language=other)).blocks(html.fragment_fromstring(markup, create_parent="div"))


class _Writer:
    def __init__(self, word: WordFile, headings: Mapping[str, str], marks: Marks) -> None:
        self.word = word
        self.headings = headings
        self.marks = marks

    def blocks(self, parent: Any, *, style: str = "Normal") -> None:
        """The children of a block; text that stands loose between them becomes a paragraph."""
        loose: list[Any] = [parent.text] if parent.text else []
        for child in parent:
            if self.is_block(child):
                self.loose(loose, style)
                self.block(child, style)
                loose = [child.tail] if child.tail else []
            else:
                loose.append(child)
        self.loose(loose, style)

    def is_block(self, child: Any) -> bool:
        return child.tag in {*LIKE_PARAGRAPHS, *self.headings, "ul", "ol", "li", "table", "blockquote"}

    def loose(self, pieces: list[Any], style: str) -> None:
        if any(not isinstance(piece, str) or piece.strip() for piece in pieces):
            paragraph = self.word.paragraph(style=style)
            for piece in pieces:
                self.inline(paragraph, paragraph._p, piece, self.marks)

    def block(self, child: Any, style: str) -> None:
        if child.tag in self.headings:
            self.heading(child)
        elif child.tag in {"ul", "ol"}:
            self.write_list(child, 0)
        elif child.tag == "table":
            self.table(child)
        elif child.tag == "blockquote":
            self.blocks(child, style=QUOTE)
        elif any(self.is_block(each) for each in child):
            self.blocks(child, style=style)
        else:
            self.fill(self.word.paragraph(style=style), child)

    def heading(self, child: Any) -> None:
        paragraph = self.word.paragraph(style=self.headings[child.tag])
        self.fill(paragraph, child)
        if anchor := child.get("id"):
            self.word.bookmark(paragraph, anchor)

    def write_list(self, parent: Any, level: int, number: int | None = None) -> None:
        start = parent.get("start", "1")
        is_ordered = parent.tag == "ol"
        begin = int(start) if start.isdecimal() else 1
        own = number if number is not None else self.word.new_list(is_ordered=is_ordered, start=begin)
        for item in parent:
            if item.tag == "li":
                self.item(item, own, level, is_ordered=is_ordered)

    def item(self, item: Any, number: int, level: int, *, is_ordered: bool) -> None:
        """One paragraph with the list's sign; what follows in the same item stands under it without one."""
        paragraph, is_used = self.word.list_item(number, level), False
        loose: list[Any] = [item.text] if item.text else []
        for child in item:
            if child.tag in {"ul", "ol"}:
                is_same_kind = (child.tag == "ol") == is_ordered
                self.pour(paragraph, loose)
                loose, is_used = [], True
                self.write_list(child, level + 1, number if is_same_kind else None)
            elif self.is_block(child) and child.tag not in LIKE_PARAGRAPHS:
                self.pour(paragraph, loose)
                loose, is_used = [], True
                self.block(child, "Normal")
            elif child.tag in LIKE_PARAGRAPHS:
                self.pour(paragraph, loose)
                loose = []
                if is_used or paragraph.text:
                    paragraph = self.word.paragraph(style="List Paragraph")
                self.fill(paragraph, child)
                is_used = True
            else:
                loose.append(child)
                continue
            if child.tail and child.tail.strip():
                loose.append(child.tail)
        self.pour(paragraph, loose)

    def pour(self, paragraph: Any, pieces: list[Any]) -> None:
        for piece in pieces:
            self.inline(paragraph, paragraph._p, piece, self.marks)

    def fill(self, paragraph: Any, parent: Any) -> None:
        """Everything within an element as one paragraph."""
        self.inside(paragraph, paragraph._p, parent, self.marks)

    def inside(self, paragraph: Any, place: Any, parent: Any, marks: Marks) -> None:
        if parent.text:
            place.append(run(parent.text, marks))
        for child in parent:
            self.inline(paragraph, place, child, marks)

    def inline(self, paragraph: Any, place: Any, piece: Any, marks: Marks) -> None:
        """A piece of a line with its tail, put into the paragraph or into a link of it."""
        if isinstance(piece, str):
            place.append(run(piece, marks))
            return
        if isinstance(piece, etree._Element) and isinstance(piece.tag, str):
            self.element(paragraph, place, piece, marks)
        if piece.tail:
            place.append(run(piece.tail, marks))

    def element(self, paragraph: Any, place: Any, piece: Any, marks: Marks) -> None:
        if piece.tag == "br":
            place.append(element("w:r", element("w:br")))
        elif piece.tag == "span" and piece.get("class") == "footnote":
            place.append(self.word.footnote(" ".join(piece.text_content().split())))
        elif piece.tag == "a" and piece.get("href") and place is paragraph._p:
            link = self.word.link(paragraph, whole_address(piece.get("href")))
            self.inside(paragraph, link, piece, replace(marks, is_link=True))
        else:
            self.inside(paragraph, place, piece, marks.inside(piece.tag))

    def table(self, table: Any) -> None:
        for caption in table.iter("caption"):
            self.fill(self.word.paragraph(style="Caption"), caption)
        rows = list(grid_of(table))
        width = max((len(row) for row in rows), default=0)
        if not width:
            return
        heads = len([row for row in table.iter("tr") if (row.getparent().tag) == "thead"])
        made = [list(self.cells(row, width)) for row in rows]
        write_table(self.word, made, shares=[100 // width] * width, heads=heads)
        self.word.paragraph()

    def cells(self, row: list[Slot | None], width: int) -> Iterator[WordCell]:
        place = 0
        while place < width:
            slot = row[place] if place < len(row) else None
            if slot is None:
                yield WordCell()
                place += 1
                continue
            is_head = slot.source.tag == "th"
            shade = HEAD_SHADE if is_head else ""
            if slot.is_continued:
                yield WordCell(span=slot.span, is_continued=True, shade=shade)
            else:
                yield WordCell(
                    is_head=is_head,
                    span=slot.span,
                    rows=slot.rows,
                    shade=shade,
                    paragraphs=tuple(self.paragraphs_of(slot.source, is_head=is_head)),
                )
            place += slot.span

    def paragraphs_of(self, cell: Any, *, is_head: bool) -> Iterator[Any]:
        """A cell's paragraphs, taken out of the body where python-docx has put them."""
        body = self.word.document.element.body
        before = len(body)
        self.blocks(cell, style=HEAD_CELL if is_head else CELL)
        made = list(body[before - 1 : len(body) - 1])
        for paragraph in made:
            body.remove(paragraph)
        stored = [paragraph for paragraph in made if paragraph.tag == qn("w:p")]
        yield from stored or [element("w:p")]


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands at a place of a table's grid: a cell, or the part of one that reaches down from above."""

    source: Any
    span: int
    rows: int
    is_continued: bool = False


def grid_of(table: Any) -> Iterator[list[Slot | None]]:
    """The rows of a table with spanned cells laid out, as a browser would; every row begins at its left edge."""
    reaching: dict[int, tuple[Slot, int]] = {}
    for row in table.iter("tr"):
        laid: list[Slot | None] = []
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        while cells or any(place >= len(laid) for place in reaching):
            place = len(laid)
            if place in reaching:
                slot, left = reaching.pop(place)
                if left > 1:
                    reaching[place] = (slot, left - 1)
                laid += [replace(slot, is_continued=True), *[None] * (slot.span - 1)]
            elif cells:
                slot = _slot(cells.pop(0), room=WIDEST_TABLE - place)
                if slot.rows > 1:
                    reaching[place] = (slot, slot.rows - 1)
                laid += [slot, *[None] * (slot.span - 1)]
            else:
                laid.append(None)
        yield laid


def _slot(cell: Any, *, room: int) -> Slot:
    return Slot(cell, max(1, min(_number(cell, "colspan"), room)), _number(cell, "rowspan"))


def _number(cell: Any, name: str) -> int:
    value = cell.get(name, "1")
    return max(1, int(value)) if value.isdecimal() else 1


def run(text: str, marks: Marks) -> Any:
    properties = element("w:rPr")
    for is_on, tag in ((marks.is_bold, "w:b"), (marks.is_italic, "w:i")):
        if is_on:
            properties.append(element(tag))
    if marks.is_link:
        properties.append(element("w:color", val="0B4F6C"))
    if marks.is_underlined or marks.is_link:
        properties.append(element("w:u", val="single"))
    if marks.raised:
        properties.append(element("w:vertAlign", val=marks.raised))
    if marks.language:
        properties.append(element("w:lang", val=LANGUAGES[marks.language]))
    made = element("w:r")
    if len(properties):
        made.append(properties)
    made.append(element("w:t", text=SPACES.sub(" ", text)))
    return made


def whole_address(href: str) -> str:
    """Addresses of this site are written out, because a file has no site of its own."""
    return settings.SITE_URL.rstrip("/") + href if href.startswith("/") else href
