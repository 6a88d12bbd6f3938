"""The statements of one search, as text: putting them together anew took the query builder longer than the database
takes to answer. Among 100,000 texts a typing error costs 2.1 ms of the processor's time, beside 7.4 by the builder, a
rare word 1.8 beside 4.2 (`make bench`). What a person may open is said in operations/search/openings.py alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from operations.models import SearchEntry

# How many rows have a beginning is guessed too high, and all rows would be read to find the twenty that do.
BY_INDEX = """
    SELECT set_config('enable_seqscan', 'off', true), set_config('pg_trgm.word_similarity_threshold', %s, true)"""
EXPECTED = "EXPLAIN (FORMAT JSON) SELECT id FROM operations_searchentry WHERE {matches}"
FIRST = """
    SELECT array_agg(DISTINCT kind), array_agg(id)
    FROM (SELECT kind, id FROM operations_searchentry WHERE {matches} LIMIT %s) first_ones"""
PART = """
    (SELECT %s AS code, %s AS titled_by, id, {nearness} AS nearness FROM operations_searchentry
     WHERE {matches} AND {may_open} AND id <> ALL(%s) LIMIT %s)"""
# A lasting place among equals that does not follow the order in which they came.
NEAREST = """
    WITH found AS MATERIALIZED ({parts}), placed AS (
        SELECT *, row_number() OVER (PARTITION BY code ORDER BY nearness DESC, hashint8(id)) AS place FROM found
    )
    SELECT code, nearness, {columns}
    FROM placed JOIN operations_searchentry entry ON entry.id = placed.id
    LEFT JOIN operations_searchentry above ON above.kind = placed.titled_by AND above.object_id = entry.parent_id
    WHERE place <= %s ORDER BY code, place"""
WORDS_ALIKE = """
    SELECT kind, word, similarity(word, %s) AS nearness FROM operations_titleword
    WHERE word %% %s AND similarity(word, %s) >= %s ORDER BY nearness DESC"""
OPEN_WORDS = """
    SELECT kind, word FROM unnest(%s::text[], %s::text[]) title (kind, word)
    WHERE {is_open}"""
IN_A_TITLE = """
    title.kind = ANY(%s) AND EXISTS (
        SELECT FROM operations_searchentry
        WHERE operations_searchentry.kind = title.kind
            AND ts_filter(words, '{{a,b}}') @@ plainto_tsquery('simple', title.word) AND {may_open}
    )"""
COLUMNS = [each.attname for each in SearchEntry._meta.concrete_fields if each.name not in ("words", "folded_title")]
TITLES = ("title_sq", "title_en")
Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Match:
    """Which entries answer to what was typed, and how near each is; both take the same parameters.

    `among` where all that answer are known: of a few by their numbers the database need not guess how many they are.
    """

    matches: str
    nearness: str
    parameters: Sequence[Any]
    among: Sequence[int] | None = None


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Words as the database's full text search takes them."""

    sql: str
    parameters: Sequence[str]

    @property
    def of_texts(self) -> Match:
        return Match(f"words @@ ({self.sql})", f"ts_rank(words, ({self.sql}))", self.parameters)

    @property
    def of_titles(self) -> Match:
        return Match(f"ts_filter(words, '{{a,b}}') @@ ({self.sql})", f"ts_rank(words, ({self.sql}))", self.parameters)


def in_both_languages(albanian: str, english: str) -> TextQuery:
    return TextQuery("to_tsquery('simple', %s) || plainto_tsquery('english', %s)", (albanian, english))


def of_beginnings(words: str) -> TextQuery:
    return TextQuery("to_tsquery('simple', %s)", (words,))


def like_titles(words: str) -> Match:
    return Match("folded_title %%> %s", "word_similarity(%s, folded_title)", (words,))


def expected_rows(match: Match, likeness: float) -> Statement:
    """With the settings of the search in the same round trip."""
    return f"{BY_INDEX}; {EXPECTED.format(matches=match.matches)}", [str(likeness), *match.parameters]


def first_ones(match: Match, most: int) -> Statement:
    """Their kinds and their numbers."""
    return FIRST.format(matches=match.matches), [*match.parameters, most]


def part_of(
    code: str, match: Match, may_open: Statement, *, titled_by: str, without: Collection[int], most: int
) -> Statement:
    condition, of_condition = may_open
    matches, of_matches = match.matches, match.parameters
    if match.among is not None:
        matches, of_matches = "id = ANY(%s)", [list(match.among)]
    sql = PART.format(nearness=match.nearness, matches=matches, may_open=condition)
    return sql, [code, titled_by, *match.parameters, *of_matches, *of_condition, list(without), most]


def nearest_of(parts: Iterable[Statement], places: int) -> Statement:
    """Code, nearness and the columns of the nearest of each part."""
    texts, parameters = zip(*parts, strict=True)
    columns = ", ".join(_shown(name) for name in COLUMNS)
    sql = NEAREST.format(parts=" UNION ALL ".join(texts), columns=columns)
    return sql, [*(each for told in parameters for each in told), places]


def _shown(column: str) -> str:
    return f"coalesce(above.{column}, entry.{column})" if column in TITLES else f"entry.{column}"


def words_alike(word: str, least: float) -> Statement:
    return WORDS_ALIKE, [word, word, word, least]


def open_words(words: Sequence[tuple[str, str]], parts: Sequence[Statement]) -> Statement:
    """Which of these kinds and words stand in a title; each part is the kinds and what of them may be opened."""
    sql = OPEN_WORDS.format(is_open=" OR ".join(f"({text})" for text, _parameters in parts))
    kinds, titles = zip(*words, strict=True)
    return sql, [list(kinds), list(titles), *(each for _text, told in parts for each in told)]


def in_a_title(kinds: Collection[str], may_open: Statement) -> Statement:
    return IN_A_TITLE.format(may_open=may_open[0]), [list(kinds), *may_open[1]]
