"""A mail that is to go out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from operations.enums import MessageState, NewsTopic, NewsWay

LANGUAGE_CODES = ("sq", "en")


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def news_for(self, user: Any) -> OutgoingMessageQuerySet:
        """What this person is told of, without what she may not open any more."""
        rows = self.filter(recipient=user.pk).exclude(topic="")
        closed = [each for each in rows.order_by().values_list("permission", flat=True).distinct() if each]
        return rows.exclude(permission__in=[each for each in closed if not user.has_perm(each)])

    def due(self) -> OutgoingMessageQuerySet:
        """To be sent now: waiting, or under a lease that has expired by the database's clock."""
        waiting = self.filter(state__in=(MessageState.PENDING, MessageState.SENDING), way=NewsWay.AT_ONCE)
        free = models.Q(lease_until=None) | models.Q(lease_until__lt=Now())
        return waiting.filter(free, attempts__lt=models.F("attempts_allowed"))

    def for_digest(self) -> OutgoingMessageQuerySet:
        return self.filter(way=NewsWay.DAILY, state=MessageState.PENDING, recipient__is_active=True)


class OutgoingMessage(models.Model):
    """One mail to one recipient about one event; its words are made from ids when it is sent."""

    kind = models.CharField(_("kind"), max_length=100)
    dedupe_key = models.CharField(_("key against doubles"), max_length=200)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        related_name="outgoing_messages",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    address = models.EmailField(_("e-mail address, without an account"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="sq")
    topic = models.CharField(
        _("what it is news of"),
        max_length=12,
        choices=NewsTopic.choices,
        blank=True,
        help_text=_("Empty for a mail that is no news: a link for logging in, a warning of the account."),
    )
    way = models.CharField(
        _("how it is told"), max_length=8, choices=NewsWay.choices, default=NewsWay.AT_ONCE, db_default=NewsWay.AT_ONCE
    )
    heading_sq = models.CharField(_("heading (Albanian)"), max_length=500, blank=True)
    heading_en = models.CharField(_("heading (English)"), max_length=500, blank=True)
    heading = localized("heading")
    path = models.CharField(_("page it leads to"), max_length=300, blank=True)
    permission = models.CharField(_("permission to open it"), max_length=100, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    payload = models.JSONField(_("payload (ids only)"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.PENDING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    attempts_allowed = models.PositiveIntegerField(_("attempts allowed"), default=5)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    failure = models.TextField(_("reason of failure"), blank=True)
    created_at = models.DateTimeField(_("written at"), db_default=Now())
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="message_written_once", fields=["dedupe_key"]),
            models.CheckConstraint(
                name="message_state_known",
                condition=Q(state__in=MessageState.values),
                violation_error_message=_("This state of a message is not known."),
            ),
            models.CheckConstraint(
                name="message_language_known",
                condition=Q(language__in=LANGUAGE_CODES),
                violation_error_message=_("A message is written in Albanian or English."),
            ),
            models.CheckConstraint(
                name="message_has_one_recipient",
                condition=Q(recipient__isnull=True) | Q(address=""),
                violation_error_message=_("A message goes to an account or to an address, not to both."),
            ),
            models.CheckConstraint(
                name="message_news_is_somebodys",
                condition=Q(topic="") | Q(recipient__isnull=False),
                violation_error_message=_("News goes to an account."),
            ),
            models.CheckConstraint(
                name="message_topic_and_way_known",
                condition=Q(topic__in=["", *NewsTopic.values], way__in=NewsWay.values),
                violation_error_message=_("Topic and way are chosen from their lists."),
            ),
        ]
        indexes = [
            models.Index(name="message_unread_news", fields=["recipient"], condition=Q(read_at=None) & ~Q(topic=""))
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def page(self) -> str:
        """The page it leads to, in the language of whoever reads."""
        return translate_url(self.path, get_language() or "sq")


class NewsChoice(models.Model):
    """How a person wants to be told of a topic, where not in the usual way."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="news_choices", on_delete=models.CASCADE
    )
    topic = models.CharField(_("topic"), max_length=12, choices=NewsTopic.choices)
    way = models.CharField(_("way"), max_length=8, choices=NewsWay.choices)

    class Meta:
        verbose_name = _("choice of news")
        verbose_name_plural = _("choices of news")
        constraints = [
            models.UniqueConstraint(name="newschoice_once_a_topic", fields=["user", "topic"]),
            models.CheckConstraint(
                name="newschoice_known",
                condition=Q(topic__in=NewsTopic.values, way__in=NewsWay.values),
                violation_error_message=_("Topic and way are chosen from their lists."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.way}"
