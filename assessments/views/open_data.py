"""The directory of services and the figures of a published edition, for machines."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from assessments.report.open_data import edition_open_data
from assessments.report.tables import edition_tables
from assessments.service_map.directory import directory, entries_of
from assessments.service_map.hsds import hsds_json, schema_text
from core.office.sheets import tables_csv
from municipality.letterhead import issuer
from municipality.models import Municipality


@login_not_required
@require_safe
def directory_json(request: HttpRequest) -> HttpResponse:
    content = hsds_json(entries_of(directory()), get_object_or_404(Municipality))
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="services-hsds-3.0.json"'
    return response


@login_not_required
@require_safe
def directory_schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(schema_text(), content_type="application/schema+json")


def _published(pk: int) -> Assessment:
    return get_object_or_404(Assessment.objects.published(), pk=pk)


@login_not_required
@require_safe
def edition_json(request: HttpRequest, pk: int) -> HttpResponse:
    response = HttpResponse(edition_open_data(_published(pk)), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="assessment-{pk}.json"'
    return response


@login_not_required
@require_safe
def edition_csv(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _published(pk)
    content = tables_csv(edition_tables(assessment), title=str(assessment), issuer=issuer()).encode("utf-8-sig")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="assessment-{pk}.csv"'
    return response
