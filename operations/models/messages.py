"""A mail that is to go out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from operations.enums import MessageState

LANGUAGE_CODES = ("sq", "en")


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
    payload = models.JSONField(_("payload (ids only)"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.PENDING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    attempts_allowed = models.PositiveIntegerField(_("attempts allowed"), default=5)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    failure = models.TextField(_("reason of failure"), blank=True)
    created_at = models.DateTimeField(_("written at"), db_default=Now())
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
