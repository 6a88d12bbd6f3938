"""Grids of needs, services and figures: the page, cells of one row, a pasted block, and taking back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import ImportKind
from assessments.grid.services import (
    FiguresOwner,
    GridOwner,
    NeedsOwner,
    ServicesOwner,
    paste_cells,
    undo_cells,
    write_cells,
)
from assessments.grid.sheets import MOST_ROWS, ROWS_A_PAGE, PagedSheet
from assessments.models import Assessment, FigureDefinition
from core.grid.blocks import BlockPlan, plan_block
from core.grid.cells import CellConflict, conflict_answer, row_answer, shown_rows
from core.grid.paste_form import NO_ROW, GridPasteForm
from core.pages.address import page_of_rows
from core.views import DeedFormView
from core.workflow import StepRefused
from operations.grids import TypedCell
from operations.models import GridEdit

MOST_CHANGES = 300
PAGE = "page"


class GridPlace(PermissionRequiredMixin):
    """Mixed into the four views of a grid; `grid` is the address of its page, the others stand beneath it."""

    raise_exception = True
    request: Any
    kwargs: dict[str, Any]
    grid: ClassVar[str]

    @cached_property
    def edition(self) -> Assessment:
        return get_object_or_404(Assessment, pk=self.kwargs["pk"])

    def whole(self) -> GridOwner:
        """The owner of the grid, whatever page is shown."""
        raise AssertionError

    @cached_property
    def page(self) -> Page[Any]:
        """The page of the grid that the address names."""
        return page_of_rows(self.request, self.whole().sheet(self.request.user).everything, ROWS_A_PAGE)

    def subject(self) -> Any:
        """What the permission is asked of."""
        return self.edition

    def has_permission(self) -> bool:
        user = self.request.user
        return all(user.has_perm(name, self.subject()) for name in self.get_permission_required())

    @cached_property
    def owner(self) -> GridOwner:
        """From the first row of the page on: what a block fills goes on below it."""
        owner, begins = self.whole(), (self.page.number - 1) * ROWS_A_PAGE
        owner.stretch = slice(begins, begins + MOST_ROWS)
        return owner

    def sheet(self) -> PagedSheet:
        return self.owner.sheet(self.request.user)

    def address(self, part: str = "", *, below: int = 0) -> str:
        """Of the page, or of the one so many rows further down."""
        found = reverse(f"assessments:{self.grid}{part}", kwargs=self.kwargs)
        number = self.page.number + below // ROWS_A_PAGE
        return f"{found}?{urlencode({PAGE: number})}" if number > 1 else found

    def above(self) -> list[tuple[Any, str]]:
        """The pages above the grid."""
        return [(self.edition, self.edition.get_absolute_url())]

    def ways(self) -> list[tuple[Any, str]]:
        """How rows come into a grid that has none."""
        raise AssertionError


class NeedGrid(GridPlace):
    permission_required = "assessments.change_need"
    grid = "need_grid"

    def whole(self) -> GridOwner:
        return NeedsOwner(self.edition)

    def ways(self) -> list[tuple[Any, str]]:
        return [
            (_("Add a need"), reverse("assessments:need_create", args=[self.edition.pk])),
            (_("Import needs"), reverse("assessments:edition_import", args=[self.edition.pk, ImportKind.NEEDS])),
        ]


class ServiceGrid(GridPlace):
    permission_required = "assessments.add_service"
    grid = "service_grid"

    def whole(self) -> GridOwner:
        return ServicesOwner()

    def subject(self) -> Any:
        return None

    def above(self) -> list[tuple[Any, str]]:
        return [(_("Service map"), reverse("assessments:service_list"))]

    def ways(self) -> list[tuple[Any, str]]:
        return [
            (_("Add a service"), reverse("assessments:service_create")),
            (_("Import services"), reverse("assessments:shared_import", args=[ImportKind.SERVICES])),
        ]


class FigureGrid(GridPlace):
    permission_required = "assessments.add_datapoint"
    grid = "figure_grid"

    def whole(self) -> GridOwner:
        return FiguresOwner(self.edition, get_object_or_404(FigureDefinition, code=self.kwargs["code"]))

    def above(self) -> list[tuple[Any, str]]:
        figures = reverse("assessments:datapoint_list", args=[self.edition.pk])
        return [*super().above(), (_("Figures"), figures)]

    def ways(self) -> list[tuple[Any, str]]:
        return [
            (_("Add a figure"), reverse("assessments:datapoint_create", args=[self.edition.pk])),
            (_("Import figures"), reverse("assessments:edition_import", args=[self.edition.pk, ImportKind.FIGURES])),
        ]


class GridPage(TemplateView):
    request: AuthenticatedHttpRequest
    template_name = "assessments/grid.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place: Any = self
        sheet = place.sheet()
        sheet.narrow(ROWS_A_PAGE)
        return super().get_context_data(
            sheet=sheet,
            rows=(rows := shown_rows(sheet)),
            page_obj=place.page,
            ways=[] if rows else place.ways(),
            above=place.above(),
            cell_url=place.address("_cell"),
            paste_url=place.address("_paste"),
            undo_url=place.address("_undo"),
            last_edit=GridEdit.objects.last_of(place.owner.scope, self.request.user),
            **kwargs,
        )


class GridCell(View):
    """Cells of one row: 200 with the row as it stands, 422 with the sentence, 409 with what another wrote."""

    http_method_names = ["post"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> JsonResponse:
        place: Any = self
        names = ("field", "typed", "was")
        cells = [TypedCell(*cell) for cell in zip(*(request.POST.getlist(name) for name in names), strict=False)]
        try:
            row = write_cells(place.owner, row=request.POST.get("row", ""), cells=cells, actor=request.user)
        except CellConflict as conflict:
            return JsonResponse(conflict_answer(conflict), status=HTTPStatus.CONFLICT)
        except (StepRefused, ValidationError) as refusal:
            return JsonResponse({"error": sentence_of(refusal)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return JsonResponse(row_answer(place.sheet().columns, row))


def sentence_of(refusal: StepRefused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


class GridPaste(DeedFormView):
    """A block copied from a spreadsheet: the first time it shows what would change, confirmed it does that."""

    form_class = GridPasteForm
    template_name = "core/grid_paste.html"
    title = gettext_lazy("Paste a block")
    save = ""
    said = gettext_lazy("The block is pasted.")
    chooses = "place"
    nothing_to_choose = NO_ROW
    plan: BlockPlan | None = None

    @cached_property
    def place(self) -> Any:
        return self

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sheet": self.place.sheet()}

    def form_valid(self, form: Any) -> HttpResponse:
        if "confirm" in self.request.POST:
            try:
                address = self.act_once(form)
            except (StepRefused, ValidationError) as refusal:
                form.add_error(None, sentence_of(refusal))
            else:
                messages.success(self.request, str(self.said))
                return redirect(address)
        cleaned = form.cleaned_data
        self.plan = plan_block(self.place.sheet(), cleaned["text"], row=cleaned["place"], column=cleaned["column"])
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, form: Any) -> str:
        cleaned = form.cleaned_data
        begins = {"row": cleaned["place"], "column": cleaned["column"]}
        keys = [row.key for row in self.place.sheet().rows()]
        paste_cells(self.place.owner, cleaned["text"], **begins, shown=cleaned["shown"], actor=self.request.user)
        return f"{self.place.address(below=keys.index(cleaned['place']))}#m-{cleaned['place']}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = self.plan.changed if self.plan else []
        more = max(len(changed) - MOST_CHANGES, 0)
        return super().get_context_data(plan=self.plan, changed=changed[:MOST_CHANGES], more=more, **kwargs)

    def trail(self) -> list[tuple[Any, str]]:
        return [*self.place.above(), (self.place.sheet().title, self.place.address())]


class GridUndo(View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        place: Any = self
        try:
            edit = undo_cells(place.owner, actor=place.request.user)
        except (StepRefused, ValidationError) as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("Taken back: %(what)s.") % {"what": edit})
        return redirect(place.address())


class NeedGridPage(NeedGrid, GridPage): ...


class NeedGridCell(NeedGrid, GridCell): ...


class NeedGridPaste(NeedGrid, GridPaste): ...


class NeedGridUndo(NeedGrid, GridUndo): ...


class ServiceGridPage(ServiceGrid, GridPage): ...


class ServiceGridCell(ServiceGrid, GridCell): ...


class ServiceGridPaste(ServiceGrid, GridPaste): ...


class ServiceGridUndo(ServiceGrid, GridUndo): ...


class FigureGridPage(FigureGrid, GridPage): ...


class FigureGridCell(FigureGrid, GridCell): ...


class FigureGridPaste(FigureGrid, GridPaste): ...


class FigureGridUndo(FigureGrid, GridUndo): ...
