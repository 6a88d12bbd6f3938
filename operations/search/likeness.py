"""What a mistyped word may have meant: words that share most of its letters, of titles that the reader may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from core.search import search_words
from operations.search.openings import Openings
from operations.search.statements import Statement, TextQuery, in_a_title, of_beginnings, open_words, words_alike
from operations.search.wording import forms_of

#: Below this two words have little in common; and only words about as near as the nearest are taken.
LEAST, ABOUT = 0.4, 0.1
MOST = 40


@dataclass(frozen=True, slots=True)
class Meant:
    question: TextQuery
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Near:
    """A word of titles of one kind, and how near it is to what was typed."""

    kind: str
    word: str
    nearness: float


def meant(typed: str, openings: Openings) -> Meant | None:
    """Each word or one that looks like it; None where no title that she may open has such words."""
    parts, kinds = [], []
    for word in search_words(typed):
        alike = _alike(word, openings)
        parts.append(" | ".join(dict.fromkeys((*forms_of(word), *(found.word for found in alike)))))
        if alike:
            kinds.append(frozenset(found.kind for found in alike))
    if not kinds:
        return None
    return Meant(of_beginnings(" & ".join(f"({part})" for part in parts)), frozenset.intersection(*kinds))


def _alike(word: str, openings: Openings) -> list[_Near]:
    """Kind and word of the nearest that she may open, by the operator that the list's index serves.

    Whether she may is asked of the nearest alone, and of farther ones only where none of these is open to her: each
    such question reads all titles with the word.
    """
    left = [_Near(*row) for row in _rows(words_alike(word, LEAST))]
    open_: list[_Near] = []
    while left and (not open_ or left[0].nearness >= open_[0].nearness - ABOUT):
        nearest = (open_ or left)[0].nearness
        batch = [each for each in left if each.nearness >= nearest - ABOUT]
        left = left[len(batch) :]
        open_ += _open(batch, openings)
    return open_[:MOST]


def _open(words: Sequence[_Near], openings: Openings) -> list[_Near]:
    """Those that stand in a title of what this person may open: another's title changes nothing."""
    whole: set[str] = set()
    parts = []
    for each in openings.of({near.kind for near in words}):
        if each.is_whole:
            whole |= set(each.reading.kinds)
        else:
            parts.append(in_a_title(each.reading.kinds, each.may_open))
    asked = [(near.kind, near.word) for near in words if near.kind not in whole]
    told = set(_rows(open_words(asked, parts))) if asked and parts else set()
    return [near for near in words if near.kind in whole or (near.kind, near.word) in told]


def _rows(statement: Statement) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()
