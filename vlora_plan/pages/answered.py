"""What became of what was said, of one group and of one organisation: said, answered, in the plan, done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from assessments.models import Assessment, Need, TargetGroup
from consultations.models import Coding, Contribution, Recommendation, Round
from consultations.telling.mails import set_aside_reason
from vlora_plan.pages.following import Heard, heard_in


@dataclass(frozen=True, slots=True)
class SentWords:
    """One contribution of an organisation; `set_aside`: why no proposal was found in it."""

    contribution: Contribution
    heard: list[Heard]
    set_aside: str


def answered_groups() -> QuerySet[TargetGroup]:
    """Groups on whose published needs a published answer bears."""
    answered = Recommendation.objects.published().filter(round__in=Round.objects.public())
    told = {"needs__recommendations__in": answered, "needs__assessment__in": Assessment.objects.published()}
    return TargetGroup.objects.filter(**told).distinct()


def answers_for(group: TargetGroup) -> QuerySet[Recommendation]:
    """The published answers that bear on needs of the group, as the report of the group has them.

    Who of the group said it is told nowhere, nor how many.
    """
    needs = Need.objects.filter(group=group, assessment__in=Assessment.objects.published())
    found = Recommendation.objects.filter(needs__in=needs, round__in=Round.objects.public()).distinct()
    return found.with_published_disposition().select_related("round").order_by("-round__notice_on", "round", "code")


def sent_by(user: User) -> QuerySet[Contribution]:
    """What the organisations of a member sent, through whichever door; the newest first."""
    rows = Contribution.objects.in_the_open().with_words().of_organisations(user.organisations)
    return rows.select_related("round", "organisation", "no_proposal").order_by("-happened_on", "-pk")


def became_of(contributions: Sequence[Contribution]) -> list[SentWords]:
    codings = Coding.objects.filter(contribution__in=[each.pk for each in contributions]).order_by("pk")
    pairs = list(codings.values_list("contribution_id", "recommendation_id"))
    answered = Recommendation.objects.filter(pk__in={pk for _said, pk in pairs}).with_published_disposition()
    heard = {each.recommendation.pk: each for each in heard_in(answered)}
    of: dict[int, list[Heard]] = defaultdict(list)
    for said, recommendation in pairs:
        if recommendation in heard:
            of[said].append(heard[recommendation])
    return [SentWords(each, of[each.pk], set_aside_reason(each)) for each in contributions]
