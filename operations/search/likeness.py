"""What a mistyped word may have meant: words that share most of its letters, of titles that the reader may open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import Exists, OuterRef, Q

from core.search import search_words
from operations.models import SearchEntry, TitleWord
from operations.models.search import TITLE_WORDS
from operations.search.kinds import readings_of
from operations.search.wording import forms_of

#: Below this two words have little in common; and only words about as near as the nearest are taken.
LEAST, ABOUT = 0.4, 0.1
MOST = 40


@dataclass(frozen=True, slots=True)
class Meant:
    question: SearchQuery
    kinds: frozenset[str]


def meant(typed: str, user: Any) -> Meant | None:
    """Each word or one that looks like it; None where no title that she may open has such words."""
    parts, kinds = [], []
    for word in search_words(typed):
        alike = list(_alike(word, user))
        parts.append(" | ".join(dict.fromkeys((*forms_of(word), *(found for _kind, found in alike)))))
        if alike:
            kinds.append({kind for kind, _found in alike})
    if not kinds:
        return None
    asked = " & ".join(f"({part})" for part in parts)
    return Meant(
        SearchQuery(asked, config="simple", search_type="raw"), frozenset.intersection(*map(frozenset, kinds))
    )


def _alike(word: str, user: Any) -> Iterator[tuple[str, str]]:
    """Kind and word of the nearest that she may open, by the operator that the list's index serves.

    Whether she may is asked of the nearest alone, and of farther ones only where none of these is open to her: each
    such question reads all titles with the word.
    """
    near = TitleWord.objects.filter(word__trigram_similar=word).annotate(closeness=TrigramSimilarity("word", word))
    left: list[Any] = list(near.filter(closeness__gte=LEAST).order_by("-closeness"))
    open_: list[Any] = []
    while left and (not open_ or left[0].closeness >= open_[0].closeness - ABOUT):
        nearest = (open_ or left)[0].closeness
        batch = [each for each in left if each.closeness >= nearest - ABOUT]
        left = left[len(batch) :]
        open_ += _open(batch, user)
    yield from ((each.kind, each.word) for each in open_[:MOST])


def _open(words: Sequence[TitleWord], user: Any) -> list[TitleWord]:
    kinds = {each.kind for each in words}
    is_open = _open_words(user, kinds)
    open_ = set(TitleWord.objects.filter(is_open, pk__in=[each.pk for each in words]).values_list("pk", flat=True))
    return [each for each in words if each.pk in open_]


def _open_words(user: Any, kinds: Collection[str]) -> Q:
    """The words of the list that stand in a title of what this person may open: another's title changes nothing.

    Only of the `kinds` that have such words at all.
    """
    asked = SearchQuery(OuterRef("word"), config="simple")
    titles = SearchEntry.objects.alias(title_words=TITLE_WORDS).filter(title_words=asked, kind=OuterRef("kind"))
    found = Q(pk__in=[])
    for _group, reading, condition in readings_of(user, kinds):
        of_kinds = Q(kind__in=reading.kinds)
        is_all_open = condition == of_kinds
        found |= of_kinds if is_all_open else of_kinds & Q(Exists(titles.filter(condition)))
    return found
