"""What can be found of the assessment: needs and services, for those inside and for anybody."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Service
from operations.models import SearchEntry
from operations.search.kinds import Reading, SearchGroup, register_group, same_for_all


def every_need(user: Any) -> Q | None:
    return Q() if user.has_perm("assessments.view_need") else None


@same_for_all
def published_needs() -> Q:
    return Q(parent_id__in=Assessment.objects.published().values("pk"))


def every_service(user: Any) -> Q | None:
    return Q() if user.has_perm("assessments.view_undisclosed_place") else None


def disclosed_services(user: Any) -> Q | None:
    """Of one whose place is protected what the directory tells anybody; its provider could tell where it is."""
    return disclosed(user) if user.has_perm("assessments.view_service") else None


@same_for_all
def disclosed() -> Q:
    services = Service.objects.all()
    whole = Q(kind="service", object_id__in=services.filter(is_undisclosed=False).values("pk"))
    protected = Q(kind="service_offer", object_id__in=services.listed().filter(is_undisclosed=True).values("pk"))
    return whole | protected


@same_for_all
def services_of_the_directory() -> Q:
    """Names and offers as they stand there, those of protected places too: who looks for a shelter finds the way."""
    return Q(object_id__in=Service.objects.listed().values("pk"))


def need_page(entry: SearchEntry) -> str:
    return reverse("assessments:need_detail", args=[entry.object_id])


def edition_page(entry: SearchEntry) -> str:
    return reverse("assessments:assessment_public", args=[entry.parent_id])


def service_page(entry: SearchEntry) -> str:
    if entry.kind == "service_offer":
        return directory_page(entry)
    return reverse("assessments:service_detail", args=[entry.object_id])


def directory_page(entry: SearchEntry) -> str:
    return reverse("assessments:directory")


register_group(
    SearchGroup(
        "needs",
        _("Needs"),
        10,
        (
            Reading(("need",), every_need, need_page),
            Reading(("need_name",), published_needs, edition_page),
        ),
    )
)
register_group(
    SearchGroup(
        "services",
        _("Services"),
        20,
        (
            Reading(("service",), every_service, service_page),
            Reading(("service", "service_offer"), disclosed_services, service_page),
            Reading(("service_offer",), services_of_the_directory, directory_page),
        ),
    )
)
