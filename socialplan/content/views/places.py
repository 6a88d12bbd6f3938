"""From a stable key to the page of the row that stands there in a version."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.http import AuthenticatedHttpRequest
from socialplan.content.consultation_requirements import node_of
from socialplan.content.enums import EditablePartKind, NodeKind
from socialplan.content.models import ContentRow, Measure, PlanVersion

KINDS = {
    EditablePartKind.BUDGET: NodeKind.MEASURE,
    EditablePartKind.LINKS: NodeKind.MEASURE,
    EditablePartKind.TARGETS: NodeKind.INDICATOR,
}
PAGES = {
    EditablePartKind.BUDGET: "drafting:measure_budget",
    EditablePartKind.LINKS: "drafting:measure_links",
    EditablePartKind.TARGETS: "drafting:indicator_targets",
}


def place(request: AuthenticatedHttpRequest, pk: int, part: str, key: UUID) -> HttpResponse:
    """Who may change the version is led to the form, everybody else who works on it to the page that shows the row."""
    version = get_object_or_404(PlanVersion.objects.select_related("plan"), pk=pk)
    if not request.user.has_perm("content.work_on_version", version):
        raise PermissionDenied
    row = node_of(version, kind=KINDS.get(EditablePartKind(part), part), key=key)
    if row is None:
        raise Http404
    if request.user.has_perm("content.change_version", version):
        return redirect(_form(row, EditablePartKind(part)))
    return redirect(row if isinstance(row, Measure) else version)


def _form(row: ContentRow, part: EditablePartKind) -> str:
    if part in PAGES:
        return reverse(PAGES[part], args=[row.pk])
    return reverse("drafting:content_update", args=[part, row.pk])
