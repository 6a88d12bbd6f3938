"""A measure with its money and links; an indicator's targets."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from socialplan.content.comments import Thread, thread_of
from socialplan.content.enums import NodeKind
from socialplan.content.figures import funding_matrix
from socialplan.content.models import ContentRow, DispositionTarget, Indicator, Measure
from socialplan.drafting.forms.budget import BudgetForm
from socialplan.drafting.forms.links import LinksForm
from socialplan.drafting.forms.targets import TargetsForm
from socialplan.drafting.services.editable_parts import set_part, set_place_by_itself
from socialplan.drafting.services.targets import point_disposition
from socialplan.drafting.views.editing import ByItselfView, SharedRowView, forget_draft

MEASURE_ROWS = Measure.objects.select_related("version__plan")
MEASURES = Measure.objects.select_related("version__plan", "objective__goal", "office").prefetch_related(
    "need_links__need",
    "group_links__group",
    "unit_links__unit",
    "indicator_links__indicator",
    "objective__indicators__targets",
)


class MeasureDetailView(ObjectPermissionMixin, DetailView):
    object: Measure
    request: AuthenticatedHttpRequest
    queryset = MEASURES
    permission_required = "content.view_plan"
    template_name = "drafting/measure_detail.html"
    context_object_name = "measure"

    def has_permission(self) -> bool:
        return self.request.user.has_perm("content.view_plan", self.get_object().version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            matrix=funding_matrix(self.object),
            links=self.object.linked(),
            answers=DispositionTarget.objects.at(self.object),
            thread=self.thread(),
            **kwargs,
        )

    def thread(self) -> Thread | None:
        """What is said of the measure, for whom it is meant."""
        version = self.object.version
        is_own = self.request.user.has_perm("content.work_on_version", version)
        return thread_of(version, self.object, NodeKind.MEASURE) if is_own else None


class PartFormView(SharedRowView):
    """A part of a row on a page of its own, written as a whole."""

    permission_required = "content.change_version"
    template_name = "drafting/shared_form.html"
    form_class: Any = None

    @property
    def part(self) -> str:
        return str(self.form_class.place.part)

    def row_kwargs(self, row: ContentRow) -> dict[str, Any]:
        return {"row": row}

    def act(self, form: Any) -> Any:
        row = set_part(form.place, self.object, form.entered, actor=self.request.user, page=form.page)
        forget_draft(self.request, form.page.draft)
        return row

    def trail(self) -> list[tuple[Any, str]]:
        row = self.object
        return [*super().trail(), *([(row.code, row.get_absolute_url())] if isinstance(row, Measure) else [])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"lead": self.object} | kwargs))


class PartSaveView(ByItselfView, PartFormView):
    def waits_for_hand(self, form: Any) -> bool:
        for name, sentence in form.only_by_hand().items():
            form.add_error(name, sentence)
        return bool(form.errors)

    def save_by_itself(self, form: Any) -> ContentRow:
        place, page = form.place, form.page
        row: ContentRow = set_place_by_itself(place, self.object, form.entered, actor=self.request.user, page=page)
        return row

    def left(self, form: Any) -> str:
        sentence: str = form.after_saving()
        return sentence


class MeasureBudgetView(PartFormView):
    object: Measure
    queryset = MEASURE_ROWS
    form_class = BudgetForm
    autosave = "drafting:measure_budget_autosave"
    template_name = "drafting/measure_budget.html"
    title = gettext_lazy("Cost and funding")
    said = gettext_lazy("The budget of the measure is saved.")

    def post(self, request: AuthenticatedHttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A press on "one more line" shows the page again as it was typed; everything else is checked and saved."""
        longer = request.POST.get("longer", "")
        if longer.isascii() and longer.isdigit():
            form = BudgetForm(row=self.object, typed=request.POST.dict(), longer=int(longer[:4]))
            return self.render_to_response(self.get_context_data(form=form, is_typed=True))
        return super().post(request, *args, **kwargs)


class MeasureBudgetSaveView(PartSaveView, MeasureBudgetView):
    pass


class MeasureLinksView(PartFormView):
    object: Measure
    queryset = MEASURE_ROWS
    form_class = LinksForm
    autosave = "drafting:measure_links_autosave"
    title = gettext_lazy("Links of the measure")
    said = gettext_lazy("The links of the measure are saved.")

    def row_kwargs(self, row: ContentRow) -> dict[str, Any]:
        can_point = self.request.user.has_perm("drafting.point_disposition", self.version)
        return super().row_kwargs(row) | {"can_point": can_point}

    @transaction.atomic
    def act(self, form: LinksForm) -> Measure:
        measure: Measure = super().act(form)
        for answer in form.cleaned_data.get("answers", ()):
            point_disposition(
                answer,
                self.version,
                node_kind=NodeKind.MEASURE,
                node_key=measure.key,
                actor=self.request.user,
            )
        return measure


class MeasureLinksSaveView(PartSaveView, MeasureLinksView):
    pass


class IndicatorTargetsView(PartFormView):
    object: Indicator
    queryset = Indicator.objects.select_related("version__plan")
    form_class = TargetsForm
    autosave = "drafting:indicator_targets_autosave"
    title = gettext_lazy("Targets of the indicator")
    said = gettext_lazy("The targets are saved.")

    def page_after(self, target: Indicator) -> Any:
        return target.version


class IndicatorTargetsSaveView(PartSaveView, IndicatorTargetsView):
    pass
