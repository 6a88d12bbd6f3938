"""The tree of a version: adding, renaming, moving and removing where one stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.pages.address import initial_of
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from socialplan.content.comments import thread_of
from socialplan.content.enums import NodeKind
from socialplan.content.models import OrderedRow, PlanVersion
from socialplan.content.nodes import tree_of
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.tree import AddForm, NodeForm
from socialplan.drafting.models import ContentEdit
from socialplan.drafting.services.edits import NODES
from socialplan.drafting.services.ordering import BY_MODEL
from socialplan.drafting.services.tree import NodeChange, add_row, change_row, parent_of, place_of, remove_row, shift
from socialplan.drafting.views.rows import TreeLines

REFUSED = 422


def model_of(kind: str) -> type[OrderedRow]:
    if kind not in NODES:
        raise Http404
    return NODES[kind]


def page_of(row: Any) -> str:
    return f"{reverse('drafting:tree', args=[row.version_id])}#n-{row.key}"


def tree_link(version: int) -> tuple[str, str]:
    return _("Goals, objectives and measures"), reverse("drafting:tree", args=[version])


def wants_json(request: AuthenticatedHttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


class TreeView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    request: AuthenticatedHttpRequest
    queryset = PlanVersion.objects.select_related("plan")
    permission_required = "content.view_plan"
    template_name = "drafting/tree.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, tree = self.request.user, tree_of(self.object)
        can_change = user.has_perm("content.change_version", self.object)
        can_work = user.has_perm("content.work_on_version", self.object)
        return super().get_context_data(
            tree=tree,
            writer=TreeLines(self.object, can_change, can_work, tree.is_open),
            last_edit=ContentEdit.objects.last_of(self.object, user) if can_change else None,
            **kwargs,
        )


@require_POST
def tree_shift(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One place up or down: "up:measure:12". Scripts get the tree as it is then, others the page."""
    version = get_object_or_404(PlanVersion.objects.select_related("plan"), pk=pk)
    if not request.user.has_perm("content.change_version", version):
        raise PermissionDenied
    way, _colon, named = request.POST.get("shift", "").partition(":")
    kind, _colon, number = named.partition(":")
    rows = NODES[kind]._default_manager.filter(version=version) if kind in NODES else None
    row = rows.filter(pk=int(number)).first() if rows is not None and number.isdecimal() else None
    refusal = "" if row else _("Somebody else has removed this in the meantime.")
    if row is not None:
        row.version = version
        try:
            shift(row, by=-1 if way == "up" else 1, actor=request.user)
        except StepRefused as refused:
            refusal = str(refused)
    if wants_json(request):
        return _answer(request, version, row, refusal)
    if refusal:
        messages.error(request, refusal)
    return redirect(page_of(row) if row else reverse("drafting:tree", args=[version.pk]))


def _answer(request: AuthenticatedHttpRequest, version: PlanVersion, row: Any, refusal: str) -> JsonResponse:
    if refusal:
        return JsonResponse({"error": refusal}, status=REFUSED)
    tree = tree_of(version)
    writer = TreeLines(version, can_change=True, can_work=True, is_open=tree.is_open)
    written = render_to_string("drafting/partials/_tree.html", {"tree": tree, "writer": writer}, request)
    return JsonResponse({"tree": written, "focus": f"n-{row.key}"})


class TreeAddView(VersionDeedView):
    object: PlanVersion
    permission_required = "content.change_version"
    form_class = AddForm
    said = gettext_lazy("Added.")

    @property
    def model(self) -> type[OrderedRow]:
        return model_of(self.kwargs["kind"])

    def get_initial(self) -> dict[str, Any]:
        return initial_of(self.request, "parent")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"model": self.model, "version": self.object}

    def act(self, form: AddForm) -> str:
        fields = dict(form.cleaned_data)
        if "parent" in fields:
            fields[BY_MODEL[self.model].parent] = fields.pop("parent")
        return page_of(add_row(self.model(version=self.object, **fields), actor=self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("New: %(kind)s") % {"kind": NodeKind(self.kwargs["kind"]).label}
        return super().get_context_data(**({"title": title} | kwargs))

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), tree_link(self.object.pk)]


class TreeNodeView(VersionDeedView):
    permission_required = "content.change_version"
    form_class = NodeForm
    template_name = "drafting/tree_node.html"
    said = gettext_lazy("Saved.")

    def get_queryset(self) -> Any:
        return model_of(self.kwargs["kind"])._default_manager.select_related("version__plan")

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        return {
            "title_sq": row.title_sq,
            "title_en": row.title_en,
            "parent": parent_of(row),
            "place": place_of(row)["place"] + 1,
            "expected_revision": row.revision,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"row": self.object}

    def form_valid(self, form: NodeForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_valid(form)
        try:
            row = self.change(form)
        except (StepRefused, ValidationError) as refusal:
            sentence = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            return JsonResponse({"error": sentence}, status=REFUSED)
        return JsonResponse({"title": row.title, "revision": row.revision})

    def form_invalid(self, form: NodeForm) -> HttpResponse:
        if not wants_json(self.request):
            return super().form_invalid(form)
        return JsonResponse({"error": " ".join(e for errors in form.errors.values() for e in errors)}, status=REFUSED)

    def change(self, form: NodeForm) -> Any:
        sent = form.cleaned_data
        place = sent["place"] - 1 if sent["place"] else None
        titles = {name: sent[name] for name in ("title_sq", "title_en")}
        change = NodeChange(titles, place, sent.get("parent"))
        revision = sent["expected_revision"]
        return change_row(self.object, change, actor=self.request.user, expected_revision=revision)

    def act(self, form: NodeForm) -> str:
        return page_of(self.change(form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"title": NodeKind(self.kwargs["kind"]).label.capitalize(), "lead": self.object}
        kind = self.kwargs["kind"]
        thread = thread_of(self.version, self.object, kind)
        return super().get_context_data(row=self.object, kind=kind, thread=thread, **(shown | kwargs))

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), tree_link(self.object.version_id)]


@require_POST
def tree_remove(request: AuthenticatedHttpRequest, kind: str, pk: int) -> HttpResponse:
    row: Any = get_object_or_404(model_of(kind)._default_manager.select_related("version__plan"), pk=pk)
    try:
        remove_row(row, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed with everything below it. “Take back” puts it where it was."))
    return redirect("drafting:tree", pk=row.version_id)
