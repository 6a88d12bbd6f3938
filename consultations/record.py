"""What rounds brought, in totals: events, contributions, what became of them (docs/law.md#never-hidden)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from consultations.models import (
    Coding,
    ConsultationEvent,
    Contribution,
    DangerAlert,
    NoProposal,
    PublishedAnswer,
    Recommendation,
    Round,
)


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """Both counts: contributions as they were received, recommendations as they were understood."""

    round: Round
    events: int
    contributions: int
    coded: int
    without_proposal: int
    recommendations: int
    answered: int


def records_of(rounds: Iterable[Round], *, until: date | None = None) -> list[RoundRecord]:
    """A record a round, by a fixed number of queries; only published answers count as answered.

    `until` a day, events, contributions and recommendations are those held, received and heard by then.
    """
    chosen = list(rounds)
    keys = [consultation.pk for consultation in chosen]
    held, received = ConsultationEvent.objects.held(), Contribution.objects.in_time()
    standing = Recommendation.objects.not_withdrawn()
    if until is not None:
        held, received = held.filter(held_on__lte=until), received.filter(happened_on__lte=until)
        heard = Coding.objects.filter(contribution__happened_on__lte=until).values("recommendation")
        standing = standing.filter(pk__in=heard)
    events = _counted(held.filter(round__in=keys), "round")
    contributions = _counted(received.filter(round__in=keys), "round")
    coded = _counted(Coding.objects.filter(contribution__round__in=keys), "contribution__round", of="contribution")
    without = _counted(NoProposal.objects.filter(contribution__round__in=keys), "contribution__round")
    for owner, count in _counted(referred_of(keys), "contribution__round").items():
        without[owner] = without.get(owner, 0) + count
    recommendations = _counted(standing.filter(round__in=keys), "round")
    answers = PublishedAnswer.objects.filter(disposition__recommendation__round__in=keys)
    answered = _counted(answers, "disposition__recommendation__round", of="disposition__recommendation")
    return [
        RoundRecord(
            consultation,
            events=events.get(consultation.pk, 0),
            contributions=contributions.get(consultation.pk, 0),
            coded=coded.get(consultation.pk, 0),
            without_proposal=without.get(consultation.pk, 0),
            recommendations=recommendations.get(consultation.pk, 0),
            answered=answered.get(consultation.pk, 0),
        )
        for consultation in chosen
    ]


def referred_of(rounds: Iterable[int]) -> QuerySet[DangerAlert]:
    """What the protection workers referred and nobody had coded: publicly without a proposal."""
    alerts = DangerAlert.objects.referred().filter(contribution__round__in=rounds)
    return alerts.filter(contribution__codings=None, contribution__no_proposal=None)


def contributions_by_channel(rounds: Iterable[Round]) -> dict[str, int]:
    keys = [consultation.pk for consultation in rounds]
    return {
        str(channel): count
        for channel, count in Contribution.objects.in_time()
        .filter(round__in=keys)
        .order_by()
        .values_list("channel")
        .annotate(count=Count("pk"))
    }


@dataclass(frozen=True, slots=True)
class TextCounts:
    """Both counts: every letter counts, and how many different texts they are; of these the identical letters."""

    received: int
    texts: int
    groups: int
    senders: int


def text_counts(rounds: Iterable[Round]) -> TextCounts:
    rows = Contribution.objects.in_time().filter(round__in=[each.pk for each in rounds]).order_by()
    counted = [row["count"] for row in rows.values("round", "same_words").annotate(count=Count("pk"))]
    many = [count for count in counted if count > 1]
    return TextCounts(sum(counted), len(counted), len(many), sum(many))


def late_of(rounds: Iterable[Round]) -> tuple[int, int]:
    """How many letters came after the last day, and how many of them have their own answer."""
    found = Contribution.objects.filter(round__in=[each.pk for each in rounds], is_late=True)
    return found.count(), found.exclude(late_reply=None).count()


def _counted(rows: object, owner: str, *, of: str = "pk") -> dict[int, int]:
    grouped = rows.order_by().values_list(owner).annotate(count=Count(of, distinct=True))  # type: ignore[attr-defined]
    return dict(grouped)
