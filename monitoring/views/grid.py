"""The sheets of a period as grids: the page, cells of one row, a pasted block, and taking back."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.grid.blocks import BlockPlan, plan_block
from core.grid.cells import CellConflict, conflict_answer, row_answer, shown_rows
from core.grid.paste_form import NO_ROW, GridPasteForm
from core.views import ObjectDeedView, ObjectPermissionMixin
from core.workflow import StepRefused
from monitoring.forms import FoldForm, GridFileForm
from monitoring.grid.base import ResultSheet
from monitoring.grid.sheets import sheet_of, sheets_of
from monitoring.grid.workbook import plan_rows, sheet_file
from monitoring.models import Period
from monitoring.reporting.outputs import XLSX
from monitoring.services.grid import paste_cells, scope_of, undo_cells, write_cells, write_rows
from operations.grids import TypedCell
from operations.models import GridEdit

REFUSED, CONFLICT = 422, 409
SHOWN_CHANGES = 300


def sheet_or_404(period: Period, code: str, user: Any) -> ResultSheet:
    sheet = sheet_of(period, code, office=getattr(user, "office", None))
    if sheet is None:
        raise Http404
    return sheet


ALL_COLUMNS = "all"


def fold_of(request: HttpRequest) -> str:
    return FoldForm(request.GET).said("by") or ""


def folded(by: str) -> str:
    return "?" + urlencode({"by": by}) if by else ""


def address_of(period: Period, code: str, row: str = "", *, by: str = "") -> str:
    address = reverse("monitoring:grid", args=[period.pk, code]) + folded(by)
    return f"{address}#m-{row}" if row else address


class GridView(ObjectPermissionMixin, DetailView):
    object: Period
    request: AuthenticatedHttpRequest
    queryset = Period.objects.select_related("version__plan", "kind")
    permission_required = "monitoring.enter_results"
    template_name = "monitoring/grid.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = sheet_or_404(self.object, self.kwargs["sheet"], self.request.user)
        folds = [*sheet.folds, (ALL_COLUMNS, _("all columns"))] if sheet.folds else []
        sheet.fold(fold_of(self.request) or (folds[0][0] if folds else ""))
        fold = (sheet.by or ALL_COLUMNS) if folds else ""
        return super().get_context_data(
            sheet=sheet,
            folds=folds,
            fold=fold,
            folded=folded(fold),
            sheets=sheets_of(self.object),
            rows=shown_rows(sheet),
            last_edit=GridEdit.objects.last_of(scope_of(sheet), self.request.user),
            **kwargs,
        )


@require_POST
def grid_cell(request: AuthenticatedHttpRequest, pk: int, sheet: str) -> JsonResponse:
    """Cells of one row: 200 with the row as it stands, 422 with the sentence, 409 with what another wrote."""
    period = _period_to_fill(request, pk)
    names = ("field", "typed", "was")
    cells = [TypedCell(*cell) for cell in zip(*(request.POST.getlist(name) for name in names), strict=False)]
    try:
        row = write_cells(period, sheet, row=request.POST.get("row", ""), cells=cells, actor=request.user)
    except CellConflict as conflict:
        return JsonResponse(conflict_answer(conflict), status=CONFLICT)
    except (StepRefused, ValidationError) as refusal:
        return JsonResponse({"error": _sentence(refusal)}, status=REFUSED)
    return JsonResponse(row_answer(sheet_or_404(period, sheet, request.user).columns, row))


def _period_to_fill(request: AuthenticatedHttpRequest, pk: int) -> Period:
    period = get_object_or_404(Period.objects.select_related("version"), pk=pk)
    if not request.user.has_perm("monitoring.enter_results"):
        raise PermissionDenied
    return period


def _sentence(refusal: StepRefused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


class GridPasteView(ObjectDeedView):
    """A block copied from a spreadsheet: the first time it shows what would change, confirmed it does that."""

    object: Period
    queryset = Period.objects.select_related("version__plan")
    permission_required = "monitoring.enter_results"
    form_class: Any = GridPasteForm
    template_name = "core/grid_paste.html"
    title = gettext_lazy("Paste a block")
    save = ""
    said = gettext_lazy("The block is pasted.")
    chooses = "place"
    nothing_to_choose = NO_ROW
    plan: BlockPlan | None = None

    @cached_property
    def sheet(self) -> ResultSheet:
        sheet = sheet_or_404(self.object, self.kwargs["sheet"], self.request.user)
        sheet.fold(self.by)
        return sheet

    @property
    def by(self) -> str:
        return fold_of(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sheet": self.sheet}

    def form_valid(self, form: Any) -> HttpResponse:
        if "confirm" in self.request.POST:
            try:
                address = self.act_once(form)
            except (StepRefused, ValidationError) as refusal:
                form.add_error(None, _sentence(refusal))
            else:
                messages.success(self.request, str(self.said))
                return redirect(address)
        self.plan = self.planned(form)
        return self.render_to_response(self.get_context_data(form=form))

    def planned(self, form: Any) -> BlockPlan:
        cleaned = form.cleaned_data
        return plan_block(self.sheet, cleaned["text"], row=cleaned["place"], column=cleaned["column"])

    def act(self, form: Any) -> str:
        cleaned = form.cleaned_data
        paste_cells(
            self.object,
            self.sheet.code,
            cleaned["text"],
            row=cleaned["place"],
            column=cleaned["column"],
            shown=cleaned["shown"],
            actor=self.request.user,
            by=self.by,
        )
        return address_of(self.object, self.sheet.code, cleaned["place"], by=self.by)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = self.plan.changed if self.plan else []
        return super().get_context_data(
            plan=self.plan,
            changed=changed[:SHOWN_CHANGES],
            more=max(len(changed) - SHOWN_CHANGES, 0),
            **kwargs,
        )

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (self.sheet.title, address_of(self.object, self.sheet.code, by=self.by))]


class GridFileView(GridPasteView):
    """The sheet as a file that comes back: the first time it shows what would change, confirmed it does that."""

    form_class = GridFileForm
    chooses = ""  # a file names its rows itself
    template_name = "monitoring/grid_file.html"
    title = gettext_lazy("Fill from a file")
    said = gettext_lazy("The file is written into the sheet.")

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return {name: value for name, value in given.items() if name != "sheet"} | {"results": self.sheet}

    def form_valid(self, form: Any) -> HttpResponse:
        """First which of both texts stands where two wrote, then what would change."""
        if form.both:
            return self.render_to_response(self.get_context_data(form=form, both=form.both))
        return super().form_valid(form)

    def planned(self, form: Any) -> BlockPlan:
        return plan_rows(self.sheet, form.typed)

    def act(self, form: Any) -> str:
        shown = form.cleaned_data["shown"]
        write_rows(self.object, self.sheet.code, form.typed, shown=shown, actor=self.request.user)
        return address_of(self.object, self.sheet.code)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = getattr(kwargs.get("form"), "typed", None)
        both = [astuple(each) for each in kwargs.get("both", [])]
        said = {"stored": "" if typed is None else json.dumps(typed), "both": [], "asked": json.dumps(both)}
        return super().get_context_data(**(said | kwargs))


@require_GET
def grid_file(request: AuthenticatedHttpRequest, pk: int, sheet: str) -> HttpResponse:
    """The sheet as it stands, to be filled elsewhere and brought back."""
    period = _period_to_fill(request, pk)
    content = sheet_file(sheet_or_404(period, sheet, request.user))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{sheet}-{period.ends_on:%Y%m%d}.xlsx"'
    return response


@require_POST
def grid_undo(request: AuthenticatedHttpRequest, pk: int, sheet: str) -> HttpResponse:
    period = _period_to_fill(request, pk)
    try:
        edit = undo_cells(period, sheet, actor=request.user)
    except (StepRefused, ValidationError) as refusal:
        messages.error(request, _sentence(refusal))
    else:
        messages.success(request, _("Taken back: %(what)s.") % {"what": edit})
    return redirect(address_of(period, sheet, by=fold_of(request)))
