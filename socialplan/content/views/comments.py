"""Comments on a place, and all that are open in a version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from socialplan.content.comments import thread_of, thread_url, threads_of
from socialplan.content.consultation_requirements import node_of
from socialplan.content.forms.comments import CommentForm, ResolvedTooForm
from socialplan.content.models import ContentRow, NodeComment, PlanVersion
from socialplan.content.services.comments import settle_comment, write_comment
from socialplan.content.views.deeds import VersionDeedView


class CommentListView(ObjectPermissionMixin, DetailView):
    """Open comments by place; `?all=1` shows the resolved ones too."""

    object: PlanVersion
    queryset = PlanVersion.objects.select_related("plan")
    permission_required = "content.work_on_version"
    template_name = "content/comment_list.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shows_all = bool(ResolvedTooForm(self.request.GET).said("all"))
        threads = threads_of(self.object, with_resolved=shows_all)
        return super().get_context_data(threads=threads, shows_all=shows_all, **kwargs)


class CommentThreadView(VersionDeedView):
    """What is said of one place, read by all who work on the version; written where it is still under way."""

    object: PlanVersion
    permission_required = "content.work_on_version"
    form_class = CommentForm
    template_name = "content/comment_thread.html"
    title = gettext_lazy("Comments")
    save = gettext_lazy("Write")
    said = gettext_lazy("The comment is written.")

    @cached_property
    def row(self) -> ContentRow:
        row = node_of(self.object, kind=self.kwargs["kind"], key=self.kwargs["key"])
        if row is None:
            raise Http404
        return row

    def act(self, form: CommentForm) -> str:
        kind, key = self.kwargs["kind"], self.kwargs["key"]
        write_comment(self.object, kind=kind, key=key, text=form.cleaned_data["text"], actor=self.request.user)
        return thread_url(self.object, kind, key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thread = thread_of(self.object, self.row, self.kwargs["kind"])
        may_write = self.request.user.has_perm("content.comment_version", self.object)
        return super().get_context_data(lead=self.row, thread=thread, may_write=may_write, **kwargs)


@require_POST
def comment_settle(request: AuthenticatedHttpRequest, pk: int, comment: int) -> HttpResponse:
    """Resolve, or open again: what is asked stands in `is_resolved`, 1 or 0."""
    version = get_object_or_404(PlanVersion.objects.select_related("plan"), pk=pk)
    if not request.user.has_perm("content.comment_version", version):
        raise PermissionDenied
    found = get_object_or_404(NodeComment.objects.seen_in(version), pk=comment)
    is_resolved = request.POST.get("is_resolved") == "1"
    try:
        settle_comment(found, version, is_resolved=is_resolved, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The comment is resolved.") if is_resolved else _("The comment is open again."))
    return redirect(_page_after(version, found))


def _page_after(version: PlanVersion, comment: NodeComment) -> str:
    key: UUID = comment.node_key
    if node_of(version, kind=comment.node_kind, key=key) is None:
        return f"{version.get_absolute_url()}comments/"
    return thread_url(version, comment.node_kind, key)
