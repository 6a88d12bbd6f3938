"""What measures cost and who pays. Money is new lek (ALL), whole numbers. The gap is computed, never a row."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from municipality.models import Sourced
from socialplan.content.enums import FundingState
from socialplan.content.models.content import ContentRow
from socialplan.content.models.goals import Measure

# A thousand times the yearly budget of a large municipality: above it somebody has typed zeros too many.
MOST_LEK = 1_000_000_000_000
AT_MOST = MaxValueValidator(MOST_LEK, _("An amount is at most %(limit_value)s ALL; this one has too many digits."))


class FundingSourceQuerySet(models.QuerySet["FundingSource"]):
    def in_use(self) -> FundingSourceQuerySet:
        return self.filter(is_active=True)


class FundingSource(TimeStamped):
    """Who pays: an editable list; one that is retired stays with what it has paid."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    name = localized("name")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("where this stands"), max_length=300, blank=True)

    objects = FundingSourceQuerySet.as_manager()

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:source_update", args=[self.pk])


class BudgetProgrammeQuerySet(models.QuerySet["BudgetProgramme"]):
    def in_use(self) -> BudgetProgrammeQuerySet:
        return self.filter(is_active=True)


class BudgetProgramme(Sourced, TimeStamped):
    """A programme of the municipal budget, by whose code measures are planned and finance reports."""

    code = models.CharField(_("code"), max_length=8, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    is_active = models.BooleanField(_("in use"), default=True)

    objects = BudgetProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("budget programme")
        verbose_name_plural = _("budget programmes")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:programme_update", args=[self.pk])


class MeasureCost(ContentRow):
    measure = models.ForeignKey(Measure, verbose_name=_("measure"), related_name="costs", on_delete=models.CASCADE)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.PositiveBigIntegerField(_("cost (new lek, ALL)"), validators=[AT_MOST])

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


# The casts let Django ask the same of a row that names no currency, where both are NULL.
IN_LEK = Cast("original_amount", models.DecimalField(max_digits=16, decimal_places=2)) * Cast(
    "rate", models.DecimalField(max_digits=14, decimal_places=6)
)


class FundingLine(ContentRow):
    cost = models.ForeignKey(
        MeasureCost, verbose_name=_("cost of the year"), related_name="lines", on_delete=models.CASCADE
    )
    source = models.ForeignKey(FundingSource, verbose_name=_("source"), related_name="lines", on_delete=models.PROTECT)
    state = models.CharField(_("certainty"), max_length=12, choices=FundingState, default=FundingState.EXPECTED)
    amount = models.PositiveBigIntegerField(_("amount (new lek, ALL)"), validators=[AT_MOST])
    currency = models.CharField(
        _("currency of the donor"),
        max_length=3,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty where the amount was given in ALL."),
    )
    original_amount = models.DecimalField(
        _("amount in that currency"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    rate = models.DecimalField(_("rate (ALL for one unit)"), max_digits=14, decimal_places=6, null=True, blank=True)
    rate_on = models.DateField(_("date of the rate"), null=True, blank=True)

    class Meta(ContentRow.Meta):
        ordering = ("cost", "source", "state")
        verbose_name = _("funding line")
        verbose_name_plural = _("funding lines")
        constraints = [
            *ContentRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["cost", "source", "state"],
                name="fundingline_source_and_state_once_per_cost",
                violation_error_message=_("This source already has a line of this certainty in the year."),
            ),
            models.CheckConstraint(
                name="fundingline_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A funding line carries an amount above nothing."),
            ),
            models.CheckConstraint(name="fundingline_state_known", condition=Q(state__in=FundingState.values)),
            models.CheckConstraint(
                name="fundingline_currency_whole_or_absent",
                condition=Q(currency="", original_amount=None, rate=None, rate_on=None)
                | Q(currency__regex=r"^[A-Z]{3}$", original_amount__gt=0, rate__gt=0, rate_on__isnull=False),
                violation_error_message=_("An amount in another currency needs currency, amount, rate and date."),
            ),
            models.CheckConstraint(
                name="fundingline_amount_follows_rate",
                condition=Q(currency="") | Q(amount__gte=IN_LEK - 1, amount__lte=IN_LEK + 1),
                violation_error_message=_("The amount in ALL is the donor's amount times the rate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cost} {self.source.code}"
