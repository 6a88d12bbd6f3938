"""A finished PDF read back by another program and held against the document: the same words in the same order.

A page is: the watermark, the numbers of the contents, then its part of the flow, after it its pictures and the signs
of its items, its notes and the lines at its edges. Nothing may be missing or added, each row stands once, and all of
it on the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count, islice

import pypdfium2
from django.utils.translation import gettext as _

from core.printing.content import Content, Piece, readable
from core.printing.outcome import PdfDiffers

LOOK_BACK, ENDS_TRIED, TRIES = 80, 4, 1_000
SIGNS_TRIED, BEGINNING = 100, 3
EDGE = 1  # what a glyph may stand over the sheet's edge, in points
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class State:
    """How far the document has been found: pieces of the flow, signs of the current one's cells, what stands apart.

    A row that goes over a page leaves behind what belongs to its first cells, so the places found apart are named.
    """

    piece: int = 0
    done: tuple[int, ...] = ()
    apart: frozenset[int] = frozenset()
    counters: int = 0


@dataclass(frozen=True, slots=True)
class ReadPage:
    number: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.lines)


def refuse_difference(made: bytes, content: Content) -> None:
    """PdfDiffers, with the place, where the file does not say exactly what the document says."""
    pages = list(_pages(made))
    _Comparison(content, pages).run()


def _pages(made: bytes) -> Iterator[ReadPage]:
    with closing(pypdfium2.PdfDocument(made)) as document:
        for number, page in enumerate(document, start=1):
            with closing(page), closing(page.get_textpage()) as text:
                _refuse_outside(text, page.get_size(), number)
                lines = tuple(readable(line) for line in text.get_text_range().splitlines())
            yield ReadPage(number, lines)


def _refuse_outside(text: pypdfium2.PdfTextPage, size: tuple[float, float], number: int) -> None:
    width, height = size
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        if left < -EDGE or bottom < -EDGE or right > width + EDGE or top > height + EDGE:
            words = " ".join(text.get_text_bounded(left, bottom, right, top).split())
            sentence = _("Page %(page)s: “%(words)s” does not fit on the sheet. The file was not kept.")
            raise PdfDiffers(sentence % {"page": number, "words": words[:60]})


class _Comparison:
    def __init__(self, content: Content, pages: list[ReadPage]) -> None:
        self.content, self.pages = content, pages
        furniture = sorted(filter(None, content.furniture), key=len, reverse=True)
        self.furniture = re.compile(f"(?:{'|'.join(map(re.escape, furniture))})*" if furniture else "")
        self.furthest = (1, 0, 0)
        self.lacking = ""
        self.tries = 0

    def run(self) -> None:
        """Tries page after page; where a page could end in several ways, the next page decides."""
        waiting = [self._ways(self.pages[0], State())] if self.pages else []
        while waiting:
            state = next(waiting[-1], None)
            if state is None:
                waiting.pop()
            elif len(waiting) == len(self.pages):
                if self._is_complete(state):
                    return
                self.lacking = self._lacking(state)
            else:
                waiting.append(self._ways(self.pages[len(waiting)], state))
            if self.tries > TRIES * len(self.pages):
                break
        self._refuse()

    def _is_complete(self, state: State) -> bool:
        content = self.content
        return (state.piece, len(state.apart)) == (len(content.pieces), len(content.apart))

    def _lacking(self, state: State) -> str:
        """A note, picture or sign that no page has."""
        return next((each for place, each in enumerate(self.content.apart) if place not in state.apart), "")[:60]

    def _refuse(self) -> None:
        number, index, _end = self.furthest
        piece = self.content.pieces[index] if index < len(self.content.pieces) else Piece(("",), self.lacking, "")
        sentence = _(
            "Page %(page)s does not say what the document says, at “%(words)s” (%(place)s). The file was not kept."
        )
        raise PdfDiffers(sentence % {"page": number, "words": piece.shown, "place": piece.place or "–"})

    def _ways(self, page: ReadPage, state: State) -> Iterator[State]:
        """Each way in which the page's text is the next part of the document."""
        for lines in self._orders(page, state):
            text = "".join(lines)
            for start, begun in self._starts(lines, state):
                for end, found in self._flows(text, start, begun):
                    self.tries += 1
                    self.furthest = max(self.furthest, (page.number, found.piece, end))
                    yield from self._closed(text[end:], page, found)

    def _orders(self, page: ReadPage, state: State) -> Iterator[tuple[str, ...]]:
        """The page's lines as read; then with a sign put behind its line: readers sort a line from left to right."""
        yield page.lines
        signs = {self.content.apart[index] for index in self._waiting(state.apart)}
        for index in range(len(page.lines) - 1, -1, -1):
            line = page.lines[index]
            for sign in signs:
                before, found, after = line.partition(sign)
                if found and before + after:
                    yield (*page.lines[:index], before + after + sign, *page.lines[index + 1 :])

    def _starts(self, lines: tuple[str, ...], state: State) -> Iterator[tuple[int, State]]:
        """Where the flow begins: after the watermark, numbers of the contents and the head of a table."""
        text = "".join(lines)
        start = len(self.content.watermark) if text.startswith(self.content.watermark) else 0
        places, line_start = [start], 0
        for line in lines:
            is_counter = DIGITS.fullmatch(line) and len(places) <= self.content.counters - state.counters
            if line_start >= start and not is_counter:
                break
            line_start += len(line)
            if line_start > start:
                places.append(line_start)
        for counted in range(len(places) - 1, -1, -1):
            place, begun = places[counted], replace(state, counters=state.counters + counted)
            for head in self._repeated(state):
                if text.startswith(head, place):
                    yield place + len(head), begun
            yield place, begun

    def _repeated(self, state: State) -> list[str]:
        """The heads a page may begin with: of the row to come, or of rows without a word after the last one."""
        pieces = self.content.pieces
        coming = pieces[state.piece].head if state.piece < len(pieces) else ""
        wordless = pieces[state.piece - 1].head_after if state.piece and not state.done else ""
        return [head for head in dict.fromkeys((coming, wordless)) if head]

    def _flows(self, text: str, place: int, state: State) -> Iterator[tuple[int, State]]:
        """Where the page's part of the flow may end: furthest first, for its end may look like what follows."""
        ends, closers = [(place, state)], self._closers(state)
        pieces = self.content.pieces
        while state.piece < len(pieces):
            cells = pieces[state.piece].cells
            done = state.done or (0,) * len(cells)
            rest = [cell[gone:] for cell, gone in zip(cells, done, strict=True)]
            whole = "".join(rest)
            if not text.startswith(whole, place):
                for end, more in self._partly(text, place, rest, closers):
                    if any(more):
                        gone = tuple(map(sum, zip(done, more, strict=True)))
                        yield end, replace(state, done=gone)
                break
            place, state = place + len(whole), replace(state, piece=state.piece + 1, done=())
            ends.append((place, state))
        yield from reversed(ends[-ENDS_TRIED:])

    def _closers(self, state: State) -> tuple[str, ...]:
        """How that begins which may follow the flow: what stands apart and was not found yet, and the edges."""
        waiting = {self.content.apart[index][:BEGINNING] for index in self._waiting(state.apart)}
        return (*waiting, *filter(None, self.content.furniture))

    def _partly(
        self, text: str, place: int, rest: list[str], closers: tuple[str, ...]
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """How much of each cell may stand before the page ends; the cells after it may not have begun there."""
        if not rest:
            yield place, ()
            return
        fits = _common(text, place, rest[0])
        following = tuple(cell[:BEGINNING] for cell in rest[1:] if cell)
        for taken in range(fits, max(-1, fits - LOOK_BACK), -1):
            is_end = not following or text.startswith(following + closers, place + taken)
            if not is_end and taken not in {0, fits}:
                continue
            for end, more in self._partly(text, place + taken, rest[1:], closers):
                yield end, (taken, *more)

    def _closed(self, text: str, page: ReadPage, state: State) -> Iterator[State]:
        """What follows the flow: pictures and signs, notes, the edges; nothing where there is anything else."""
        number = f"{page.number}/{len(self.pages)}"
        if not text.endswith(number) and page.number > 1:  # a cover may go without
            return
        text = text.removesuffix(number)
        found, place = set(state.apart), 0
        while True:
            if self.furniture.fullmatch(text, place):
                yield replace(state, apart=frozenset(found))
            if (index := self._apart_at(text, place, found)) is None:
                return
            place += len(self.content.apart[index])
            found.add(index)

    def _apart_at(self, text: str, place: int, found: set[int]) -> int | None:
        """Which of the nearest that stand apart and were not found yet stands at the place."""
        apart = self.content.apart
        return next((index for index in self._waiting(found) if text.startswith(apart[index], place)), None)

    def _waiting(self, found: Set[int]) -> Iterator[int]:
        """The nearest of those apart that were not found yet."""
        first = next(index for index in count() if index not in found)
        return islice((index for index in range(first, len(self.content.apart)) if index not in found), SIGNS_TRIED)


def _common(text: str, place: int, other: str) -> int:
    """How many signs of `other` stand in the text at the place."""
    least, most = 0, min(len(other), len(text) - place)
    while least < most:
        middle = (least + most + 1) // 2
        if text.startswith(other[least:middle], place + least):
            least = middle
        else:
            most = middle - 1
    return least
