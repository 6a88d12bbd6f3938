from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import CountStatus
from assessments.models.editions import Assessment
from assessments.models.reference import ServiceType
from assessments.models.services import Service
from municipality.models import AdministrativeUnit


class AssessedServiceQuerySet(models.QuerySet["AssessedService"]):
    def running(self) -> AssessedServiceQuerySet:
        """Those whose status was active; an expired licence does not close a service."""
        return self.exclude(standing__in=(CountStatus.PLANNED, CountStatus.SUSPENDED))


class AssessedService(models.Model):
    """What the service map said when an edition was verified; frozen with the edition."""

    stored_in_history = True

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
    # None of a service that is not of the county, and in editions older than this column.
    places_kept = models.PositiveIntegerField(_("of these kept for this municipality"), null=True)
    users = models.PositiveIntegerField(_("present users"))
    waiting = models.PositiveIntegerField(_("on the waiting list"))
    standing = models.CharField(_("standing"), max_length=10, choices=CountStatus, default=CountStatus.COUNTED)
    # Whom it served that day. None in editions older than this column: then what the service says today.
    reach = models.JSONField(_("whom it served"), null=True, blank=True)

    objects = AssessedServiceQuerySet.as_manager()

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
            models.CheckConstraint(
                name="assessed_service_standing_known",
                condition=Q(standing__in=CountStatus.values),
                violation_error_message=_("The standing of a service is chosen from its list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.service_id}"

    @property
    def is_protected(self) -> bool:
        """Undisclosed then or now: a place closed after the edition does not stand open in it."""
        return self.is_undisclosed or self.service.is_undisclosed

    @property
    def shown_unit(self) -> AdministrativeUnit | None:
        return None if self.is_protected else self.unit

    @property
    def for_municipality(self) -> int | None:
        """How many places a service of the county keeps; None of others and where its place is not told."""
        return None if self.is_protected else self.places_kept

    @property
    def is_silent_on_county(self) -> bool:
        """Of the county today, and the edition does not say it: it is older than that, or the service became so."""
        return not self.is_protected and self.places_kept is None and self.service.is_of_county

    @property
    def is_running(self) -> bool:
        return self.standing not in (CountStatus.PLANNED, CountStatus.SUSPENDED)
