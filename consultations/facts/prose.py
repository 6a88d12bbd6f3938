"""What a round says in words when it goes out, held against the figures that it hides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from assessments.models.editions import TELLING
from consultations.actions import ConsultationAction
from consultations.enums import RoundState, RoundStep
from consultations.facts.meetings import minutes_writers
from consultations.facts.speakers import NAME as SPEAKERS
from consultations.facts.speakers import proposed_speakers
from consultations.models import Disposition, DraftPlace, Recommendation, Round
from consultations.releases import NAME as ATTENDANCE
from consultations.releases import scope_of
from core.text.prose_numbers import numbers_in
from core.text.richtext import said_in
from core.together.relations import read_lists
from core.together.side_by_side import Reader
from operations.models import Event
from operations.trail.patterns import newest_releases
from operations.trail.prose import NamedRelease, Prose, refuse_telling
from operations.trail.second_person import SecondPerson

SECOND_PERSON = SecondPerson(
    ConsultationAction.ASK_NUMBERS,
    ConsultationAction.CONFIRM_NUMBERS,
    (ConsultationAction.PUBLISH_ROUND, ConsultationAction.ANSWER_ROUND),
)
NOTICE = ("title", "about", "draft", "reasons", "manner", "meetings")


def texts_of_notice(consultation: Round) -> Iterator[str]:
    """The notice and the copy of the draft that goes out with it, in both languages."""
    for name in NOTICE:
        yield from (getattr(consultation, f"{name}_sq"), getattr(consultation, f"{name}_en"))
    for place in DraftPlace.objects.filter(draft__round=consultation):
        yield from (place.title_sq, place.title_en, *said_in(place.body_sq), *said_in(place.body_en))


def texts_of_answers(consultation: Round) -> Iterator[str]:
    """What was recommended and answered, and the minutes for the public."""
    for wanted in Recommendation.objects.filter(round=consultation):
        yield from _texts_of(wanted)
    for answer in Disposition.objects.current().filter(recommendation__round=consultation):
        yield from (answer.reason_sq, answer.reason_en, answer.competent_body_sq, answer.competent_body_en)
    for event in consultation.events.all():
        yield from (event.title_sq, event.title_en, event.minutes_public_sq, event.minutes_public_en)


def _texts_of(wanted: Recommendation) -> tuple[str, ...]:
    return (wanted.title_sq, wanted.title_en, wanted.text_sq, wanted.text_en)


def writers_of_notice(consultation: Round) -> set[int]:
    """Who ever saved the round, or froze the draft that goes out with it, by the history."""
    deeds = (ConsultationAction.SAVE_ROUND, ConsultationAction.FREEZE_DRAFT)
    return _actors(Event.objects.about(consultation).filter(action__in=deeds))


def writers_of_answers(consultation: Round) -> set[int]:
    """Who wrote the answers, worded the recommendations, or ever changed the minutes."""
    keys = [str(pk) for pk in consultation.recommendations.values_list("pk", flat=True)]
    worded = Event.objects.filter(subject_type=Recommendation._meta.label_lower, subject_id__in=keys)
    decided = Recommendation.objects.filter(round=consultation, dispositions__decided_by__isnull=False)
    return {
        *decided.order_by().values_list("dispositions__decided_by", flat=True),
        *_actors(worded.filter(action=ConsultationAction.SAVE_RECOMMENDATION)),
        *minutes_writers(list(consultation.events.all())),
    }


def _actors(deeds: QuerySet[Event]) -> set[int]:
    return {actor for actor in deeds.order_by().values_list("actor", flat=True) if actor is not None}


def scopes_beside(consultation: Round) -> list[tuple[str, str]]:
    """The releases of the round's own figures: attendance, and who spoke."""
    scope = scope_of(consultation.pk)
    return [(ATTENDANCE, scope), (SPEAKERS, scope)]


def releases_beside(consultation: Round) -> list[NamedRelease]:
    """What is told of the round's events and speakers, and of the editions it was held on."""
    editions = consultation.assessment.chain() if consultation.assessment else []
    told = [(TELLING, edition.release_scope) for edition in editions]
    return newest_releases([*scopes_beside(consultation), *told])


def _with_coming(consultation: Round) -> list[NamedRelease]:
    """With what the answers will tell of who spoke, where nothing is kept of it yet."""
    releases = releases_beside(consultation)
    coming = None if any(name == SPEAKERS for name, _release in releases) else proposed_speakers(consultation)
    return [*releases, *([(SPEAKERS, coming)] if coming else [])]


def prose_of_notice(consultation: Round) -> Prose:
    texts = list(texts_of_notice(consultation))
    confirmed = SECOND_PERSON.confirmed(consultation, RoundStep.PUBLISH, texts)
    return Prose.beside(texts, releases_beside(consultation), openly=confirmed)


def prose_of_answers(consultation: Round) -> Prose:
    texts = list(texts_of_answers(consultation))
    confirmed = SECOND_PERSON.confirmed(consultation, RoundStep.ANSWER, texts)
    return Prose.beside(texts, _with_coming(consultation), openly=confirmed)


def prose_of_recommendation(wanted: Recommendation) -> Prose | None:
    """Of its own words, which are fixed once it is answered; None where they say no number."""
    texts = _texts_of(wanted)
    return Prose.beside(texts, _with_coming(wanted.round)) if any(map(numbers_in, texts)) else None


#: The step with which words go out, by the state before it.
STEP_IN: Mapping[str, RoundStep] = {RoundState.PLANNED: RoundStep.PUBLISH, RoundState.CLOSED: RoundStep.ANSWER}
PROSE_BY_STEP: Mapping[str, Callable[[Round], Prose]] = {
    RoundStep.PUBLISH: prose_of_notice,
    RoundStep.ANSWER: prose_of_answers,
}
WRITERS_BY_STEP: Mapping[str, Callable[[Round], set[int]]] = {
    RoundStep.PUBLISH: writers_of_notice,
    RoundStep.ANSWER: writers_of_answers,
}
OTHERWISE = gettext_lazy(
    "The text says numbers that only hidden figures explain: %(list)s. You wrote in it, so you cannot confirm them "
    "yourself: ask the data-protection officer on this page to confirm them, let another coordinator take this step, "
    "or take the numbers out."
)


def prose_before_step(consultation: Round) -> Prose | None:
    """Of the words that the round's next publication sends out; None where none comes."""
    step = STEP_IN.get(consultation.state)
    return PROSE_BY_STEP[step](consultation) if step else None


def wrote_in_it(consultation: Round, person: int | None) -> bool:
    step = STEP_IN.get(consultation.state)
    return step is not None and person in WRITERS_BY_STEP[step](consultation)


def read_rounds_asking(person: int) -> Reader[list[Round]]:
    """Rounds whose numbers wait for the confirmation of this person, who wrote nothing in their words."""
    found = SECOND_PERSON.waiting(Round.objects.filter(state__in=STEP_IN))
    yield from read_lists(found)
    return [each for each in found if not wrote_in_it(each, person)]


def refuse_telling_notice(consultation: Round, *, actor: int | None, comment: str) -> None:
    """Confirmed by another than who wrote the notice: in the comment of the step, or on a page of its own before."""
    is_own = actor in writers_of_notice(consultation)
    refuse_telling(prose_of_notice(consultation), comment=comment, is_own=is_own, otherwise=OTHERWISE)


def refuse_telling_answers(consultation: Round, *, actor: int | None, comment: str) -> None:
    """Confirmed by another than who wrote what goes out: in the comment of the step, or before."""
    is_own = actor in writers_of_answers(consultation)
    refuse_telling(prose_of_answers(consultation), comment=comment, is_own=is_own, otherwise=OTHERWISE)
