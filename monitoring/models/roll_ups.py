"""What the dashboard shows of a period, worked out beforehand; the database itself notes when it no longer holds."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from monitoring.models.periods import Period


class PeriodRollUpQuerySet(models.QuerySet["PeriodRollUp"]):
    def fresh(self) -> PeriodRollUpQuerySet:
        return self.filter(is_stale=False)


class PeriodRollUp(models.Model):
    """Worked out from other rows and made anew at any time, so it is no record of anything."""

    period = models.OneToOneField(Period, primary_key=True, related_name="roll_up", on_delete=models.CASCADE)
    figures = models.JSONField(_("figures"))
    board = models.JSONField(_("what a dashboard counts"))
    is_stale = models.BooleanField(_("something was changed since"), default=False)
    making = models.UUIDField(_("mark of the making"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    objects = PeriodRollUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("roll-up of a period")
        verbose_name_plural = _("roll-ups of periods")

    def __str__(self) -> str:
        return str(self.period)
