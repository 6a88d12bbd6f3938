from typing import Any

import pytest

from operations.enums import MessageState
from operations.models import OutgoingMessage
from operations.queue import messages
from tests.factories.accounts import UserFactory
from tests.factories.operations import OutgoingMessageFactory
from tests.operations import handlers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds() -> None:
    messages.message_composer("tests.note")(handlers.note)


def test_message_is_written_once_and_sent_once(mailoutbox: list[Any]) -> None:
    user = UserFactory()
    for _ in range(2):
        messages.write_message("tests.note", dedupe_key="plan-1", to=user, payload={"number": 7}, language="en")

    assert (messages.send_due(), messages.send_due()) == (1, 0)

    mail = mailoutbox[0]
    assert (mail.to, mail.subject, mail.body) == ([user.email], "A note with a break", "Number 7 (en)")
    assert OutgoingMessage.objects.get().state == MessageState.SENT


def test_message_to_an_address_needs_no_account(mailoutbox: list[Any]) -> None:
    messages.write_message("tests.note", dedupe_key="x", to="dikush@example.org", payload={})

    messages.send_due()

    assert mailoutbox[0].to == ["dikush@example.org"]


def test_failing_mail_is_put_off_and_given_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(message: OutgoingMessage) -> None:
        raise OSError("no route")

    monkeypatch.setattr(messages, "send", refuse)
    message = OutgoingMessageFactory()
    for _ in range(6):
        messages.send_due()
        OutgoingMessage.objects.update(lease_until=None)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == (MessageState.FAILED, 5, "OSError")


def test_stale_sender_does_not_close_anothers_message() -> None:
    OutgoingMessageFactory()
    first = messages.claim()
    OutgoingMessage.objects.update(attempts=2)

    messages.close(first)

    assert OutgoingMessage.objects.get().state == MessageState.SENDING
