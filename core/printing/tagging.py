"""What the engine's tags leave out: languages, scopes, where a picture stands, notes, and that a table is one.

The engine builds an element a box and page; each is looked at here as it is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.pdf import tags

from core.printing.content import classes_of

POINTS = 0.75  # of a pixel
SCOPES = {"col": "/Column", "row": "/Row"}
CALL, NOTE_CLASS = "::footnote-call", "footnote"
#: Elements that say nothing of their own, in one that may hold words itself: a reader of the tree passes them anyway.
IDLE, IDLE_KEYS = frozenset({"/Span", "/NonStruct"}), frozenset({"Type", "S", "K", "Pg", "P"})
HOLDS_WORDS = IDLE | frozenset({
    "/P", "/TD", "/TH", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/Lbl", "/Caption", "/Note", "/Reference",
})  # fmt: skip


class _Tagger:
    def __init__(self, document: Any, language: str, prefix: str) -> None:
        self._heights = [page.height for page in document.pages]
        self._language = language
        self._prefix = prefix
        self._tables: dict[Any, Any] = {}
        self._notes: dict[Any, Any] = {}
        self._build = tags._build_box_tree
        self._pdf: Any = None

    def build(self, box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, Any], *rest: Any) -> Iterator[Any]:
        self._pdf = pdf
        for element in self._build(box, parent, pdf, page, nums, *rest):
            source = getattr(box, "element", None)
            if source is not None:
                self._look_at(element, source, str(box.element_tag), page)
            if element["S"] in HOLDS_WORDS:
                self._take_in(element, nums)
            if source is not None and element["S"] == "/Table":
                self._name_apart(element)
                if self._is_continued(element, source):
                    continue
            yield element

    def _take_in(self, element: Any, nums: dict[int, Any]) -> None:
        """What an idle element holds is held by the one around it: half of all elements, and no word less."""
        kids = pydyf.Array()
        for kid in element["K"]:
            inner = self._pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else None
            if inner is None or inner.get("S") not in IDLE or not self._is_idle(inner, element):
                kids.append(kid)
                continue
            kids.extend(inner["K"])
            for each in inner["K"]:
                if isinstance(each, int):
                    nums[each] = element.reference
                else:
                    self._pdf.objects[int(each.split()[0])]["P"] = element.reference
            inner.clear()
        element["K"] = kids

    def _is_idle(self, inner: Any, element: Any) -> bool:
        """It has no language, name or link of its own and stands on the same page."""
        if inner.keys() - IDLE_KEYS or inner["Pg"] != element["Pg"]:
            return False
        references = [int(each.split()[0]) for each in inner["K"] if isinstance(each, bytes)]
        return all("S" in self._pdf.objects[number] for number in references)

    def _name_apart(self, table: Any) -> None:
        """Heads are called otherwise in every part of a document that is put together of parts."""
        if self._prefix:
            for cell in self._cells(table):
                if (name := cell.get("ID")) is not None:
                    name.string = f"{self._prefix}-{name.string}"

    def _look_at(self, element: Any, source: Any, tag: str, page: int) -> None:
        if (language := source.get("lang")) and language != self._language:
            element["Lang"] = pydyf.String(language)
        if element["S"] == "/Figure":
            left, top, right, bottom = element["A"]["BBox"]
            height = self._heights[page]
            corners = (left, height - bottom, right, height - top)
            element["A"]["BBox"] = pydyf.Array([round(each * POINTS, 2) for each in corners])
        elif element["S"] == "/TH" and (scope := SCOPES.get(source.get("scope"))):
            element["A"]["Scope"] = scope
        elif tag.endswith(CALL):
            element["S"] = "/Reference"
        elif NOTE_CLASS in classes_of(source) and "::" not in tag:
            self._note(element, source)

    def _note(self, element: Any, source: Any) -> None:
        """The outermost element of a note, which is made last, is the note."""
        if (inner := self._notes.get(source)) is not None:
            inner["S"] = "/Span"
            inner.pop("ID", None)
        element["S"], element["ID"] = (
            "/Note",
            pydyf.String("-".join(filter(None, (self._prefix, "note", str(element.number))))),
        )
        self._notes[source] = element

    def _is_continued(self, element: Any, source: Any) -> bool:
        """On the next page the same table goes on: its rows join the first part, its repeated head is not read again.

        The cells name their heads by those of the first page, which stand in the same places.
        """
        first = self._tables.setdefault(source, element)
        if first is element:
            return False
        here, there = (f"{'-'.join(filter(None, (self._prefix, str(each.number))))}-" for each in (element, first))
        parts = self._kids(element)
        heads = {cell["ID"].string for part in parts if part["S"] == "/THead" for cell in self._cells(part)}
        for part in parts:
            if part["S"] == "/THead":
                continue
            part["P"] = first.reference
            first["K"].append(part.reference)
            for name in (name for cell in self._cells(part) for name in cell["A"].get("Headers", ())):
                if name.string in heads:
                    name.string = there + name.string.removeprefix(here)
        return True

    def _cells(self, element: Any) -> Iterator[Any]:
        for kid in self._kids(element):
            if kid["S"] in {"/TD", "/TH"}:
                yield kid
            else:
                yield from self._cells(kid)

    def _kids(self, element: Any) -> list[Any]:
        references = [kid for kid in element.get("K", ()) if isinstance(kid, bytes)]
        kids = [self._pdf.objects[int(reference.split()[0])] for reference in references]
        return [kid for kid in kids if isinstance(kid, pydyf.Dictionary) and "S" in kid]


@contextmanager
def tags_completed(document: Any, language: str, prefix: str = "") -> Iterator[None]:
    """While a tagged document is written; `prefix` sets its names apart from those of other parts."""
    tagger = _Tagger(document, language, prefix)
    tags._build_box_tree = tagger.build
    try:
        yield
    finally:
        tags._build_box_tree = tagger._build
