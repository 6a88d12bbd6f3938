"""From what somebody types to a question for the database: folded, cut to the stem, each word also as a beginning.

PostgreSQL has no dictionary of Albanian. Its nouns take their endings at the end, so the word without its ending,
searched as a beginning, finds all its forms: "nevoje" finds "nevoja" and "nevojave".
"""

from __future__ import annotations

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

from core.search import search_words

SHORTEST_STEM = 4
#: Endings of nouns and adjectives without accents, the longest first.
ENDINGS = (
    "eve",
    "ave",
    "ive",
    "ise",
    "ese",
    "es",
    "en",
    "in",
    "un",
    "at",
    "et",
    "it",
    "ut",
    "ja",
    "je",
    "e",
    "a",
    "i",
    "u",
)


def stem(word: str) -> str:
    """The word without the ending that it may have; short ones stay as they are."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def beginnings(typed: str) -> list[str]:
    """What the words of a hit begin with."""
    return [stem(word) for word in search_words(typed)]


def forms_of(word: str) -> tuple[str, str]:
    """One folded word as a question of the database: as a beginning, with and without its ending."""
    return f"{word}:*", f"{stem(word)}:*"


def asked_words(typed: str) -> tuple[str, str] | None:
    """All the words, as the database takes them in Albanian and in English; None where nothing can be searched for."""
    words = search_words(typed)
    if not words:
        return None
    # Words are letters and digits alone, so nothing in them is a sign of the database's own language.
    return " & ".join(f"({' | '.join(forms_of(word))})" for word in words), " ".join(words)


def question(typed: str) -> SearchQuery | CombinedSearchQuery | None:
    """The same for the query builder."""
    if (asked := asked_words(typed)) is None:
        return None
    albanian, english = asked
    return SearchQuery(albanian, config="simple", search_type="raw") | SearchQuery(english, config="english")
