"""The parts as one file: pages, bookmarks, links from part to part, one tree of tags, the edges with their numbers.

The front's file is the one the others are put into: identity, metadata and attachments are its own.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Stream, String

from core.printing.parts.edges import FONT, Edges
from core.printing.parts.making import ELSEWHERE, MadePart
from core.printing.parts.packing import packed

BEGIN, END = b"/Artifact <</Type /Pagination>> BDC q ", b" Q EMC"


def merge(front: MadePart, parts: Sequence[MadePart], edges: Mapping[str, Edges]) -> bytes:
    """One tagged file of all of them."""
    with pikepdf.open(io.BytesIO(front.pdf)) as whole:
        joint = _Joint(whole, front)
        for part in parts:
            joint.add(part)
        joint.close(edges)
        return _saved(whole)


class _Joint:
    def __init__(self, whole: Any, front: MadePart) -> None:
        self._whole = whole
        self._tags = whole.Root.StructTreeRoot
        self._key = len(self._tags.ParentTree.Nums) // 2
        self._kinds = list(front.record.kinds)
        self._places: dict[str, Any] = {}
        self._note_places(front, list(whole.pages))
        self._resources = [whole.pages[0].Resources]

    def add(self, part: MadePart) -> None:
        with pikepdf.open(io.BytesIO(part.pdf)) as other, warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # places are named below
            first = len(self._whole.pages)
            self._whole.pages.extend(other.pages)
            pages = list(self._whole.pages)[first:]
            self._take_tags(other, pages)
            self._take_bookmarks(other)
        self._kinds += part.record.kinds
        self._note_places(part, pages)
        self._resources.append(pages[0].Resources)

    def close(self, edges: Mapping[str, Edges]) -> None:
        self._lead_links()
        self._name_places()
        self._draw_edges(edges)

    def _take_tags(self, other: Any, pages: Sequence[Any]) -> None:
        """The part's elements follow those before; the numbers that lead from a page to its elements go on."""
        taken = self._whole.copy_foreign(other.Root.StructTreeRoot)
        document = self._tags.K[0]
        for element in taken.K[0].K:
            element.P = document
            document.K.append(element)
        listed = list(taken.ParentTree.Nums)
        for number, elements in zip(listed[::2], listed[1::2], strict=True):
            self._tags.ParentTree.Nums.extend([int(number) + self._key, elements])
        for page in pages:
            page.StructParents = int(page.StructParents) + self._key
            for link in page.get("/Annots", ()):
                if "/StructParent" in link:
                    link.StructParent = int(link.StructParent) + self._key
        self._key += len(listed) // 2

    def _take_bookmarks(self, other: Any) -> None:
        if "/Outlines" not in other.Root:
            return
        taken = self._whole.copy_foreign(other.Root.Outlines)
        if "/Outlines" not in self._whole.Root:
            self._whole.Root.Outlines = taken
            return
        own = self._whole.Root.Outlines
        each = taken.First
        while each is not None:
            each.Parent = own
            each = each.get("/Next")
        own.Last.Next, taken.First.Prev = taken.First, own.Last
        own.Last = taken.Last
        own.Count = int(own.Count) + int(taken.Count)

    def _note_places(self, part: MadePart, pages: Sequence[Any]) -> None:
        for name, (number, left, top) in part.record.places.items():
            self._places.setdefault(name, Array([pages[number].obj, Name.XYZ, left, top, 0]))

    def _lead_links(self) -> None:
        """What was an address in another part is a place in the same file now."""
        self._wanted: set[str] = set()
        for page in self._whole.pages:
            for link in page.get("/Annots", ()):
                if (action := link.get("/A")) is not None and str(action.get("/URI", "")).startswith(ELSEWHERE):
                    target = str(action.URI).removeprefix(ELSEWHERE)
                    del link.A
                    link.Dest = String(target)
                    link.Contents = String(target)
                if "/Dest" in link:
                    self._wanted.add(str(link.Dest))

    def _name_places(self) -> None:
        found = sorted(self._wanted & self._places.keys(), key=str.encode)
        listed = Array()
        for name in found:
            listed.append(String(name))
            listed.append(self._places[name])
        if "/Names" not in self._whole.Root:
            self._whole.Root.Names = Dictionary()
        self._whole.Root.Names.Dests = Dictionary(Names=listed)

    def _draw_edges(self, edges: Mapping[str, Edges]) -> None:
        """Before and after what the page says, as something that is not read aloud."""
        forms, layers = Dictionary(), {}
        for place, (kind, edge) in enumerate(edges.items()):
            drawn = []
            for layer, form in (("Under", edge.under), ("Over", edge.over)):
                name = f"/{layer}{place}"
                if form is not None:
                    forms[name] = self._whole.copy_foreign(form)
                drawn.append(b"" if form is None else b"%s Do" % name.encode())
            layers[kind] = drawn
        font = next((edge.number.font for edge in edges.values() if edge.number), None)
        self._give_resources(forms, None if font is None else self._whole.copy_foreign(font))
        begun = {kind: Stream(self._whole, BEGIN + under + END + b" q") for kind, (under, _over) in layers.items()}
        total = len(self._whole.pages)
        for number, (page, kind) in enumerate(zip(self._whole.pages, self._kinds, strict=True), start=1):
            sign = edges[kind].number
            written = b"" if sign is None else sign.drawn(number, total)
            over = Stream(self._whole, b"Q " + BEGIN + layers[kind][1] + b" " + written + END)
            page.Contents = Array([begun[kind], page.Contents, over])

    def _give_resources(self, forms: Any, font: Any) -> None:
        """The pages of a part share what they draw with."""
        for resources in self._resources:
            for name, form in forms.items():
                resources.XObject[name] = form
            if font is not None:
                resources.Font[FONT] = font


def _saved(whole: Any) -> bytes:
    """Packed streams stay as they were written and no other is packed: none may end in a line break (`engine.py`)."""
    held = io.BytesIO()
    whole.save(held, object_stream_mode=ObjectStreamMode.disable, compress_streams=False, fix_metadata_version=False)
    return packed(held.getvalue())
