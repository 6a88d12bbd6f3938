"""The register of those who run services."""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assessments.enums import ProviderType
from core.models import TimeStamped, WebAddressField
from core.text.sorting import by_albanian_alphabet

TAX_NUMBER = RegexValidator(
    r"^[A-Z][0-9]{8}[A-Z]\Z", _("Write the tax number as a letter, eight digits and a letter, for example L12345678A.")
)


class ServiceProviderQuerySet(models.QuerySet["ServiceProvider"]):
    def in_use(self) -> ServiceProviderQuerySet:
        return self.filter(is_active=True)

    def with_service_count(self) -> ServiceProviderQuerySet:
        counted = self.select_related("organisation").annotate(service_count=models.Count("services"))
        return counted.order_by(by_albanian_alphabet("name"), "pk")


class ServiceProvider(TimeStamped):
    """Who runs services; its office is public, the place of an undisclosed service is never kept here."""

    stored_in_history = True
    left_out_of_trail = ("phone", "email")

    uuid = models.UUIDField(_("lasting key"), default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind of provider"), max_length=12, choices=ProviderType)
    tax_number = models.CharField(_("tax number (NIPT)"), max_length=10, blank=True, validators=[TAX_NUMBER])
    organisation = models.OneToOneField(
        Organisation,
        verbose_name=_("organisation with members here"),
        related_name="provider",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    phone = models.CharField(_("phone of the office"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail of the office"), blank=True)
    website = WebAddressField(_("website"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ServiceProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider of services")
        verbose_name_plural = _("providers of services")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="service_provider_kind_known",
                condition=Q(kind__in=ProviderType.values),
                violation_error_message=_("The kind of provider is chosen from its list."),
            ),
            models.UniqueConstraint(
                name="service_provider_tax_number_once",
                fields=["tax_number"],
                condition=~Q(tax_number=""),
                violation_error_message=_("Another provider of the register has this tax number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("assessments:provider_update", args=[self.pk])
