"""What everybody may read: the plan as it was adopted and announced."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView, TemplateView

from core.printing.printed import printed
from core.public import PublicPage
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.in_force import status_in_words
from socialplan.content.document_outline import outline_of
from socialplan.content.figures import funding_matrix
from socialplan.content.models import DispositionTarget, FundingSource, Measure, PlanVersion
from socialplan.publishing.documents.transparency import Transparency, report_years, transparency_title
from socialplan.publishing.file_list import public_reports
from socialplan.publishing.open_data import relations
from socialplan.publishing.views.transparency import known_year


class PlanPublicView(PublicPage, ListView):
    public_title = _("Plan and strategy")
    shows = _("The social plans that the municipal council adopted, and which of them is in force.")
    menu_label = _("Plan")
    menu_order = 2
    template_name = "publishing/public/plan.html"
    context_object_name = "versions"
    queryset = (
        PlanVersion.objects.published()
        .plan_by_plan()
        .select_related("plan", "decision", "announcement")
        .prefetch_related("state_changes")
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, deadlines = super().get_context_data(**kwargs), DeadlineCalendar()
        versions = context["versions"]
        again = {version.derived_from_id: version for version in versions if version.is_reexamination}
        context["shown"] = [
            (version, deadlines.force_in_words(version), again.get(version.pk)) for version in versions
        ]
        of_plans = groupby(versions, key=attrgetter("plan_id"))
        stands = (status_in_words(of_plan, deadlines=deadlines) for _plan, of_plan in of_plans)
        context["standing"] = [sentence for sentence in stands if sentence]
        return context


class VersionPublicView(PublicPage, DetailView):
    public_title = _("Plan and strategy")
    shows = _("The text of an adopted social plan, with its goals, measures and files.")
    object: PlanVersion
    template_name = "publishing/public/version.html"
    context_object_name = "version"
    queryset = (
        PlanVersion.objects.published()
        .with_budget()
        .select_related("plan", "decision", "announcement", "seal")
        .prefetch_related("chapters", "risks", "state_changes")
        .prefetch_related("strategicgoals__objectives__measures", "strategicgoals__objectives__indicators")
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = list(self.object.siblings().published().select_related("plan", "decision", "announcement"))
        again = (other for other in others if other.is_reexamination and other.derived_from_id == self.object.pk)
        return super().get_context_data(
            reading=outline_of(self.object),
            followed=self.object.followed(),
            again=next(again, None),
            in_force_on=DeadlineCalendar().force_in_words(self.object),
            papers=self.object.papers.public().select_related("file"),
            reports=public_reports(self.object),
            others=others,
            standing=status_in_words([self.object, *others]),
            **kwargs,
        )


class MeasurePublicView(PublicPage, DetailView):
    public_title = _("Measure")
    shows = _("One measure of the plan: what it rests on, what it costs and who pays.")
    object: Measure
    template_name = "publishing/public/measure.html"
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


class DataNotesView(PublicPage, TemplateView):
    public_title = _("The plan for machines")
    shows = _("Every published plan can be fetched as JSON. These notes say what each table and column holds.")
    template_name = "publishing/public/data_notes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(relations=relations(), **kwargs)


class TransparencyView(PublicPage, TemplateView):
    public_title = _("Transparency report on public consultation")
    shows = _("How many acts were adopted in a year, how many with consultation, and what became of what people said.")
    template_name = "publishing/public/transparency.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = known_year(self.kwargs["year"])
        return super().get_context_data(
            heading=transparency_title(year),
            years=report_years(),
            tables=[made for table in Transparency.of(year).tables() for made in printed([table])],
            **kwargs,
        )
