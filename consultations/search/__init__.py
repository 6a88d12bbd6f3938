"""What can be found of consultations: rounds, what was said, what was understood from it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models import Contribution, PublishedWords, Recommendation, Round
from operations.models import SearchEntry
from operations.search.kinds import Reading, SearchGroup, register_group, same_for_all


def every_round(user: Any) -> Q | None:
    return Q() if user.has_perm("consultations.work_round") else None


@same_for_all
def public_rounds() -> Q:
    return Q(object_id__in=Round.objects.public().values("pk"))


def read_contributions(user: Any) -> Q | None:
    """In the words that are shown: the entry is written anew by each redaction."""
    if not user.has_perm("consultations.view_contribution"):
        return None
    return Q(object_id__in=Contribution.objects.visible_to(user).values("pk"))


def own_contributions(user: Any) -> Q | None:
    if not user.has_perm("consultations.send_contribution"):
        return None
    return Q(object_id__in=Contribution.objects.visible_to(user).values("pk"))


@same_for_all
def published_words() -> Q:
    shown = PublishedWords.objects.shown().filter(round__in=Round.objects.public())
    return Q(object_id__in=shown.values("contribution"))


def every_recommendation(user: Any) -> Q | None:
    return Q() if user.has_perm("consultations.view_recommendation") else None


@same_for_all
def answered_recommendations() -> Q:
    answered = Recommendation.objects.published().filter(round__in=Round.objects.public())
    return Q(object_id__in=answered.values("pk"))


def round_page(entry: SearchEntry) -> str:
    return reverse("consultations:round_detail", args=[entry.object_id])


def public_round_page(entry: SearchEntry) -> str:
    return reverse("consultations:public_round_detail", args=[entry.object_id])


def contribution_page(entry: SearchEntry) -> str:
    return reverse("consultations:contribution_detail", args=[entry.object_id])


def own_page(entry: SearchEntry) -> str:
    return reverse("consultations:own_contribution_detail", args=[entry.object_id])


def words_page(entry: SearchEntry) -> str:
    return reverse("consultations:public_words", args=[entry.parent_id])


def recommendation_page(entry: SearchEntry) -> str:
    return reverse("consultations:recommendation_detail", args=[entry.object_id])


def answers_page(entry: SearchEntry) -> str:
    return reverse("consultations:public_round_detail", args=[entry.parent_id])


ROUND, CONTRIBUTION, RECOMMENDATION = ("round",), ("contribution",), ("recommendation",)
register_group(
    SearchGroup(
        "rounds",
        _("Consultations"),
        30,
        (Reading(ROUND, every_round, round_page), Reading(ROUND, public_rounds, public_round_page)),
    )
)
register_group(
    SearchGroup(
        "own", _("Our contributions"), 35, (Reading(CONTRIBUTION, own_contributions, own_page, titled_by="round"),)
    )
)
register_group(
    SearchGroup(
        "contributions",
        _("Contributions"),
        40,
        (
            Reading(CONTRIBUTION, read_contributions, contribution_page, titled_by="round"),
            Reading(CONTRIBUTION, published_words, words_page, titled_by="round"),
        ),
    )
)
register_group(
    SearchGroup(
        "recommendations",
        _("Recommendations"),
        50,
        (
            Reading(RECOMMENDATION, every_recommendation, recommendation_page),
            Reading(RECOMMENDATION, answered_recommendations, answers_page),
        ),
    )
)
