"""One part of a document: its HTML as a tagged file of its own, and what the whole has to know of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from core.printing.content import Content, Piece, classes_of, content_of, name_of
from core.printing.engine import Engine, written
from core.printing.mending import mend
from core.printing.numbering import Caption, number_captions
from core.printing.outcome import PdfAttachment, Progress

POINTS = 0.75  # of a pixel
#: The address of a link to a place in another part.
ELSEWHERE = "part:"
#: What changes with every making, or with the parts around, stands at the edges and is put there when they are joined.
EDGES = """
@page { @top-left { content: none } @bottom-left { content: none } @bottom-right { content: none } }
body[data-chapter] { string-set: chapter attr(data-chapter) }
"""


@dataclass(frozen=True, slots=True)
class Order:
    """A document to lay out, and what stands before and after it in the whole; before the front stands nothing."""

    html: str
    before: Mapping[str, int] = field(default_factory=dict)
    notes: int = 0
    chapter: str = ""
    after: tuple[Caption, ...] = ()
    pages: Mapping[str, int] = field(default_factory=dict)
    attachments: tuple[PdfAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The kinds of its pages, its places (page, left and top in points), its captions and words."""

    kinds: tuple[str, ...]
    places: Mapping[str, tuple[int, float, float]]
    captions: tuple[Caption, ...]
    notes: int
    content: Content

    def as_data(self) -> dict[str, Any]:
        content = asdict(self.content) | {"furniture": sorted(self.content.furniture)}
        return {**asdict(self), "content": content}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Record:
        said = data["content"]
        pieces = [Piece(**{**piece, "cells": tuple(piece["cells"])}) for piece in said["pieces"]]
        content = Content(**{**said, "pieces": pieces, "furniture": set(said["furniture"])})
        return cls(
            kinds=tuple(data["kinds"]),
            places={name: tuple(place) for name, place in data["places"].items()},
            captions=tuple(Caption(**each) for each in data["captions"]),
            notes=data["notes"],
            content=content,
        )


@dataclass(frozen=True, slots=True)
class MadePart:
    pdf: bytes
    record: Record


class OtherLength(Exception):
    """It has so many pages, and was to have another number."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


def make(
    engine: Engine, order: Order, name: str, progress: Progress | None = None, *, wanted: int | None = None
) -> MadePart:
    """Laid out and tagged; its pages have no number yet. No other part of the document has its name.

    It is not written where it has not the `wanted` number of pages: OtherLength says how many it has.
    """
    source = engine.read(order.html)
    tree = source.etree_element
    found = number_captions(tree, before=order.before, after=order.after)
    mend(tree)
    content = content_of(tree, notes=order.notes)
    _take_mark_away(tree)
    _name_chapter(tree, order.chapter)
    _point_elsewhere(tree, order.pages)
    begun = f"body {{ counter-reset: footnote {order.notes} }}" if order.notes else ""
    document = engine.laid_out(source, EDGES + begun, progress)
    if wanted not in {None, len(document.pages)}:
        raise OtherLength(len(document.pages))
    language, is_front = tree.get("lang", ""), not order.before
    made = written(document, language, order.attachments, prefix=name[:12], has_identity=is_front)
    return MadePart(
        made, Record(_kinds(document), _places(document), tuple(found), content.notes - order.notes, content)
    )


def _take_mark_away(tree: Any) -> None:
    """The watermark is put on all pages alike."""
    for parent in list(tree.iter()):
        for each in [each for each in parent if "watermark" in classes_of(each)]:
            parent.remove(each)


def _name_chapter(tree: Any, chapter: str) -> None:
    if chapter:
        next(each for each in tree if name_of(each) == "body").set("data-chapter", chapter)


def _point_elsewhere(tree: Any, pages: Mapping[str, int]) -> None:
    """Links to other parts say so; those of the contents know the page."""
    own = {name for each in tree.iter() if (name := each.get("id"))}
    for link in tree.iter():
        target = (link.get("href") or "") if name_of(link) == "a" else ""
        if target.startswith("#") and target[1:] not in own:
            link.set("href", ELSEWHERE + target[1:])
            if number := pages.get(target[1:]):
                link.set("data-page", str(number))


def _kinds(document: Any) -> tuple[str, ...]:
    return tuple(str(page._page_box.page_type.name or "") for page in document.pages)


def _places(document: Any) -> dict[str, tuple[int, float, float]]:
    places: dict[str, tuple[int, float, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, *_size) in page.anchors.items():
            places.setdefault(name, (number, round(x * POINTS, 2), round((page.height - y) * POINTS, 2)))
    return places


def joined_content(contents: Sequence[Content]) -> Content:
    """What the parts say, one after the other."""
    whole = Content(watermark=contents[0].watermark)
    for each in contents:
        whole.pieces += each.pieces
        whole.apart += each.apart
        whole.counters += each.counters
        whole.furniture |= each.furniture
    whole.notes = contents[-1].notes
    return whole
