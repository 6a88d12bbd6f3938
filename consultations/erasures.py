"""What a person had erased of a contribution, for the ledger outside the database and after a restore."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.enums import AttendeeConsent
from consultations.models import (
    AttendeeName,
    ConsentWithdrawal,
    Contribution,
    ContributionContact,
    ContributionScan,
    MinutesPoint,
    PointRedaction,
    Redaction,
    SealedPoint,
    WorkNote,
)
from consultations.services.attendees import take_back
from consultations.services.points import store_redaction
from consultations.words.redacting import MARK, remaining_parts, with_parts
from operations.deeds import record
from operations.models import Event
from operations.trail.erasures import Erasure, ErasureKind, find, name_of, register_erasures

CONTACT, WORDS, CONSENT, NOTE, SCAN = "contact", "words", "consent", "note", "scan"
ATTENDEE, POINT = "attendee", "point"


def _contribution(erasure: Erasure) -> Contribution | None:
    row: Contribution | None = find(Contribution.objects.all(), erasure, "recorded_at")
    return row


def _named(contribution: Contribution) -> str:
    return name_of(contribution, contribution.recorded_at)


def _erasures_in_events(kind: str, action: ConsultationAction) -> Iterator[Erasure]:
    """By the events of the deed: the row itself tells nothing any more."""
    told = Event.objects.filter(action=action).order_by("sequence")
    moments = {int(event.subject_id): event.recorded_at.isoformat() for event in told}
    for row in Contribution.objects.filter(pk__in=moments):
        yield Erasure(kind, _named(row), moments[row.pk])


def erased_contacts() -> Iterator[Erasure]:
    return _erasures_in_events(CONTACT, ConsultationAction.ERASE_CONTACT)


def erased_notes() -> Iterator[Erasure]:
    return _erasures_in_events(NOTE, ConsultationAction.ERASE_NOTE)


def _older_note(erasure: Erasure) -> models.QuerySet[WorkNote]:
    """What was written before the erasure; a note written since is another."""
    before = datetime.fromisoformat(erasure.at)
    return WorkNote.objects.filter(contribution=_contribution(erasure), updated_at__lt=before).exclude(note="")


def has_no_older_note(erasure: Erasure) -> bool:
    return _contribution(erasure) is None or not _older_note(erasure).exists()


def erase_note_again(erasure: Erasure) -> None:
    _older_note(erasure).update(note="")
    _note(ConsultationAction.ERASE_NOTE, _contribution(erasure))


def has_no_contact(erasure: Erasure) -> bool:
    row = _contribution(erasure)
    return row is None or not ContributionContact.objects.filter(contribution=row).exists()


def erase_contact_again(erasure: Erasure) -> None:
    row = _contribution(erasure)
    ContributionContact.objects.filter(contribution=row).delete()
    _note(ConsultationAction.ERASE_CONTACT, row)


def erased_scans() -> Iterator[Erasure]:
    return _erasures_in_events(SCAN, ConsultationAction.ERASE_SCAN)


def _older_scan(erasure: Erasure) -> models.QuerySet[ContributionScan]:
    """What was attached before the erasure; the scan of another day is another."""
    before = datetime.fromisoformat(erasure.at)
    return ContributionScan.objects.filter(contribution=_contribution(erasure), recorded_at__lt=before)


def has_no_older_scan(erasure: Erasure) -> bool:
    return _contribution(erasure) is None or not _older_scan(erasure).exists()


def erase_scan_again(erasure: Erasure) -> None:
    _older_scan(erasure).delete()
    _note(ConsultationAction.ERASE_SCAN, _contribution(erasure))


def _of_attendees(action: ConsultationAction, purpose: str = "") -> Iterator[Erasure]:
    """By the events of the deeds, which name the row and never the person; older ones name no row."""
    for event in Event.objects.filter(action=action, after__has_key="attendee").order_by("sequence"):
        told = event.after
        if not purpose or told.get("purpose") == purpose:
            kind = f"{ATTENDEE} {purpose}".strip()
            yield Erasure(kind, f"{told['attendee']}@{told['listed_at']}", event.recorded_at.isoformat())


def _attendee(erasure: Erasure) -> AttendeeName | None:
    row: AttendeeName | None = find(AttendeeName.objects.all(), erasure, "created_at")
    return row


def _erase_attendee_again(erasure: Erasure) -> None:
    if row := _attendee(erasure):
        event = row.event
        row.delete()
        _note(ConsultationAction.ERASE_ATTENDEE, event)


def _attendee_consents(purpose: str) -> ErasureKind:
    def holds(erasure: Erasure) -> bool:
        row = _attendee(erasure)
        return row is None or not getattr(row, f"consents_to_{purpose}")

    def repeat(erasure: Erasure) -> None:
        if row := _attendee(erasure):
            take_back(row, purpose)
            _note(ConsultationAction.WITHDRAW_ATTENDEE, row.event)

    return ErasureKind(lambda: _of_attendees(ConsultationAction.WITHDRAW_ATTENDEE, purpose), holds, repeat)


def withdrawn_consents() -> Iterator[Erasure]:
    for each in ConsentWithdrawal.objects.select_related("contribution").order_by("pk"):
        row = f"{_named(each.contribution)}"
        yield Erasure(f"{CONSENT} {each.purpose}", row, each.recorded_at.isoformat())


def _withdrawals(purpose: str) -> ErasureKind:
    def made() -> Iterator[Erasure]:
        return (each for each in withdrawn_consents() if each.kind == f"{CONSENT} {purpose}")

    def holds(erasure: Erasure) -> bool:
        row = _contribution(erasure)
        return row is None or ConsentWithdrawal.objects.filter(contribution=row, purpose=purpose).exists()

    def repeat(erasure: Erasure) -> None:
        row = _contribution(erasure)
        ConsentWithdrawal.objects.create(contribution=row, purpose=purpose)
        if purpose == "contact":
            ContributionContact.objects.filter(contribution=row).delete()
        _note(ConsultationAction.WITHDRAW_CONSENT, row)

    return ErasureKind(made, holds, repeat)


def redacted_words() -> Iterator[Erasure]:
    """Which parts of the words are left: by their places, for the ledger holds no words."""
    newest = Redaction.objects.order_by("contribution_id", "-pk").distinct("contribution_id")
    for each in newest.select_related("contribution"):
        content = {
            "kept": remaining_parts(each.text, each.contribution.text),
            "reason": each.reason,
            "by": each.recorded_by_id,
        }
        yield Erasure(WORDS, _named(each.contribution), each.recorded_at.isoformat(), content)


def shows_no_more(erasure: Erasure) -> bool:
    """The newest redaction here leaves the same, or is a later one."""
    row = _contribution(erasure)
    newest = None if row is None else Redaction.objects.filter(contribution=row).order_by("pk").last()
    if row is None or newest is None:
        return row is None
    is_later = newest.recorded_at.isoformat() >= erasure.at
    return is_later or remaining_parts(newest.text, row.text) == erasure.content["kept"]


def redact_again(erasure: Erasure) -> None:
    row = _contribution(erasure)
    if row is None:
        return
    reader = User.objects.filter(pk=erasure.content["by"]).first() or User.objects.earliest("pk")
    text = with_parts(row.text, erasure.content["kept"])
    reason = erasure.content["reason"]
    Redaction.objects.create(contribution=row, text=text, removes=bool(reason), reason=reason, recorded_by=reader)
    _note(ConsultationAction.REDACT_CONTRIBUTION, row)


def redacted_points() -> Iterator[Erasure]:
    """Each point with all that was taken out of it, in its order: each step reads the words that the last one left."""
    steps: dict[MinutesPoint, list[PointRedaction]] = {}
    for each in PointRedaction.objects.select_related("point").order_by("pk"):
        steps.setdefault(each.point, []).append(each)
    for point, made in steps.items():
        content = {"steps": [_step_of(each) | {"reason": each.reason, "by": each.recorded_by_id} for each in made]}
        yield Erasure(POINT, name_of(point, point.recorded_at), made[-1].recorded_at.isoformat(), content)


def _step_of(redaction: PointRedaction) -> dict[str, Any]:
    return {"remaining": redaction.remaining, "for_good": redaction.for_good}


def _point(erasure: Erasure) -> MinutesPoint | None:
    row: MinutesPoint | None = find(MinutesPoint.objects.all(), erasure, "recorded_at")
    return row


def _steps(erasure: Erasure, point: MinutesPoint) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Of the ledger, and of this database."""
    told = [{"remaining": each["remaining"], "for_good": each["for_good"]} for each in erasure.content["steps"]]
    return told, [_step_of(each) for each in PointRedaction.objects.filter(point=point).order_by("pk")]


def says_no_more(erasure: Erasure) -> bool:
    """The point went through the same removals here, or nothing of it is left."""
    point = _point(erasure)
    if point is None:
        return True
    told, here = _steps(erasure, point)
    is_gone = any(step["for_good"] for step in told)
    is_empty = point.text == MARK and not (is_gone and SealedPoint.objects.filter(point=point).exists())
    return is_empty or here[: len(told)] == told


def redact_point_again(erasure: Erasure) -> None:
    """What is missing of the removals; where something else was taken out meanwhile, the whole point goes."""
    point = _point(erasure)
    if point is None:
        return
    told, here = _steps(erasure, point)
    missing = erasure.content["steps"][len(here) :]
    if told[: len(here)] != here:
        whole = {"remaining": remaining_parts(MARK, point.text), "for_good": any(each["for_good"] for each in told)}
        missing = [erasure.content["steps"][-1] | whole]
    for step in missing:
        store_redaction(
            PointRedaction(
                point=point,
                remaining=step["remaining"],
                reason=step["reason"],
                for_good=step["for_good"],
                recorded_by=User.objects.filter(pk=step["by"]).first() or User.objects.earliest("pk"),
            )
        )
    _note(ConsultationAction.REDACT_POINT, point.event)


def _note(action: ConsultationAction, row: models.Model | None) -> None:
    if row is not None:
        record(action, row, actor=None, after={"replayed": True})


register_erasures(CONTACT, ErasureKind(erased_contacts, has_no_contact, erase_contact_again))
register_erasures(
    ATTENDEE,
    ErasureKind(
        lambda: _of_attendees(ConsultationAction.ERASE_ATTENDEE),
        lambda erasure: _attendee(erasure) is None,
        _erase_attendee_again,
    ),
)
for _consent in AttendeeConsent.values:
    register_erasures(f"{ATTENDEE} {_consent}", _attendee_consents(_consent))
register_erasures(SCAN, ErasureKind(erased_scans, has_no_older_scan, erase_scan_again))
register_erasures(NOTE, ErasureKind(erased_notes, has_no_older_note, erase_note_again))
register_erasures(POINT, ErasureKind(redacted_points, says_no_more, redact_point_again))
register_erasures(WORDS, ErasureKind(redacted_words, shows_no_more, redact_again))
for _purpose in ConsentWithdrawal._meta.get_field("purpose").choices or ():
    register_erasures(f"{CONSENT} {_purpose[0]}", _withdrawals(_purpose[0]))
