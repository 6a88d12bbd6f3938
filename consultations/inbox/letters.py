"""Identical letters as groups with their number, and texts that are nearly the same."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Func, Min, Value
from django.db.models.fields import FloatField

from consultations.models import Contribution, Round
from consultations.models.contributions import ContributionQuerySet

SIMILAR_FROM = 0.45
MOST_SIMILAR = 5
COMPARED = 2_000  # characters of a text


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


def similar_to(contribution: Contribution) -> ContributionQuerySet:
    """The nearest texts of the same round that are not identical, the nearest first.

    As they are shown: what was taken out of either tells nothing of the other.
    """
    likeness = Func(
        Func(F("shown_words"), Value(COMPARED), function="left"),
        Value(contribution.words[:COMPARED]),
        function="similarity",
        output_field=FloatField(),
    )
    others = Contribution.objects.in_the_open().with_words().filter(round=contribution.round_id)
    near = others.exclude(pk=contribution.pk).exclude(shown_words=contribution.words).annotate(likeness=likeness)
    return near.filter(likeness__gte=SIMILAR_FROM).order_by("-likeness", "pk")[:MOST_SIMILAR]
