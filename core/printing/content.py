"""What a document's tree puts on paper, in the order in which the engine draws it; made before anything is drawn.

Out of the flow stand, by report.css: notes at the foot of their page; pictures and the signs before items, drawn after
the words; the page numbers of the contents and the watermark, drawn before them. Everything
else is drawn as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from core.text.numerals import written_number

UNSEEN = frozenset({"head", "title", "desc", "style", "script", "template", "colgroup", "defs"})
BLOCKS = frozenset({
    "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "li", "nav",
    "ol", "p", "section", "table", "ul",
})  # fmt: skip
PLACES = frozenset({"h1", "h2", "h3", "h4", "caption"})
FURNITURE = frozenset({"h1", "h2"})
BULLETS = ("•", "◦", "▪")
# what an engine adds at the end of a line, and what a reader of files makes of it
_NOT_READ = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff\ufffe\x02\u2010\u2011-]+")
SHOWN = 60


def readable(text: str) -> str:
    """The signs that are compared: without spaces and hyphens, which depend on where a line ends."""
    return _NOT_READ.sub("", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a row with its cells; `head` is what its table repeats on every page.

    `head_after` is the head under which rows without a word follow: their page shows nothing else of the table.
    """

    cells: tuple[str, ...]
    shown: str
    place: str
    head: str = ""
    head_after: str = ""

    @property
    def whole(self) -> str:
        return "".join(self.cells)


@dataclass
class Content:
    """The pieces in the flow, and what is drawn apart from it, each in its order."""

    pieces: list[Piece] = field(default_factory=list)
    notes: int = 0
    apart: list[str] = field(default_factory=list)
    counters: int = 0
    watermark: str = ""
    furniture: set[str] = field(default_factory=set)


def content_of(tree: Any, *, notes: int = 0) -> Content:
    """What the tree of an HTML document prints; `notes` stand in the parts before it."""
    reader = _Reader()
    reader.content.notes = notes
    reader.read(tree)
    reader.close()
    return reader.content


def name_of(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def classes_of(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def words_of(element: Any) -> str:
    """All its words that are seen, as one line."""
    return " ".join("".join(_seen(element)).split())


def is_unseen(element: Any) -> bool:
    return name_of(element) in UNSEEN or "visually-hidden" in classes_of(element) or element.get("hidden") is not None


def _seen(element: Any) -> Iterator[str]:
    if not is_unseen(element):
        yield element.text or ""
        for each in element:
            yield from _seen(each)
            yield each.tail or ""


class _Reader:
    def __init__(self) -> None:
        self.content = Content()
        self.words: list[str] = []
        self.place = ""
        self.cell_depth = 0
        self.lists: list[tuple[str, Any]] = []
        self.is_contents = False

    def read(self, element: Any) -> None:
        if is_unseen(element):
            return
        name, classes = name_of(element), classes_of(element)
        if "watermark" in classes:
            self.content.watermark = readable(words_of(element))
        elif "footnote" in classes:
            self._note(element)
        elif name == "svg":
            self.content.apart += filter(None, [readable(words_of(element))])
        elif name == "table" and not self.cell_depth:
            self._table(element)
        else:
            self._element(name, classes, element)

    def close(self) -> None:
        if not self.cell_depth and (piece := readable(shown := "".join(self.words))):
            self.content.pieces.append(Piece((piece,), _short(shown), self.place))
        if not self.cell_depth:
            self.words = []

    def _element(self, name: str, classes: frozenset[str], element: Any) -> None:
        is_block = name in BLOCKS
        if is_block:
            self.close()
        self._note_place(name, classes, element)
        if name == "nav" and "contents" in classes:
            self.is_contents = True
            self._inside(element)
            self.is_contents = False
        elif name in {"ol", "ul"}:
            self.lists.append((name, _numbers(element)))
            self._inside(element)
            self.lists.pop()
        else:
            self._item(name)
            self._inside(element)
        if is_block:
            self.close()

    def _inside(self, element: Any) -> None:
        self.words.append(element.text or "")
        for each in element:
            if callable(each.tag):  # a comment
                continue
            self.read(each)
            self.words.append(each.tail or "")

    def _note_place(self, name: str, classes: frozenset[str], element: Any) -> None:
        if name in PLACES:
            self.place = words_of(element)
        if name in FURNITURE or "proof" in classes:
            self.content.furniture.add(readable(words_of(element)))
        elif "banner" in classes:
            self.content.furniture.update(readable(words_of(each)) for each in element)

    def _item(self, name: str) -> None:
        if self.is_contents:
            self.content.counters += name == "a"
        elif name == "li" and self.lists:
            kind, numbers = self.lists[-1]
            bullet = BULLETS[min(len(self.lists), len(BULLETS)) - 1]
            self.content.apart.append(readable(bullet if kind == "ul" else next(numbers)))

    def _note(self, element: Any) -> None:
        self.content.notes += 1
        self.words.append(str(self.content.notes))
        self.content.apart.append(readable(f"{self.content.notes}{words_of(element)}"))

    def _table(self, table: Any) -> None:
        self.close()
        groups = [each for each in table if name_of(each) in {"thead", "tbody", "tfoot", "tr"}]
        for caption in (each for each in table if name_of(each) == "caption"):
            self._note_place("caption", frozenset(), caption)
            self._inside(caption)
            self.close()
        head = next((group for group in groups if name_of(group) == "thead"), None)
        repeated = "" if head is None else readable(" ".join(words_of(row) for row in head))
        for group in sorted(groups, key=lambda each: each is not head):
            for row in [group] if name_of(group) == "tr" else group:
                self._row(row, "" if group is head else repeated)

    def _row(self, row: Any, head: str) -> None:
        if name_of(row) != "tr":
            return
        cells = []
        for cell in row:
            self.cell_depth, outside, self.words = 1, self.words, []
            self._inside(cell)
            cells.append("".join(self.words))
            self.cell_depth, self.words = 0, outside
        read = tuple(filter(None, map(readable, cells)))
        if read:
            self.content.pieces.append(Piece(read, _short(" ".join(cells)), self.place, head))
        elif head and self.content.pieces:
            self.content.pieces[-1] = replace(self.content.pieces[-1], head_after=head)


def _numbers(element: Any) -> Iterator[str]:
    """The numbers of a list's items; the renderer writes each with a point."""
    number = int(element.get("start") or 1) if name_of(element) == "ol" else 1
    while True:
        yield f"{written_number(number, element.get('type') or '1')}."
        number += 1


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"
