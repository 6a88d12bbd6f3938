from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessments.enums import CountedIn, CountStatus, LicenceKind, LicenceState, ProviderType, ServiceStatus, SexScope
from assessments.models.providers import ServiceProvider
from assessments.models.reference import ServiceType, TargetGroup
from core.i18n import localized
from core.models import TimeStamped, WebAddressField
from municipality.models import AdministrativeUnit

PLACE_WORDS = ("address", "opening_hours", "referral_path", "accessibility", "phone", "email", "website")


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, user: Any) -> ServiceQuerySet:
        """The services with their place opened only where this user may see it (docs/law.md#undisclosed-place)."""
        if user.has_perm("assessments.view_undisclosed_place"):
            return self.annotate(is_place_open=Value(True))
        return self.annotate(is_place_open=Case(When(is_undisclosed=True, then=Value(False)), default=Value(True)))

    def with_place(self) -> ServiceQuerySet:
        return self.select_related("service_type", "unit", "organisation", "run_by").prefetch_related("groups")

    def listed(self) -> ServiceQuerySet:
        """What the public directory names: services that run and were put into it by hand."""
        return self.running().filter(is_listed=True)

    def ending_by(self, day: date) -> ServiceQuerySet:
        """Whose licence or donor money ends by this day; what is closed already is left out."""
        return self.not_closed().filter(Q(licence_until__lte=day) | Q(donor_until__lte=day))

    def running(self) -> ServiceQuerySet:
        return self.filter(status=ServiceStatus.ACTIVE)

    def not_closed(self) -> ServiceQuerySet:
        """What runs, and what is planned or suspended."""
        return self.exclude(status=ServiceStatus.CLOSED)

    def in_unit(self, unit: AdministrativeUnit | None) -> ServiceQuerySet:
        """That stand in a unit or serve it, after `visible_to`: one whose place is closed is in no unit's list."""
        if unit is None:
            return self
        return self.filter(Q(unit=unit) | Q(served_units=unit), is_place_open=True).distinct()

    def openly_serving(self, unit: AdministrativeUnit) -> ServiceQuerySet:
        """As the directory tells of a unit: what serves it or all, and no undisclosed place."""
        serves_all = Q(served_units=None) & Q(unit=None)
        stands_there = Q(served_units=None) & Q(unit=unit)
        return self.filter(Q(served_units=unit) | serves_all | stands_there, is_undisclosed=False)

    def of_group(self, group: TargetGroup | None) -> ServiceQuerySet:
        """Of one group; a service without groups is for all."""
        return self.filter(Q(groups=group) | Q(groups=None)) if group else self


class Service(TimeStamped):
    """A row of the service map (docs/law.md#service-map). An undisclosed service keeps no address at all."""

    stored_in_history = True

    # Disclosed or not, the place is never in the history.
    left_out_of_trail = ("unit_id", *PLACE_WORDS)

    uuid = models.UUIDField(_("lasting key"), default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
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
    run_by = models.ForeignKey(
        ServiceProvider,
        verbose_name=_("provider of the register"),
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
    served_units = models.ManyToManyField(
        AdministrativeUnit,
        verbose_name=_("administrative units served"),
        related_name="served_by",
        blank=True,
        help_text=_("None chosen means the unit where it stands; without a unit, the whole municipality."),
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone of the service"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail of the service"), blank=True)
    website = WebAddressField(_("website of the service"), blank=True)
    is_listed = models.BooleanField(
        _("in the public directory"),
        default=False,
        help_text=_("Everybody reads there what it offers, for whom, where and how to reach it; no numbers."),
    )
    offer_sq = models.TextField(_("what it offers (Albanian)"), max_length=1_000, blank=True)
    offer_en = models.TextField(_("what it offers (English)"), max_length=1_000, blank=True)
    offer = localized("offer")
    fee_sq = models.CharField(_("what users pay (Albanian)"), max_length=200, blank=True)
    fee_en = models.CharField(_("what users pay (English)"), max_length=200, blank=True)
    fee = localized("fee")
    capacity = models.PositiveIntegerField(_("capacity (places or cases)"))
    counted_in = models.CharField(_("counted in"), max_length=10, choices=CountedIn, default=CountedIn.PLACES)
    average_stay_days = models.PositiveSmallIntegerField(
        _("average stay (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Turns places at a time into cases a year, for example the beds of an emergency centre."),
    )
    is_of_county = models.BooleanField(
        _("service of the county"),
        default=False,
        db_default=False,
        help_text=_("It serves other municipalities too; only the places kept for this one are counted here."),
    )
    places_kept = models.PositiveIntegerField(
        _("of these kept for this municipality"),
        null=True,
        blank=True,
        help_text=_("Of a service of the county, and only of one: how many of its places, 0 if none."),
    )
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
                name="service_undisclosed_keeps_no_contact",
                condition=Q(is_undisclosed=False) | Q(phone="", email="", website="", accessibility=""),
                violation_error_message=_(
                    "An undisclosed service keeps no phone, e-mail, website or words on its accessibility here."
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
            models.CheckConstraint(
                name="service_counted_in_known",
                condition=Q(counted_in__in=CountedIn.values),
                violation_error_message=_("What a service is counted in is chosen from its list."),
            ),
            models.CheckConstraint(
                name="service_stay_turns_places_into_cases",
                condition=Q(average_stay_days=None)
                | Q(average_stay_days__gte=1, average_stay_days__lte=365, counted_in=CountedIn.PLACES),
                violation_error_message=_("An average stay of 1 to 365 days belongs to places at a time only."),
            ),
            models.CheckConstraint(
                name="service_kept_not_above_capacity",
                condition=Q(places_kept=None) | Q(places_kept__lte=F("capacity")),
                violation_error_message=_("More places are kept for this municipality than there are."),
            ),
            models.CheckConstraint(
                name="service_of_county_says_what_is_kept",
                condition=Q(is_of_county=False) | Q(places_kept__isnull=False),
                violation_error_message=_(
                    "A service of the county says how many of its places are kept for this municipality, 0 if none."
                ),
            ),
            models.CheckConstraint(
                name="service_kept_places_are_of_county",
                condition=Q(is_of_county=True) | Q(places_kept=None),
                violation_error_message=_(
                    "Places are kept for this municipality only in a service of the county. Tick that it is one, or "
                    "leave them empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:service_detail", args=[self.pk])

    def place_words(self) -> dict[str, str]:
        """What of the place no undisclosed service keeps, as it stands in the row."""
        return {name: getattr(self, name) for name in PLACE_WORDS}

    def empty_place(self, stood: Mapping[str, str]) -> None:
        """Undisclosed, it lets go of what only stood there; what was typed anew stays, and is refused."""
        if self.is_undisclosed:
            for name, words in stood.items():
                if getattr(self, name) == words:
                    setattr(self, name, "")

    @property
    def may_show_place(self) -> bool:
        """Closed unless `visible_to` opened it for this reader."""
        return getattr(self, "is_place_open", not self.is_undisclosed)

    @property
    def shows_county(self) -> bool:
        """Whose a protected service is leads to its door: told where its place is told."""
        return self.is_of_county and self.may_show_place

    @property
    def shown_unit(self) -> AdministrativeUnit | None:
        return self.unit if self.may_show_place else None

    def shown_served_units(self) -> list[AdministrativeUnit]:
        return list(self.served_units.all()) if not self.is_undisclosed else []

    @property
    def shown_address(self) -> str:
        return self.address if self.may_show_place else ""

    @property
    def provider_name(self) -> str:
        """As the register calls it; else the organisation, else what was written."""
        return str(self.run_by or self.organisation or self.provider)

    @property
    def shown_provider(self) -> str:
        """Who runs a shelter leads to its door: told where its place is told."""
        return self.provider_name if self.may_show_place else ""

    @property
    def cost_per_user(self) -> int | None:
        """Annual cost by present user in new lek, rounded; None without cost or users."""
        if self.annual_cost is None or not self.users:
            return None
        return round(self.annual_cost / self.users)

    @property
    def reckoned_in(self) -> str:
        """The measure of `places`: an average stay turns places into cases a year."""
        return CountedIn.CASES if self.average_stay_days else self.counted_in

    @property
    def places(self) -> int:
        """What stands here for this municipality, counted in `reckoned_in`; broken cases are not counted."""
        kept = self.capacity if self.places_kept is None else self.places_kept
        return kept * 365 // self.average_stay_days if self.average_stay_days else kept

    def count_status_on(self, day: date) -> CountStatus:
        if self.status == ServiceStatus.PLANNED:
            return CountStatus.PLANNED
        if self.status != ServiceStatus.ACTIVE:
            return CountStatus.SUSPENDED
        return CountStatus.EXPIRED if self.licence_until and self.licence_until < day else CountStatus.COUNTED

    @property
    def free_places(self) -> int:
        return max(self.capacity - self.users, 0)
