"""The outline of a document: its rows, what of it a version takes over, and the order of the chapters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from accounts.http import AuthenticatedHttpRequest
from core.pages.stepped import SteppedRowView
from core.workflow import StepRefused
from socialplan.content.chapter_outline import OutlinePlace
from socialplan.content.models import OutlineChapter, PlanVersion
from socialplan.content.snapshot import snapshot_of
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.outline import OutlineChapterForm, TakeOutlineForm
from socialplan.drafting.services.chapters import save_outline_row, shift_chapter, take_outline


class OutlineListView(PermissionRequiredMixin, ListView):
    permission_required = "drafting.change_outline"
    template_name = "drafting/outline_list.html"
    context_object_name = "rows"
    queryset = OutlineChapter.objects.all()


class OutlineRowView(SteppedRowView):
    edit_name = "drafting:outline_update"
    permission_required = "drafting.change_outline"
    model, form_class = OutlineChapter, OutlineChapterForm
    listing = (gettext_lazy("Outlines of the documents"), "drafting:outline_list")
    deed = staticmethod(save_outline_row)


class VersionOutlineView(VersionDeedView):
    """How the version stands to its outline, and taking over what is missing."""

    object: PlanVersion
    permission_required = "content.change_version"
    form_class = TakeOutlineForm
    template_name = "drafting/version_outline.html"
    title = gettext_lazy("The outline")
    save = gettext_lazy("Add these chapters")
    said = gettext_lazy("The chapters are added, still empty.")

    @cached_property
    def places(self) -> list[OutlinePlace]:
        return snapshot_of(self.object).outline

    def get_form_kwargs(self) -> dict[str, Any]:
        missing = [place.row for place in self.places if place.chapter is None]
        return super().get_form_kwargs() | {"missing": missing}

    def act(self, form: TakeOutlineForm) -> str:
        take_outline(self.object, rows=list(form.cleaned_data["rows"]), actor=self.request.user)
        return f"{self.object.get_absolute_url()}#chapters"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_missing = any(place.chapter is None for place in self.places)
        return super().get_context_data(places=self.places, is_missing=is_missing, **kwargs)


@require_POST
def chapter_shift(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """One place up or down: "up:12"."""
    version = get_object_or_404(PlanVersion.objects.select_related("plan"), pk=pk)
    if not request.user.has_perm("content.change_version", version):
        raise PermissionDenied
    way, _colon, number = request.POST.get("shift", "").partition(":")
    chapter = version.chapters.filter(pk=int(number)).first() if number.isdecimal() else None
    if chapter is None:
        messages.error(request, _("Somebody else has removed this in the meantime."))
        return redirect(f"{version.get_absolute_url()}#chapters")
    chapter.version = version
    try:
        shift_chapter(chapter, by=-1 if way == "up" else 1, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('approval:version_detail', args=[pk])}#chapters")
