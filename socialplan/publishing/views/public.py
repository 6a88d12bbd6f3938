"""What everybody may read: the plan as it was adopted and announced."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView, TemplateView

from core.pages.address import page_of_rows
from core.printing.printed import printed
from core.public import PublicPage
from core.together.relations import read_lists, read_relations
from core.together.side_by_side import read, side_by_side
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.approval.in_force import status_in_words
from socialplan.content.document_outline import contents_of, one_of
from socialplan.content.figures import funding_matrix
from socialplan.content.models import DispositionTarget, Indicator, Measure, PlanVersion
from socialplan.publishing.documents.transparency import Transparency, read_report_years, transparency_title
from socialplan.publishing.file_list import public_reports
from socialplan.publishing.forms.measures import MeasureFilter
from socialplan.publishing.measures import links_of
from socialplan.publishing.open_data import relations

MEASURES_A_PAGE = 50
READ_VERSIONS = (
    PlanVersion.objects.published()
    .select_related("plan", "decision", "announcement", "seal")
    .prefetch_related("chapters")
    .annotate(has_measures=Exists(Measure.objects.filter(version=OuterRef("pk"))))
)


@dataclass(frozen=True, slots=True)
class ListedMeasure:
    """A measure with the indicators of its objective."""

    measure: Measure
    indicators: list[Indicator]


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
    """The front door of an adopted plan: what was decided, its contents, its files."""

    public_title = _("Plan and strategy")
    shows = _("The text of an adopted social plan, with its goals, measures and files.")
    object: PlanVersion
    template_name = "publishing/public/version.html"
    context_object_name = "version"
    queryset = READ_VERSIONS.prefetch_related(None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        siblings = self.object.siblings().published().select_related("plan", "decision", "announcement")
        papers = self.object.papers.public().select_related("file")
        of_version = ("chapters", "state_changes", "mayor_orders", "withdrawals")
        read(side_by_side(read_lists(siblings, papers), read_relations([([self.object], of_version)])))
        others = list(siblings)
        again = (other for other in others if other.is_reexamination and other.derived_from_id == self.object.pk)
        return super().get_context_data(
            contents=contents_of(self.object),
            followed=self.object.followed(),
            again=next(again, None),
            in_force_on=DeadlineCalendar().force_in_words(self.object),
            papers=papers,
            reports=public_reports(self.object),
            others=others,
            standing=status_in_words([self.object, *others]),
            **kwargs,
        )


class PartPublicView(PublicPage, DetailView):
    """One chapter, part or annex of an adopted plan; its address holds as long as the version does."""

    public_title = _("Chapter of the plan")
    shows = _("One chapter of an adopted social plan, with its tables and notes.")
    object: PlanVersion
    template_name = "publishing/public/part.html"
    context_object_name = "version"
    queryset = READ_VERSIONS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        anchor, lines = self.kwargs["part"], contents_of(self.object)
        place = next((place for place, line in enumerate(lines) if line.anchor == anchor), None)
        part = one_of(self.object, anchor) if place is not None else None
        if place is None or part is None:
            raise Http404
        return super().get_context_data(
            contents=lines,
            part=part,
            before=lines[place - 1] if place else None,
            after=lines[place + 1] if place + 1 < len(lines) else None,
            **kwargs,
        )


class MeasuresPublicView(PublicPage, DetailView):
    public_title = _("Measures of the plan")
    shows = _("What the plan will do, to look through by group, place, goal, year, office and money.")
    object: PlanVersion
    template_name = "publishing/public/measures.html"
    context_object_name = "version"
    queryset = PlanVersion.objects.published().select_related("plan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = MeasureFilter(self.request.GET, self.object)
        page = page_of_rows(self.request, chosen.qs, MEASURES_A_PAGE)
        return super().get_context_data(
            filters=chosen.form,
            page_obj=page,
            listed=self.listed(list(page.object_list)),
            is_in_plan_order=chosen.is_in_plan_order,
            **kwargs,
        )

    def listed(self, measures: list[Measure]) -> list[ListedMeasure]:
        """The indicators have a trace as long as the plan stands."""
        objectives = {measure.objective_id for measure in measures} if self.object.stands else set()
        found: dict[int, list[Indicator]] = {}
        for indicator in Indicator.objects.filter(objective__in=objectives).order_by("position", "pk"):
            found.setdefault(indicator.objective_id, []).append(indicator)
        return [ListedMeasure(measure, found.get(measure.objective_id, [])) for measure in measures]


class MeasurePublicView(PublicPage, DetailView):
    public_title = _("Measure")
    shows = _("One measure of the plan: what it rests on, what it costs and who pays.")
    object: Measure
    template_name = "publishing/public/measure.html"
    context_object_name = "measure"

    def get_queryset(self) -> Any:
        return Measure.objects.filter(version__in=PlanVersion.objects.published()).select_related(
            "version__plan", "objective__goal", "office"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            links=links_of(self.object),
            matrix=funding_matrix(self.object),
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
        year = self.kwargs["year"]
        years, report = read(side_by_side(read_report_years(), Transparency.read_of(year)))
        return super().get_context_data(
            heading=transparency_title(year),
            years=years,
            tables=[made for table in report.tables() for made in printed([table])],
            **kwargs,
        )
