"""Files that go out: each has an address of its own, and a second one where a long sheet is asked for."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import View

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import ImportKind, SheetFormat
from assessments.imports.tables import permission_of, table_of
from assessments.lists.exports import ListSheet, MendingSheet, OutgoingSheet, WholeTable, request_sheet
from assessments.models import Assessment, SheetImport
from assessments.report.services import request_edition_file
from core.forms import CrispyForm
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin
from operations.models import Job

CONTENT_TYPES = {
    SheetFormat.CSV: "text/csv; charset=utf-8",
    SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Where each table that belongs to no edition is listed.
LISTS = {
    ImportKind.SERVICES: (_("Service map"), "assessments:service_list"),
    ImportKind.PROVIDERS: (_("Providers of services"), "assessments:provider_list"),
    ImportKind.UNITS: (_("Administrative units"), "municipality:unit_list"),
    ImportKind.CATALOGUE: (_("Definitions of figures"), "assessments:definition_list"),
}


def above(kind: ImportKind) -> list[tuple[Any, str]]:
    """The list of a table, as the page above a form about it."""
    label, name = LISTS[kind]
    return [(label, reverse(name))]


class SheetMixin:
    """Pages about one sheet; which one, the address says."""

    kwargs: dict[str, Any]
    request: Any

    @property
    def sheet(self) -> OutgoingSheet:
        raise AssertionError


class SheetFileView(SheetMixin, View):
    """A short sheet is the answer itself; a long one is asked for by a form at its own address."""

    asked_at = ""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        sheet = self.sheet
        if sheet.is_long:
            return redirect(self.asked_at, **kwargs)
        file = TemporaryFile()  # noqa: SIM115  the answer closes it
        sheet.write(file)
        file.seek(0)
        content_type = CONTENT_TYPES[SheetFormat(sheet.sheet_format)]
        return FileResponse(file, as_attachment=True, filename=sheet.file_name, content_type=content_type)


class SheetCreateView(SheetMixin, DeedFormView):
    """Has a worker make the sheet."""

    title = _("A long table")
    lead = _("It has many rows. It is made in the background, and you see how much of it is done.")
    save = _("Make the file")
    form_class = CrispyForm

    def act(self, form: CrispyForm) -> Job:
        return request_sheet(self.sheet, actor=self.request.user)


class EditionSheetMixin(SheetMixin):
    permission_required = "assessments.export_assessment"
    queryset = Assessment.objects.all()

    @property
    def edition(self) -> Assessment:
        view: Any = self
        found: Assessment = view.get_object()
        return found


class EditionTableMixin(EditionSheetMixin):
    @property
    def sheet(self) -> WholeTable:
        kind: ImportKind = self.kwargs["kind"]
        if not table_of(kind).is_of_edition:
            raise Http404
        return WholeTable(self.kwargs["sheet_format"], kind, self.edition)


class EditionTableView(EditionTableMixin, ObjectPermissionMixin, SheetFileView):
    asked_at = "assessments:edition_table_create"


class EditionTableCreateView(EditionTableMixin, SheetCreateView, ObjectDeedView):
    pass


class NeedListMixin(EditionSheetMixin):
    @property
    def sheet(self) -> ListSheet:
        return ListSheet(self.kwargs["sheet_format"], ImportKind.NEEDS, self.edition, self.request.user)


class NeedExportView(NeedListMixin, ObjectPermissionMixin, SheetFileView):
    asked_at = "assessments:need_export_create"


class NeedExportCreateView(NeedListMixin, SheetCreateView, ObjectDeedView):
    pass


class SharedTableMixin(SheetMixin):
    """Tables that belong to no edition."""

    raise_exception = True

    @property
    def kind(self) -> ImportKind:
        kind: ImportKind = self.kwargs["kind"]
        if table_of(kind).is_of_edition:
            raise Http404
        return kind

    @property
    def sheet(self) -> WholeTable:
        return WholeTable(self.kwargs["sheet_format"], self.kind, None)

    def get_permission_required(self) -> tuple[str]:
        return (permission_of(self.kind),)


class SharedTableView(SharedTableMixin, PermissionRequiredMixin, SheetFileView):
    asked_at = "assessments:shared_table_create"


class SharedTableCreateView(SharedTableMixin, PermissionRequiredMixin, SheetCreateView):
    def trail(self) -> list[tuple[Any, str]]:
        return above(self.kind)


class ServiceListMixin(SheetMixin):
    raise_exception = True
    permission_required = "assessments.view_service"

    @property
    def sheet(self) -> ListSheet:
        return ListSheet(self.kwargs["sheet_format"], ImportKind.SERVICES, None, self.request.user)


class ServiceExportView(ServiceListMixin, PermissionRequiredMixin, SheetFileView):
    asked_at = "assessments:service_export_create"


class ServiceExportCreateView(ServiceListMixin, PermissionRequiredMixin, SheetCreateView):
    def trail(self) -> list[tuple[Any, str]]:
        return above(ImportKind.SERVICES)


class MendingMixin(SheetMixin):
    permission_required = "assessments.view_import"
    queryset = SheetImport.objects.with_people()

    @property
    def sheet(self) -> MendingSheet:
        view: Any = self
        return MendingSheet(self.kwargs["sheet_format"], view.get_object())


class ImportMendView(MendingMixin, ObjectPermissionMixin, SheetFileView):
    asked_at = "assessments:import_mend_create"


class ImportMendCreateView(MendingMixin, SheetCreateView, ObjectDeedView):
    pass


@require_POST
def edition_file(request: AuthenticatedHttpRequest, pk: int, file_format: str) -> HttpResponse:
    """A worker makes the file; the page of the job tells when it is there."""
    assessment = get_object_or_404(Assessment, pk=pk)
    language = "en" if request.POST.get("language", get_language()) == "en" else "sq"
    return redirect(request_edition_file(assessment, file_format, language=language, actor=request.user))
