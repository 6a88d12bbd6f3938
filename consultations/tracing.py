"""What was said, what was understood and what was answered, as stops of the trace.

Staff who read contributions meet the words themselves; everybody else only the recommendations, and the public those
whose answer is published. No event is named: who met with whom is nobody's way to a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.tracing import NEED
from consultations.models import Coding, Contribution, Disposition, Recommendation
from core.i18n import short_date
from core.together.relations import read_lists
from core.together.side_by_side import Reader
from core.tracing import Fact, Pairs, Step, TraceDirection, TraceLink, TraceReader, TraceStop, numbers_of, read_pairs

CONTRIBUTION = "contribution"
RECOMMENDATION = "recommendation"
ANSWER = "answer"
WORDS_SHOWN = 60


def reads_recommendations(reader: TraceReader) -> bool:
    return reader.may("consultations.view_recommendation")


def open_answers(reader: TraceReader) -> QuerySet[Disposition]:
    """The answer to each recommendation that holds for this reader: the current one, or the published one."""
    answers = Disposition.objects.all()
    return answers.current() if reads_recommendations(reader) else answers.last_published()


def load_contributions(keys: Collection[str], reader: TraceReader) -> Reader[Mapping[str, Step]]:
    if not reader.may("consultations.view_contribution"):
        return {}
    rows = Contribution.objects.in_the_open().with_words().filter(pk__in=numbers_of(keys))
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
    rows = Recommendation.objects.filter(pk__in=numbers_of(keys)).select_related("round")
    is_inside = reads_recommendations(reader)
    if not is_inside:
        rows = rows.published()
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
    rows = open_answers(reader).filter(pk__in=numbers_of(keys)).select_related("published_answer")
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
    links = Recommendation.needs.through.objects.filter(recommendation__in=numbers_of(keys))
    return (yield from read_pairs(links.values_list("recommendation", "need")))


def _recommendations_of_needs(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    links = Recommendation.needs.through.objects.filter(need__in=numbers_of(keys))
    return (yield from read_pairs(links.values_list("need", "recommendation")))


def _contributions(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    if not reader.may("consultations.view_contribution"):
        return []
    codings = Coding.objects.filter(recommendation__in=numbers_of(keys))
    return (yield from read_pairs(codings.values_list("recommendation", "contribution")))


def _answers(keys: Collection[str], reader: TraceReader) -> Reader[Pairs]:
    answers = open_answers(reader).filter(recommendation__in=numbers_of(keys))
    return (yield from read_pairs(answers.values_list("recommendation", "pk")))


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
