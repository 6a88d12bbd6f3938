"""The list of those who want to hear of consultations: asked, confirmed by the owner of the address, left."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from consultations.actions import ConsultationAction
from consultations.enums import NoticeOccasion
from consultations.models import Round, RoundSubscription
from consultations.telling.news import ASKED, NEWS
from operations.deeds import record
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
