"""News for those who work here: which way each wants to be told, the page of all, the mail of the day, leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation

from operations.enums import USUAL_WAY, MessageState, NewsTopic, NewsWay
from operations.models import NewsChoice, OutgoingMessage

LEAVE_SALT = "operations.news.leave"
ALL_OF_THE_DAY = "daily"


@dataclass(frozen=True, slots=True)
class News:
    """What a message is news of: its heading in one sentence, the page it leads to, who may open that."""

    topic: NewsTopic
    heading: Callable[[], str]
    path: str
    permission: str = ""

    def columns(self) -> dict[str, str]:
        headings = {}
        for language in ("sq", "en"):
            with translation.override(language):
                headings[f"heading_{language}"] = " ".join(str(self.heading()).split())[:500]
        return {"topic": self.topic, "path": self.path, "permission": self.permission, **headings}


def ways_of(people: Iterable[models.Model], topic: NewsTopic) -> dict[int, str]:
    """How each of them is told of the topic."""
    keys = [person.pk for person in people]
    chosen = dict(NewsChoice.objects.filter(user__in=keys, topic=topic).values_list("user", "way"))
    return {key: chosen.get(key, USUAL_WAY[topic]) for key in keys}


def choices_of(user: Any) -> dict[str, str]:
    """The person's way for every topic."""
    chosen = dict(NewsChoice.objects.filter(user=user).values_list("topic", "way"))
    return {topic: chosen.get(topic, USUAL_WAY[topic]) for topic in NewsTopic}


@transaction.atomic
def choose(user: Any, ways: dict[str, str]) -> None:
    """Keep how the person wants to be told from now on."""
    for topic, way in ways.items():
        NewsChoice.objects.update_or_create(user=user, topic=NewsTopic(topic), defaults={"way": NewsWay(way)})


@transaction.atomic
def mark_read(user: Any, *, pk: int | None = None) -> None:
    """One of the person's news, or all of them."""
    rows = OutgoingMessage.objects.filter(recipient=user, read_at=None).exclude(topic="")
    (rows if pk is None else rows.filter(pk=pk)).update(read_at=Now())


def leave_address(user_id: int, what: str) -> str:
    """The link of a mail by which its reader leaves the topic, or all that comes in the mail of the day."""
    token = signing.dumps([user_id, what], salt=LEAVE_SALT)
    return settings.SITE_URL.rstrip("/") + reverse("operations:news_leave", args=[token])


def read_leave(token: str) -> tuple[int, str] | None:
    try:
        user_id, what = signing.loads(token, salt=LEAVE_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(user_id), str(what)


@transaction.atomic
def leave(token: str) -> bool:
    """No more mails of it; on the page of news it still stands. False for a link that is none of ours."""
    if (found := read_leave(token)) is None:
        return False
    user_id, what = found
    user = NewsChoice._meta.get_field("user").related_model._default_manager.filter(pk=user_id).first()
    if user is None:
        return False
    left = [topic for topic, way in choices_of(user).items() if what in {topic, way}]
    choose(user, dict.fromkeys(left, NewsWay.HERE))
    waiting = OutgoingMessage.objects.for_digest().filter(recipient=user, topic__in=left)
    waiting.update(state=MessageState.SENT, way=NewsWay.HERE)
    return True
