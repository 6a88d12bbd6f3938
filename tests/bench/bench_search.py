"""`make bench`: what is found among 100,000 texts, beside bare SQL of the same question; nothing here is a test."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest
from django.contrib.postgres.search import SearchRank, TrigramWordSimilarity
from django.db import connection
from django.db.models import F

from operations.models import SearchEntry
from operations.search.finding import find
from operations.search.kinds import readings_of
from operations.search.title_words import list_title_words
from operations.search.wording import question
from tests.bench.analysing import analyse
from tests.bench.bench_plan import say, timed
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = int(os.environ.get("VLORA_BENCH_TEXTS", "100000"))
ROUNDS = 15
#: Every text has one of a hundred words, every second one the common one, twenty the rare one.
FILL = """
    INSERT INTO operations_searchentry
        (kind, object_id, parent_id, key, title_sq, title_en, body_sq, body_en, folded_title, words)
    SELECT 'measure', 1000000 + n, %(version)s, gen_random_uuid(), title, '', body, '', title,
           setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'C')
    FROM (SELECT n, 'masa ' || n || ' fjala' || n %% 100 AS title,
                 CASE WHEN n %% 2 = 0 THEN 'sherbimi per familjet ' ELSE 'ndihma ' END
                 || CASE WHEN n %% 5000 = 7 THEN 'perkthyesi' ELSE 'tjeter' END AS body
          FROM generate_series(1, %(size)s) n) texts
"""
NEWEST = "SELECT * FROM operations_searchentry WHERE words @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT 20"


def middle(deed: Callable[[], Any]) -> float:
    deed()
    return statistics.median(timed(deed) for _round in range(ROUNDS)) * 1000


def asked(sql: str, *words: str) -> Callable[[], Any]:
    def ask() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, words)
            return cursor.fetchall()

    return ask


def bare(user: Any, entries: Any) -> Callable[[], Any]:
    """The same question of all groups as one statement, ready as text: the rest is what Django adds."""
    parts = [entries.filter(let).order_by("-closeness", "title_sq")[:7] for _group, _reading, let in readings_of(user)]
    sql, parameters = reduce(lambda one, other: one.union(other, all=True), parts).query.sql_with_params()
    return asked(sql, *parameters)


def ranked(typed: str) -> Any:
    words = question(typed)
    return SearchEntry.objects.filter(words=words).annotate(closeness=SearchRank(F("words"), words))


def alike(typed: str) -> Any:
    near = SearchEntry.objects.filter(folded_title__trigram_word_similar=typed)
    return near.annotate(closeness=TrigramWordSimilarity(typed, "folded_title"))


def filled() -> None:
    MunicipalityFactory()
    version = PlanVersionFactory()
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"version": version.pk, "size": SIZE})
        cursor.execute("SET pg_trgm.word_similarity_threshold = 0.45")
    list_title_words()
    analyse("operations_searchentry", "operations_titleword")


def test_search() -> None:
    filled()
    user = UserFactory(role="staff")
    say(f"newest twenty of {SIZE} texts, bare SQL (ms)", f"{middle(asked(NEWEST, 'sherbim:*')):.1f}", "<= 2")
    for name, typed, entries, goal in (
        ("a rare word", "përkthyesi", ranked("përkthyesi"), "<= 40"),
        ("a common word, ranked", "shërbimi", ranked("shërbimi"), "<= 40"),
        ("a typing error", "fjalla77", alike("fjalla77"), "<= 5"),
    ):
        here, there = middle(lambda typed=typed: find(user, typed)), middle(bare(user, entries))
        assert find(user, typed).groups, name
        say(f"search, {name} (ms, / bare SQL)", f"{here:.1f}, {here / there:.1f}", f"{goal}, <= 2")
