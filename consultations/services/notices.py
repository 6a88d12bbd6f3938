"""Telling those who spoke: a mail for each address, written once with what set it off, and who was told by hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from django.db.models.sql import InsertQuery

from accounts.models import Membership, User
from consultations.actions import ConsultationAction
from consultations.enums import ContributionLanguage, NoticeOccasion
from consultations.models import (
    Contribution,
    ContributionContact,
    FeedbackEntry,
    NoticeBounce,
    Round,
    SpeakerNotice,
)
from consultations.models.contributions import ContributionQuerySet
from consultations.services.guards import telling
from consultations.telling.mails import ANSWERED
from core.workflow import require
from operations.deeds import NOW, Entry, record
from operations.models import OutgoingMessage
from operations.queue.messages import nudge_sender, write_message


@transaction.atomic
def tell_speakers(contributions: Iterable[Contribution], occasion: NoticeOccasion, *, about: str) -> int:
    """A mail to everybody who left an address and to the members of an organisation; none twice. Returns how many."""
    rows = list(contributions)
    with_address = [row for row in rows if _has_address(row)]
    known = set(
        SpeakerNotice.objects.filter(contribution__in=rows, occasion=occasion, about=about).values_list(
            "contribution_id", "recipient_id"
        )
    )
    wanted: list[tuple[Contribution, User | None]] = [(row, None) for row in with_address]
    if occasion != NoticeOccasion.RECEIPT:
        wanted.extend(_members(rows))
    new = [(row, member) for row, member in wanted if (row.pk, member.pk if member else None) not in known]
    for row, member in new:
        _write(row, member, occasion, about)
    return len(new)


def keep_with_receipt(contact: ContributionContact, contribution: Contribution) -> None:
    """The address and the mail to it, for what was kept a moment ago in the same transaction: in one statement.

    Nobody can have been told of it yet, so that nothing is looked up before.
    """
    message = OutgoingMessage(
        kind=ANSWERED,
        dedupe_key=_key(contribution, None, NoticeOccasion.RECEIPT, "receipt"),
        payload={},
        language=language_of(contribution),
    )
    notice = SpeakerNotice(contribution=contribution, occasion=NoticeOccasion.RECEIPT, about="receipt")
    notice.message_id = RawSQL("SELECT id FROM message", ())
    (kept, first), (written, second), (noted, third) = map(_insert_of, (contact, message, notice))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH contact AS ({kept}), message AS ({written} RETURNING id) {noted}", (*first, *second, *third)
        )
    transaction.on_commit(nudge_sender)


def _insert_of(row: models.Model) -> tuple[str, tuple[Any, ...]]:
    """The statement that saving the row would send, without its key."""
    query = InsertQuery(type(row))
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and not field.generated]
    query.insert_values(fields, [row])
    [(statement, values)] = query.get_compiler(connection=connection).as_sql()
    return statement, tuple(values)


def _key(contribution: Contribution, member: User | None, occasion: NoticeOccasion, about: str) -> str:
    return f"{ANSWERED}:{contribution.pk}:{occasion}:{about}:{member.pk if member else ''}"


def speakers_of(consultation: Round) -> ContributionQuerySet:
    """What was said in the round, but for what is with the protection workers, with what is needed to tell."""
    return Contribution.objects.in_the_open().filter(round=consultation).select_related("contact")


def _has_address(contribution: Contribution) -> bool:
    contact = getattr(contribution, "contact", None)
    return contact is not None and bool(contact.email) and contact.consents_to_feedback


def _members(rows: list[Contribution]) -> list[tuple[Contribution, User]]:
    spoken_for = [row for row in rows if row.organisation_id]
    members: dict[int, list[User]] = {}
    found = Membership.objects.filter(
        organisation__in={row.organisation_id for row in spoken_for},
        approved_on__isnull=False,
        revoked_on=None,
        user__is_active=True,
    )
    for membership in found.select_related("user"):
        members.setdefault(membership.organisation_id, []).append(membership.user)
    return [(row, member) for row in spoken_for for member in members.get(row.organisation_id or 0, [])]


def _write(contribution: Contribution, member: User | None, occasion: NoticeOccasion, about: str) -> None:
    """The message's row first, then the notice; the key is unique, so that two at once write one mail."""
    message = write_message(
        ANSWERED,
        dedupe_key=_key(contribution, member, occasion, about),
        to=member or "",
        payload={},
        language=member.language if member else language_of(contribution),
    )
    SpeakerNotice.objects.get_or_create(
        contribution=contribution, occasion=occasion, about=about, recipient=member, defaults={"message": message}
    )


def language_of(contribution: Contribution) -> str:
    """English for whoever wrote English; everybody else is written to in Albanian."""
    return "en" if contribution.language == ContributionLanguage.EN else "sq"


@transaction.atomic
def record_bounce(bounce: NoticeBounce, *, actor: User, entry: Entry = NOW) -> NoticeBounce:
    """A mail came back: whoever it was for stands in the queue of those still to be told."""
    contribution = bounce.notice.contribution
    require(actor, "consultations.record_feedback", contribution.round)
    bounce.recorded_by = actor
    bounce.full_clean()
    bounce.save(force_insert=True)
    after = {"notice": bounce.notice_id}
    record(ConsultationAction.RECORD_BOUNCE, contribution, actor=actor, after=after, entry=entry)
    return bounce


@transaction.atomic
def record_feedback(given: FeedbackEntry, *, actor: User, entry: Entry = NOW) -> FeedbackEntry:
    """Add a line: who was informed, of what, when, by which channel."""
    require(actor, "consultations.record_feedback")
    given.recorded_by = actor
    given.is_back_entry = entry.checked(actor, given).is_back_entry
    given.full_clean()
    with telling():
        given.save(force_insert=True)
    after = {"round": given.round_id, "channel": given.channel, "informed_on": str(given.informed_on)}
    record(ConsultationAction.RECORD_FEEDBACK, given, actor=actor, after=after, entry=entry)
    return given
