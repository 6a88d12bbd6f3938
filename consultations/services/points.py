"""Parts are taken out of a point of the minutes: sealed, or for good where a person asked for the erasure."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.models import Contribution, MinutesPoint, PointRedaction, SealedPoint
from consultations.words.quoting import Spoken, quotations, without_quotes
from consultations.words.redacting import MARK, only_takes_out, plain_words, remaining_parts, with_parts
from core.workflow import require
from operations.deeds import note_head, record

Places = list[list[int]]


@transaction.atomic
def redact_point(redaction: PointRedaction, text: str, *, actor: User) -> PointRedaction:
    """What the point says from now on; also once the answers are out, for a name does not become public by them.

    ValidationError where anything but a removal was done, or nothing. For good is the data-protection officer's.
    """
    require(actor, "consultations.redact_point", redaction.point)
    if redaction.for_good:
        require(actor, "consultations.keep_privacy")
    point = MinutesPoint.objects.select_for_update(of=("self",)).get(pk=redaction.point_id)
    if not only_takes_out(text, point.text):
        sentence = _("Only take parts out: write […] in the place of each, and leave everything else as it was said.")
        raise ValidationError({"text": sentence})
    if not _changes(point, text, for_good=redaction.for_good):
        raise ValidationError({"text": _("Nothing is taken out: write […] in the place of what must go.")})
    redaction.remaining, redaction.reason = remaining_parts(text, point.text), redaction.reason.strip()
    redaction.recorded_by = actor
    redaction.full_clean()
    store_redaction(redaction)
    _tell(redaction, actor=actor)
    return redaction


def take_out_points(contribution: Contribution, *, reason: str, for_good: bool, actor: User) -> None:
    """Part of a deed on the contribution: what its points say is said by it alone from now on."""
    for point in MinutesPoint.objects.select_for_update(of=("self",)).filter(contribution=contribution):
        take_out_point(point, reason=reason, for_good=for_good, actor=actor)


def take_out_quotes(contribution: Contribution, *, reason: str, actor: User) -> None:
    """Part of an erasure: what points that are not linked to it repeat word for word, and what is sealed of them."""
    said = Spoken(contribution.text)
    for found in quoting_points(contribution):
        point = MinutesPoint.objects.select_for_update(of=("self",)).get(pk=found.pk)  # the places are of these words
        text = without_quotes(said, point.text)
        places = remaining_parts(text, point.text)
        redaction = PointRedaction(point=point, remaining=places, reason=reason, for_good=True, recorded_by=actor)
        store_redaction(redaction)
        _tell(redaction, actor=actor)


def quoting_points(contribution: Contribution) -> list[MinutesPoint]:
    """Points of the round's meetings that say it again without being linked to it, openly or under the seal."""
    points = MinutesPoint.objects.filter(event__round=contribution.round_id).exclude(contribution=contribution)
    sealed = dict(SealedPoint.objects.filter(point__in=points).values_list("point", "text"))
    said = Spoken(contribution.text)
    return [each for each in points if any(quotations(said, text) for text in (each.text, sealed.get(each.pk, "")))]


def take_out_point(point: MinutesPoint, *, reason: str, for_good: bool, actor: User) -> None:
    """The whole of it, as part of another deed."""
    if _changes(point, MARK, for_good=for_good):
        places = remaining_parts(MARK, point.text)
        redaction = PointRedaction(point=point, remaining=places, reason=reason, for_good=for_good, recorded_by=actor)
        store_redaction(redaction)
        _tell(redaction, actor=actor)


def store_redaction(redaction: PointRedaction) -> None:
    """The row, the shorter text and the seal; whoever calls this has checked what is left, and tells it."""
    point = redaction.point
    before = MinutesPoint.objects.values_list("text", flat=True).get(pk=point.pk)
    redaction.save(force_insert=True)
    if redaction.for_good:
        SealedPoint.objects.filter(point=point).delete()
    else:
        SealedPoint.objects.get_or_create(point=point, defaults={"text": before})
    point.text = with_parts(before, redaction.remaining)
    MinutesPoint.objects.filter(pk=point.pk).exclude(text=point.text).update(text=point.text)


def _changes(point: MinutesPoint, text: str, *, for_good: bool) -> bool:
    """Whether the words become fewer, or what is sealed of them goes."""
    is_sealed = for_good and SealedPoint.objects.filter(point=point).exists()
    return is_sealed or plain_words(text) != plain_words(point.text)


def _tell(redaction: PointRedaction, *, actor: User) -> None:
    point = redaction.point
    after: dict[str, Any] = {
        "number": point.number,
        "reason": redaction.reason,
        "for_good": redaction.for_good,
    }
    record(ConsultationAction.REDACT_POINT, point.event, actor=actor, after=after)
    transaction.on_commit(note_head)
