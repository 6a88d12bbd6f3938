"""The yearly report of law 146/2014 as files: sheets for everybody, a PDF by a worker for those inside."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import SheetFormat
from core.office.sheets import tables_csv, tables_xlsx
from municipality.letterhead import issuer
from socialplan.publishing.documents.transparency import Transparency, transparency_title
from socialplan.publishing.services.transparency import request_transparency

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@require_safe
def transparency_sheet(request: HttpRequest, year: int, sheet_format: str) -> HttpResponse:
    tables, title = Transparency.of(year).tables(), transparency_title(year)
    if sheet_format == SheetFormat.CSV:
        content = tables_csv(tables, title=title, issuer=issuer()).encode("utf-8-sig")
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    else:
        content = tables_xlsx(tables, title=title, issuer=issuer(), made_at=timezone.localtime())
        response = HttpResponse(content, content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="transparenca-{year}.{sheet_format}"'
    return response


@require_POST
def transparency_pdf(request: AuthenticatedHttpRequest, year: int) -> HttpResponse:
    language = "en" if get_language() == "en" else "sq"
    return redirect(request_transparency(year, language=language, actor=request.user))
