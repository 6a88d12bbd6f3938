"""Two versions side by side, for those who may read both; the public compares published ones."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView

from core.views import ObjectPermissionMixin
from socialplan.content.diff.pairs import ComparedPair, compared_pair
from socialplan.content.diff.summary import summary_of
from socialplan.content.forms.diff import DifferencesForm
from socialplan.content.models import PlanVersion

COMPARED = PlanVersion.objects.select_related("plan", "seal", "decision")


class ChooseView(ObjectPermissionMixin, DetailView):
    """The other versions of the plan that the person may read, each one click from the comparison."""

    object: PlanVersion
    queryset = PlanVersion.objects.select_related("plan")
    permission_required = "content.view_plan"
    template_name = "content/version_compare_choose.html"
    context_object_name = "version"

    def others(self) -> list[PlanVersion]:
        beside = self.object.siblings().select_related("decision")
        return [each for each in beside if self.request.user.has_perm("content.view_plan", each)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(others=self.others(), **kwargs)


class CompareView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    queryset = COMPARED
    permission_required = "content.view_plan"
    template_name = "content/version_compare.html"
    context_object_name = "version"
    only_published = False
    _older: PlanVersion | None = None

    def get_older(self) -> PlanVersion:
        if self._older is None:
            same_plan = self.get_queryset().filter(plan=self.get_object().plan_id)
            self._older = get_object_or_404(same_plan, pk=self.kwargs["old"])
        return self._older

    def has_permission(self) -> bool:
        user = self.request.user
        return super().has_permission() and user.has_perm("content.view_plan", self.get_older())

    def get_pair(self) -> ComparedPair:
        return compared_pair(self.get_older(), self.object, only_published=self.only_published)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        show_all = DifferencesForm(self.request.GET).said("show") == "all"
        return super().get_context_data(pair=self.get_pair(), show_all=show_all, can_print=self.can_print(), **kwargs)

    def can_print(self) -> bool:
        return self.request.user.has_perm("publishing.request_report", self.object)


class SummaryView(CompareView):
    """One page for the councillor."""

    template_name = "content/version_summary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        summary = summary_of(self.get_pair())
        return DetailView.get_context_data(self, summary=summary, can_print=self.can_print(), **kwargs)
