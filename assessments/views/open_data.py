"""The directory of services and the figures of a published edition, for machines."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from assessments.enums import OpenFile
from assessments.models import Assessment
from assessments.rolled import open_file
from assessments.service_map.hsds import schema_text
from assessments.service_map.stored_directory import directory_file
from core.pages.public_files import answer_with

CSV_FILES = {"sq": OpenFile.CSV_SQ, "en": OpenFile.CSV_EN}


@login_not_required
@require_safe
def directory_json(request: HttpRequest) -> HttpResponse:
    file = directory_file(get_language() or "sq")
    return answer_with(request, file, "application/json", name="services-hsds-3.0.json")


@login_not_required
@require_safe
def directory_schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(schema_text(), content_type="application/schema+json")


def _published(pk: int) -> Assessment:
    return get_object_or_404(Assessment.objects.published().select_related("roll_up"), pk=pk)


@login_not_required
@require_safe
def edition_json(request: HttpRequest, pk: int) -> HttpResponse:
    file = open_file(_published(pk), OpenFile.JSON)
    return answer_with(request, file, "application/json", name=f"assessment-{pk}.json")


@login_not_required
@require_safe
def edition_csv(request: HttpRequest, pk: int) -> HttpResponse:
    file = open_file(_published(pk), CSV_FILES[(get_language() or "sq")[:2]])
    return answer_with(request, file, "text/csv; charset=utf-8", name=f"assessment-{pk}.csv")
