from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Max, Min, OuterRef, Q, Window
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import FigureCounts, FigureQuality, FigureTheme, Method, PopulationBase, SexScope
from assessments.models.editions import Assessment
from assessments.models.reference import TargetGroup
from core.i18n import localized, marked
from core.models import TimeStamped
from core.text.sorting import by_albanian_alphabet
from municipality.models import AdministrativeUnit


class FigureDefinitionQuerySet(models.QuerySet["FigureDefinition"]):
    def in_use(self) -> FigureDefinitionQuerySet:
        return self.filter(is_active=True)

    def with_figures(self, keys: Iterable[int]) -> dict[int, FigureDefinition]:
        """Those of them on which figures rest, by key."""
        resting = DataPoint.objects.filter(definition__in=keys).order_by()
        return {each.pk: each for each in self.filter(pk__in=resting.values("definition"))}


class FigureDefinition(TimeStamped):
    """What a figure counts, of what, and by which population; a retired one keeps its figures."""

    stored_in_history = True

    code = models.SlugField(_("code"), max_length=30, unique=True)
    theme = models.CharField(_("part of the profile"), max_length=12, choices=FigureTheme)
    name_sq = models.CharField(_("what is counted (Albanian)"), max_length=300)
    name_en = models.CharField(_("what is counted (English)"), max_length=300, blank=True)
    name = localized("name")
    unit_label_sq = models.CharField(_("counted in (Albanian)"), max_length=60)
    unit_label_en = models.CharField(_("counted in (English)"), max_length=60, blank=True)
    unit_label = localized("unit_label")
    counts = models.CharField(_("counts"), max_length=10, choices=FigureCounts, default=FigureCounts.PERSONS)
    numerator_sq = models.CharField(_("numerator (Albanian)"), max_length=300, blank=True)
    numerator_en = models.CharField(_("numerator (English)"), max_length=300, blank=True)
    numerator = localized("numerator")
    denominator_sq = models.CharField(_("denominator (Albanian)"), max_length=300, blank=True)
    denominator_en = models.CharField(_("denominator (English)"), max_length=300, blank=True)
    denominator = localized("denominator")
    population = models.CharField(
        _("population it rests on"), max_length=10, choices=PopulationBase, default=PopulationBase.NONE
    )
    usual_source = models.CharField(_("where it usually comes from"), max_length=300, blank=True)
    county_value = models.DecimalField(
        _("value of the county"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    country_value = models.DecimalField(
        _("value of the country"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    wider_on = models.DateField(_("reference day of these values"), null=True, blank=True)
    wider_source = models.CharField(_("source of these values"), max_length=300, blank=True, default="", db_default="")
    wider_source_en = models.CharField(
        _("source of these values (English)"), max_length=300, blank=True, default="", db_default=""
    )
    wider_source_label = marked("wider_source")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = FigureDefinitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("definition of a figure")
        verbose_name_plural = _("definitions of figures")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="figure_definition_known",
                condition=Q(
                    theme__in=FigureTheme.values, counts__in=FigureCounts.values, population__in=PopulationBase.values
                ),
                violation_error_message=_("This part, count or population does not exist."),
            ),
            models.CheckConstraint(
                name="figure_definition_ratio_names_population",
                condition=Q(denominator_sq="") | ~Q(population=PopulationBase.NONE) | Q(counts=FigureCounts.OTHER),
                violation_error_message=_("A ratio of persons or households says which population it rests on."),
            ),
            models.CheckConstraint(
                name="figure_definition_wider_values_have_source",
                condition=Q(county_value=None, country_value=None) | (Q(wider_on__isnull=False) & ~Q(wider_source="")),
                violation_error_message=_("A value of the county or the country has its day and its source."),
            ),
            models.CheckConstraint(
                name="figure_definition_wider_values_not_negative",
                condition=(Q(county_value=None) | Q(county_value__gte=0))
                & (Q(country_value=None) | Q(country_value__gte=0)),
                violation_error_message=_("A figure is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("assessments:definition_detail", args=[self.pk])

    @property
    def is_ratio(self) -> bool:
        return bool(self.denominator_sq)

    @property
    def has_wider(self) -> bool:
        """Whether the county or the country says something to compare with."""
        return self.county_value is not None or self.country_value is not None


SAME_FIGURE = ("definition", "unit", "sex", "age_from", "age_to", "group")


class DataPointQuerySet(models.QuerySet["DataPoint"]):
    def with_place(self) -> DataPointQuerySet:
        return self.select_related("definition", "unit", "group", "verified_by", "entered_by")

    def current(self) -> DataPointQuerySet:
        """Without those that a later row corrects; said so that the database knows how many are left, and reads
        the few rows that correct one, not all of them beside all.
        """
        later = DataPoint.objects.filter(corrects=OuterRef("pk"), corrects__isnull=False)
        return self.filter(~Exists(later.order_by()))

    def unverified(self) -> DataPointQuerySet:
        return self.current().filter(verified_by=None)

    def entered_by_others(self, user: object) -> DataPointQuerySet:
        return self.exclude(entered_by=user)

    def beside(self, group: TargetGroup) -> DataPointQuerySet:
        """The last current figure of each thing about a group in the whole municipality."""
        chosen = self.current().filter(group=group, unit=None, sex=SexScope.ALL, age_from=None, age_to=None)
        return chosen.order_by("definition__order", "definition__code", "-ends_on", "-pk").distinct(
            "definition__order", "definition__code"
        )

    def in_conflict(self) -> DataPointQuerySet:
        """Current figures of the same thing, place, people and year whose sources say different values."""
        alike: Any = [*(F(name) for name in SAME_FIGURE), ExtractYear("ends_on")]
        least, most = (Window(each("value"), partition_by=alike) for each in (Min, Max))
        return self.current().annotate(least=least, most=most).filter(least__lt=F("most"))

    def same_figure(self, point: DataPoint) -> DataPointQuerySet:
        """Current figures of the same thing, place and people in the same edition and year, whatever their source."""
        alike = {name: getattr(point, name) for name in SAME_FIGURE}
        return self.current().filter(assessment=point.assessment_id, ends_on__year=point.ends_on.year, **alike)


class DataPoint(TimeStamped):
    """One figure of an edition with everything that is needed to trust it (docs/law.md#figures).

    What it says never changes: a correction is a row of its own, and the old one stays.
    """

    stored_in_history = True

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="data_points", on_delete=models.PROTECT, db_index=False
    )
    definition = models.ForeignKey(
        FigureDefinition, verbose_name=_("what is counted"), related_name="data_points", on_delete=models.PROTECT
    )
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
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
    source_en = models.CharField(_("source (English)"), max_length=300, blank=True, default="", db_default="")
    source_label = marked("source")
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
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("figure that it corrects"),
        related_name="corrected_by",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
    )
    correction_reason = models.CharField(_("why it is corrected"), max_length=500, blank=True)
    revision = models.PositiveSmallIntegerField(
        _("revision"), default=1, editable=False, validators=[MinValueValidator(1)]
    )

    objects = DataPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["definition__order", "definition__code", "ends_on", "pk"]
        indexes = [  # one for each order of their list; any page of it is read from the nearer end
            models.Index(name="data_point_by_definition", fields=["assessment", "definition", "ends_on", "id"]),
            models.Index(name="data_point_newest_first", fields=["assessment", "-ends_on", "id"]),
            models.Index(name="data_point_largest_first", fields=["assessment", "-value", "id"]),
            models.Index(F("assessment"), by_albanian_alphabet("source"), F("id"), name="data_point_by_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="data_point_once",
                fields=[
                    "assessment",
                    "definition",
                    "starts_on",
                    "ends_on",
                    "unit",
                    "sex",
                    "age_from",
                    "age_to",
                    "group",
                    "source",
                    "revision",
                ],
                nulls_distinct=False,
                violation_error_message=_(
                    "This figure is already entered for the same place, time, group and source. Correct that one."
                ),
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
            models.CheckConstraint(
                name="data_point_correction_says_why",
                condition=Q(corrects=None, correction_reason="", revision=1)
                | (Q(corrects__isnull=False, revision__gt=1) & ~Q(correction_reason="")),
                violation_error_message=_("A correction says which figure it corrects and why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.definition)

    def get_absolute_url(self) -> str:
        return reverse("assessments:datapoint_detail", args=[self.pk])

    @property
    def is_verified(self) -> bool:
        return self.verified_by_id is not None

    @property
    def replacement(self) -> DataPoint | None:
        """The row that corrects this one; asked once, where it is fetched along."""
        return getattr(self, "corrected_by", None)

    def earlier(self) -> list[DataPoint]:
        """The rows that it corrects, the last one first."""
        rows, row = [], self.corrects
        while row is not None:
            rows.append(row)
            row = row.corrects
        return rows
