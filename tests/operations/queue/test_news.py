"""News: in the way that each has chosen, in her language, once; one click out; nothing for who may not look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import RoleAssignment
from municipality.services import install_reference_data
from operations.enums import MessageState, NewsTopic, NewsWay
from operations.models import NewsChoice, OutgoingMessage
from operations.queue import messages, news
from operations.queue.digest import write_digests
from tests.factories.accounts import UserFactory
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.operations import handlers
from vlora_plan.reminding import remind_of_dates

pytestmark = pytest.mark.django_db
MORNING = "2026-11-30 09:00:00+01:00"


@pytest.fixture(autouse=True)
def _kinds() -> None:
    messages.message_composer("tests.note")(handlers.note)


def heading() -> str:
    return f"Plani {translation.get_language()}"


def told(*people: Any, topic: str = NewsTopic.STEPS, key: str = "e", permission: str = "") -> None:
    item = news.News(NewsTopic(topic), heading, reverse("operations:news_list"), permission)
    messages.write_messages("tests.note", event_key=key, to=people, payload={"number": 1}, news=item)


def test_each_is_told_in_the_way_she_chose_and_the_list_has_it_in_any_case(mailoutbox: list[Any]) -> None:
    usual, at_once, here = (UserFactory(role="staff") for _ in range(3))
    NewsChoice.objects.create(user=at_once, topic=NewsTopic.STEPS, way=NewsWay.AT_ONCE)
    NewsChoice.objects.create(user=here, topic=NewsTopic.STEPS, way=NewsWay.HERE)

    told(usual, at_once, here)
    messages.send_due()

    assert [mail.to for mail in mailoutbox] == [[at_once.email]]
    assert OutgoingMessage.objects.filter(topic=NewsTopic.STEPS).count() == 3
    assert {topic: way for topic, way in news.choices_of(usual).items() if way == NewsWay.DAILY} == {
        NewsTopic.STEPS: NewsWay.DAILY
    }


def test_the_mail_of_the_day_tells_all_at_once_in_the_readers_language_and_only_once(mailoutbox: list[Any]) -> None:
    MunicipalityFactory(name_en="Municipality of Test")
    reader = UserFactory(role="staff", language="en")
    told(reader, key="a")
    told(reader, key="b")
    with time_machine.travel("2026-11-30 05:00:00+01:00", tick=False):
        assert write_digests() == 0
    with time_machine.travel(MORNING, tick=False):
        assert (write_digests(), write_digests()) == (1, 0)
        messages.send_due()
        told(reader, key="c")
        assert write_digests() == 0
        messages.send_due()

    (mail,) = mailoutbox
    assert "2 pieces of news" in mail.subject
    assert mail.body.count("Plani en") == 2
    assert "/en/operations/news/" in mail.body
    (html, kind) = mail.alternatives[0]
    assert kind == "text/html"
    assert html.count("Plani en") == 2
    assert "Municipality" in html
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with time_machine.travel("2026-12-01 09:00:00+01:00", tick=False):
        assert write_digests() == 1


def test_on_a_telephone_a_mail_has_no_word_wider_than_its_screen(mailoutbox: list[Any]) -> None:
    reader = UserFactory(role="staff")
    told(reader, topic=NewsTopic.MENTIONS)
    messages.send_due()

    (mail,) = mailoutbox
    (html, _kind) = mail.alternatives[0]
    page = lxml.html.fromstring(html)
    shown = [word for piece in page.xpath("//body//text()") for word in str(piece).split()]
    assert max(map(len, shown)) <= 24
    leave = mail.extra_headers["List-Unsubscribe"].strip("<>")
    assert leave in page.xpath("//a/@href")
    assert leave in mail.body
    assert page.xpath("//meta[@name='viewport']")


def test_one_click_out_of_a_mail_program_ends_the_mails_of_that_kind_alone(mailoutbox: list[Any]) -> None:
    reader = UserFactory(role="staff")
    told(reader, topic=NewsTopic.MENTIONS)
    messages.send_due()
    address = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    outside = Client(enforce_csrf_checks=True)

    assert b"<form" in outside.get(f"/{address}").content
    assert not NewsChoice.objects.exists()
    answer = outside.post(f"/{address}", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert dict(NewsChoice.objects.values_list("topic", "way")) == {NewsTopic.MENTIONS: NewsWay.HERE}
    assert outside.post(reverse("operations:news_leave", args=["abc"])).status_code == 404


def test_leaving_the_mail_of_the_day_leaves_all_that_comes_in_it() -> None:
    reader = UserFactory(role="staff")
    told(reader)
    token = news.leave_address(reader.pk, news.ALL_OF_THE_DAY).rsplit("/", 2)[1]

    assert news.leave(token)

    assert news.choices_of(reader)[NewsTopic.STEPS] == NewsWay.HERE
    assert news.choices_of(reader)[NewsTopic.DEADLINES] == NewsWay.AT_ONCE
    assert not OutgoingMessage.objects.for_digest().exists()


def test_who_has_lost_the_role_is_told_no_more(mailoutbox: list[Any]) -> None:
    reader = UserFactory(role="staff")
    told(reader, permission="content.work_on_version")
    assert OutgoingMessage.objects.news_for(reader).exists()

    RoleAssignment.objects.filter(user=reader).update(revoked_on=timezone.localdate())
    again = type(reader).objects.get(pk=reader.pk)
    with time_machine.travel(MORNING, tick=False):
        write_digests()
        messages.send_due()

    assert not OutgoingMessage.objects.news_for(again).exists()
    assert mailoutbox == []


def test_the_page_counts_what_is_unread_opens_it_and_shows_nobody_elses(client: Client) -> None:
    MunicipalityFactory()
    reader, other = UserFactory(role="staff"), UserFactory(role="staff")
    told(reader, other)
    client.force_login(reader)
    page = client.get(reverse("operations:news_list"))
    mine, foreign = (OutgoingMessage.objects.get(recipient=person).pk for person in (reader, other))

    assert (page.context["site"].unread_news, page.content.count(b"Plani sq")) == (1, 1)
    assert client.post(reverse("operations:news_open", args=[foreign])).status_code == 404
    assert client.post(reverse("operations:news_open", args=[mine])).headers["Location"] == "/sq/operations/news/"
    assert client.get(reverse("operations:news_list")).context["site"].unread_news == 0
    assert OutgoingMessage.objects.filter(read_at=None).count() == 1


def test_a_choice_is_kept_and_holds_for_the_next_news(client: Client) -> None:
    MunicipalityFactory()
    reader = UserFactory(role="staff")
    client.force_login(reader)
    chosen = {**news.choices_of(reader), NewsTopic.DECISIONS: NewsWay.HERE}

    assert client.post(reverse("operations:news_choice"), chosen).status_code == 302
    told(reader, topic=NewsTopic.DECISIONS)

    assert OutgoingMessage.objects.get().state == MessageState.SENT
    assert client.post(reverse("operations:news_choice"), {}).status_code == 200


def test_a_date_ahead_is_told_seven_days_before_and_one_day_before_once_each() -> None:
    MunicipalityFactory()
    install_reference_data()
    reader = UserFactory(role="ngo")
    RoundFactory(is_open=True, closes_on=timezone.localdate() + timedelta(days=7))
    today = timezone.now()

    for later in (0, 0, 3, 6, 6):
        with time_machine.travel(today + timedelta(days=later), tick=False):
            remind_of_dates()

    rows = OutgoingMessage.objects.filter(recipient=reader, topic=NewsTopic.DEADLINES)
    assert rows.count() == 2
    assert len({row.heading_en for row in rows}) == 1
    assert rows[0].heading_en != rows[0].heading_sq
