from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from import_export.formats.base_formats import CSV, XLSX
from tablib import Dataset

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import SheetFormat
from assessments.models import Assessment
from assessments.resources import needs_sheet, services_sheet

FORMATS = {SheetFormat.CSV: CSV, SheetFormat.XLSX: XLSX}


def sheet_response(sheet: Dataset, name: str, sheet_format: str) -> HttpResponse:
    """The sheet as a download; cells that begin like a formula are made text."""
    written = FORMATS[SheetFormat(sheet_format)]()
    content = written.export_data(sheet)
    body = content.encode("utf-8-sig") if isinstance(content, str) else content
    response = HttpResponse(body, content_type=written.get_content_type())
    response["Content-Disposition"] = f'attachment; filename="{name}.{sheet_format}"'
    return response


@require_GET
def need_export(request: AuthenticatedHttpRequest, pk: int, sheet_format: str) -> HttpResponse:
    assessment = get_object_or_404(Assessment, pk=pk)
    if not request.user.has_perm("assessments.export_assessment", assessment):
        raise PermissionDenied
    return sheet_response(needs_sheet(assessment, request.user), "needs", sheet_format)


@require_GET
def service_export(request: AuthenticatedHttpRequest, sheet_format: str) -> HttpResponse:
    if not request.user.has_perm("assessments.view_service"):
        raise PermissionDenied
    return sheet_response(services_sheet(request.user), "services", sheet_format)
