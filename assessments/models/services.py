from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessments.enums import LicenceKind, LicenceState, ProviderType, ServiceStatus, SexScope
from assessments.models.editions import Assessment
from assessments.models.reference import ServiceType, TargetGroup
from core.i18n import localized
from core.models import TimeStamped
from municipality.models import AdministrativeUnit


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, user: Any) -> ServiceQuerySet:
        """The services with their place opened only where this user may see it (docs/law.md#undisclosed-place)."""
        if user.has_perm("assessments.view_undisclosed_place"):
            return self.annotate(is_place_open=Value(True))
        return self.annotate(is_place_open=Case(When(is_undisclosed=True, then=Value(False)), default=Value(True)))

    def with_place(self) -> ServiceQuerySet:
        return self.select_related("service_type", "unit", "organisation").prefetch_related("groups")

    def running(self) -> ServiceQuerySet:
        return self.filter(status=ServiceStatus.ACTIVE)

    def in_unit(self, unit: AdministrativeUnit | None) -> ServiceQuerySet:
        """Of one unit, after `visible_to`: a service whose place is closed is in no unit's list."""
        return self.filter(unit=unit, is_place_open=True) if unit else self

    def of_group(self, group: TargetGroup | None) -> ServiceQuerySet:
        """Of one group; a service without groups is for all."""
        return self.filter(Q(groups=group) | Q(groups=None)) if group else self


class Service(TimeStamped):
    """A row of the service map (docs/law.md#service-map). An undisclosed service keeps no address at all."""

    # Disclosed or not, the place is never in the history.
    kept_out_of_trail = ("unit_id", "address", "opening_hours", "referral_path")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_sq = models.CharField(_("name (Albanian)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name = localized("name")
    service_type = models.ForeignKey(
        ServiceType, verbose_name=_("type of service"), related_name="services", on_delete=models.PROTECT
    )
    groups = models.ManyToManyField(
        TargetGroup,
        verbose_name=_("groups"),
        related_name="services",
        blank=True,
        help_text=_("None chosen means all groups."),
    )
    provider_type = models.CharField(_("kind of provider"), max_length=12, choices=ProviderType)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation of the provider"),
        related_name="services",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    age_from = models.PositiveSmallIntegerField(_("age from"), default=0, validators=[MaxValueValidator(120)])
    age_to = models.PositiveSmallIntegerField(_("age to"), null=True, blank=True, validators=[MaxValueValidator(120)])
    sex = models.CharField(_("sex served"), max_length=5, choices=SexScope, default=SexScope.ALL)
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit"),
        related_name="services",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    is_undisclosed = models.BooleanField(
        _("place is undisclosed"),
        default=False,
        help_text=_("For shelters and the like: only municipal staff see the unit, and no address is kept."),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    capacity = models.PositiveIntegerField(_("capacity (places or cases)"))
    users = models.PositiveIntegerField(_("present users"), default=0)
    users_women = models.PositiveIntegerField(_("of these women and girls"), null=True, blank=True)
    users_men = models.PositiveIntegerField(_("of these men and boys"), null=True, blank=True)
    waiting = models.PositiveIntegerField(_("on the waiting list"), default=0)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    staff_fte = models.DecimalField(
        _("staff (full-time equivalents)"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    licence_kind = models.CharField(
        _("kind of licence"), max_length=14, choices=LicenceKind, default=LicenceKind.NOT_APPLICABLE
    )
    licence_state = models.CharField(_("licence"), max_length=12, choices=LicenceState, default=LicenceState.NONE)
    licence_number = models.CharField(_("number of the licence"), max_length=60, blank=True)
    licence_until = models.DateField(_("licence valid until"), null=True, blank=True)
    standard = models.CharField(_("standard applied"), max_length=200, blank=True)
    inspected_on = models.DateField(_("last inspection"), null=True, blank=True)
    annual_cost = models.PositiveBigIntegerField(_("annual cost (new lek, ALL)"), null=True, blank=True)
    funding = models.CharField(_("sources of funding"), max_length=200, blank=True)
    donor_until = models.DateField(_("donor funding ends"), null=True, blank=True)
    referral_path = models.TextField(_("way of referral"), max_length=2_000, blank=True)
    accessibility = models.CharField(_("accessibility"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ServiceStatus, default=ServiceStatus.ACTIVE)
    source = models.CharField(_("source"), max_length=300)
    source_on = models.DateField(_("date of the source"))

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="service_undisclosed_keeps_no_address",
                condition=Q(is_undisclosed=False) | Q(address="", opening_hours="", referral_path=""),
                violation_error_message=_(
                    "An undisclosed service keeps no address, opening hours or way of referral here."
                ),
            ),
            models.CheckConstraint(
                name="service_ages_in_order",
                condition=Q(age_to=None) | Q(age_to__gte=F("age_from")),
                violation_error_message=_("The upper age is below the lower age."),
            ),
            models.CheckConstraint(
                name="service_sexes_not_above_users",
                condition=Q(users_women=None) | Q(users_men=None) | Q(users__gte=F("users_women") + F("users_men")),
                violation_error_message=_("Women and men together are more than all users."),
            ),
            models.CheckConstraint(
                name="service_choices_known",
                condition=Q(
                    provider_type__in=ProviderType.values,
                    licence_kind__in=LicenceKind.values,
                    licence_state__in=LicenceState.values,
                    status__in=ServiceStatus.values,
                    sex__in=SexScope.values,
                ),
                violation_error_message=_("Provider, licence, status and sex are chosen from their lists."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:service_detail", args=[self.pk])

    @property
    def may_show_place(self) -> bool:
        """Closed unless `visible_to` opened it for this reader."""
        return getattr(self, "is_place_open", not self.is_undisclosed)

    @property
    def shown_unit(self) -> AdministrativeUnit | None:
        return self.unit if self.may_show_place else None

    @property
    def shown_address(self) -> str:
        return self.address if self.may_show_place else ""

    @property
    def cost_per_user(self) -> int | None:
        """Annual cost by present user in new lek, rounded; None without cost or users."""
        if self.annual_cost is None or not self.users:
            return None
        return round(self.annual_cost / self.users)

    @property
    def free_places(self) -> int:
        return max(self.capacity - self.users, 0)


class AssessedService(models.Model):
    """What the service map said when an edition was verified; frozen with the edition."""

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("assessment"), related_name="assessed_services", on_delete=models.CASCADE
    )
    service = models.ForeignKey(Service, verbose_name=_("service"), related_name="assessed", on_delete=models.PROTECT)
    service_type = models.ForeignKey(
        ServiceType, verbose_name=_("type of service"), related_name="+", on_delete=models.PROTECT
    )
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("administrative unit"),
        related_name="+",
        null=True,
        on_delete=models.PROTECT,
    )
    is_undisclosed = models.BooleanField(_("place is undisclosed"))
    capacity = models.PositiveIntegerField(_("capacity (places or cases)"))
    users = models.PositiveIntegerField(_("present users"))
    waiting = models.PositiveIntegerField(_("on the waiting list"))

    class Meta:
        verbose_name = _("service of an edition")
        verbose_name_plural = _("services of editions")
        ordering = ["service__code"]
        constraints = [
            models.UniqueConstraint(
                name="assessed_service_once_per_assessment",
                fields=["assessment", "service"],
                violation_error_message=_("This service already stands in the edition."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.service_id}"
