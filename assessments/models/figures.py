from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import FigureQuality, Method, SexScope
from assessments.models.editions import Assessment
from assessments.models.reference import TargetGroup
from core.i18n import localized
from core.models import TimeStamped
from municipality.models import AdministrativeUnit


class DataPointQuerySet(models.QuerySet["DataPoint"]):
    def with_place(self) -> DataPointQuerySet:
        return self.select_related("unit", "group", "verified_by")


class DataPoint(TimeStamped):
    """One figure of an edition with everything that is needed to trust it (docs/law.md#figures)."""

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="data_points", on_delete=models.PROTECT
    )
    definition_sq = models.CharField(_("what is counted (Albanian)"), max_length=300)
    definition_en = models.CharField(_("what is counted (English)"), max_length=300, blank=True)
    definition = localized("definition")
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit_label_sq = models.CharField(_("counted in (Albanian)"), max_length=60)
    unit_label_en = models.CharField(_("counted in (English)"), max_length=60, blank=True)
    unit_label = localized("unit_label")
    counts_persons = models.BooleanField(_("counts persons or households"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to (or the reference day)"))
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit"),
        related_name="data_points",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("None means the whole municipality."),
    )
    sex = models.CharField(_("sex"), max_length=5, choices=SexScope, default=SexScope.ALL)
    age_from = models.PositiveSmallIntegerField(
        _("age from"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True, validators=[MaxValueValidator(120)])
    group = models.ForeignKey(
        TargetGroup,
        verbose_name=_("group"),
        related_name="data_points",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    source = models.CharField(_("source"), max_length=300)
    method = models.CharField(_("method"), max_length=12, choices=Method)
    quality = models.CharField(_("quality"), max_length=1, choices=FigureQuality)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), related_name="+", on_delete=models.PROTECT
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )

    objects = DataPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["definition_sq", "ends_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="data_point_once",
                fields=[
                    "assessment",
                    "definition_sq",
                    "starts_on",
                    "ends_on",
                    "unit",
                    "sex",
                    "age_from",
                    "age_to",
                    "group",
                ],
                nulls_distinct=False,
                violation_error_message=_("This figure is already entered for the same place, time and group."),
            ),
            models.CheckConstraint(
                name="data_point_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A figure is not negative."),
            ),
            models.CheckConstraint(
                name="data_point_dates_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The period ends before it begins."),
            ),
            models.CheckConstraint(
                name="data_point_ages_in_order",
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
                violation_error_message=_("The upper age is below the lower age."),
            ),
            models.CheckConstraint(
                name="data_point_grade_a_is_verified",
                condition=~Q(quality=FigureQuality.VERIFIED) | Q(verified_by__isnull=False),
                violation_error_message=_("Quality A needs somebody who verified the figure."),
            ),
            models.CheckConstraint(
                name="data_point_verified_by_somebody_else",
                condition=Q(verified_by=None) | ~Q(verified_by=F("entered_by")),
                violation_error_message=_("A figure is verified by somebody else than who entered it."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.definition)

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment_detail", args=[self.assessment_id])
