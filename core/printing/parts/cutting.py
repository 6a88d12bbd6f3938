"""Where a long document is parted. Its template marks the places; how many are used depends on its length alone.

So that no page is left empty for the machine's sake, short chapters stay together, and a document of less than about
thirty pages in one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

#: Between two pieces at which a page may begin; user's words cannot hold it, as comments are taken out of them.
MARK = "<!-- part -->"
#: A piece whose heading stands in one before it.
CONTINUED = 'class="wide continued"'
MOST_IN_ONE, LEAST_IN_PART = 90_000, 12_000
TAIL = "</body>"
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"[ \n]{2,}")
_HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CutPiece:
    """So much of the body, and the chapter its first line belongs to where it does not name one itself."""

    html: str
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class CutDocument:
    """Everything before the first mark as a document of its own, then the parts."""

    front: str
    parts: tuple[CutPiece, ...]


def cut(html: str) -> CutDocument | None:
    """None where the document is short or names no place."""
    front, *pieces = html.split(MARK)
    if not pieces:
        return None
    pieces[-1], tail, end = pieces[-1].rpartition(TAIL)
    sizes = [_signs(piece) for piece in pieces]
    if sum(sizes) <= MOST_IN_ONE:
        return None
    return CutDocument(front + tail + end, tuple(_gathered(pieces, sizes)))


def _gathered(pieces: list[str], sizes: list[int]) -> Iterator[CutPiece]:
    held: list[str] = []
    size, chapter, next_chapter = 0, "", ""
    for piece, signs in zip(pieces, sizes, strict=True):
        held.append(piece)
        size += signs
        next_chapter = _last_heading(piece) or next_chapter
        if size >= LEAST_IN_PART:
            yield _piece(held, chapter)
            held, size, chapter = [], 0, next_chapter
    if held:
        yield _piece(held, chapter)


def _piece(held: list[str], chapter: str) -> CutPiece:
    is_continued = CONTINUED in held[0][:200]
    return CutPiece("".join(held), chapter if is_continued else "")


def _last_heading(piece: str) -> str:
    found = _HEADING.findall(piece)
    return " ".join(unescape(_TAG.sub("", found[-1])).split()) if found else ""


def _signs(piece: str) -> int:
    """About how many signs a reader sees."""
    return len(_SPACE.sub(" ", _TAG.sub("", piece)))
