"""What a round says in words when it goes out, held against the figures that it hides."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import strip_tags

from assessments.models.editions import TELLING
from consultations.facts.speakers import NAME as SPEAKERS
from consultations.models import DraftPlace, Recommendation, Round
from consultations.releases import NAME as ATTENDANCE
from consultations.releases import scope_of
from core.released import Release
from municipality.small_numbers import refuse_prose_beside
from operations.trail.patterns import newest_releases

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


def writers_of_answers(consultation: Round) -> set[int]:
    """Who wrote the answers: she does not confirm numbers in them herself."""
    answers = Recommendation.objects.filter(round=consultation, dispositions__decided_by__isnull=False)
    return set(answers.order_by().values_list("dispositions__decided_by", flat=True))


def scopes_beside(consultation: Round) -> list[tuple[str, str]]:
    """The releases of the round's own figures: attendance, and who spoke."""
    scope = scope_of(consultation.pk)
    return [(ATTENDANCE, scope), (SPEAKERS, scope)]


def releases_beside(consultation: Round) -> list[Release]:
    """What is told of the round's events and speakers, and of the editions it was held on."""
    editions = consultation.assessment.chain() if consultation.assessment else []
    told = [(TELLING, edition.release_scope) for edition in editions]
    return newest_releases([*scopes_beside(consultation), *told])


def refuse_telling_notice(consultation: Round, *, comment: str) -> None:
    refuse_prose_beside(texts_of_notice(consultation), releases_beside(consultation), comment=comment)


def refuse_telling_answers(consultation: Round, *, actor: int | None, comment: str) -> None:
    """Confirmed in the comment of the step by another than who wrote the answers."""
    said = "" if actor in writers_of_answers(consultation) else comment
    refuse_prose_beside(texts_of_answers(consultation), releases_beside(consultation), comment=said)
