"""What a mistyped word may have meant: words of titles that share most of its letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, TrigramSimilarity

from core.search import search_words
from operations.models import TitleWord
from operations.search.wording import forms_of

#: Below this two words have little in common; and only words about as near as the nearest are taken.
LEAST, ABOUT = 0.4, 0.1
MOST = 40


@dataclass(frozen=True, slots=True)
class Meant:
    question: SearchQuery
    kinds: frozenset[str]


def meant(typed: str) -> Meant | None:
    """Each word or one that looks like it; None where no title has such words."""
    parts, kinds = [], []
    for word in search_words(typed):
        alike = list(_alike(word))
        parts.append(" | ".join(dict.fromkeys((*forms_of(word), *(found for _kind, found in alike)))))
        if alike:
            kinds.append({kind for kind, _found in alike})
    if not kinds:
        return None
    asked = " & ".join(f"({part})" for part in parts)
    return Meant(
        SearchQuery(asked, config="simple", search_type="raw"), frozenset.intersection(*map(frozenset, kinds))
    )


def _alike(word: str) -> Iterator[tuple[str, str]]:
    """Kind and word, by the operator that the list's index serves."""
    closeness = TrigramSimilarity("word", word)
    near = TitleWord.objects.filter(word__trigram_similar=word).annotate(closeness=closeness)
    found = list(near.order_by("-closeness").values_list("kind", "word", "closeness")[:MOST])
    if found:
        least = max(LEAST, found[0][2] - ABOUT)
        yield from ((kind, told) for kind, told, closeness in found if closeness >= least)
