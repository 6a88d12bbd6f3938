"""`make bench`: what is found among 100,000 texts, beside bare SQL of the same question; nothing here is a test."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from operations.search.finding import find
from tests.bench.bench_plan import say, timed
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db
SIZE = int(os.environ.get("VLORA_BENCH_TEXTS", "100000"))
ROUNDS = 15
#: Every text has one of a hundred words, every second one the common one, twenty the rare one.
FILL = """
    INSERT INTO operations_searchentry
        (kind, object_id, parent_id, key, title_sq, title_en, body_sq, body_en, folded_title, words)
    SELECT 'measure', 1000000 + n, %(version)s, gen_random_uuid(), title, '', body, '', title,
           to_tsvector('simple', title || ' ' || body)
    FROM (SELECT n, 'masa ' || n || ' fjala' || n %% 100 AS title,
                 CASE WHEN n %% 2 = 0 THEN 'sherbimi per familjet ' ELSE 'ndihma ' END
                 || CASE WHEN n %% 5000 = 7 THEN 'perkthyesi' ELSE 'tjeter' END AS body
          FROM generate_series(1, %(size)s) n) texts
"""
NEWEST = "SELECT * FROM operations_searchentry WHERE words @@ to_tsquery('simple', %s) ORDER BY id DESC LIMIT 20"
RANKED = """
    SELECT *, ts_rank(words, to_tsquery('simple', %s)) closeness FROM operations_searchentry
    WHERE words @@ to_tsquery('simple', %s) AND kind = 'measure' ORDER BY closeness DESC, title_sq LIMIT 7
"""
ALIKE = """
    SELECT *, word_similarity(%s, folded_title) closeness FROM operations_searchentry
    WHERE %s <%% folded_title AND kind = 'measure' ORDER BY closeness DESC, title_sq LIMIT 7
"""


def middle(deed: Callable[[], Any]) -> float:
    deed()
    return statistics.median(timed(deed) for _round in range(ROUNDS)) * 1000


def asked(sql: str, *words: str) -> Callable[[], Any]:
    def ask() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql, words)
            return cursor.fetchall()

    return ask


def filled() -> None:
    MunicipalityFactory()
    version = PlanVersionFactory()
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"version": version.pk, "size": SIZE})
        cursor.execute("SET pg_trgm.word_similarity_threshold = 0.45")
        cursor.execute("ANALYZE operations_searchentry")


def test_search() -> None:
    filled()
    user = UserFactory(role="staff")
    say(f"newest twenty of {SIZE} texts, bare SQL (ms)", f"{middle(asked(NEWEST, 'sherbim:*')):.1f}", "<= 2")
    for name, typed, bare, goal in (
        ("a rare word", "përkthyesi", asked(RANKED, "perkthyes:*", "perkthyes:*"), "<= 40"),
        ("a common word, ranked", "shërbimi", asked(RANKED, "sherbim:*", "sherbim:*"), "<= 40"),
        ("a typing error", "fjalla77", asked(ALIKE, "fjalla77", "fjalla77"), "<= 5"),
    ):
        here, there = middle(lambda typed=typed: find(user, typed)), middle(bare)
        assert find(user, typed).groups, name
        say(f"search, {name} (ms, / bare SQL)", f"{here:.1f}, {here / there:.1f}", f"{goal}, <= 2")
