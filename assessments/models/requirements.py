"""What an edition asks for: the places a need requires, line by line, and the posts that ratios require."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import CountedIn, GapReason, RequirementBasis, SexScope
from assessments.models.editions import Assessment
from assessments.models.needs import Need
from assessments.models.reference import ServiceType
from core.i18n import localized
from core.models import TimeStamped
from municipality.models import AdministrativeUnit


def rounded_up(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)


class RequirementLine(TimeStamped):
    """One requirement of a need: its types of service are alternatives; two lines are both needed.

    Required = persons × `rate` / `per`, rounded up to whole places: a take-up share has `per` 100, a norm such as one
    place for 200 children has `rate` 1 and `per` 200.
    """

    need = models.ForeignKey(Need, verbose_name=_("need"), related_name="lines", on_delete=models.CASCADE)
    number = models.PositiveSmallIntegerField(_("number of the line"), validators=[MinValueValidator(1)])
    service_types = models.ManyToManyField(
        ServiceType,
        verbose_name=_("types of service, one or the other"),
        related_name="lines",
        help_text=_("Services of each chosen type answer this line. What is needed besides is a line of its own."),
    )
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit"),
        related_name="requirement_lines",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("Without a unit, only services that serve the whole municipality count."),
    )
    age_from = models.PositiveSmallIntegerField(_("age from"), default=0, validators=[MaxValueValidator(120)])
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True, validators=[MaxValueValidator(120)])
    sex = models.CharField(_("sex"), max_length=5, choices=SexScope, default=SexScope.ALL)
    counted_in = models.CharField(_("counted in"), max_length=10, choices=CountedIn, default=CountedIn.PLACES)
    persons_low = models.PositiveIntegerField(_("affected, low"), null=True, blank=True)
    persons = models.PositiveIntegerField(_("affected, or the number the norm is applied to"))
    persons_high = models.PositiveIntegerField(_("affected, high"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=8, choices=RequirementBasis, default=RequirementBasis.TAKE_UP)
    rate = models.DecimalField(
        _("places"),
        max_digits=7,
        decimal_places=2,
        default=Decimal(100),
        help_text=_("With the next number: 60 for 100 affected, or 1 for 6 000 inhabitants."),
    )
    per = models.PositiveIntegerField(_("for so many"), default=100, validators=[MinValueValidator(1)])
    yearly_change = models.DecimalField(
        _("change a year (percent)"),
        max_digits=4,
        decimal_places=1,
        default=Decimal(0),
        validators=[MinValueValidator(-50), MaxValueValidator(50)],
    )
    reason = models.CharField(
        _("reason of the gap"),
        max_length=13,
        choices=GapReason,
        blank=True,
        help_text=_("Without a choice, the reason that follows from the service map is shown."),
    )
    source = models.CharField(_("source of share or norm"), max_length=300)

    class Meta:
        verbose_name = _("requirement line")
        verbose_name_plural = _("requirement lines")
        ordering = ["need__code", "number"]
        constraints = [
            models.UniqueConstraint(
                name="requirement_line_number_once_per_need",
                fields=["need", "number"],
                violation_error_message=_("This need already has a line with this number."),
            ),
            models.CheckConstraint(
                name="requirement_line_persons_in_order",
                condition=(Q(persons_low=None) | Q(persons_low__lte=F("persons")))
                & (Q(persons_high=None) | Q(persons_high__gte=F("persons"))),
                violation_error_message=_("The number lies between the low and the high value."),
            ),
            models.CheckConstraint(
                name="requirement_line_ages_in_order",
                condition=Q(age_to=None) | Q(age_to__gte=F("age_from")),
                violation_error_message=_("The upper age is below the lower age."),
            ),
            models.CheckConstraint(
                name="requirement_line_choices_known",
                condition=Q(
                    sex__in=SexScope.values,
                    counted_in__in=CountedIn.values,
                    basis__in=RequirementBasis.values,
                    reason__in=["", *GapReason.values],
                ),
                violation_error_message=_("Sex, measure, basis and reason are chosen from their lists."),
            ),
            models.CheckConstraint(
                name="requirement_line_rate_positive",
                condition=Q(rate__gt=0, per__gte=1) & (Q(basis=RequirementBasis.NORM) | Q(per=100, rate__lte=100)),
                violation_error_message=_("A share is above 0 and at most 100 for 100; a norm is above 0."),
            ),
            models.CheckConstraint(
                name="requirement_line_change_bounded",
                condition=Q(yearly_change__gte=-50, yearly_change__lte=50),
                violation_error_message=_("The change a year lies between −50 and 50 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """Code of the need and number of the line, in the order of numbers as text too."""
        return f"{self.need.code}/{self.number:02}"

    @property
    def assessment(self) -> Assessment:
        return self.need.assessment

    @property
    def ages(self) -> str:
        """6–18, or 60+; empty for all ages."""
        if self.age_to is not None:
            return f"{self.age_from}–{self.age_to}"
        return f"{self.age_from}+" if self.age_from else ""

    @property
    def one_sex(self) -> str:
        """The sex it is for, where it is not for all."""
        return "" if self.sex == SexScope.ALL else self.get_sex_display()

    def get_absolute_url(self) -> str:
        return self.need.get_absolute_url()

    def persons_at(self, bound: str) -> int:
        """The number at "low", "point" or "high"; without a bound of its own, the point."""
        chosen = {"low": self.persons_low, "high": self.persons_high}.get(bound)
        return self.persons if chosen is None else chosen

    def required(self, bound: str = "point", *, years: int = 0) -> int:
        """Whole places, rounded up, so many years after the need's year."""
        growth = (1 + Fraction(self.yearly_change) / 100) ** years
        return rounded_up(self.persons_at(bound) * growth * Fraction(self.rate) / self.per)


class StaffRequirement(TimeStamped):
    """Posts that a ratio requires in a structure, against those filled, for example social workers by inhabitants."""

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="staff_requirements", on_delete=models.PROTECT
    )
    profession_sq = models.CharField(_("profession (Albanian)"), max_length=200)
    profession_en = models.CharField(_("profession (English)"), max_length=200, blank=True)
    profession = localized("profession")
    structure_sq = models.CharField(_("structure (Albanian)"), max_length=200)
    structure_en = models.CharField(_("structure (English)"), max_length=200, blank=True)
    structure = localized("structure")
    base = models.PositiveIntegerField(_("inhabitants, cases or users"))
    per_post_low = models.PositiveIntegerField(_("one post for at least"), validators=[MinValueValidator(1)])
    per_post_high = models.PositiveIntegerField(_("one post for at most"), validators=[MinValueValidator(1)])
    filled = models.DecimalField(_("posts filled (full-time equivalents)"), max_digits=6, decimal_places=1)
    source = models.CharField(_("source of the ratio"), max_length=300)

    class Meta:
        verbose_name = _("staff requirement")
        verbose_name_plural = _("staff requirements")
        ordering = ["profession_sq", "structure_sq", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="staff_requirement_once_per_structure",
                fields=["assessment", "profession_sq", "structure_sq"],
                violation_error_message=_("This profession already stands with this structure."),
            ),
            models.CheckConstraint(
                name="staff_requirement_ratio_in_order",
                condition=Q(per_post_low__gte=1, per_post_high__gte=F("per_post_low")),
                violation_error_message=_("The ratio goes from a lower to a higher number."),
            ),
            models.CheckConstraint(
                name="staff_requirement_filled_not_negative",
                condition=Q(filled__gte=0),
                violation_error_message=_("Posts are counted from 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profession}, {self.structure}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment_matrix", args=[self.assessment_id])

    @property
    def posts_least(self) -> int:
        """Whole posts if each serves as many as the ratio allows."""
        return rounded_up(Fraction(self.base, self.per_post_high))

    @property
    def posts_most(self) -> int:
        return rounded_up(Fraction(self.base, self.per_post_low))

    @property
    def missing_least(self) -> Decimal:
        return max(self.posts_least - self.filled, Decimal(0))

    @property
    def missing_most(self) -> Decimal:
        return max(self.posts_most - self.filled, Decimal(0))
