from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST
from tablib import Dataset

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import SheetFormat
from assessments.models import Assessment
from assessments.report.services import request_edition_file
from assessments.resources import needs_sheet, services_sheet
from core.office.plain_cells import csv_of
from core.office.sheets import rows_xlsx
from municipality.letterhead import issuer

CONTENT_TYPES = {
    SheetFormat.CSV: "text/csv",
    SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def sheet_response(sheet: Dataset, name: str, sheet_format: str) -> HttpResponse:
    """The sheet as a download; words stay words, whatever sign they begin with."""
    if sheet_format == SheetFormat.CSV:
        body = csv_of([sheet.headers, *sheet]).encode("utf-8-sig")
    else:
        body = rows_xlsx(sheet.headers, sheet, title=name, issuer=issuer(), made_at=timezone.localtime())
    response = HttpResponse(body, content_type=CONTENT_TYPES[SheetFormat(sheet_format)])
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


@require_POST
def edition_file(request: AuthenticatedHttpRequest, pk: int, file_format: str) -> HttpResponse:
    """A worker makes the file; the page of the job tells when it is there."""
    assessment = get_object_or_404(Assessment, pk=pk)
    language = "en" if request.POST.get("language", get_language()) == "en" else "sq"
    return redirect(request_edition_file(assessment, file_format, language=language, actor=request.user))
