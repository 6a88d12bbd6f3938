"""What a person finds: by groups, the best first; where nothing has the words, titles that look like them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, QuerySet, Value
from django.utils.functional import Promise

from core.search import search_words
from operations.models import SearchEntry
from operations.search.kinds import Reading, readings_of
from operations.search.marked import MarkedPiece, around, marked
from operations.search.wording import beginnings, question

SHOWN_A_GROUP = 6
SHOWN_OF_ONE = 50
LIKENESS = 0.45
# Never by number: in which order published words arrived would tell who said them.
BY_WORDS = ("title_sq", "title_en", "body_sq", "body_en")


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
    by_words = SearchEntry.objects.filter(words=asked).annotate(closeness=SearchRank(F("words"), asked))
    if groups := _groups(by_words, user, typed, only):
        return SearchAnswer(groups)
    return SearchAnswer(_alike(user, typed, only), is_likeness=True)


def _alike(user: Any, typed: str, only: str) -> list[HitGroup]:
    """By the operator that the index of titles serves."""
    words = " ".join(search_words(typed))
    alike = SearchEntry.objects.filter(folded_title__trigram_word_similar=words)
    closest = alike.annotate(closeness=TrigramWordSimilarity(words, "folded_title"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)])
        return _groups(closest, user, typed, only)


def _groups(entries: QuerySet[SearchEntry], user: Any, typed: str, only: str) -> list[HitGroup]:
    """One question for all groups, each cut to its first rows."""
    open_ = [each for each in readings_of(user) if not only or each[0].code == only]
    most = SHOWN_OF_ONE if only else SHOWN_A_GROUP
    parts = [
        entries.filter(condition)
        .annotate(group=Value(group.code))
        .defer("words", "folded_title")
        .order_by("-closeness", *BY_WORDS)[: most + 1]
        for group, _reading, condition in open_
    ]
    if not parts:
        return []
    rows: dict[str, list[Any]] = {}
    for entry in reduce(lambda one, other: one.union(other, all=True), parts):
        rows.setdefault(entry.group, []).append(entry)
    return [
        HitGroup(group.code, group.label, _hits(rows[group.code][:most], reading, typed), len(rows[group.code]) > most)
        for group, reading, _condition in open_
        if group.code in rows
    ]


def _hits(entries: list[Any], reading: Reading, typed: str) -> list[Hit]:
    starts = beginnings(typed)
    best = sorted(entries, key=lambda entry: (-entry.closeness, *(getattr(entry, name) for name in BY_WORDS)))
    return [Hit(marked(entry.title, starts), around(entry.body, starts), reading.url(entry)) for entry in best]
