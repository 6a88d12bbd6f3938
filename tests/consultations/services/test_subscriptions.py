"""News of consultations by mail: two opt-ins, once for each event, and gone by one's own link."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.enums import NoticeOccasion
from consultations.models import (
    ConsultationEvent,
    ContributionContact,
    RoundExtension,
    RoundSubscription,
    SpeakerNotice,
)
from consultations.services import extend_round
from consultations.services.subscriptions import confirm_subscription, invite, tell_subscribers
from consultations.telling.news import CONFIRMING, LEAVING, subscription_of, token_of
from municipality import delivered_rows
from municipality.models import CalendarDay, DeadlineRule
from operations.models import OutgoingMessage
from operations.queue.messages import send_due
from operations.retention import purge
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db

ADDRESS = "ana@shembull.example"
SPEAKER = "foli@shembull.example"


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


def ask(client: Client, address: str = ADDRESS) -> None:
    assert client.post(reverse("consultations:news_subscribe"), {"email": address}).context["is_sent"]


def confirmed(address: str = ADDRESS) -> RoundSubscription:
    row = RoundSubscription.objects.create(email=address)
    confirm_subscription(row)
    return RoundSubscription.objects.get(pk=row.pk)


def link_in(message: Any, name: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/\S+/{name}/)", message.body)
    assert found
    return found.group(1)


def test_nothing_is_sent_before_the_owner_has_pressed_the_button(client: Client) -> None:
    ask(client)
    send_due()
    consultation = RoundFactory(is_open=True)
    tell_subscribers(consultation, NoticeOccasion.OPENED, about="1")
    send_due()
    assert [message.to for message in mail.outbox] == [[ADDRESS]]

    page = link_in(mail.outbox[0], "confirm")
    client.get(page)
    assert RoundSubscription.objects.get().confirmed_at is None
    client.post(page)

    assert RoundSubscription.objects.get().confirmed_at is not None


def test_the_page_tells_nobody_who_is_on_the_list(client: Client) -> None:
    confirmed()

    ask(client, ADDRESS.upper())

    send_due()
    assert RoundSubscription.objects.count() == 1
    assert mail.outbox == []


def test_an_address_is_asked_once_a_day(client: Client) -> None:
    for _time in range(5):
        ask(client)
    send_due()

    assert len(mail.outbox) == 1


def test_each_event_is_told_once_and_the_mail_leads_out(client: Client) -> None:
    confirmed()
    consultation = RoundFactory(is_open=True, title_sq="Për planin")
    for _time in range(2):
        tell_subscribers(consultation, NoticeOccasion.OPENED, about="1")
    send_due()
    assert len(mail.outbox) == 1
    assert "Për planin" in mail.outbox[0].subject
    assert ADDRESS not in mail.outbox[0].body

    client.post(link_in(mail.outbox[0], "leave"))

    assert not RoundSubscription.objects.exists()
    tell_subscribers(consultation, NoticeOccasion.ANSWERED, about="2")
    assert send_due() == 0


def test_a_mail_on_its_way_is_sent_to_nobody_who_has_left() -> None:
    row = confirmed()
    tell_subscribers(RoundFactory(is_open=True), NoticeOccasion.OPENED, about="1")
    row.delete()

    assert send_due() == 0
    assert mail.outbox == []


@pytest.mark.parametrize("token", ["forged", "MQ:1abcde:forged"])
def test_a_forged_link_does_nothing(client: Client, token: str) -> None:
    confirmed()

    for name in ("consultations:news_confirm", "consultations:news_leave"):
        assert client.post(reverse(name, args=[token])).status_code == 200

    assert RoundSubscription.objects.count() == 1


def test_a_link_serves_its_own_purpose_and_for_two_days() -> None:
    row = RoundSubscription.objects.create(email=ADDRESS)
    token = token_of(row, CONFIRMING)

    assert subscription_of(token, CONFIRMING) == row
    assert subscription_of(token, LEAVING) is None
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        assert subscription_of(token, CONFIRMING) is None


def test_what_nobody_confirms_is_purged_and_what_is_confirmed_stays() -> None:
    kept = confirmed("mbetet@shembull.example")
    RoundSubscription.objects.create(email=ADDRESS, pending_since=timezone.now() - timedelta(days=3))
    RoundSubscription.objects.filter(pk=kept.pk).update(confirmed_at=timezone.now() - timedelta(days=900))

    purge()

    assert list(RoundSubscription.objects.all()) == [kept]


@time_machine.travel("2024-04-20 10:00", tick=False)
def test_an_extension_is_told_to_who_subscribed_and_to_who_spoke() -> None:
    for name, model in (("deadlines", DeadlineRule), ("calendar", CalendarDay)):
        for fields in delivered_rows.read(name):
            model.objects.create(**fields)
    confirmed()
    consultation = RoundFactory(
        state="open", kind="draft_plan", notice_on=date(2024, 4, 8), closes_on=date(2024, 5, 9)
    )
    said = ContributionFactory(round=consultation)
    ContributionContact.objects.create(contribution=said, email=SPEAKER, consents_to_feedback=True)
    decision = {"decision_no": "3", "decision_on": date(2024, 4, 19), "notified_on": date(2024, 4, 20)}
    extension = RoundExtension(round=consultation, to_day=date(2024, 5, 20), reason="Kërkesa", **decision)

    extend_round(extension, actor=UserFactory(role="coordinator"))
    send_due()

    assert {address for message in mail.outbox for address in message.to} == {ADDRESS, SPEAKER}
    assert SpeakerNotice.objects.filter(occasion=NoticeOccasion.EXTENDED).count() == 1


def coming(**more: Any) -> ConsultationEvent:
    day = timezone.localdate() + timedelta(days=10)
    event: ConsultationEvent = ConsultationEventFactory(
        round=RoundFactory(is_open=True), held_on=day, status="planned", confidentiality="public", **more
    )
    return event


def test_everybody_on_the_list_and_each_member_is_invited_once_and_reminded_before_the_day(client_of: Any) -> None:
    row = RoundSubscription.objects.create(email=ADDRESS, pending_since=None, confirmed_at=timezone.now())
    RoundSubscription.objects.create(email="pret@shembull.example")
    member = MembershipFactory(user__email="anetare@shembull.example").user
    event = coming(title_sq="Forumi i lagjes", place="Salla e madhe")
    desk = client_of(UserFactory(role="coordinator"))
    button = reverse("consultations:event_invite", args=[event.pk])
    assert button in desk.get(event.get_absolute_url()).content.decode()

    for _twice in range(2):
        desk.post(button)
    send_due()
    invited = list(mail.outbox)
    mail.outbox.clear()
    send_due()
    early = len(mail.outbox)
    OutgoingMessage.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(hours=1))
    send_due()

    assert sorted(one.to[0] for one in invited) == sorted([row.email, member.email])
    assert all("Salla e madhe" in one.body and "Forumi i lagjes" in one.subject for one in invited)
    assert early == 0
    assert sorted(one.to[0] for one in mail.outbox) == sorted([row.email, member.email])
    assert all("Kujtes" in one.subject for one in mail.outbox)


@pytest.mark.parametrize("changed", [{"status": "cancelled"}, {"held_on": date(2099, 1, 1)}], ids=str)
def test_nobody_is_reminded_of_what_was_cancelled_or_moved(changed: dict[str, Any]) -> None:
    RoundSubscription.objects.create(email=ADDRESS, pending_since=None, confirmed_at=timezone.now())
    event = coming()
    invite(event, actor=UserFactory(role="coordinator"))
    send_due()
    mail.outbox.clear()

    ConsultationEvent.objects.filter(pk=event.pk).update(**changed)
    OutgoingMessage.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(hours=1))
    send_due()

    assert mail.outbox == []


@pytest.mark.parametrize("kept", ["restricted", "counts_only"])
def test_no_mail_tells_of_an_event_that_is_not_open_to_everybody(kept: str, client_of: Any) -> None:
    event = coming()
    ConsultationEvent.objects.filter(pk=event.pk).update(confidentiality=kept)
    desk = client_of(UserFactory(role="coordinator"))
    button = reverse("consultations:event_invite", args=[event.pk])

    assert button not in desk.get(event.get_absolute_url()).content.decode()
    desk.post(button)

    assert not OutgoingMessage.objects.filter(kind="consultations.invitation").exists()


def test_of_a_reminder_whose_morning_is_past_there_is_none() -> None:
    """Tomorrow's event is told once today, not twice in one minute."""
    RoundSubscription.objects.create(email=ADDRESS, pending_since=None, confirmed_at=timezone.now())
    event = coming()
    ConsultationEvent.objects.filter(pk=event.pk).update(held_on=timezone.localdate())

    invite(event, actor=UserFactory(role="coordinator"))
    send_due()
    send_due()

    assert ["Kujtes" in message.subject for message in mail.outbox] == [False]


def test_an_event_that_was_moved_and_moved_back_is_told_again_and_reminded_of_once() -> None:
    RoundSubscription.objects.create(email=ADDRESS, pending_since=None, confirmed_at=timezone.now())
    event, actor = coming(), UserFactory(role="coordinator")
    first, other = event.held_on, event.held_on + timedelta(days=7)
    for day in (first, other, first, first):
        ConsultationEvent.objects.filter(pk=event.pk).update(held_on=day)
        invite(event, actor=actor)
        send_due()
    invited = len(mail.outbox)
    mail.outbox.clear()

    OutgoingMessage.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(hours=1))
    send_due()

    assert invited == 3
    assert ["Kujtes" in message.subject for message in mail.outbox] == [True]
