"""The points of a meeting's minutes: each becomes a contribution or is set aside with a reason."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.contributions import Contribution
from consultations.models.events import ConsultationEvent


class MinutesPointQuerySet(models.QuerySet["MinutesPoint"]):
    def open(self) -> MinutesPointQuerySet:
        """Neither linked to a contribution nor set aside."""
        return self.filter(contribution=None, reason="")


class MinutesPoint(models.Model):
    """One thing that was said at a meeting, in the order of its minutes."""

    stored_in_history = True

    event = models.ForeignKey(ConsultationEvent, related_name="points", on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    text = models.TextField(
        _("what was said"), max_length=5_000, help_text=_("As the minutes have it; no names of private persons.")
    )
    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        related_name="minutes_points",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("The contribution that holds these words."),
    )
    reason = models.CharField(
        _("reason for setting it aside"), max_length=500, blank=True, help_text=_("Where it proposes nothing.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = MinutesPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of the minutes")
        verbose_name_plural = _("points of the minutes")
        ordering = ("event", "number")
        constraints = [
            models.UniqueConstraint(
                name="minutes_point_number_once",
                fields=["event", "number"],
                violation_error_message=_("This number is already given."),
            ),
            models.CheckConstraint(
                name="minutes_point_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write what was said."),
            ),
            models.CheckConstraint(
                name="minutes_point_one_way",
                condition=Q(contribution=None) | Q(reason=""),
                violation_error_message=_("A point is linked to a contribution or set aside, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:minutes_point", args=[self.pk])

    @property
    def has_redacted_words(self) -> bool:
        """Whether parts of the contribution that holds these words were taken out: then they are not read here."""
        newest = self._newest_redaction
        return newest is not None and newest.removes

    @property
    def words(self) -> str:
        """What was said, as it may be read: as the contribution is shown once parts of it were taken out."""
        newest = self._newest_redaction
        return newest.text if newest is not None and newest.removes else self.text

    @property
    def _newest_redaction(self) -> Any:
        rows = () if self.contribution is None else tuple(self.contribution.redactions.all())
        return rows[-1] if rows else None

    @property
    def is_open(self) -> bool:
        return self.contribution_id is None and not self.reason
