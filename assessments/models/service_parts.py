"""What a service has several rows of: posts by profession, years, and money by source and year."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import MoneySource, ServicePart
from assessments.models.services import Service
from core.i18n import localized
from core.models import TimeStamped

FIRST_YEAR, LAST_YEAR = 1990, 2100
YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class PartOfService(TimeStamped):
    stored_in_history = True
    part: ServicePart

    service = models.ForeignKey(
        Service, verbose_name=_("service"), related_name="%(class)s_rows", on_delete=models.PROTECT
    )

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse("assessments:service_detail", args=[self.service_id])


class ServiceStaff(PartOfService):
    """Posts of one profession, in full-time equivalents."""

    part = ServicePart.STAFF

    profession_sq = models.CharField(_("profession (Albanian)"), max_length=120)
    profession_en = models.CharField(_("profession (English)"), max_length=120, blank=True)
    profession = localized("profession")
    fte = models.DecimalField(
        _("full-time equivalents"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    class Meta:
        verbose_name = _("staff of a service")
        verbose_name_plural = _("staff of services")
        ordering = ["profession_sq"]
        constraints = [
            models.UniqueConstraint(
                name="service_staff_once_per_profession",
                fields=["service", "profession_sq"],
                violation_error_message=_("This profession already stands at the service."),
            ),
            models.CheckConstraint(
                name="service_staff_is_somebody",
                condition=Q(fte__gt=0),
                violation_error_message=_("A profession without a post is left out."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.profession)


class ServiceYear(PartOfService):
    """What a service held in one year: its places, its users on average, and what it cost."""

    part = ServicePart.YEARS

    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    capacity = models.PositiveIntegerField(_("capacity (places or cases)"))
    average_users = models.PositiveIntegerField(_("users on average"), null=True, blank=True)
    cost = models.PositiveBigIntegerField(_("cost of the year (new lek, ALL)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("year of a service")
        verbose_name_plural = _("years of services")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                name="service_year_once",
                fields=["service", "year"],
                violation_error_message=_("This year already stands at the service."),
            ),
            models.CheckConstraint(
                name="service_year_is_of_our_time",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message=_("The year lies between 1990 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def cost_per_beneficiary(self) -> int | None:
        """New lek by average user, rounded half up; None without cost or users."""
        if self.cost is None or not self.average_users:
            return None
        return (2 * self.cost + self.average_users) // (2 * self.average_users)


class ServiceMoney(PartOfService):
    """What one source paid for a service in one year."""

    part = ServicePart.MONEY

    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    paid_by = models.CharField(_("source of money"), max_length=12, choices=MoneySource)
    amount = models.PositiveBigIntegerField(_("amount (new lek, ALL)"))
    source = models.CharField(_("source of the figure"), max_length=300)

    class Meta:
        verbose_name = _("money of a service")
        verbose_name_plural = _("money of services")
        ordering = ["year", "paid_by"]
        constraints = [
            models.UniqueConstraint(
                name="service_money_once_per_source_and_year",
                fields=["service", "year", "paid_by"],
                violation_error_message=_("This source already stands in this year."),
            ),
            models.CheckConstraint(
                name="service_money_source_known",
                condition=Q(paid_by__in=MoneySource.values),
                violation_error_message=_("The source of money is chosen from its list."),
            ),
            models.CheckConstraint(
                name="service_money_year_is_of_our_time",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                violation_error_message=_("The year lies between 1990 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_paid_by_display()}"
