"""Who wants to hear of consultations by mail: an address that its owner has confirmed, and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class RoundSubscriptionQuerySet(models.QuerySet["RoundSubscription"]):
    def confirmed(self) -> RoundSubscriptionQuerySet:
        return self.filter(pending_since=None)


class RoundSubscription(models.Model):
    """`pending_since` until the owner has confirmed by the link; what nobody confirms is purged."""

    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the mails"), max_length=2, choices=settings.LANGUAGES, default="sq")
    pending_since = models.DateTimeField(_("not confirmed since"), null=True, blank=True, db_default=Now())
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = RoundSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to consultations")
        verbose_name_plural = _("subscriptions to consultations")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="subscription_once_an_address",
                violation_error_message=_("This address is on the list already."),
            ),
            models.CheckConstraint(
                name="subscription_confirmed_or_pending",
                condition=models.Q(pending_since=None, confirmed_at__isnull=False)
                | models.Q(pending_since__isnull=False, confirmed_at=None),
                violation_error_message=_("A subscription is either confirmed or waits for it."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
