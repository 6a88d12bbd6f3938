"""One Word file while it is being written."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import pgettext
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Length

from core.office.word.footnotes import Footnotes
from core.office.word.parts import element, field, plain, put
from core.office.word.styles import BANNER, CONTENTS, GAP, LANGUAGES, NOTE, lay_styles
from core.printing.issuer import Issuer

SHORT_SIDE, LONG_SIDE, MARGIN = Cm(21), Cm(29.7), Cm(2)
HEADER_MARGIN = Cm(1)
ARMS_HEIGHT, EMBLEM_HEIGHT = Cm(2.4), Cm(1.4)
LEFTOVERS = frozenset({"thumbnail", "customXml", "stylesWithEffects"})


class WordFile:
    """A4, upright until it is turned; every page carries `header` lines above and `footer` with its number below."""

    def __init__(
        self, *, title: str, language: str, made_at: datetime, issuer: Issuer | None = None, comments: str = ""
    ) -> None:
        self.language, self.issuer = language, issuer or Issuer()
        self.document: Any = Document()
        self._drop_leftovers()
        self.notes = Footnotes()
        lay_styles(self.document, language)
        self._style_ids = {style.name: style.style_id for style in self.document.styles}
        describe(self.document, title=title, author=self.issuer.name, language=language, made_at=made_at)
        self.document.core_properties.comments = plain(comments)
        self._bookmarks = 0
        self._counted: Counter[str] = Counter()
        self._section(self.document.sections[0])

    def gap(self) -> None:
        """Keeps a table from the next one; so low that on a full page it does not ask for another."""
        self.paragraph("", GAP)

    def header(self, *lines: str, footer: str = "") -> None:
        """The issuer's banner and lines at the head of every page; `footer` and the page's number at the foot."""
        section = self.document.sections[0]
        first = section.header.paragraphs[0]
        for place, line in enumerate(filter(None, [self.issuer.banner, *lines])):
            paragraph = first if place == 0 else section.header.add_paragraph()
            paragraph.style = self.document.styles[BANNER]
            paragraph.add_run(plain(line))
        foot = section.footer.paragraphs[0]
        foot.add_run(plain(f"{footer}  ·  " if footer else ""))
        for piece in (*field("PAGE"), element("w:r", element("w:t", text=" / ")), *field("NUMPAGES")):
            foot._p.append(piece)

    def letterhead(self) -> None:
        """The issuer's arms and name, where the document begins."""
        if self.issuer.arms:
            self.picture(self.issuer.arms, height=ARMS_HEIGHT, alternative=self.issuer.name)
        if self.issuer.name:
            self.paragraph(self.issuer.name.upper(), "Subtitle")
        self._donor()

    def _donor(self) -> None:
        """The emblem and the words that the donor asks for."""
        if self.issuer.emblem:
            self.picture(self.issuer.emblem, height=EMBLEM_HEIGHT, alternative=self.issuer.donor)
        for words in filter(None, [self.issuer.thanks(self.language), self.issuer.disclaimer]):
            self.paragraph(words)

    def picture(
        self, content: bytes, *, alternative: str, width: Length | None = None, height: Length | None = None
    ) -> Any:
        """A paragraph with a picture that says in words what it shows."""
        paragraph = self.paragraph()
        drawn = paragraph.add_run().add_picture(io.BytesIO(content), width=width, height=height)
        drawn._inline.docPr.set("descr", plain(alternative))
        for side in "TBLR":  # where nothing is said, others than Word leave room beside it and move it aside
            drawn._inline.set(f"dist{side}", "0")
        return paragraph

    @property
    def width(self) -> Length:
        """The room between the margins of the present page."""
        section = self.document.sections[-1]
        return Length(section.page_width - section.left_margin - section.right_margin)

    def heading(self, text: str, level: int, *, anchor: str = "", begins_page: bool = False) -> Any:
        paragraph = self.document.add_heading(plain(text), level)
        if begins_page:
            paragraph.paragraph_format.page_break_before = True
        if anchor:
            self.bookmark(paragraph, anchor)
        return paragraph

    def paragraph(self, text: str = "", style: str = "Normal", *, is_centred: bool = False) -> Any:
        paragraph = self.document.add_paragraph(plain(text))
        if style != "Normal":
            paragraph._p.style = self.style_id(style)
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def numbered_caption(self, words: str, *, is_figure: bool = False) -> None:
        """A caption above a table or figure, counted by the word processor itself: one put in moves the numbers."""
        kind = "Figure" if is_figure else "Table"
        name = pgettext("before its number", "Figure") if is_figure else pgettext("before its number", "Table")
        self._counted[kind] += 1
        paragraph = self.paragraph(f"{name} ", "Caption")
        for piece in field(f"SEQ {kind} \\* ARABIC", str(self._counted[kind])):
            paragraph._p.append(piece)
        paragraph.add_run(plain(f". {words}"))

    @property
    def is_lying(self) -> bool:
        return bool(self.document.sections[-1].orientation == WD_ORIENT.LANDSCAPE)

    def turn(self, *, is_lying: bool) -> None:
        """A new page of the other orientation, unless the page already lies as wanted."""
        if self.is_lying != is_lying:
            self._section(self.document.add_section(WD_SECTION.NEW_PAGE), is_lying=is_lying)
            self._end_section_in_its_last_paragraph()

    def _end_section_in_its_last_paragraph(self) -> None:
        """Not in an empty one of its own, which on a full page would stand alone on the next."""
        ending = self.document.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1]
        before = ending.getprevious()
        if before is not None and before.tag == qn("w:p") and not before.xpath("./w:pPr/w:sectPr"):
            before.get_or_add_pPr().append(ending.pPr.find(qn("w:sectPr")))
            ending.getparent().remove(ending)

    def _section(self, section: Any, *, is_lying: bool = False) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if is_lying else WD_ORIENT.PORTRAIT
        section.page_width = LONG_SIDE if is_lying else SHORT_SIDE
        section.page_height = SHORT_SIDE if is_lying else LONG_SIDE
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
        section.header_distance = section.footer_distance = HEADER_MARGIN

    def bookmark(self, paragraph: Any, name: str) -> None:
        self._bookmarks += 1
        at = paragraph._p.find(qn("w:pPr"))
        place = 0 if at is None else 1
        paragraph._p.insert(place, element("w:bookmarkStart", id=self._bookmarks, name=bookmark_name(name)))
        paragraph._p.append(element("w:bookmarkEnd", id=self._bookmarks))

    def link(self, paragraph: Any, address: str) -> Any:
        """An empty link at the end of the paragraph, to be filled with runs."""
        if address.startswith("#"):
            made = element("w:hyperlink", anchor=bookmark_name(address[1:]), history=1)
        else:
            made = element("w:hyperlink", history=1)
            key = paragraph.part.relate_to(plain(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            made.set(qn("r:id"), key)
        paragraph._p.append(made)
        return made

    def contents(self, title: str, entries: Sequence[tuple[str, str]]) -> None:
        """Lines that lead to their headings, each with its page as a field of its own.

        Word computes it when it opens the file, others while they lay it out. In one field around all lines, as
        Word's own contents are, others would keep the numbers that were written, and here nobody knows them.
        """
        self.paragraph(title, "TOC Heading" if "TOC Heading" in self._style_ids else "Subtitle")
        for anchor, text in entries:
            line = self.paragraph(style=CONTENTS)
            link = self.link(line, f"#{anchor}")
            link.append(element("w:r", element("w:t", text=text)))
            link.append(element("w:r", element("w:tab")))
            for piece in field(f"PAGEREF {bookmark_name(anchor)} \\h", "…"):
                link.append(piece)
            line.paragraph_format.tab_stops.add_tab_stop(self.width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        settings = self.document.settings.element
        settings.insert(0, element("w:updateFields", val="true"))

    def style_id(self, name: str) -> str:
        """Read once a file: python-docx looks through all styles at every question, and a plan has many cells."""
        return self._style_ids[name]

    def new_list(self, *, is_ordered: bool, start: int = 1) -> int:
        """A list of its own that begins to count anew; returns the number its paragraphs name."""
        numbering = self.document.part.numbering_part.element
        taken = [int(each.get(qn("w:abstractNumId"))) for each in numbering.findall(qn("w:abstractNum"))]
        numbers = [int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num"))]
        abstract, number = max(taken, default=0) + 1, max(numbers, default=0) + 1
        levels = [_list_level(level, is_ordered=is_ordered, start=start) for level in range(9)]
        made = element("w:abstractNum", element("w:multiLevelType", val="multilevel"), *levels, abstractNumId=abstract)
        put_before_numbers(numbering, made)
        numbering.append(element("w:num", element("w:abstractNumId", val=abstract), numId=number))
        return number

    def list_item(self, number: int, level: int) -> Any:
        paragraph = self.paragraph(style="List Paragraph")
        properties = element("w:numPr", element("w:ilvl", val=min(level, 8)), element("w:numId", val=number))
        put(paragraph._p.get_or_add_pPr(), properties, "w:spacing", "w:ind", "w:jc", "w:rPr")
        return paragraph

    def footnote(self, words: str) -> Any:
        """A run with the mark of a note, whose words stand at the foot of the page."""
        return self.notes.mark(words, self.style_id(NOTE))

    def _drop_leftovers(self) -> None:
        """What the library's own template carries along: the picture of another document, and its data."""
        for holder in (self.document.part.package, self.document.part):
            for key in [key for key, each in holder.rels.items() if each.reltype.rsplit("/", 1)[-1] in LEFTOVERS]:
                del holder.rels[key]

    def bytes(self) -> bytes:
        self.notes.add_to(self.document)
        stored = io.BytesIO()
        self.document.save(stored)
        return stored.getvalue()


def describe(document: Any, *, title: str, author: str, language: str, made_at: datetime) -> None:
    """The properties by which a file says what it is and whose."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = plain(title), plain(author), plain(author)
    properties.language = LANGUAGES[language]
    properties.created = properties.modified = made_at.replace(tzinfo=None)


def bookmark_name(anchor: str) -> str:
    """Word takes letters, digits and underscores, a letter first, 40 at most."""
    return ("b_" + "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in anchor))[:40]


def put_before_numbers(numbering: Any, abstract: Any) -> None:
    first = numbering.find(qn("w:num"))
    numbering.append(abstract) if first is None else first.addprevious(abstract)


def _list_level(level: int, *, is_ordered: bool, start: int) -> Any:
    kind = ("decimal", "lowerLetter", "lowerRoman")[level % 3] if is_ordered else "bullet"
    sign = f"%{level + 1}." if is_ordered else "•–▪"[level % 3]
    indent = element("w:pPr", element("w:ind", left=360 * (level + 1), hanging=360))
    return element(
        "w:lvl",
        element("w:start", val=start if level == 0 else 1),
        element("w:numFmt", val=kind),
        element("w:lvlText", val=sign),
        element("w:lvlJc", val="left"),
        indent,
        ilvl=level,
    )
