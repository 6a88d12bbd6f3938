"""What an office handed in for a period, and why a measure has no entry: rows of the handing in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from monitoring.models.periods import Period
from municipality.models import Office
from socialplan.content.models import Measure


class OfficeHandIn(models.Model):
    """An office said once of a period: this is all we have. What is returned to it has a day of its own."""

    append_only = True
    stored_in_history = True

    period = models.ForeignKey(Period, related_name="hand_ins", on_delete=models.PROTECT)
    office = models.ForeignKey(
        Office,
        verbose_name=_("office"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Empty: what names no office."),
    )
    due_on = models.DateField(_("was due on"))
    happened_on = models.DateField(_("handed in on"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.PROTECT
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = _("handing in of an office")
        verbose_name_plural = _("handings in of offices")
        constraints = [
            models.UniqueConstraint(
                name="hand_in_once_per_office",
                fields=["period", "office"],
                violation_error_message=_("This office has already handed in."),
            ),
            models.UniqueConstraint(
                name="hand_in_once_without_office",
                fields=["period"],
                condition=Q(office=None),
                violation_error_message=_("This office has already handed in."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.office or _('no office named')}"

    @property
    def was_late(self) -> bool:
        """By the municipality's clock: until midnight of the due day there is still time."""
        return self.happened_on > self.due_on


class UnreportedMeasure(TimeStamped):
    """Why nothing is said of a measure in a period; of an indicator its value says it."""

    stored_in_history = True

    period = models.ForeignKey(Period, related_name="unreported_measures", on_delete=models.PROTECT)
    measure = models.ForeignKey(Measure, verbose_name=_("measure"), related_name="+", on_delete=models.PROTECT)
    reason = models.CharField(_("why there is no entry"), max_length=500)

    class Meta:
        ordering = ("measure__code",)
        verbose_name = _("measure without entry")
        verbose_name_plural = _("measures without entry")
        constraints = [
            models.UniqueConstraint(name="unreported_measure_once_per_period", fields=["period", "measure"]),
            models.CheckConstraint(
                name="unreported_measure_explained",
                condition=~Q(reason=""),
                violation_error_message=_("Say why there is no entry."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.reason}"
