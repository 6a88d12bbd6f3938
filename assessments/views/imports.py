"""Reading tables from sheets: upload, preview, taking, undoing, and the files that go out."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django.views.generic import ListView, View

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import ImportKind, RowOutcome, SheetFormat
from assessments.imports.files import rows_to_mend, rules_of_cells, template_file, write_table
from assessments.imports.forms import SheetUploadForm
from assessments.imports.later import (
    hand_in_sheet,
    hand_in_taking,
    is_long_table,
    job_on,
    request_table,
    throw_away,
)
from assessments.imports.services import shown_lines, undo_import
from assessments.imports.tables import permission_of, table_of
from assessments.models import Assessment, SheetImport
from assessments.rules import kinds_shown_to
from core.forms import CrispyForm
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin
from core.workflow import require
from operations.models import Job

CONTENT_TYPES = {
    SheetFormat.CSV: "text/csv; charset=utf-8",
    SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_SHOWN = 200
IMPORTS = SheetImport.objects.with_people()


def file_response(content: bytes, name: str, sheet_format: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES[SheetFormat(sheet_format)])
    response["Content-Disposition"] = f'attachment; filename="{name}.{sheet_format}"'
    return response


TITLES = {
    ImportKind.NEEDS: _("Import needs from a sheet"),
    ImportKind.SERVICES: _("Import services from a sheet"),
    ImportKind.FIGURES: _("Import figures from a sheet"),
    ImportKind.PROVIDERS: _("Import providers of services from a sheet"),
    ImportKind.UNITS: _("Import units and their census from a sheet"),
    ImportKind.STAFF: _("Import staff by ratio from a sheet"),
    ImportKind.CATALOGUE: _("Import definitions of figures from a sheet"),
}
LISTS = {
    ImportKind.SERVICES: (_("Service map"), "assessments:service_list"),
    ImportKind.PROVIDERS: (_("Providers of services"), "assessments:provider_list"),
    ImportKind.UNITS: (_("Administrative units"), "municipality:unit_list"),
    ImportKind.CATALOGUE: (_("Definitions of figures"), "assessments:definition_list"),
}


class SheetFormMixin:
    """A file or a pasted block; which table it holds stands in the address."""

    form_class = SheetUploadForm
    template_name = "assessments/import_form.html"
    save = _("Read the sheet")
    is_of_edition = False
    kwargs: dict[str, Any]
    handed_in: SheetImport | Job | None = None

    @property
    def said(self) -> Any:
        """Nothing while a worker reads it: its page tells how much is done."""
        is_read = isinstance(self.handed_in, SheetImport)
        return _("The sheet has been read. Nothing is taken yet: look at what it would do.") if is_read else ""

    def hand_in(self, form: SheetUploadForm, assessment: Assessment | None, actor: Any) -> SheetImport | Job:
        self.handed_in = hand_in_sheet(self.kind, form.upload(), assessment=assessment, actor=actor)
        return self.handed_in

    @property
    def kind(self) -> ImportKind:
        kind: ImportKind = self.kwargs["kind"]
        if table_of(kind).is_of_edition != self.is_of_edition:
            raise Http404
        return kind

    def get_permission_required(self) -> tuple[str]:
        return (permission_of(self.kind),)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"kind": self.kind, "rules": rules_of_cells(), "title": TITLES[self.kind]}
        context: dict[str, Any] = super().get_context_data(**(shown | kwargs))
        return context


class EditionImportView(SheetFormMixin, ObjectDeedView):
    queryset = Assessment.objects.all()
    is_of_edition = True

    def act(self, form: SheetUploadForm) -> SheetImport | Job:
        return self.hand_in(form, self.object, self.request.user)


class SharedImportView(SheetFormMixin, PermissionRequiredMixin, DeedFormView):
    """Tables that belong to no edition."""

    raise_exception = True

    def act(self, form: SheetUploadForm) -> SheetImport | Job:
        return self.hand_in(form, None, self.request.user)

    def trail(self) -> list[tuple[Any, str]]:
        label, name = LISTS[self.kind]
        return [(label, reverse(name))]


class ImportListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_import"
    raise_exception = True
    template_name = "assessments/import_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[SheetImport]:
        return IMPORTS.without_rows().filter(kind__in=kinds_shown_to(self.request.user))


class ImportDeedView(ObjectDeedView):
    object: SheetImport
    queryset = IMPORTS
    permission_required = "assessments.view_import"
    form_class = CrispyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"lead": self.object} | kwargs))


class ImportDetailView(ImportDeedView):
    template_name = "assessments/import_detail.html"
    title = _("What the sheet would do")
    handed_in: SheetImport | Job | None = None

    @property
    def said(self) -> Any:
        return _("The rows are taken.") if isinstance(self.handed_in, SheetImport) else ""

    def act(self, form: CrispyForm) -> SheetImport | Job:
        self.handed_in = hand_in_taking(self.object, actor=self.request.user)
        return self.handed_in

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Imports"), reverse("assessments:import_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = self.object
        permission = permission_of(run.kind)
        at_work = job_on(run)
        may_decide = at_work is None and self.request.user.has_perm(permission, run.assessment)
        return super().get_context_data(
            run=run,
            new=shown_lines(run, RowOutcome.NEW, MOST_SHOWN),
            changed=shown_lines(run, RowOutcome.CHANGED, MOST_SHOWN),
            failed=shown_lines(run, RowOutcome.FAILED, MOST_SHOWN),
            may_decide=may_decide,
            at_work=at_work,
            may_follow=at_work is not None and self.request.user.has_perm("operations.view_job", at_work),
            save=_("Take the rows") if may_decide and run.is_waiting and run.to_take else "",
            **kwargs,
        )


class ImportDiscardView(ImportDeedView):
    title = _("Throw the preview away")
    save = _("Throw away")
    said = _("The preview is thrown away; nothing of the sheet was taken.")

    def act(self, form: CrispyForm) -> SheetImport:
        return throw_away(self.object, actor=self.request.user)


class ImportUndoView(ImportDeedView):
    title = _("Undo the import")
    lead = _("What it added is removed, what it changed is put back, as long as nobody has worked on it since.")
    save = _("Undo")
    said = _("The import is undone.")

    def act(self, form: CrispyForm) -> SheetImport:
        return undo_import(self.object, actor=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"lead": self.lead} | kwargs))


@require_GET
def import_template(request: AuthenticatedHttpRequest, kind: str) -> HttpResponse:
    require(request.user, "assessments.view_import")
    return file_response(template_file(kind), f"template-{kind}", SheetFormat.XLSX)


@require_GET
def import_mend(request: AuthenticatedHttpRequest, pk: int, sheet_format: str) -> HttpResponse:
    run = get_object_or_404(IMPORTS, pk=pk)
    require(request.user, "assessments.view_import", run)
    return file_response(rows_to_mend(run, sheet_format), "rows-to-mend", sheet_format)


class TableMixin:
    """A table in the columns of the import."""

    is_of_edition = False
    kwargs: dict[str, Any]
    request: Any

    @property
    def kind(self) -> ImportKind:
        kind: ImportKind = self.kwargs["kind"]
        if table_of(kind).is_of_edition != self.is_of_edition:
            raise Http404
        return kind

    @property
    def edition(self) -> Assessment | None:
        return None


class EditionTableMixin(TableMixin):
    permission_required = "assessments.export_assessment"
    queryset = Assessment.objects.all()
    is_of_edition = True

    @property
    def edition(self) -> Assessment:
        view: Any = self
        found: Assessment = view.get_object()
        return found


class SharedTableMixin(TableMixin):
    raise_exception = True

    def get_permission_required(self) -> tuple[str]:
        return (permission_of(self.kind),)


class TableFileView(TableMixin, View):
    """A short table is the answer itself; a long one is asked for by a form."""

    asked_at = ""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if is_long_table(self.kind, self.edition):
            return redirect(self.asked_at, **kwargs)
        return _table(self.kind, self.edition, kwargs["sheet_format"])


class TableCreateView(TableMixin, DeedFormView):
    """Has a worker make the table."""

    title = _("A long table")
    lead = _("It has many rows. It is made in the background, and you see how much of it is done.")
    save = _("Make the file")
    form_class = CrispyForm

    def act(self, form: CrispyForm) -> Job:
        return request_table(self.kind, self.edition, self.kwargs["sheet_format"], actor=self.request.user)


class EditionTableView(EditionTableMixin, ObjectPermissionMixin, TableFileView):
    asked_at = "assessments:edition_table_create"


class EditionTableCreateView(EditionTableMixin, TableCreateView, ObjectDeedView):
    pass


class SharedTableView(SharedTableMixin, PermissionRequiredMixin, TableFileView):
    asked_at = "assessments:shared_table_create"


class SharedTableCreateView(SharedTableMixin, PermissionRequiredMixin, TableCreateView):
    def trail(self) -> list[tuple[Any, str]]:
        label, name = LISTS[self.kind]
        return [(label, reverse(name))]


def _table(kind: ImportKind, assessment: Assessment | None, sheet_format: str) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    write_table(kind, assessment, sheet_format, file)
    file.seek(0)
    content_type = CONTENT_TYPES[SheetFormat(sheet_format)]
    return FileResponse(file, as_attachment=True, filename=f"{kind}-table.{sheet_format}", content_type=content_type)
