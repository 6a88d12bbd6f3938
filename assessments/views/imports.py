"""Reading tables from sheets: upload, preview, taking, undoing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django.views.generic import ListView

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import ImportKind, ImportState, RowOutcome, SheetFormat
from assessments.imports.files import rules_of_cells, template_file
from assessments.imports.forms import SheetUploadForm
from assessments.imports.later import hand_in_sheet, hand_in_taking, hand_in_undoing, job_on, throw_away
from assessments.imports.services import shown_lines
from assessments.imports.tables import permission_of, table_of
from assessments.models import Assessment, SheetImport
from assessments.rules import kinds_shown_to
from assessments.views.exports import CONTENT_TYPES, above
from core.forms import CrispyForm
from core.views import DeedFormView, ObjectDeedView
from core.workflow import require
from operations.models import Job

MOST_SHOWN = 200
IMPORTS = SheetImport.objects.with_people()


TITLES = {
    ImportKind.NEEDS: _("Import needs from a sheet"),
    ImportKind.SERVICES: _("Import services from a sheet"),
    ImportKind.FIGURES: _("Import figures from a sheet"),
    ImportKind.PROVIDERS: _("Import providers of services from a sheet"),
    ImportKind.UNITS: _("Import units and their census from a sheet"),
    ImportKind.STAFF: _("Import staff by ratio from a sheet"),
    ImportKind.CATALOGUE: _("Import definitions of figures from a sheet"),
}


#: Where the rows of a table stand; of an edition its own.
ROWS = {
    ImportKind.NEEDS: "assessments:need_list",
    ImportKind.SERVICES: "assessments:service_list",
    ImportKind.FIGURES: "assessments:datapoint_list",
    ImportKind.PROVIDERS: "assessments:provider_list",
    ImportKind.UNITS: "municipality:unit_list",
    ImportKind.STAFF: "assessments:assessment_matrix",
    ImportKind.CATALOGUE: "assessments:definition_list",
}
HEADINGS = {
    ImportState.READ: _("What the sheet would do"),
    ImportState.TAKEN: _("What the sheet did"),
    ImportState.UNDONE: _("An import that was undone"),
    ImportState.DISCARDED: _("A preview that was thrown away"),
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
        return above(self.kind)


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


def _rows_url(run: SheetImport) -> str:
    return reverse(ROWS[ImportKind(run.kind)], args=[run.assessment_id] if run.assessment_id else [])


class ImportDetailView(ImportDeedView):
    template_name = "assessments/import_detail.html"
    handed_in: SheetImport | Job | None = None

    @property
    def title(self) -> Any:
        return HEADINGS[ImportState(self.object.state)]

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
            rows_url=_rows_url(run) if run.is_taken else "",
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
    handed_in: SheetImport | Job | None = None

    @property
    def said(self) -> Any:
        return _("The import is undone.") if isinstance(self.handed_in, SheetImport) else ""

    def act(self, form: CrispyForm) -> SheetImport | Job:
        self.handed_in = hand_in_undoing(self.object, actor=self.request.user)
        return self.handed_in

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"lead": self.lead} | kwargs))


@require_GET
def import_template(request: AuthenticatedHttpRequest, kind: str) -> HttpResponse:
    require(request.user, "assessments.view_import")
    response = HttpResponse(template_file(kind), content_type=CONTENT_TYPES[SheetFormat.XLSX])
    response["Content-Disposition"] = f'attachment; filename="template-{kind}.xlsx"'
    return response
