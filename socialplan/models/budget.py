"""What measures cost and who pays. Money is new lek (ALL), whole numbers. The gap is computed, never a row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from socialplan.enums import FundingState
from socialplan.models.content import ContentRow
from socialplan.models.goals import Measure


class FundingSource(TimeStamped):
    code = models.CharField(_("code"), max_length=8, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    name = localized("name")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class MeasureCost(ContentRow):
    measure = models.ForeignKey(Measure, verbose_name=_("measure"), related_name="costs", on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.PositiveBigIntegerField(_("cost (new lek, ALL)"))

    class Meta(ContentRow.Meta):
        ordering = ("measure", "year")
        verbose_name = _("cost of a measure")
        verbose_name_plural = _("costs of measures")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["measure", "year"], name="measurecost_once_per_year"),
            models.CheckConstraint(
                name="measurecost_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("A measure cannot cost less than nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code} {self.year}"


class FundingLine(ContentRow):
    cost = models.ForeignKey(
        MeasureCost, verbose_name=_("cost of the year"), related_name="lines", on_delete=models.CASCADE
    )
    source = models.ForeignKey(FundingSource, verbose_name=_("source"), related_name="lines", on_delete=models.PROTECT)
    state = models.CharField(_("certainty"), max_length=12, choices=FundingState, default=FundingState.EXPECTED)
    amount = models.PositiveBigIntegerField(_("amount (new lek, ALL)"))

    class Meta(ContentRow.Meta):
        ordering = ("cost", "source")
        verbose_name = _("funding line")
        verbose_name_plural = _("funding lines")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(fields=["cost", "source"], name="fundingline_source_once_per_cost"),
            models.CheckConstraint(
                name="fundingline_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A funding line carries an amount above nothing."),
            ),
            models.CheckConstraint(name="fundingline_state_known", condition=Q(state__in=FundingState.values)),
        ]

    def __str__(self) -> str:
        return f"{self.cost} {self.source.code}"
