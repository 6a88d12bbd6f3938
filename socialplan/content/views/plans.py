"""The list of versions, and a version as one document to read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from socialplan.content.document_outline import outline_of
from socialplan.content.models import PlanVersion
from socialplan.content.rules import readable_versions


class PlanListView(PermissionRequiredMixin, ListView):
    permission_required = "content.view_plan"
    template_name = "content/plan_list.html"
    context_object_name = "versions"
    paginate_by = 50
    request: AuthenticatedHttpRequest

    def get_queryset(self) -> Any:
        return readable_versions(self.request.user).with_budget().select_related("plan")


class VersionReadView(ObjectPermissionMixin, DetailView):
    """The version as one document, as it would be printed."""

    object: PlanVersion
    queryset = PlanVersion.objects.select_related("plan__assessment").prefetch_related("chapters")
    permission_required = "content.view_plan"
    template_name = "content/version_read.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reading=outline_of(self.object), **kwargs)
