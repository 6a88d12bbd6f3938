"""Outgoing mail: a row per recipient and event, sent once; its words are made when it is sent."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from operations.enums import MessageState, NewsWay
from operations.models import OutgoingMessage
from operations.queue.html_mail import Letterhead, html_of
from operations.queue.news import News, leave_address, ways_of
from operations.queue.nudges import nudge

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mail:
    """`to`: the address, where the message's row keeps none, so that it can be erased until the moment of sending.

    `leave`: the address by which a reader's program leaves the list in one click (RFC 8058).
    """

    subject: str
    body: str
    to: str = ""
    leave: str = ""


class NobodyToSendTo(Exception):
    """A composer's word that the address is gone: the message is closed and says so; no attempt follows."""


Composer = Callable[[OutgoingMessage], Mail | None]
LetterheadMaker = Callable[[], Letterhead | None]
_letterheads: list[LetterheadMaker] = []
_composers: dict[str, Composer] = {}


def message_composer(kind: str) -> Callable[[Composer], Composer]:
    """Register the function that words messages of a kind; it runs in the message's language."""

    def register(composer: Composer) -> Composer:
        _composers[kind] = composer
        return composer

    return register


def letterhead(maker: LetterheadMaker) -> LetterheadMaker:
    """Register who says whose mails these are; it runs in the message's language."""
    _letterheads[:] = [maker]
    return maker


def write_message(
    kind: str, *, dedupe_key: str, to: models.Model | str, payload: dict[str, Any], language: str = "sq"
) -> OutgoingMessage:
    """Write the message in the deed's transaction, once per key; `to` is an account, an address, or empty.

    Empty: the composer finds the address when the message is sent.
    """
    recipient = {"address": to} if isinstance(to, str) else {"recipient": to}
    message, is_new = OutgoingMessage.objects.get_or_create(
        dedupe_key=dedupe_key, defaults={"kind": kind, "payload": payload, "language": language, **recipient}
    )
    if is_new:
        transaction.on_commit(nudge_sender)
    return message


def write_messages(
    kind: str, *, event_key: str, to: Iterable[models.Model], payload: dict[str, Any], news: News | None = None
) -> list[OutgoingMessage]:
    """One message about one event to each account in its own language, written together and once per event.

    What is news is told in the way that each has chosen, and stands on the page of news.
    """
    people = list(to)
    ways = ways_of(people, news.topic) if news and people else {}
    columns = news.columns() if news and people else {}
    messages = [
        OutgoingMessage(
            kind=kind,
            dedupe_key=_dedupe_key(event_key, account),
            recipient=account,
            language=getattr(account, "language", "sq"),
            payload=payload,
            way=(way := ways.get(account.pk, NewsWay.AT_ONCE)),
            state=MessageState.SENT if way == NewsWay.HERE else MessageState.PENDING,
            **columns,
        )
        for account in people
    ]
    if messages:
        OutgoingMessage.objects.bulk_create(messages, ignore_conflicts=True)
        transaction.on_commit(nudge_sender)
    return messages


def recipients_of(event_key: str, people: Iterable[models.Model]) -> set[int]:
    """To which of these accounts a message about the event was written."""
    keys = [_dedupe_key(event_key, account) for account in people]
    return set(OutgoingMessage.objects.filter(dedupe_key__in=keys).values_list("recipient", flat=True))


def _dedupe_key(event_key: str, account: models.Model) -> str:
    return f"{event_key}:{account.pk}"


def nudge_sender() -> None:
    nudge("operations.send_messages")


def claim() -> OutgoingMessage | None:
    """Take the next due message under a lease; the token is `attempts`."""
    with transaction.atomic():
        due = OutgoingMessage.objects.due().select_for_update(skip_locked=True).order_by("pk").first()
        if due is None:
            return None
        OutgoingMessage.objects.filter(pk=due.pk).update(
            state=MessageState.SENDING,
            attempts=F("attempts") + 1,
            lease_until=Now() + timedelta(seconds=settings.MESSAGE_LEASE_SECONDS),
        )
    return OutgoingMessage.objects.select_related("recipient").get(pk=due.pk)


def send_due() -> int:
    """Send what is due; returns how many mails went out."""
    sent = 0
    while (message := claim()) is not None:
        try:
            send(message)
        except NobodyToSendTo as reason:
            give_up(message, str(reason))
        except (SMTPException, OSError, KeyError, ValueError) as error:
            logger.exception("Message %s was not sent.", message.pk)
            put_off(message, type(error).__name__)
        else:
            sent += message.pk is not None
            close(message)
    return sent


def send(message: OutgoingMessage) -> None:
    """Word and send it; the composer may find whose it is and in which language, or that it is nobody's."""
    with translation.override(message.language):
        mail = _composers[message.kind](message)
    if mail is None:
        message.delete()
        return
    address = mail.to or message.address or getattr(message.recipient, "email", "")
    with translation.override(message.language):
        head = _letterheads[0]() if _letterheads else None
        # The same message has the same id, so that a repetition after a crash is known for one.
        name = hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:32]
        headers = {"Message-ID": f"<{name}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
        mail = with_way_out(mail, message)
        if mail.leave:
            headers |= {"List-Unsubscribe": f"<{mail.leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        shown, sender = under(mail, head)
        letter = EmailMultiAlternatives(shown.subject, shown.body, from_email=sender, to=[address], headers=headers)
        letter.attach_alternative(html_of(shown.subject, mail.body, head, language=message.language), "text/html")
        letter.send()


def with_way_out(mail: Mail, message: OutgoingMessage) -> Mail:
    """News says where its reader leaves it."""
    if not message.topic or message.recipient_id is None:
        return mail
    leave = leave_address(message.recipient_id, message.topic)
    line = _("No more mails of this kind: %(address)s") % {"address": leave}
    return replace(mail, body=f"{mail.body}\n\n{line}", leave=leave)


def under(mail: Mail, head: Letterhead | None) -> tuple[Mail, str]:
    """The mail with its letterhead, its subject on one line, and its sender."""
    sender = settings.DEFAULT_FROM_EMAIL
    if head is None:
        return Mail(" ".join(mail.subject.split()), mail.body), sender
    name = " ".join(head.name.split())
    subject = " ".join(f"{'DEMO · ' if head.banner else ''}{name}: {mail.subject}".split())
    parts = [head.banner, mail.body.strip("\n"), f"-- \n{head.footer}"]
    return Mail(subject, "\n\n".join(filter(None, parts)) + "\n"), formataddr((name, parseaddr(sender)[1]))


def close(message: OutgoingMessage) -> None:
    ours = OutgoingMessage.objects.filter(pk=message.pk, attempts=message.attempts)
    ours.update(state=MessageState.SENT, sent_at=Now(), lease_until=None, failure="")


def give_up(message: OutgoingMessage, reason: str) -> None:
    ours = OutgoingMessage.objects.filter(pk=message.pk, attempts=message.attempts)
    ours.update(state=MessageState.FAILED, lease_until=None, failure=reason)


def put_off(message: OutgoingMessage, reason: str) -> None:
    """Wait a minute longer after each failure; after the last attempt it is given up."""
    is_last = message.attempts >= message.attempts_allowed
    OutgoingMessage.objects.filter(pk=message.pk, attempts=message.attempts).update(
        state=MessageState.FAILED if is_last else MessageState.PENDING,
        lease_until=None if is_last else Now() + timedelta(minutes=message.attempts),
        failure=reason,
    )
