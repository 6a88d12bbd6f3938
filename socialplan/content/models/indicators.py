"""Indicators of the plan and what they should reach each year."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized, marked
from socialplan.content.enums import Direction, IndicatorKind
from socialplan.content.models.content import ContentRow, OrderedRow
from socialplan.content.models.goals import SpecificObjective


class Indicator(OrderedRow):
    objective = models.ForeignKey(
        SpecificObjective,
        verbose_name=_("specific objective"),
        related_name="indicators",
        on_delete=models.CASCADE,
    )
    code = models.CharField(_("code"), max_length=12)
    title_sq = models.CharField(_("title (Albanian)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    title = localized("title")
    unit_label = models.CharField(_("unit (Albanian)"), max_length=40)
    unit_label_en = models.CharField(_("unit (English)"), max_length=40, blank=True, default="", db_default="")
    unit = localized("unit_label", albanian="unit_label")
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.UP)
    kind = models.CharField(_("kind"), max_length=5, choices=IndicatorKind, default=IndicatorKind.FLOW)
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    source = models.CharField(_("source (Albanian)"), max_length=200, blank=True)
    source_en = models.CharField(_("source (English)"), max_length=200, blank=True, default="", db_default="")
    source_label = marked("source")
    frequency = models.CharField(_("frequency (Albanian)"), max_length=40, blank=True)
    frequency_en = models.CharField(_("frequency (English)"), max_length=40, blank=True, default="", db_default="")
    how_often = localized("frequency", albanian="frequency")
    responsible = models.CharField(_("responsible"), max_length=120, blank=True)
    disaggregation = models.CharField(_("disaggregation"), max_length=120, blank=True)
    counts_people = models.BooleanField(
        _("counts persons in need"), default=False, help_text=_("Its small values are protected when published.")
    )
    is_protected = models.BooleanField(
        _("about a protected group"), default=False, help_text=_("The higher threshold for small numbers applies.")
    )
    hides_baseline = models.BooleanField(
        _("keep the baseline out of the published plan"),
        default=False,
        help_text=_("Compulsory where the baseline counts so few persons that they could be recognised."),
    )

    class Meta(OrderedRow.Meta):
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            *OrderedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "code"],
                name="indicator_code_once_per_version",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("This version already has an indicator with this code."),
            ),
            models.CheckConstraint(name="indicator_direction_known", condition=Q(direction__in=Direction.values)),
            models.CheckConstraint(name="indicator_kind_known", condition=Q(kind__in=IndicatorKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def public_baseline(self) -> Decimal | None:
        """The baseline as the sealed and published plan may say it."""
        return None if self.hides_baseline else self.baseline

    def get_absolute_url(self) -> str:
        return reverse("drafting:content_update", args=["indicator", self.pk])


class IndicatorTarget(ContentRow):
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), related_name="targets", on_delete=models.CASCADE
    )
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=14, decimal_places=2)

    class Meta(ContentRow.Meta):
        ordering = ("indicator", "year")
        verbose_name = _("target of an indicator")
        verbose_name_plural = _("targets of indicators")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["indicator", "year"], name="indicatortarget_once_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.year}"
