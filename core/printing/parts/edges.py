"""What stands at the edges of every page and changes with each making: title, proof, banner, number, and “draft”.

Laid out once a kind of page by the same style sheet, then put on all pages of the kind.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from xml.etree.ElementTree import tostring

import pikepdf

from core.printing.content import classes_of, name_of, words_of
from core.printing.engine import Engine, quiet
from core.printing.parts.making import POINTS
from core.printing.shaping.static_fonts import fonts_moved_once

#: Signs of page numbers; printed where the number stands, they tell its place, size and glyphs.
UNTAGGED = "pdf/a-3u"
SIGNS, LAST = "0123456789/ ", "x"  # a space at the end of a line would be dropped
FONT = "/PageNumber"
_NUMBER = re.compile(
    rb"([\d.]+ [\d.]+ [\d.]+ rg)\s+BT\s+1 0 0 -1 ([\d.]+) ([\d.]+) Tm\s+(/\w+) ([\d.]+) Tf\s+"
    rb"\[((?:<[0-9a-f]{4}>[-.\d]*\s*){13})\] TJ\s+ET"
)
_GLYPH = re.compile(rb"<([0-9a-f]{4})>")
NOTHING = "{ content: none }"
OVER = f"""
@page {{ @top-right {NOTHING} @bottom-right {{ content: "{SIGNS}{LAST}"; white-space: pre }} }}
body {{ string-set: document attr(data-document), proof attr(data-proof), banner attr(data-banner) }}
"""
UNDER = f"@page {{ {' '.join(f'@{y}-{x} {NOTHING}' for y in ('top', 'bottom') for x in ('left', 'right'))} }}"


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The place of its right end and its glyphs, with their widths in parts of the size."""

    font: Any
    size: float
    right: float
    base: float
    glyphs: dict[str, bytes]
    widths: dict[str, float]
    colour: bytes

    def drawn(self, number: int, total: int) -> bytes:
        words = f"{number} / {total}"
        left = self.right - self.size * sum(self.widths[sign] for sign in words)
        written = b"".join(self.glyphs[sign] for sign in words)
        place = f"{left:.3f} {self.base:.3f}".encode()
        return b"%s BT %s %.3f Tf 1 0 0 1 %s Tm <%s> Tj ET" % (self.colour, FONT.encode(), self.size, place, written)


@dataclass(frozen=True, slots=True)
class Edges:
    """Of one kind of page: what is drawn under its words and over them, and how its number is written."""

    under: Any
    over: Any
    number: PageNumber | None
    #: The files they lie in, which have to stay open until they are copied.
    files: tuple[Any, ...]


def edges_of(engine: Engine, front: Any, kinds: Sequence[str]) -> dict[str, Edges]:
    """The edges of each kind of page, in words that the tree of the front has."""
    words = {name: _first(front, kind) for name, kind in (("proof", "proof"), ("banner", "banner"))}
    words["document"] = words_of(
        next((each for each in front.iter() if name_of(each) == "h1"), front.makeelement("p", {}))
    )
    said = " ".join(f'data-{name}="{escape(text)}"' for name, text in words.items())
    mark = next((each for each in front.iter() if "watermark" in classes_of(each)), None)
    over = _laid_out(engine, _sheets(said, kinds, ""), OVER)
    under = None if mark is None else _laid_out(engine, _sheets("", kinds, _html(mark)), UNDER)
    return {kind: _edges(over, under, place) for place, kind in enumerate(kinds)}


def _first(tree: Any, kind: str) -> str:
    found = next((each for each in tree.iter() if kind in classes_of(each)), None)
    if found is None:
        return ""
    lines = [each for each in found if name_of(each) == "p"]
    return words_of(lines[0] if lines else found)


def _html(element: Any) -> str:
    return tostring(element, encoding="unicode", method="html")


def _sheets(said: str, kinds: Sequence[str], mark: str) -> str:
    pages = "".join(f'<div style="{f"page: {kind}; " if kind else ""}height: 1px"></div>' for kind in kinds)
    return f"<html><body {said}>{mark}{pages}</body></html>"


def _laid_out(engine: Engine, html: str, extra: str) -> Any:
    document = engine.laid_out(engine.read(html), extra)
    with quiet(), fonts_moved_once():
        return pikepdf.open(io.BytesIO(document.write_pdf(pdf_variant=UNTAGGED, uncompressed_pdf=True)))


def _edges(over: Any, under: Any, place: int) -> Edges:
    page = over.pages[place]
    drawn = page.Contents.read_bytes()
    found = _NUMBER.search(drawn)
    number = None if found is None else _number(page, found)
    page.Contents.write(_NUMBER.sub(b"", drawn))
    return Edges(None if under is None else _form(under, place), _form(over, place), number, (over, under))


def _form(sheets: Any, place: int) -> Any:
    """None where nothing is written."""
    page = sheets.pages[place]
    return sheets.make_indirect(page.as_form_xobject()) if b"TJ" in page.Contents.read_bytes() else None


def _number(page: Any, found: re.Match[bytes]) -> PageNumber:
    colour, left, top, font, size, run = found.groups()
    glyphs = dict(zip(SIGNS + LAST, _GLYPH.findall(run), strict=True))
    held = page.Resources.Font[font.decode()]
    widths = _widths(held)
    wide = {sign: widths.get(int(glyph, 16), 0.0) for sign, glyph in glyphs.items()}
    points = float(size) * POINTS
    return PageNumber(
        font=held,
        size=points,
        right=float(left) * POINTS + points * sum(wide.values()),
        base=float(page.MediaBox[3]) - float(top) * POINTS,
        glyphs=glyphs,
        widths=wide,
        colour=colour,
    )


def _widths(font: Any) -> dict[int, float]:
    """By glyph, in parts of the size; the list says where a run begins, then its widths."""
    listed, widths = list(font.DescendantFonts[0].W), {}
    for first, run in zip(listed[::2], listed[1::2], strict=True):
        widths.update({int(first) + place: float(each) / 1000 for place, each in enumerate(run)})
    return widths
