"""The action plan as an editable matrix: the page, one cell, one new row, a pasted block, and taking back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.grid.cells import CellConflict
from core.pages.address import initial_of
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from socialplan.content.models import Measure, PlanVersion, SpecificObjective
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.matrix import PasteForm, ShownGoalForm
from socialplan.drafting.matrix.page import matrix_of
from socialplan.drafting.models import ContentEdit
from socialplan.drafting.services.cells import set_cell
from socialplan.drafting.services.paste import PastePlan, paste_block, plan_paste
from socialplan.drafting.services.tree import add_row
from socialplan.drafting.services.undo import undo_last
from socialplan.drafting.views.rows import MatrixLines

REFUSED, CONFLICT = 422, 409
SHOWN_CHANGES = 300


def page_of(version: PlanVersion, measure: Measure | None = None, objective: SpecificObjective | None = None) -> str:
    """The matrix at the goal of a measure or objective."""
    address = reverse("drafting:matrix", args=[version.pk])
    objective = measure.objective if measure else objective
    if objective is None:
        return address
    return f"{address}?goal={objective.goal.key}#{f'm-{measure.pk}' if measure else f'o-{objective.pk}'}"


class MatrixView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    request: AuthenticatedHttpRequest
    queryset = PlanVersion.objects.select_related("plan")
    permission_required = "content.view_plan"
    template_name = "drafting/matrix.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        can_change = self.request.user.has_perm("content.change_version", self.object)
        return super().get_context_data(
            grid=matrix_of(self.object, goal_key=str(ShownGoalForm(self.request.GET).said("goal") or "")),
            can_change=can_change,
            writer=MatrixLines(can_change),
            last_edit=ContentEdit.objects.last_of(self.object, self.request.user) if can_change else None,
            **kwargs,
        )


@require_POST
def matrix_cell(request: AuthenticatedHttpRequest, pk: int) -> JsonResponse:
    """One cell: 200 with what stands there, 422 with the sentence that refuses it, 409 with what another wrote."""
    sent = request.POST
    version = _version_to_change(request, pk)
    read = {name: sent.get(name, "") for name in ("field", "typed", "was")}
    revision = _number(sent.get("revision", ""))
    try:
        number = _number(sent.get("measure", ""))
        outcome = set_cell(version, number, **read, expected_revision=revision, actor=request.user)
    except CellConflict as conflict:
        answer = {"error": str(conflict), "theirs": conflict.theirs, "revision": conflict.revision}
        return JsonResponse(answer, status=CONFLICT)
    except (StepRefused, ValidationError) as refusal:
        return JsonResponse({"error": _sentence(refusal)}, status=REFUSED)
    return JsonResponse(
        {"shown": outcome.shown, "value": outcome.value, "revision": outcome.revision, "gap": outcome.gap}
    )


@require_POST
def matrix_row(request: AuthenticatedHttpRequest, pk: int) -> JsonResponse:
    """A new measure under an objective; answers where it stands now."""
    version = _version_to_change(request, pk)
    number = _number(request.POST.get("objective", ""))
    objective = version.specificobjectives.select_related("goal").filter(pk=number).first()
    if objective is None:
        return JsonResponse({"error": _("Somebody else has removed this in the meantime.")}, status=REFUSED)
    measure = Measure(version=version, objective=objective, title_sq=" ".join(request.POST.get("typed", "").split()))
    try:
        add_row(measure, actor=request.user)
    except (StepRefused, ValidationError) as refusal:
        return JsonResponse({"error": _sentence(refusal)}, status=REFUSED)
    return JsonResponse({"address": page_of(version, measure)})


def _version_to_change(request: AuthenticatedHttpRequest, pk: int) -> PlanVersion:
    version = get_object_or_404(PlanVersion.objects.select_related("plan"), pk=pk)
    if not request.user.has_perm("content.change_version", version):
        raise PermissionDenied
    return version


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _sentence(refusal: StepRefused | ValidationError) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


class MatrixPasteView(VersionDeedView):
    object: PlanVersion
    permission_required = "content.change_version"
    form_class = PasteForm
    template_name = "drafting/matrix_paste.html"
    title = gettext_lazy("Paste a block")
    save = ""
    said = gettext_lazy("The block is pasted.")
    plan: PastePlan | None = None

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.request, "place", "column")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object}

    def form_valid(self, form: PasteForm) -> HttpResponse:
        """The first time it shows what would change; confirmed, it does exactly that."""
        if "confirm" in self.request.POST:
            try:
                address = self.act_once(form)
            except (StepRefused, ValidationError) as refusal:
                form.add_error(None, _sentence(refusal))
            else:
                messages.success(self.request, self.said)
                return redirect(address)
        text = form.cleaned_data["text"]
        self.plan = plan_paste(self.object, text, **form.target())
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, form: PasteForm) -> str:
        cleaned, target = form.cleaned_data, form.target()
        paste_block(self.object, cleaned["text"], **target, shown=cleaned["shown"], actor=self.request.user)
        return page_of(self.object, target["first"], target["objective"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changed = self.plan.changed if self.plan else []
        return super().get_context_data(
            plan=self.plan,
            changed=changed[:SHOWN_CHANGES],
            more=max(len(changed) - SHOWN_CHANGES, 0),
            **kwargs,
        )

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Action plan"), page_of(self.object))]


@require_POST
def edit_undo(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(PlanVersion, pk=pk)
    try:
        edit = undo_last(version, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: %(what)s.") % {"what": edit})
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else page_of(version))
