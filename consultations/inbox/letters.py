"""Identical letters as groups with their number, and texts that are nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramDistance
from django.db.models import Count, Exists, Min, OuterRef, QuerySet

from consultations.models import Contribution, Redaction, Round
from consultations.models.contributions import COMPARED, beginning_of

SIMILAR_FROM = 0.45
MOST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """Senders of the same words, and the first of their letters."""

    senders: int
    first: Contribution


def letter_groups(consultation: Round) -> list[LetterGroup]:
    """The largest first; a text that came once is no group, and one of which parts were taken out is in none."""
    rows = Contribution.objects.in_time().in_the_open().whole().filter(round=consultation).order_by()
    grouped = rows.values("same_words").annotate(senders=Count("pk"), first=Min("pk")).filter(senders__gt=1)
    found = dict(grouped.values_list("first", "senders"))
    letters = Contribution.objects.with_words().with_is_coded().filter(pk__in=found)
    groups = [LetterGroup(found[letter.pk], letter) for letter in letters]
    return sorted(groups, key=lambda group: (-group.senders, group.first.pk))


def similar_to(contribution: Contribution) -> list[Contribution]:
    """The nearest texts of the same round that are not identical, the nearest first.

    As they are shown: what was taken out of either tells nothing of the other. The indexes give the nearest at once,
    of 100,000 texts too; words of which parts were taken out stand in an index of their own.
    """
    words, of_round = contribution.words, Contribution.objects.in_the_open().filter(round=contribution.round_id)
    whole = of_round.whole().exclude(pk=contribution.pk).exclude(text=words)
    later = Redaction.objects.filter(contribution=OuterRef("contribution"), pk__gt=OuterRef("pk"))
    sealed = Redaction.objects.filter(~Exists(later), removes=True, contribution__in=of_round.values("pk"))
    sealed = sealed.exclude(contribution=contribution.pk).exclude(text=words)
    found = _nearest(whole, "pk", words).union(_nearest(sealed, "contribution", words), all=True)
    near = sorted((distance, pk) for pk, distance in found if distance <= 1 - SIMILAR_FROM)[:MOST_SIMILAR]
    shown = Contribution.objects.with_words().in_bulk([pk for _distance, pk in near]) if near else {}
    return [shown[pk] for _distance, pk in near]


def _nearest(rows: QuerySet[Any], key: str, words: str) -> QuerySet[Any, tuple[int, float]]:
    distance = TrigramDistance(beginning_of("text"), words[:COMPARED])
    return rows.annotate(distance=distance).order_by("distance").values_list(key, "distance")[:MOST_SIMILAR]
