"""What was said, what was understood and what was answered, as stops of the trace.

Staff who read contributions meet the words themselves; everybody else only the recommendations, and the public those
whose answer is published. No event is named: who met with whom is nobody's way to a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.tracing import NEED
from consultations.models import Coding, Contribution, Disposition, Recommendation
from core.i18n import short_date
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import Reader
from core.tracing import Fact, Pairs, Step, TraceDirection, TraceLink, TraceReader, TraceStop, numbers_of, read_pairs

CONTRIBUTION = "contribution"
RECOMMENDATION = "recommendation"
ANSWER = "answer"
WORDS_SHOWN = 60


def reads_recommendations(reader: TraceReader) -> bool:
    return reader.may("consultations.view_recommendation")


def open_answers(*, is_inside: bool) -> QuerySet[Disposition]:
    """The answer to each recommendation that holds: inside the current one, for everybody the published one."""
    answers = Disposition.objects.all()
    return answers.current() if is_inside else answers.last_published()


@prepared
def _contributions_at(numbers: tuple[int, ...]) -> QuerySet[Contribution]:
    return Contribution.objects.in_the_open().with_words().filter(pk__in=numbers)


@prepared
def _recommendations_at(numbers: tuple[int, ...], is_inside: bool) -> QuerySet[Recommendation]:
    rows = Recommendation.objects.filter(pk__in=numbers).select_related("round")
    return rows if is_inside else rows.published()


@prepared
def _answers_at(numbers: tuple[int, ...], is_inside: bool) -> QuerySet[Disposition]:
    return open_answers(is_inside=is_inside).filter(pk__in=numbers).select_related("published_answer")


@prepared
def _linked_needs(numbers: tuple[int, ...], source: str, target: str) -> QuerySet[Any, Any]:
    links = Recommendation.needs.through.objects.filter(**{f"{source}__in": numbers})
    return links.order_by().values_list(source, target)


@prepared
def _coded(numbers: tuple[int, ...]) -> QuerySet[Any, Any]:
    codings = Coding.objects.filter(recommendation__in=numbers)
    return codings.order_by().values_list("recommendation", "contribution")


@prepared
def _answered(numbers: tuple[int, ...], is_inside: bool) -> QuerySet[Any, Any]:
    answers = open_answers(is_inside=is_inside).filter(recommendation__in=numbers)
    return answers.order_by().values_list("recommendation", "pk")


def load_contributions(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    if not reader.may("consultations.view_contribution"):
        return {}
    rows = _contributions_at(numbers_of(keys))
    yield from read_lists(rows)
    return {
        str(row.pk): Step(
            kind=CONTRIBUTION,
            key=str(row.pk),
            code=str(row),
            label=row.get_channel_display(),
            url=row.get_absolute_url(),
            text=Truncator(row.words).words(WORDS_SHOWN),
            facts=(Fact(_("Received on"), short_date(row.happened_on)),),
        )
        for row in rows
    }


def load_recommendations(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    is_inside = reads_recommendations(reader)
    rows = _recommendations_at(numbers_of(keys), is_inside)
    yield from read_lists(rows)
    return {
        str(row.pk): Step(
            kind=RECOMMENDATION,
            key=str(row.pk),
            code=row.code,
            label=row.title,
            url=row.get_absolute_url()
            if is_inside
            else reverse("consultations:public_round_detail", args=[row.round_id]),
            text=row.text,
            facts=(Fact(_("Round"), row.round.title),),
        )
        for row in rows
    }


def load_answers(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    rows = _answers_at(numbers_of(keys), reads_recommendations(reader))
    yield from read_lists(rows)
    return {
        str(row.pk): Step(
            kind=ANSWER,
            key=str(row.pk),
            label=row.get_answer_display(),
            badge="" if row.is_published else _("not published yet"),
            text=row.reason,
            facts=(Fact(_("Decided on"), short_date(row.decided_on)),),
        )
        for row in rows
    }


def _needs_of_recommendations(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    return (yield from read_pairs(_linked_needs(numbers_of(keys), "recommendation", "need")))


def _recommendations_of_needs(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    return (yield from read_pairs(_linked_needs(numbers_of(keys), "need", "recommendation")))


def _contributions(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    if not reader.may("consultations.view_contribution"):
        return []
    return (yield from read_pairs(_coded(numbers_of(keys))))


def _answers(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    return (yield from read_pairs(_answered(numbers_of(keys), reads_recommendations(reader))))


CONTRIBUTIONS = TraceStop(CONTRIBUTION, gettext_lazy("What people said"), load_contributions)
RECOMMENDATIONS = TraceStop(
    RECOMMENDATION, gettext_lazy("What the municipality understood"), load_recommendations, is_beginning=True
)
ANSWERS = TraceStop(ANSWER, gettext_lazy("What it answered"), load_answers)
STOPS = (CONTRIBUTIONS, RECOMMENDATIONS, ANSWERS)
LINKS = (
    TraceLink(NEED, RECOMMENDATION, TraceDirection.FORWARD, _recommendations_of_needs),
    TraceLink(RECOMMENDATION, NEED, TraceDirection.BACK, _needs_of_recommendations),
    TraceLink(RECOMMENDATION, CONTRIBUTION, TraceDirection.ASIDE, _contributions),
    TraceLink(RECOMMENDATION, ANSWER, TraceDirection.ASIDE, _answers),
)
