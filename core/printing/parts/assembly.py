"""A cut document as one file: kept parts are taken, the others made, and all are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.html

from core.printing.content import Content, classes_of, is_unseen
from core.printing.engine import Engine
from core.printing.numbering import WANTED, captions
from core.printing.outcome import PdfAttachment, Progress
from core.printing.parts.cutting import CutDocument, CutPiece
from core.printing.parts.edges import edges_of
from core.printing.parts.keeping import PartStore, key_of, key_of_whole
from core.printing.parts.making import MadePart, Order, OtherLength, joined_content, make
from core.printing.parts.merging import merge
from core.printing.parts.press import Press

FIRST_GUESS, TRIES = 3, 4
ROOT_NAMES = ("lang", *(f"data-{kind}-name" for kind in WANTED))


@dataclass(frozen=True, slots=True)
class Assembled:
    made: bytes
    content: Content
    pages: int


def assemble(
    document: CutDocument,
    engine: Engine,
    store: PartStore,
    *,
    progress: Progress | None,
    attachments: Sequence[PdfAttachment],
) -> Assembled:
    """The whole document, and what it says."""
    tree = engine.read(document.front).etree_element
    held = _Held(store, engine, progress)
    parts = held.parts(_orders(document.parts, tree, held))
    front = _front(document.front, tree, parts, held, tuple(attachments))
    all_parts = [front, *parts]
    whole = key_of_whole([held.front, *held.keys])
    if (made := store.whole(whole)) is None:
        kinds = sorted({kind for part in all_parts for kind in part.record.kinds})
        made = merge(front, parts, edges_of(engine, tree, kinds))
        store.put_whole(whole, made)
    store.thin()
    content = joined_content([part.record.content for part in all_parts])
    return Assembled(made, content, sum(len(part.record.kinds) for part in all_parts))


class _Held:
    """What is kept already; what is not is made, and kept from then on."""

    def __init__(self, store: PartStore, engine: Engine, progress: Progress | None) -> None:
        self.store, self.engine, self.progress = store, engine, progress
        self.kept: dict[str, MadePart] = {}
        self.keys: list[str] = []  # of the parts that the document consists of
        self.front = ""  # the key of the front that was asked for last

    def parts(self, orders: Sequence[tuple[str, Order, _Counts]]) -> list[MadePart]:
        missing = {key: order for key, order, _counts in orders if key not in self.kept}
        pages = sum(len(part.record.kinds) for part in self.kept.values())
        made = Press(self.engine, missing, pages=pages, progress=self.progress).run()
        for key, part in made.items():
            self.store.put(key, part)
        found = [(made | self.kept)[key] for key, _order, _counts in orders]
        for (_key, _order, counts), part in zip(orders, found, strict=True):
            if counts != _Counts.of(part):
                raise ValueError("A part holds other numbers of tables, figures and notes than it was ordered with.")
        self.keys += [key for key, _order, _counts in orders]
        return found

    def one(self, order: Order, pages: int) -> MadePart:
        """OtherLength where it has not so many pages."""
        key = key_of(order)
        part = self.store.get(key)
        if part is None:
            part = make(self.engine, order, key, wanted=pages)
            self.store.put(key, part)
        if len(part.record.kinds) != pages:
            raise OtherLength(len(part.record.kinds))
        self.front = key
        return part


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many numbered things stand somewhere."""

    tables: int = 0
    figures: int = 0
    notes: int = 0

    @classmethod
    def of(cls, part: MadePart) -> _Counts:
        kinds = [each.kind for each in part.record.captions]
        return cls(kinds.count("table"), kinds.count("figure"), part.record.notes)

    @classmethod
    def in_tree(cls, tree: Any) -> _Counts:
        kinds = [kind for kind, _holder, _caption in captions(tree)]
        return cls(kinds.count("table"), kinds.count("figure"), _notes_in(tree))

    def __add__(self, other: _Counts) -> _Counts:
        return _Counts(self.tables + other.tables, self.figures + other.figures, self.notes + other.notes)


def _notes_in(element: Any) -> int:
    if is_unseen(element):
        return 0
    return 1 if "footnote" in classes_of(element) else sum(map(_notes_in, element))


def _orders(pieces: Sequence[CutPiece], front: Any, held: _Held) -> list[tuple[str, Order, _Counts]]:
    """Each part numbers on from those before it; one that is kept is not read again to know how many it has."""
    before, orders = _Counts.in_tree(front), []
    named = " ".join(f'{name}="{front.get(name)}"' for name in ROOT_NAMES if front.get(name))
    for piece in pieces:
        html = f"<!DOCTYPE html><html {named}><head><title>–</title></head><body>{piece.html}</body></html>"
        numbers = {"table": before.tables, "figure": before.figures}
        order = Order(html, before=numbers, notes=before.notes, chapter=piece.chapter)
        key = key_of(order)
        if (part := held.store.get(key)) is not None:
            held.kept[key] = part
        counts = _Counts.in_tree(lxml.html.document_fromstring(html)) if part is None else _Counts.of(part)
        orders.append((key, order, counts))
        before += counts
    return orders


def _front(
    html: str, tree: Any, parts: Sequence[MadePart], held: _Held, attachments: tuple[PdfAttachment, ...]
) -> MadePart:
    """Cover, imprint and contents: laid out last, as they know the pages of the others, and anew if they grew."""
    after = tuple(caption for part in parts for caption in part.record.captions)
    wanted = _targets(tree) | {caption.anchor for caption in after}
    name = f"pages of a front with {len(wanted)} entries in {tree.get('lang')}"
    guess = held.store.guess(name) or FIRST_GUESS
    for _try in range(TRIES):
        pages = _pages_after(guess, parts, wanted)
        try:
            front = held.one(Order(html, after=after, pages=pages, attachments=attachments), guess)
        except OtherLength as found:
            guess = found.pages
        else:
            held.store.remember(name, guess)
            return front
    raise ValueError("The contents do not settle on a number of pages.")


def _targets(tree: Any) -> set[str]:
    links = (each.get("href") or "" for each in tree.iter())
    return {link[1:] for link in links if link.startswith("#")}


def _pages_after(front: int, parts: Sequence[MadePart], wanted: set[str]) -> Mapping[str, int]:
    pages: dict[str, int] = {}
    before = front
    for part in parts:
        for name in wanted & part.record.places.keys():
            pages.setdefault(name, before + part.record.places[name][0] + 1)
        before += len(part.record.kinds)
    return pages
