"""What a person finds: by groups, the best first; where nothing has the words, titles that look like them.

First the database is asked which kinds have the words at all, so that only their groups are put together and asked
for. A word that stands in more than `MANY` texts is looked for in titles before texts, and each group ranks `MANY` of
those that the person may open: which of thousands with the same word come first says nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction
from django.utils.functional import Promise

from core.search import search_words
from operations.models import SearchEntry
from operations.search.likeness import meant
from operations.search.marked import MarkedPiece, around, marked
from operations.search.openings import Opening, Openings
from operations.search.statements import (
    COLUMNS,
    TITLES,
    Match,
    TextQuery,
    expected_rows,
    first_ones,
    in_both_languages,
    like_titles,
    nearest_of,
    part_of,
)
from operations.search.wording import asked_words, beginnings

SHOWN_A_GROUP = 6
SHOWN_OF_ONE = 50
LIKENESS = 0.45
MANY, FEW = 1_000, 200
EVERYWHERE = 20 * MANY
# Never by number: in which order published words arrived would tell who said them.
BY_TEXTS = ("body_sq", "body_en")
BY_WORDS = (*TITLES, *BY_TEXTS)


@dataclass(frozen=True, slots=True)
class Hit:
    title: list[MarkedPiece]
    passage: list[MarkedPiece]
    url: str


@dataclass(frozen=True, slots=True)
class HitGroup:
    code: str
    label: str | Promise
    hits: list[Hit]
    has_more: bool


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """`is_likeness`: nothing has the words themselves; these titles look like them."""

    groups: list[HitGroup]
    is_likeness: bool = False


def find(user: Any, typed: str, *, only: str = "") -> SearchAnswer:
    """What this person may open of what has the words; `only` is the code of one group, then of more rows."""
    if (words := asked_words(typed)) is None:
        return SearchAnswer([])
    with transaction.atomic(), connection.cursor() as cursor:
        search = _Search(user, typed, only, cursor)
        if groups := search.having(in_both_languages(*words)):
            return SearchAnswer(groups)
        return SearchAnswer(search.alike(), is_likeness=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in one group and how near each is, the nearest first."""

    opening: Opening
    entries: dict[int, SearchEntry] = field(default_factory=dict)
    nearness: dict[int, float] = field(default_factory=dict)


class _Search:
    """What one person finds by what she typed, gathered group by group."""

    def __init__(self, user: Any, typed: str, only: str, cursor: Any) -> None:
        self.typed, self.only, self.cursor = typed, only, cursor
        self.openings = Openings(user)
        self.most = SHOWN_OF_ONE if only else SHOWN_A_GROUP
        self.found: dict[str, _Found] = {}

    def having(self, asked: TextQuery) -> list[HitGroup]:
        few = None if _stands_everywhere(asked, self.cursor) else _few(asked.of_texts, self.cursor)
        if few is not None:
            self.gather(*few)
            return self.groups()
        few_titles = _few(asked.of_titles, self.cursor)
        self.gather(*(few_titles or (asked.of_titles,)))
        self.gather(asked.of_texts)
        return self.groups()

    def alike(self) -> list[HitGroup]:
        """By the list of words, which is quick; else by the whole titles, which may be younger than the list."""
        if (likely := meant(self.typed, self.openings)) is not None:
            self.gather(likely.question.of_titles, likely.kinds, most=FEW)
        if not self.found:
            self.gather_like_titles()
        return self.groups()

    def gather_like_titles(self) -> None:
        self.gather(like_titles(" ".join(search_words(self.typed))))

    def gather(self, match: Match, kinds: Collection[str] | None = None, *, most: int = 0) -> None:
        """One question for all groups that are not full; what was found before stays before it."""
        open_ = {
            each.group.code: each
            for each in self.openings.of(kinds)
            if self.only in ("", each.group.code) and self.places_left(each.group.code) > 0
        }
        if not open_:
            return
        # What was taken could be all that is ranked of a group that is not full.
        taken = [number for found in self.found.values() for number in found.entries]
        parts = [
            part_of(code, match, each.may_open, titled_by=each.reading.titled_by, without=taken, most=most or MANY)
            for code, each in open_.items()
        ]
        self.cursor.execute(*nearest_of(parts, self.most + 1))
        for code, nearness, *columns in self.cursor.fetchall():
            if self.places_left(code) > 0:
                found = self.found.setdefault(code, _Found(open_[code]))
                entry = SearchEntry.from_db(self.cursor.db.alias, COLUMNS, columns)
                found.entries[entry.pk], found.nearness[entry.pk] = entry, nearness

    def places_left(self, code: str) -> int:
        """One more than is shown, which tells whether there is more."""
        return self.most + 1 - (len(self.found[code].entries) if code in self.found else 0)

    def groups(self) -> list[HitGroup]:
        return [
            HitGroup(group.code, group.label, self.hits(found), len(found.entries) > self.most)
            for group, found in sorted(
                ((found.opening.group, found) for found in self.found.values()), key=lambda pair: pair[0].order
            )
        ]

    def hits(self, found: _Found) -> list[Hit]:
        starts, reading = beginnings(self.typed), found.opening.reading
        own = BY_TEXTS if reading.titled_by else BY_WORDS
        shown = list(found.entries.values())[: self.most]
        shown.sort(key=lambda entry: (-found.nearness[entry.pk], *(getattr(entry, name) for name in own)))
        return [Hit(marked(entry.title, starts), around(entry.body, starts), reading.url(entry)) for entry in shown]


def _stands_everywhere(asked: TextQuery, cursor: Any) -> bool:
    """Whether the database expects more rows than are worth asking which kinds they are of.

    Of a beginning that stands everywhere its index brings all rows before the first. Where the statistics are wrong
    the answer takes longer and is the same.
    """
    cursor.execute(*expected_rows(asked.of_texts, LIKENESS))
    ((plan,),) = cursor.fetchone()
    return bool(plan["Plan"]["Plan Rows"] > EVERYWHERE)


def _few(match: Match, cursor: Any) -> tuple[Match, list[str]] | None:
    """All rows that have the words, and their kinds; None where more than `MANY` do: the first tell nothing of all."""
    cursor.execute(*first_ones(match, MANY + 1))
    kinds, numbers = cursor.fetchone()
    if numbers is None:
        return match, []
    return (replace(match, among=numbers), kinds) if len(numbers) <= MANY else None
