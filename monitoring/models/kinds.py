"""The kinds of monitoring periods: how often a municipality asks for results."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from municipality.models import Sourced


class PeriodKindQuerySet(models.QuerySet["PeriodKind"]):
    def in_use(self) -> PeriodKindQuerySet:
        return self.filter(is_active=True)


class PeriodKind(Sourced, TimeStamped):
    """Half-yearly, yearly and what a municipality adds: periods of one kind never overlap, those of two kinds may."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100, blank=True)
    name = localized("name")
    months = models.PositiveSmallIntegerField(
        _("months of a whole period"), help_text=_("A shorter period is marked as partial.")
    )
    days_to_hand_in = models.PositiveSmallIntegerField(
        _("days to hand in"), help_text=_("So many days after the last day of a period its results are due.")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    objects = PeriodKindQuerySet.as_manager()

    class Meta:
        ordering = ("-months", "pk")
        verbose_name = _("kind of period")
        verbose_name_plural = _("kinds of periods")
        constraints = [
            models.CheckConstraint(
                name="period_kind_months_plausible",
                condition=Q(months__gte=1, months__lte=120),
                violation_error_message=_("A period lasts between one month and ten years."),
            ),
            models.CheckConstraint(
                name="period_kind_days_plausible",
                condition=Q(days_to_hand_in__lte=366),
                violation_error_message=_("Results are due within a year after the period."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("monitoring:period_kind_update", args=[self.pk])
