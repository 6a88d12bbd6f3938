"""Offices, and who holds them from when to when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.i18n import localized
from core.models import TimeStamped
from municipality.enums import OfficeKind


class OfficeQuerySet(models.QuerySet["Office"]):
    def with_tenures(self) -> OfficeQuerySet:
        return self.prefetch_related(
            models.Prefetch("tenures", queryset=OfficeTenure.objects.select_related("holder"))
        )


class Office(TimeStamped):
    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    kind = models.CharField(_("kind"), max_length=12, choices=OfficeKind, default=OfficeKind.DIRECTORATE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("exists today"), default=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("municipality:office_detail", args=[self.pk])


class OfficeTenureQuerySet(models.QuerySet["OfficeTenure"]):
    def on(self, day: date) -> OfficeTenureQuerySet:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class OfficeTenure(TimeStamped):
    """Who holds an office from when to when; nobody is named where only the office is known."""

    stored_in_history = True

    office = models.ForeignKey(Office, verbose_name=_("office"), related_name="tenures", on_delete=models.PROTECT)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("holder (account)"),
        related_name="tenures",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    is_acting = models.BooleanField(_("acting"), default=False)
    act = models.CharField(_("act of appointment"), max_length=200, blank=True)

    objects = OfficeTenureQuerySet.as_manager()

    class Meta:
        verbose_name = _("tenure")
        verbose_name_plural = _("tenures")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="tenure_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.UniqueConstraint(
                name="tenure_one_open_per_office",
                fields=["office"],
                condition=Q(ends_on=None, is_acting=False),
                violation_error_message=_("This office already has a holder without an end date."),
            ),
            ExclusionConstraint(
                name="tenure_one_holder_a_day",
                expressions=[
                    (
                        Func(
                            "office", "office", Value("[]"), function="int8range", output_field=BigIntegerRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func("starts_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(is_acting=False),
                violation_error_message=_("On some of these days the office already has a holder."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"
