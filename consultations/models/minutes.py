"""The points of a meeting's minutes: each becomes a contribution or is set aside with a reason."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consultations.models.contributions import Contribution
from consultations.models.events import ConsultationEvent

LONGEST_POINT = 5_000  # signs


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
        _("what was said"),
        max_length=LONGEST_POINT,
        help_text=_("As the minutes have it; no names of private persons."),
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
    def about(self) -> str:
        """Which point it is, in words, wherever it stands by itself."""
        return gettext("point %(number)s of the minutes, %(event)s") % {"number": self.number, "event": self.event}

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


class PointRedaction(models.Model):
    """Parts were taken out of a point; it holds where the parts stood that are left, and no words.

    For good is what a person asked to have erased: then nothing of the point stays sealed either.
    """

    append_only = True

    point = models.ForeignKey(MinutesPoint, related_name="redactions", on_delete=models.PROTECT)
    remaining = models.JSONField(_("places of the parts that are left"))
    reason = models.CharField(_("reason"), max_length=500, help_text=_("What kind of thing is taken out; no names."))
    for_good = models.BooleanField(
        _("for good, at the request of a person"),
        default=False,
        help_text=_("Nothing of what is taken out is kept, nor what was taken out of this point before."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.PROTECT, editable=False
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("redaction of a point")
        verbose_name_plural = _("redactions of points")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="point_redaction_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why something is taken out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id}"


class SealedPoint(models.Model):
    """What a point said before parts were taken out; it opens to a recorded reason, and goes with what is for good."""

    stored_in_history = True

    point = models.OneToOneField(MinutesPoint, related_name="sealed", on_delete=models.PROTECT)
    text = models.TextField(_("what was said"))
    sealed_at = models.DateTimeField(_("sealed at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("sealed point of the minutes")
        verbose_name_plural = _("sealed points of the minutes")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.point_id}"
