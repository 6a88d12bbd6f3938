"""What monitoring knows of an indicator beside the plan, by its stable key: its signs, and targets changed later."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from monitoring.models.periods import EARLIEST, LATEST
from socialplan.content.models import Plan


class IndicatorPassport(TimeStamped):
    """One row an indicator of a plan, made when the first thing is said of it."""

    stored_in_history = True

    plan = models.ForeignKey(Plan, related_name="passports", on_delete=models.PROTECT)
    indicator_key = models.UUIDField(_("key of the indicator"))
    may_be_negative = models.BooleanField(
        _("values may be negative"), default=False, help_text=_("For balances and differences; never for persons.")
    )

    is_crossed = models.BooleanField(
        _("its two dimensions are crossed"),
        default=False,
        db_default=False,
        help_text=_("Each part of the one by each part of the other; without it they stand side by side."),
    )

    class Meta:
        verbose_name = _("passport of an indicator")
        verbose_name_plural = _("passports of indicators")
        constraints = [
            models.UniqueConstraint(name="passport_once_per_indicator", fields=["plan", "indicator_key"]),
        ]

    def __str__(self) -> str:
        return str(self.indicator_key)


class ChangedTargetQuerySet(models.QuerySet["ChangedTarget"]):
    def in_force(self, plan: int, year: int, day: Any) -> ChangedTargetQuerySet:
        """The changes of a year's targets that hold on a day, the last of each indicator last."""
        return self.filter(plan=plan, year=year, valid_from__lte=day).order_by("valid_from", "pk")


class ChangedTarget(models.Model):
    """Another target for a year, from a day on, with its reason; the first one stays and is shown beside it."""

    append_only = True
    stored_in_history = True

    plan = models.ForeignKey(Plan, related_name="changed_targets", on_delete=models.PROTECT)
    indicator_key = models.UUIDField(_("key of the indicator"))
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("new target"), max_digits=14, decimal_places=2)
    valid_from = models.DateField(_("holds from"))
    reason = models.CharField(_("why the target was changed"), max_length=1_000)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), related_name="+", on_delete=models.PROTECT
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    objects = ChangedTargetQuerySet.as_manager()

    class Meta:
        ordering = ("year", "valid_from", "pk")
        verbose_name = _("changed target")
        verbose_name_plural = _("changed targets")
        constraints = [
            models.UniqueConstraint(
                name="changed_target_once_a_day",
                fields=["plan", "indicator_key", "year", "valid_from"],
                violation_error_message=_("This target already has another value from that day on."),
            ),
            models.CheckConstraint(
                name="changed_target_explained",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the target was changed."),
            ),
            models.CheckConstraint(
                name="changed_target_day_plausible",
                condition=Q(valid_from__gte=EARLIEST, valid_from__lte=LATEST),
                violation_error_message=_("The days of a period lie between the years 2000 and 2110."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.value}"

    def clean(self) -> None:
        years = self.plan.years
        if self.year is not None and self.year not in years:
            sentence = _("The plan has targets for the years %(first)s–%(last)s only.")
            raise ValidationError({"year": sentence % {"first": years[0], "last": years[-1]}})
