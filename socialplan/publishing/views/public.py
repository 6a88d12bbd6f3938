"""What everybody may read: the plan as it was adopted and announced."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView

from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.content.document_outline import outline_of
from socialplan.content.figures import funding_matrix
from socialplan.content.models import DispositionTarget, FundingSource, Measure, PlanVersion
from socialplan.publishing.file_list import public_reports


@method_decorator(login_not_required, name="dispatch")
class PlanPublicView(ListView):
    template_name = "publishing/plan_public.html"
    context_object_name = "versions"
    queryset = (
        PlanVersion.objects.published()
        .select_related("plan", "decision", "announcement")
        .prefetch_related("state_changes")
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, clock = super().get_context_data(**kwargs), DeadlineCalendar()
        versions = context["versions"]
        again = {version.derived_from_id: version for version in versions if version.is_reexamination}
        context["shown"] = [(version, clock.force_in_words(version), again.get(version.pk)) for version in versions]
        return context


@method_decorator(login_not_required, name="dispatch")
class VersionPublicView(DetailView):
    object: PlanVersion
    template_name = "publishing/version_public.html"
    context_object_name = "version"
    queryset = (
        PlanVersion.objects.published()
        .with_budget()
        .select_related("plan", "decision", "announcement", "seal")
        .prefetch_related("chapters", "risks", "state_changes")
        .prefetch_related("strategicgoals__objectives__measures", "strategicgoals__objectives__indicators")
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = list(self.object.siblings().published().select_related("plan", "decision"))
        again = (other for other in others if other.is_reexamination and other.derived_from_id == self.object.pk)
        return super().get_context_data(
            reading=outline_of(self.object),
            followed=self.object.followed(),
            again=next(again, None),
            in_force_on=DeadlineCalendar().force_in_words(self.object),
            papers=self.object.papers.public().select_related("file"),
            reports=public_reports(self.object),
            others=others,
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class MeasurePublicView(DetailView):
    object: Measure
    template_name = "publishing/measure_public.html"
    context_object_name = "measure"

    def get_queryset(self) -> Any:
        return (
            Measure.objects.filter(version__in=PlanVersion.objects.published())
            .select_related("version__plan", "objective__goal", "office")
            .prefetch_related("need_links__need", "group_links__group", "unit_links__unit")
            .prefetch_related("indicator_links__indicator", "objective__indicators__targets")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            matrix=funding_matrix(self.object),
            sources=FundingSource.objects.all(),
            answers=DispositionTarget.objects.at(self.object).published(),
            **kwargs,
        )
