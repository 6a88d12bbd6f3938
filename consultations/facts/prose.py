"""What a round says in words when it goes out, held against the figures that it hides."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.html import strip_tags

from assessments.models.editions import TELLING
from consultations.actions import ConsultationAction
from consultations.facts.meetings import minutes_writers
from consultations.facts.speakers import NAME as SPEAKERS
from consultations.facts.speakers import proposed_speakers
from consultations.models import DraftPlace, Recommendation, Round
from consultations.releases import NAME as ATTENDANCE
from consultations.releases import scope_of
from operations.models import Event
from operations.trail.patterns import newest_releases
from operations.trail.prose import NamedRelease, Prose, refuse_telling

NOTICE = ("title", "about", "draft", "reasons", "manner", "meetings")


def texts_of_notice(consultation: Round) -> Iterator[str]:
    """The notice and the copy of the draft that goes out with it, in both languages."""
    for name in NOTICE:
        yield from (getattr(consultation, f"{name}_sq"), getattr(consultation, f"{name}_en"))
    for place in DraftPlace.objects.filter(draft__round=consultation):
        yield from (place.title_sq, place.title_en, strip_tags(place.body_sq), strip_tags(place.body_en))


def texts_of_answers(consultation: Round) -> Iterator[str]:
    """What was recommended and answered, and the minutes for the public."""
    for wanted in Recommendation.objects.filter(round=consultation):
        yield from (wanted.title_sq, wanted.title_en, wanted.text_sq, wanted.text_en)
        for answer in wanted.dispositions.all():
            yield from (answer.reason_sq, answer.reason_en)
    for event in consultation.events.all():
        yield from (event.title_sq, event.title_en, event.minutes_public_sq, event.minutes_public_en)


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


def prose_of_notice(consultation: Round) -> Prose:
    return Prose.beside(texts_of_notice(consultation), releases_beside(consultation))


def prose_of_answers(consultation: Round) -> Prose:
    """With what the answers will tell of who spoke, where nothing is kept of it yet."""
    releases = releases_beside(consultation)
    coming = None if any(name == SPEAKERS for name, _release in releases) else proposed_speakers(consultation)
    return Prose.beside(texts_of_answers(consultation), [*releases, *([(SPEAKERS, coming)] if coming else [])])


def refuse_telling_notice(consultation: Round, *, actor: int | None, comment: str) -> None:
    """Confirmed in the comment of the step by another than who wrote the notice."""
    is_own = actor in writers_of_notice(consultation)
    refuse_telling(prose_of_notice(consultation), comment=comment, is_own=is_own)


def refuse_telling_answers(consultation: Round, *, actor: int | None, comment: str) -> None:
    """Confirmed in the comment of the step by another than who wrote what goes out."""
    is_own = actor in writers_of_answers(consultation)
    refuse_telling(prose_of_answers(consultation), comment=comment, is_own=is_own)
