"""What a person finds: by groups, the best first; where nothing has the words, titles that look like them.

First the database is asked which kinds have the words at all, so that only their groups are put together and asked
for. A word that stands in more than `MANY` texts is looked for in titles before texts, and each group ranks `MANY` of
those that the person may open: which of thousands with the same word come first says nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from typing import Any
from zlib import crc32

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Count, F, QuerySet, Value
from django.utils.functional import Promise

from core.search import search_words
from operations.models import SearchEntry
from operations.models.search import TITLE_WORDS
from operations.search.kinds import Reading, SearchGroup, readings_of
from operations.search.likeness import meant
from operations.search.marked import MarkedPiece, around, marked
from operations.search.wording import beginnings, question

SHOWN_A_GROUP = 6
SHOWN_OF_ONE = 50
LIKENESS = 0.45
MANY, FEW = 1_000, 200
EVERYWHERE = 20 * MANY
# How many rows have a beginning is guessed too high, and all rows would be read to find the twenty that do.
BY_INDEX = """
    SELECT set_config('enable_seqscan', 'off', true), set_config('pg_trgm.word_similarity_threshold', %s, true)"""
# Never by number: in which order published words arrived would tell who said them.
BY_WORDS = ("title_sq", "title_en", "body_sq", "body_en")
Entries = QuerySet[SearchEntry]


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
    if (asked := question(typed)) is None:
        return SearchAnswer([])
    search = _Search(user, typed, only)
    with transaction.atomic(), connection.cursor() as cursor:
        if groups := search.having(asked, is_everywhere=_stands_everywhere(asked, cursor)):
            return SearchAnswer(groups)
        return SearchAnswer(search.alike(), is_likeness=True)


@dataclass(frozen=True, slots=True)
class _Found:
    """The numbers of what was found in one group and how near each is, the nearest first."""

    group: SearchGroup
    reading: Reading
    nearness: dict[int, float]


class _Search:
    """What one person finds by what she typed, gathered group by group."""

    def __init__(self, user: Any, typed: str, only: str) -> None:
        self.user, self.typed, self.only = user, typed, only
        self.most = SHOWN_OF_ONE if only else SHOWN_A_GROUP
        self.found: dict[str, _Found] = {}

    def having(self, asked: Any, *, is_everywhere: bool) -> list[HitGroup]:
        ranked = SearchEntry.objects.annotate(closeness=SearchRank(F("words"), asked))
        by_words = ranked.filter(words=asked)
        kinds = None if is_everywhere else _kinds(by_words)
        if kinds is None:
            by_titles = ranked.alias(title_words=TITLE_WORDS).filter(title_words=asked)
            self.gather(by_titles, _kinds(by_titles))
        self.gather(by_words, kinds)
        return self.groups()

    def alike(self) -> list[HitGroup]:
        """By the list of words, which is quick; else by the whole titles, which may be younger than the list."""
        if (likely := meant(self.typed, self.user)) is not None:
            ranked = SearchEntry.objects.annotate(closeness=SearchRank(F("words"), likely.question))
            self.gather(
                ranked.alias(title_words=TITLE_WORDS).filter(title_words=likely.question), likely.kinds, most=FEW
            )
        if not self.found:
            self.gather_like_titles()
        return self.groups()

    def gather_like_titles(self) -> None:
        words = " ".join(search_words(self.typed))
        alike = SearchEntry.objects.filter(folded_title__trigram_word_similar=words)
        self.gather(alike.annotate(closeness=TrigramWordSimilarity(words, "folded_title")))

    def gather(self, entries: Entries, kinds: Collection[str] | None = None, *, most: int = 0) -> None:
        """One question for all groups that are not full; what was found before stays before it."""
        open_ = {
            found[0].code: found
            for found in readings_of(self.user, kinds)
            if self.only in ("", found[0].code) and self.places_left(found[0].code) > 0
        }
        taken = [number for found in self.found.values() for number in found.nearness]
        if taken:  # else they could be all that is ranked of a group that is not full
            entries = entries.exclude(pk__in=taken)
        parts = [
            entries.filter(condition).order_by().values_list(Value(code), "pk", "closeness")[: most or MANY]
            for code, (_group, _reading, condition) in open_.items()
        ]
        nearness: dict[str, dict[int, float]] = {}
        for code, number, closeness in reduce(lambda one, other: one.union(other, all=True), parts) if parts else ():
            nearness.setdefault(code, {})[number] = closeness
        for code, told in nearness.items():
            kept = self.found.setdefault(code, _Found(*open_[code][:2], {})).nearness
            new = sorted(told.keys() - kept.keys(), key=lambda number: (-told[number], _shuffled(number)))
            kept |= {number: told[number] for number in new[: self.places_left(code)]}

    def places_left(self, code: str) -> int:
        """One more than is shown, which tells whether there is more."""
        return self.most + 1 - (len(self.found[code].nearness) if code in self.found else 0)

    def groups(self) -> list[HitGroup]:
        numbers = [number for found in self.found.values() for number in list(found.nearness)[: self.most]]
        entries = SearchEntry.objects.defer("words", "folded_title").in_bulk(numbers) if numbers else {}
        return [
            HitGroup(found.group.code, found.group.label, self.hits(found, entries), len(found.nearness) > self.most)
            for found in sorted(self.found.values(), key=lambda found: found.group.order)
        ]

    def hits(self, found: _Found, entries: dict[int, SearchEntry]) -> list[Hit]:
        starts = beginnings(self.typed)
        shown = [entries[number] for number in found.nearness if number in entries]
        shown.sort(key=lambda entry: (-found.nearness[entry.pk], *(getattr(entry, name) for name in BY_WORDS)))
        return [
            Hit(marked(entry.title, starts), around(entry.body, starts), found.reading.url(entry)) for entry in shown
        ]


def _stands_everywhere(asked: Any, cursor: Any) -> bool:
    """Whether the database expects more rows than are worth asking which kinds they are of.

    Of a beginning that stands everywhere its index brings all rows before the first. Where the statistics are wrong
    the answer takes longer and is the same.
    """
    entries = SearchEntry.objects.filter(words=asked).order_by().values("pk")
    sql, parameters = entries.query.sql_with_params()
    cursor.execute("; EXPLAIN (FORMAT JSON) ".join((BY_INDEX, sql)), [str(LIKENESS), *parameters])
    ((plan,),) = cursor.fetchone()
    return bool(plan["Plan"]["Plan Rows"] > EVERYWHERE)


def _kinds(entries: Entries) -> list[str] | None:
    """Which kinds have the words; None where more than `MANY` rows do: the first of them tell nothing of the rest."""
    first = entries.order_by().values("kind")[: MANY + 1]
    told = first.aggregate(kinds=ArrayAgg("kind", distinct=True, default=[]), rows=Count("kind"))
    return told["kinds"] if told["rows"] <= MANY else None


def _shuffled(number: int) -> int:
    """A lasting place among equals that does not follow the order in which they came."""
    return crc32(b"%d" % number)
