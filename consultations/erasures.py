"""What a person had erased of a contribution, for the ledger outside the database and after a restore."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from accounts.models import User
from consultations.actions import ConsultationAction
from consultations.models import ConsentWithdrawal, Contribution, ContributionContact, Redaction
from consultations.words.redacting import kept_parts, with_parts
from operations.deeds import record
from operations.models import Event
from operations.trail.erasures import Erasure, ErasureKind, find, name_of, register_erasures

CONTACT, WORDS, CONSENT = "contact", "words", "consent"


def _contribution(erasure: Erasure) -> Contribution | None:
    row: Contribution | None = find(Contribution.objects.all(), erasure, "recorded_at")
    return row


def _named(contribution: Contribution) -> str:
    return name_of(contribution, contribution.recorded_at)


def erased_contacts() -> Iterator[Erasure]:
    told = Event.objects.filter(action=ConsultationAction.ERASE_CONTACT).order_by("sequence")
    moments = {int(event.subject_id): event.recorded_at.isoformat() for event in told}
    for row in Contribution.objects.filter(pk__in=moments):
        yield Erasure(CONTACT, _named(row), moments[row.pk])


def has_no_contact(erasure: Erasure) -> bool:
    row = _contribution(erasure)
    return row is None or not ContributionContact.objects.filter(contribution=row).exists()


def erase_contact_again(erasure: Erasure) -> None:
    row = _contribution(erasure)
    ContributionContact.objects.filter(contribution=row).delete()
    _note(ConsultationAction.ERASE_CONTACT, row)


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
            "kept": kept_parts(each.text, each.contribution.text),
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
    return is_later or kept_parts(newest.text, row.text) == erasure.content["kept"]


def redact_again(erasure: Erasure) -> None:
    row = _contribution(erasure)
    if row is None:
        return
    reader = User.objects.filter(pk=erasure.content["by"]).first() or User.objects.earliest("pk")
    text = with_parts(row.text, erasure.content["kept"])
    reason = erasure.content["reason"]
    Redaction.objects.create(contribution=row, text=text, removes=bool(reason), reason=reason, recorded_by=reader)
    _note(ConsultationAction.REDACT_CONTRIBUTION, row)


def _note(action: ConsultationAction, row: models.Model | None) -> None:
    if row is not None:
        record(action, row, actor=None, after={"replayed": True})


register_erasures(CONTACT, ErasureKind(erased_contacts, has_no_contact, erase_contact_again))
register_erasures(WORDS, ErasureKind(redacted_words, shows_no_more, redact_again))
for _purpose in ConsentWithdrawal._meta.get_field("purpose").choices or ():
    register_erasures(f"{CONSENT} {_purpose[0]}", _withdrawals(_purpose[0]))
