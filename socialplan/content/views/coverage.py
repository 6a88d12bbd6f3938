"""The coverage report of a version: on the page, and as sheets."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import SheetFormat
from core.office.sheets import tables_csv, tables_xlsx
from core.printing.printed import printed
from core.views import ObjectPermissionMixin
from municipality.letterhead import issuer
from socialplan.content.coverage import coverage_of, money_table
from socialplan.content.models import PlanVersion

COVERED = PlanVersion.objects.of_plans().select_related("plan__assessment")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CoverageView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    queryset = COVERED
    permission_required = "content.work_on_version"
    template_name = "content/coverage.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = coverage_of(self.object)
        return super().get_context_data(
            report=report,
            money=printed([money_table(report)])[0],
            others=self.object.siblings().select_related("plan"),
            formats=SheetFormat.choices,
            **kwargs,
        )


@require_safe
def coverage_export(request: AuthenticatedHttpRequest, pk: int, sheet_format: str) -> HttpResponse:
    version = get_object_or_404(COVERED, pk=pk)
    if not request.user.has_perm("content.work_on_version", version):
        raise PermissionDenied
    tables, title = coverage_of(version).tables, f"{_('Coverage report')}: {version}"
    if sheet_format == SheetFormat.CSV:
        content = tables_csv(tables, title=title, issuer=issuer()).encode("utf-8-sig")
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    else:
        book = tables_xlsx(tables, title=title, issuer=issuer(), made_at=timezone.localtime())
        response = HttpResponse(book, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="coverage-v{version.number}.{sheet_format}"'
    return response
