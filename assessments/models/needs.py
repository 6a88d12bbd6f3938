from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import FigureQuality, LegalDuty, Method
from assessments.models.editions import Assessment
from assessments.models.reference import ServiceType, TargetGroup
from core.i18n import localized, marked
from core.models import TimeStamped
from municipality.models import AdministrativeUnit

EVIDENCE = ("by_norm", "by_voices", "by_records", "by_comparison")


class NeedQuerySet(models.QuerySet["Need"]):
    def with_place(self) -> NeedQuerySet:
        return self.select_related("group", "assessment").prefetch_related("units")


class Need(TimeStamped):
    """One need of one group: how many it touches, how many are served, how grave it is."""

    stored_in_history = True

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="needs", on_delete=models.PROTECT
    )
    code = models.CharField(_("code"), max_length=20)
    group = models.ForeignKey(TargetGroup, verbose_name=_("group"), related_name="needs", on_delete=models.PROTECT)
    units = models.ManyToManyField(
        AdministrativeUnit,
        verbose_name=_("administrative units"),
        related_name="needs",
        blank=True,
        help_text=_("None chosen means the whole municipality."),
    )
    service_types = models.ManyToManyField(
        ServiceType,
        verbose_name=_("types of service that answer it"),
        related_name="needs",
        blank=True,
    )
    name_sq = models.CharField(_("need (Albanian)"), max_length=300)
    name_en = models.CharField(_("need (English)"), max_length=300, blank=True)
    name = localized("name")
    problem_sq = models.TextField(_("problem (Albanian)"), max_length=20_000, blank=True)
    problem_en = models.TextField(_("problem (English)"), max_length=20_000, blank=True)
    problem = localized("problem")
    indicator_sq = models.CharField(_("indicator (Albanian)"), max_length=300)
    indicator_en = models.CharField(_("indicator (English)"), max_length=300, blank=True)
    indicator = localized("indicator")
    unit_label_sq = models.CharField(_("counted in (Albanian)"), max_length=60)
    unit_label_en = models.CharField(_("counted in (English)"), max_length=60, blank=True)
    unit_label = localized("unit_label")
    counts_persons = models.BooleanField(
        _("the estimate counts persons or households"),
        default=True,
        help_text=_("Then small values are hidden from the public; buildings and ratios are not."),
    )
    estimate_low = models.PositiveIntegerField(_("estimate, low"), null=True, blank=True)
    estimate = models.PositiveIntegerField(_("estimate"))
    estimate_high = models.PositiveIntegerField(_("estimate, high"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year of the estimate"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    source = models.CharField(_("source"), max_length=300)
    source_en = models.CharField(_("source (English)"), max_length=300, blank=True)
    source_label = marked("source")
    method = models.CharField(_("method"), max_length=12, choices=Method, default=Method.REGISTER)
    quality = models.CharField(_("quality"), max_length=1, choices=FigureQuality, default=FigureQuality.ESTIMATE)
    # Four ways to know of a need (docs/law.md#evidence); a grave claim wants more than one.
    by_norm = models.BooleanField(_("a norm or standard says so"), default=False)
    by_voices = models.BooleanField(_("people said so"), default=False)
    by_records = models.BooleanField(_("records and requests show it"), default=False)
    by_comparison = models.BooleanField(_("comparison with other places shows it"), default=False)
    severity = models.PositiveSmallIntegerField(
        _("severity (1–5)"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("5 is danger to life or freedom, or irreversible harm to a child."),
    )
    affected = models.PositiveIntegerField(_("persons affected"))
    covered = models.PositiveIntegerField(_("persons covered by services"), default=0)
    legal_duty = models.CharField(_("legal duty"), max_length=8, choices=LegalDuty, default=LegalDuty.NONE)
    legal_basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    legal_basis_en = models.CharField(_("legal basis (English)"), max_length=500, blank=True)
    legal_basis_label = marked("legal_basis")
    voice_score = models.DecimalField(
        _("share of consultations that raised it (percent)"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    override_rank = models.PositiveSmallIntegerField(
        _("rank set by decision"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    override_reason = models.TextField(_("reason for it"), max_length=2_000, blank=True)
    override_body = models.CharField(_("body that decided it"), max_length=200, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="need_code_once_per_assessment",
                fields=["assessment", "code"],
                violation_error_message=_("This assessment already has a need with this code."),
            ),
            models.CheckConstraint(
                name="need_estimate_between_low_and_high",
                condition=(Q(estimate_low=None) | Q(estimate_low__lte=F("estimate")))
                & (Q(estimate_high=None) | Q(estimate_high__gte=F("estimate"))),
                violation_error_message=_("The estimate lies between the low and the high value."),
            ),
            models.CheckConstraint(
                name="need_covered_not_above_affected",
                condition=Q(covered__lte=F("affected")),
                violation_error_message=_("More persons are covered than affected."),
            ),
            models.CheckConstraint(
                name="need_severity_from_one_to_five",
                condition=Q(severity__gte=1, severity__lte=5),
                violation_error_message=_("The severity is a number from 1 to 5."),
            ),
            models.CheckConstraint(
                name="need_quality_known",
                condition=Q(
                    quality__in=FigureQuality.values, method__in=Method.values, legal_duty__in=LegalDuty.values
                ),
                violation_error_message=_("Quality, method and legal duty are chosen from their lists."),
            ),
            models.CheckConstraint(
                name="need_voice_within_100",
                condition=Q(voice_score=None) | Q(voice_score__gte=0, voice_score__lte=100),
                violation_error_message=_("A share lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                name="need_duty_names_its_law",
                condition=Q(legal_duty=LegalDuty.NONE) | ~Q(legal_basis=""),
                violation_error_message=_("A legal duty names its law."),
            ),
            models.CheckConstraint(
                name="need_override_has_reason_and_body",
                condition=Q(override_rank=None, override_reason="", override_body="")
                | (Q(override_rank__gte=1) & ~Q(override_reason="") & ~Q(override_body="")),
                violation_error_message=_("A rank set by decision needs its reason and the body that decided it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:need_detail", args=[self.pk])

    @property
    def evidence(self) -> list[str]:
        """The kinds of evidence it rests on, as they are called."""
        fields: list[Any] = [self._meta.get_field(name) for name in EVIDENCE if getattr(self, name)]
        return [str(field.verbose_name) for field in fields]

    @property
    def uncovered(self) -> int:
        return self.affected - self.covered

    @property
    def gap_percent(self) -> Decimal | None:
        """Share of the affected without a service, 0–100; None where nobody is affected."""
        if not self.affected:
            return None
        return (Decimal(self.uncovered) * 100 / self.affected).quantize(Decimal(1))
