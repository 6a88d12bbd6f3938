"""Words folded for search, so that "nevoje" finds "nevojë"."""

from __future__ import annotations

import unicodedata

MOST_WORDS = 8


def folded(words: str) -> str:
    """Lower case without accents, spaces single."""
    parted = unicodedata.normalize("NFKD", words.casefold())
    return " ".join("".join(sign for sign in parted if not unicodedata.combining(sign)).split())


def search_words(typed: str) -> list[str]:
    """The folded words of a search field, at most eight; what is no letter or digit parts them."""
    spaced = "".join(sign if sign.isalnum() else " " for sign in folded(typed))
    return spaced.split()[:MOST_WORDS]
