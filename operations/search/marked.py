"""The part of a text around what was found, in pieces of which some are marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.search import folded

BEFORE, SHOWN = 60, 220
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    text: str
    is_hit: bool


def marked(text: str, beginnings: Sequence[str]) -> list[MarkedPiece]:
    """The whole text, each word that begins with one of the beginnings as a piece of its own."""
    pieces, end = [], 0
    for word in WORD.finditer(text):
        if folded(word[0]).startswith(tuple(beginnings)):
            pieces += [MarkedPiece(text[end : word.start()], is_hit=False), MarkedPiece(word[0], is_hit=True)]
            end = word.end()
    return [piece for piece in (*pieces, MarkedPiece(text[end:], is_hit=False)) if piece.text]


def around(text: str, beginnings: Sequence[str]) -> list[MarkedPiece]:
    """Some two lines about the first hit, else from the beginning."""
    text = " ".join(text.split())
    hits = (word.start() for word in WORD.finditer(text) if folded(word[0]).startswith(tuple(beginnings)))
    start = max(0, next(hits, 0) - BEFORE)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    stop = start + SHOWN
    shown = text[start:stop] if stop >= len(text) else text[start:stop].rsplit(" ", 1)[0] + " …"
    return marked(("… " if start else "") + shown, beginnings)
