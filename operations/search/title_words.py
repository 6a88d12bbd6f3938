"""The list of words that stand in titles, made anew by beat; a word that no title has any more leaves it."""

from __future__ import annotations

from django.db import connection

#: Numbers and what is shorter than this are left out: nothing that looks like them is what was meant.
SHORTEST = 3
MADE_ANEW = """
    WITH told AS MATERIALIZED (
        SELECT DISTINCT kind, word
        FROM operations_searchentry, regexp_split_to_table(folded_title, '[^[:alnum:]]+') word
        WHERE length(word) >= %s AND word ~ '[^0-9]'
    ), gone AS (
        DELETE FROM operations_titleword kept
        WHERE NOT EXISTS (SELECT FROM told WHERE told.kind = kept.kind AND told.word = kept.word)
    )
    INSERT INTO operations_titleword (kind, word) SELECT kind, word FROM told ON CONFLICT DO NOTHING
"""


def list_title_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MADE_ANEW, [SHORTEST])
