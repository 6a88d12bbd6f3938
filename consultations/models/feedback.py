"""The ledger of feedback: who was informed, of what, when, by which channel."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessments.models import TargetGroup
from consultations.enums import FeedbackChannel
from consultations.models.contributions import Contribution
from consultations.models.rounds import Round


class FeedbackEntry(models.Model):
    append_only = True
    shortened_columns = ("content",)

    round = models.ForeignKey(Round, related_name="feedback_entries", on_delete=models.PROTECT)
    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        related_name="feedback_entries",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), related_name="+", on_delete=models.PROTECT, null=True, blank=True
    )
    group = models.ForeignKey(
        TargetGroup, verbose_name=_("group"), related_name="+", on_delete=models.PROTECT, null=True, blank=True
    )
    channel = models.CharField(_("channel"), max_length=20, choices=FeedbackChannel.choices)
    content = models.TextField(
        _("what they were told"), max_length=5_000, help_text=_("The matter, without names of persons.")
    )
    informed_on = models.DateField(_("informed on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    is_back_entry = models.BooleanField(_("entered afterwards"), default=False)

    class Meta:
        verbose_name = _("feedback given")
        verbose_name_plural = _("feedback given")
        ordering = ("informed_on", "pk")
        constraints = [
            models.CheckConstraint(
                name="feedback_names_receiver",
                condition=Q(contribution__isnull=False) | Q(organisation__isnull=False) | Q(group__isnull=False),
                violation_error_message=_("Say who was informed: a contributor, an organisation or a group."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.informed_on}"
