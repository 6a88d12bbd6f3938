from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import DELIVERED_POINTS, Scale, ServiceLevel
from core.i18n import localized
from core.models import TimeStamped
from municipality.models import Sourced


class TargetGroupQuerySet(models.QuerySet["TargetGroup"]):
    def in_use(self) -> TargetGroupQuerySet:
        return self.filter(is_active=True)


class TargetGroup(TimeStamped):
    """A group in need; a municipality adds rows of its own."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    is_protected = models.BooleanField(
        _("protected group"), default=False, help_text=_("Small numbers of this group are hidden from a higher bound.")
    )
    needs_easy_read = models.BooleanField(
        _("is told in easy language"),
        default=False,
        help_text=_("A consultation that addresses this group brings a summary in easy language, or says why not."),
    )
    base_count = models.PositiveIntegerField(_("persons in need, base"), null=True, blank=True)
    base_source = models.CharField(_("source of the base"), max_length=300, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TargetGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group in need")
        verbose_name_plural = _("groups in need")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="group_base_has_source",
                condition=Q(base_count=None) | ~Q(base_source=""),
                violation_error_message=_("A number of persons needs its source."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("assessments:group_update", args=[self.pk])


class ServiceType(TimeStamped):
    """A row of the typology of decision 518/2018, or another type that names its nearest official one."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    level = models.CharField(_("family of services"), max_length=12, choices=ServiceLevel)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    is_official = models.BooleanField(_("in the official typology"), default=True)
    nearest = models.ForeignKey(
        "self",
        verbose_name=_("nearest official type"),
        related_name="variants",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    legal_basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = _("type of service")
        verbose_name_plural = _("types of service")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="service_type_level_known",
                condition=Q(level__in=ServiceLevel.values),
                violation_error_message=_("This family of services does not exist."),
            ),
            models.CheckConstraint(
                name="service_type_other_names_nearest_official",
                condition=Q(is_official=True, nearest=None) | Q(is_official=False, nearest__isnull=False),
                violation_error_message=_(
                    "A type outside the typology names its nearest official type; others do not."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("assessments:service_type_update", args=[self.pk])


class ScaleStepQuerySet(models.QuerySet["ScaleStep"]):
    def points(self) -> dict[str, int]:
        """What each step counts for today, as an edition keeps it from its first day on."""
        return DELIVERED_POINTS | {f"{row.scale}:{row.step}": row.points for row in self.all()}

    def named(self) -> dict[tuple[str, str], str]:
        """What each step is called, by scale and step."""
        return {(row.scale, row.step): str(row.name) for row in self}


class ScaleStep(Sourced, TimeStamped):
    """One step of a scale that needs are weighed by: what it is called, and how many points of a hundred it gives."""

    scale = models.CharField(_("scale"), max_length=12, choices=Scale, editable=False)
    step = models.CharField(_("step"), max_length=8, editable=False)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    points = models.PositiveSmallIntegerField(
        _("points of a hundred"),
        validators=[MaxValueValidator(100)],
        help_text=_("It counts for editions opened from now on; an edition keeps the scale it was opened with."),
    )

    objects = ScaleStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a scale")
        verbose_name_plural = _("steps of scales")
        ordering = ["-scale", "points", "step"]
        constraints = [
            models.UniqueConstraint(
                name="scale_step_once",
                fields=["scale", "step"],
                violation_error_message=_("This step is in the scale already."),
            ),
            models.CheckConstraint(
                name="scale_points_of_a_hundred",
                condition=Q(points__lte=100),
                violation_error_message=_("A step gives at most 100 points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scale_display()} {self.step}: {self.name}" if self.step.isdigit() else str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("assessments:scale_step_update", args=[self.pk])
