"""What people need: groups, editions of the assessment, needs, and the map of services."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Max, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Cast, Rank
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import (
    EDITABLE_STATES,
    AssessmentState,
    LegalDuty,
    LicenceKind,
    Method,
    ProviderKind,
    Quality,
    ServiceFamily,
    ServiceStatus,
)
from core.i18n import localized
from core.models import StateChange, TimeStamped
from municipality.models import AdministrativeUnit

WEIGHT_NAMES = ("severity", "gap", "size", "voice", "legal")


class TargetGroup(TimeStamped):
    """A group in need; rows, because the list is never exhaustive."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    is_protected = models.BooleanField(
        _("protected group"), default=False, help_text=_("The higher threshold for small numbers applies.")
    )
    reported_base = models.PositiveIntegerField(_("persons reported at least"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("group in need")
        verbose_name_plural = _("groups in need")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class ServiceType(TimeStamped):
    """A kind of service of VKM 518/2018; other kinds are marked so, with the nearest official one."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    family = models.CharField(_("family"), max_length=12, choices=ServiceFamily)
    is_official = models.BooleanField(_("listed in VKM 518/2018"), default=True)
    nearest = models.ForeignKey(
        "self", verbose_name=_("nearest official kind"), null=True, blank=True, related_name="+", on_delete=models.PROTECT
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of service")
        verbose_name_plural = _("kinds of service")
        ordering = ("order", "pk")
        constraints = [
            models.CheckConstraint(
                name="servicetype_other_names_nearest",
                condition=Q(is_official=True) | Q(nearest__isnull=False),
                violation_error_message=_("Name the nearest official kind of service."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def published(self) -> AssessmentQuerySet:
        return self.filter(state=AssessmentState.PUBLISHED)


class Assessment(TimeStamped):
    """One edition: a study of a period, frozen when published."""

    title_sq = models.CharField(_("title (Albanian)"), max_length=200)
    title_en = models.CharField(_("title (English)"), max_length=200, blank=True)
    title = localized("title")
    starts_on = models.DateField(_("first day of the study"))
    ends_on = models.DateField(_("last day of the study"))
    method_sq = models.TextField(_("method (Albanian)"), blank=True, max_length=20_000)
    method_en = models.TextField(_("method (English)"), blank=True, max_length=20_000)
    method = localized("method")
    sources = models.TextField(_("sources"), blank=True, max_length=20_000)
    limits_sq = models.TextField(_("limits of the study (Albanian)"), blank=True, max_length=20_000)
    limits_en = models.TextField(_("limits of the study (English)"), blank=True, max_length=20_000)
    limits = localized("limits")
    state = models.CharField(
        _("state"), max_length=12, choices=AssessmentState, default=AssessmentState.DRAFTING, editable=False
    )
    weight_severity = models.PositiveSmallIntegerField(_("weight of severity (%)"), default=30)
    weight_gap = models.PositiveSmallIntegerField(_("weight of the gap (%)"), default=25)
    weight_size = models.PositiveSmallIntegerField(_("weight of size (%)"), default=20)
    weight_voice = models.PositiveSmallIntegerField(_("weight of the voice (%)"), default=15)
    weight_legal = models.PositiveSmallIntegerField(_("weight of legal duty (%)"), default=10)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("needs assessment")
        verbose_name_plural = _("needs assessments")
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.CheckConstraint(
                name="assessment_days_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day must not come before the first day."),
            ),
            models.CheckConstraint(name="assessment_state_known", condition=Q(state__in=AssessmentState.values)),
            models.CheckConstraint(
                name="assessment_weights_make_100",
                condition=Q(
                    weight_severity=Value(100)
                    - F("weight_gap")
                    - F("weight_size")
                    - F("weight_voice")
                    - F("weight_legal")
                ),
                violation_error_message=_("The five weights must add up to 100."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assessments:assessment_detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE_STATES

    @property
    def weights(self) -> dict[str, int]:
        return {name: getattr(self, f"weight_{name}") for name in WEIGHT_NAMES}


class AssessmentStateChange(StateChange):
    append_only = True

    assessment = models.ForeignKey(Assessment, related_name="state_changes", on_delete=models.PROTECT)

    class Meta(StateChange.Meta):
        verbose_name = _("step of an assessment")
        verbose_name_plural = _("steps of assessments")


class NeedQuerySet(models.QuerySet["Need"]):
    def with_scores(self) -> NeedQuerySet:
        """Adds the five parts (0–100), `score`, `rank` and `equal_rank` within the edition (domain.md §3.2).

        Needs are ranked, never groups; ties go by severity, then by gap. An override replaces the computed rank
        only on the page, beside it.
        """
        real = models.FloatField()
        largest = (
            Need.objects.filter(assessment=OuterRef("assessment"))
            .order_by()
            .values("assessment")
            .annotate(largest=Max("affected"))
            .values("largest")
        )
        affected = Cast("affected", real)
        parts = self.annotate(
            part_severity=(Cast("severity", real) - 1) * 25,
            part_gap=Case(
                When(affected=0, then=Value(0.0)),
                default=(affected - Cast("covered", real)) * 100 / affected,
                output_field=real,
            ),
            part_size=Case(
                When(affected=0, then=Value(0.0)), default=affected * 100 / Subquery(largest), output_field=real
            ),
            part_voice=Cast("voice_score", real),
            part_legal=Case(
                When(legal_duty=LegalDuty.FULL, then=Value(100.0)),
                When(legal_duty=LegalDuty.SHARED, then=Value(50.0)),
                default=Value(0.0),
                output_field=real,
            ),
        )
        weighted = sum(
            (F(f"part_{name}") * F(f"assessment__weight_{name}") for name in WEIGHT_NAMES[1:]),
            F("part_severity") * F("assessment__weight_severity"),
        )
        equal = sum((F(f"part_{name}") for name in WEIGHT_NAMES[1:]), F("part_severity"))
        scored = parts.annotate(
            score=ExpressionWrapper(weighted / 100.0, output_field=real),
            equal_score=ExpressionWrapper(equal / 5.0, output_field=real),
        )
        ties = (F("severity").desc(), F("part_gap").desc())
        within = {"expression": Rank(), "partition_by": F("assessment")}
        return scored.annotate(
            rank=Window(order_by=(F("score").desc(), *ties), **within),
            equal_rank=Window(order_by=(F("equal_score").desc(), *ties), **within),
        )


class Need(TimeStamped):
    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="needs", on_delete=models.CASCADE
    )
    code = models.CharField(_("code"), max_length=12)
    group = models.ForeignKey(
        TargetGroup, verbose_name=_("group in need"), related_name="needs", on_delete=models.PROTECT
    )
    units = models.ManyToManyField(AdministrativeUnit, verbose_name=_("administrative units"), related_name="needs")
    name_sq = models.CharField(_("need (Albanian)"), max_length=300)
    name_en = models.CharField(_("need (English)"), max_length=300, blank=True)
    name = localized("name")
    indicator = models.CharField(_("measured by"), max_length=300)
    unit_label = models.CharField(_("unit of measure"), max_length=60)
    counts_people = models.BooleanField(_("counts persons or families"), default=True)
    estimate_low = models.PositiveIntegerField(_("lowest estimate"), null=True, blank=True)
    estimate = models.PositiveIntegerField(_("estimate"))
    estimate_high = models.PositiveIntegerField(_("highest estimate"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year of the estimate"))
    source = models.CharField(_("source"), max_length=300)
    method = models.CharField(_("method"), max_length=12, choices=Method, default=Method.REGISTER)
    quality = models.CharField(_("quality"), max_length=1, choices=Quality, default=Quality.ESTIMATE)
    severity = models.PositiveSmallIntegerField(
        _("severity (1–5)"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("5: danger to life or freedom, or irreversible harm to a child."),
    )
    affected = models.PositiveIntegerField(_("persons affected"))
    covered = models.PositiveIntegerField(_("persons covered today"), default=0)
    legal_duty = models.CharField(_("legal duty"), max_length=8, choices=LegalDuty, default=LegalDuty.SHARED)
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    voice_score = models.DecimalField(
        _("voice of the people (0–100)"), max_digits=4, decimal_places=1, default=Decimal(0), editable=False
    )
    override_rank = models.PositiveSmallIntegerField(_("rank set by decision"), null=True, blank=True)
    override_reason = models.TextField(_("reason of the decision"), blank=True, max_length=5_000)
    override_body = models.CharField(_("body that decided"), max_length=200, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(
                name="need_code_once_per_assessment",
                fields=["assessment", "code"],
                violation_error_message=_("This assessment already has a need with this code."),
            ),
            models.CheckConstraint(
                name="need_severity_1_to_5",
                condition=Q(severity__gte=1, severity__lte=5),
                violation_error_message=_("Severity goes from 1 to 5."),
            ),
            models.CheckConstraint(
                name="need_covered_within_affected",
                condition=Q(covered__lte=F("affected")),
                violation_error_message=_("Not more persons can be covered than are affected."),
            ),
            models.CheckConstraint(
                name="need_estimates_in_order",
                condition=(Q(estimate_low=None) | Q(estimate_low__lte=F("estimate")))
                & (Q(estimate_high=None) | Q(estimate_high__gte=F("estimate"))),
                violation_error_message=_("The lowest estimate, the estimate and the highest must be in this order."),
            ),
            models.CheckConstraint(name="need_voice_within_100", condition=Q(voice_score__gte=0, voice_score__lte=100)),
            models.CheckConstraint(
                name="need_override_explained",
                condition=Q(override_rank=None) | (~Q(override_reason="") & ~Q(override_body="")),
                violation_error_message=_("A rank set by decision needs its reason and the body that decided."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:need_detail", args=[self.pk])

    @property
    def gap(self) -> int:
        return self.affected - self.covered

    @property
    def gap_share(self) -> int:
        """The gap in percent of the persons affected, rounded."""
        return round(self.gap * 100 / self.affected) if self.affected else 0


class ServiceQuerySet(models.QuerySet["Service"]):
    def disclosed(self) -> ServiceQuerySet:
        return self.filter(is_location_public=True)


class Service(TimeStamped):
    """A social care service; where its place is undisclosed, no address is ever stored (product.md §3)."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=300)
    name_en = models.CharField(_("name (English)"), max_length=300, blank=True)
    name = localized("name")
    kind = models.ForeignKey(
        ServiceType, verbose_name=_("kind of service"), related_name="services", on_delete=models.PROTECT
    )
    groups = models.ManyToManyField(TargetGroup, verbose_name=_("groups served"), related_name="services")
    ages = models.CharField(_("ages served"), max_length=20, blank=True)
    provider_kind = models.CharField(_("provider"), max_length=5, choices=ProviderKind)
    is_location_public = models.BooleanField(_("its place may be known"), default=True)
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit"),
        related_name="services",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    capacity = models.PositiveIntegerField(_("places"))
    users = models.PositiveIntegerField(_("users today"))
    waiting = models.PositiveIntegerField(_("persons waiting"), default=0)
    staff_fte = models.DecimalField(_("staff (full-time equivalents)"), max_digits=6, decimal_places=1, default=0)
    licence = models.CharField(_("licence"), max_length=12, choices=LicenceKind)
    licence_no = models.CharField(_("licence number"), max_length=60, blank=True)
    licence_until = models.DateField(_("licence valid until"), null=True, blank=True)
    annual_cost = models.PositiveBigIntegerField(_("cost per year (ALL)"))
    funding = models.CharField(_("who pays"), max_length=60)
    status = models.CharField(_("status"), max_length=10, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of = models.DateField(_("as of"))

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("code",)
        constraints = [
            models.CheckConstraint(
                name="service_undisclosed_has_no_address",
                condition=Q(is_location_public=True) | Q(address=""),
                violation_error_message=_("A service whose place is undisclosed must not have an address here."),
            ),
            models.CheckConstraint(
                name="service_disclosed_has_unit",
                condition=Q(is_location_public=False) | Q(unit__isnull=False),
                violation_error_message=_("Choose the administrative unit of the service."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:service_detail", args=[self.pk])

    @property
    def cost_per_user(self) -> int | None:
        """ALL a year for one of today's users; None without users."""
        return round(self.annual_cost / self.users) if self.users else None
