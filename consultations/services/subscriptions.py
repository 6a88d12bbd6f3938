"""The list of those who want to hear of consultations: asked, confirmed by the owner of the address, left."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from consultations.actions import ConsultationAction
from consultations.enums import NoticeOccasion
from consultations.models import ConsultationEvent, Round, RoundSubscription
from consultations.telling.invitations import INVITATION, is_announced
from consultations.telling.news import ASKED, NEWS
from core.workflow import StepRefused, require
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from operations.deeds import record
from operations.enums import MessageState
from operations.models import Event, OutgoingMessage
from operations.queue.messages import write_message


@transaction.atomic
def ask_subscription(email: str, *, language: str) -> None:
    """Ask the owner of the address whether she wants it, once a day; who is on the list already is not written to."""
    found = RoundSubscription.objects.filter(email__iexact=email).first()
    if found is not None and found.pending_since is None:
        return
    row = found or RoundSubscription(email=email, language=language, pending_since=timezone.now())
    if found is None:
        row.full_clean()
        row.save(force_insert=True)
    key = f"{ASKED}:{row.pk}:{timezone.localdate()}"
    write_message(ASKED, dedupe_key=key, to="", payload={"subscription": row.pk}, language=row.language)


@transaction.atomic
def confirm_subscription(row: RoundSubscription) -> None:
    """From now on the address gets the news; confirming twice confirms once."""
    row = RoundSubscription.objects.select_for_update().get(pk=row.pk)
    if row.pending_since is None:
        return
    row.pending_since, row.confirmed_at = None, timezone.now()
    row.save()
    record(ConsultationAction.CONFIRM_SUBSCRIPTION, row, actor=None, after={"language": row.language})


@transaction.atomic
def leave_subscription(row: RoundSubscription) -> None:
    """The address is erased at once."""
    record(ConsultationAction.LEAVE_SUBSCRIPTION, row, actor=None, after={})
    row.delete()


def tell_subscribers(consultation: Round, occasion: NoticeOccasion, *, about: str) -> None:
    """A mail to every confirmed address, once for each event; its words are made when it is sent."""
    for row in RoundSubscription.objects.confirmed():
        write_message(
            NEWS,
            dedupe_key=f"{NEWS}:{row.pk}:{occasion}:{about}",
            to="",
            payload={"subscription": row.pk, "round": consultation.pk, "occasion": str(occasion)},
            language=row.language,
        )


@transaction.atomic
def invite(event: ConsultationEvent, *, actor: User) -> int:
    """Invite everybody on the list and the members of organisations to an event that is open to all, and remind them.

    The reminder waits in the queue until so many days before as duties are reminded of, and is left out where that
    morning is past. For another day of the event the invitation is sent anew, also for one that was left meanwhile.
    Returns how many are invited.
    """
    require(actor, "consultations.publish_round")
    event = ConsultationEvent.objects.select_for_update(of=("self",)).select_related("round").get(pk=event.pk)
    if not is_announced(event):
        raise StepRefused(
            _("Only a coming event that is open to everybody, of a published round, is announced by mail.")
        )
    addresses = list(RoundSubscription.objects.confirmed())
    members = list(User.objects.filter(is_active=True, pk__in=_members_of_organisations()))
    morning, turn = _morning_of_reminder(event), _turn_of(event)
    for receiver in (*addresses, *members):
        _write(event, receiver, kind="invitation", turn=turn)
        if morning > timezone.now():
            _remind_on(morning, _write(event, receiver, kind="reminder"))
    after = {"receivers": len(addresses) + len(members), "held_on": str(event.held_on)}
    record(ConsultationAction.INVITE_TO_EVENT, event, actor=actor, after=after)
    return len(addresses) + len(members)


def _members_of_organisations() -> Any:
    return Membership.objects.filter(approved_on__isnull=False, revoked_on=None).values("user")


def _turn_of(event: ConsultationEvent) -> int:
    """How often the day of the invitations has changed: a day to which the event came back is told again."""
    told = Event.objects.about(event).filter(action=ConsultationAction.INVITE_TO_EVENT, after__has_key="held_on")
    days = [*told.order_by("sequence").values_list("after__held_on", flat=True), str(event.held_on)]
    return sum(before != after for before, after in pairwise(days))


def _morning_of_reminder(event: ConsultationEvent) -> datetime:
    days = Threshold.objects.filter(code=ThresholdCode.REMINDER_LAST).values_list("value", flat=True).first()
    return datetime.combine(event.held_on - timedelta(days=days or 1), time(8), timezone.get_current_timezone())


def _write(
    event: ConsultationEvent, receiver: RoundSubscription | User, *, kind: str, turn: int = 0
) -> OutgoingMessage:
    """Once for each receiver and day; `turn` tells apart the times at which the event stood on that day."""
    is_member = isinstance(receiver, User)
    whose = "member" if is_member else "address"
    key = f"{INVITATION}:{kind}:{event.pk}:{event.held_on}:{whose}:{receiver.pk}"
    payload = {"event": event.pk, "day": str(event.held_on), "reminds": kind == "reminder"}
    return write_message(
        INVITATION,
        dedupe_key=f"{key}:{turn}" if turn else key,
        to=receiver if is_member else "",
        payload=payload if is_member else payload | {"subscription": receiver.pk},
        language=receiver.language,
    )


def _remind_on(morning: datetime, message: OutgoingMessage) -> None:
    if message.attempts == 0 and message.state == MessageState.PENDING:
        message.lease_until = morning
        message.save(update_fields=["lease_until"])
