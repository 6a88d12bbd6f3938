"""What the public sees of the plan's results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from core.office.sheets import tables_csv, tables_xlsx
from core.printing.printed import PrintedTable, printed
from core.printing.progress_pictures import ProgressPicture
from core.public import PublicPage
from core.tables import DataTable
from core.together.prepared import prepared
from core.together.relations import read_lists
from core.together.side_by_side import read, side_by_side
from monitoring.enums import SectionCode
from monitoring.figures import PeriodFigures
from monitoring.forms import DashboardForm
from monitoring.models import ReportFile, YearlyReport
from monitoring.reporting.dashboard import PlanLinks, dashboard_pictures, narrowed, read_choices, years_table
from monitoring.reporting.freezing import thaw_part
from monitoring.reporting.heard import heard_table, promised, promises_in
from monitoring.reporting.outputs import XLSX, in_order
from monitoring.reporting.pictures import persons_picture
from monitoring.reporting.reports import ReportContext, WrittenPart, traced_results
from monitoring.reporting.tables import late_table
from municipality.letterhead import issuer


class ProgressPublicView(PublicPage, TemplateView):
    """The latest published report, or what of its figures answers to a choice; a sentence says where there is none."""

    public_title = _("What was done")
    shows = _("Results of the Local Social Plan, from the latest published report.")
    menu_label = _("Yearly progress")
    menu_order = 3
    template_name = "monitoring/public/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = YearlyReport.objects.published().select_related("period__version__plan").first()
        if report is None:
            return super().get_context_data(published=None, **kwargs)
        version = report.period.version
        promises, files = promised(version.pk, version.plan_id), public_files(report.pk)
        published, choices, _lists = read(
            side_by_side(ReportContext.read_of(report), read_choices(version), read_lists(promises, files))
        )
        form = DashboardForm(self.request.GET, choices=choices)
        chosen = form.chosen() if form.is_valid() else DashboardForm.nothing()
        figures = narrowed(published.figures, lambda: PlanLinks.of(report.period.version), chosen)
        late = late_table(figures)
        shown: dict[str, Any] = {
            "published": published,
            "form": form,
            "late": printed([late])[0] if figures.behind else None,
            "pictures": self._pictures(published, figures, is_whole=not chosen.is_narrow),
        }
        if chosen.is_narrow:
            return super().get_context_data(**shown, **self._of_choice(published, figures), **kwargs)
        parts = PublicPart.all_of(published, without=late.name if figures.behind else "")
        heard = self._heard(promises, published)
        return super().get_context_data(**shown, parts=parts, heard=heard, files=in_order(files), **kwargs)

    @staticmethod
    def _of_choice(published: ReportContext, figures: PeriodFigures) -> dict[str, Any]:
        """What the report writes, counts and promises is of the whole plan, so nothing of it stands beside a part."""
        all_late = late_table(published.figures)
        return {
            "is_narrow": True,
            "is_answered": bool(figures.measures or figures.indicators),
            "results": traced_results(replace(published, figures=figures)) if figures.indicators else None,
            "late_elsewhere": [all_late] if all_late.rows and not figures.behind else [],
        }

    @staticmethod
    def _heard(promised_rows: Iterable[Any], published: ReportContext) -> Any:
        promises = promises_in(promised_rows, published.figures)
        return printed([heard_table(promises)])[0] if promises else None

    @staticmethod
    def _pictures(published: ReportContext, figures: PeriodFigures, *, is_whole: bool) -> list[ProgressPicture]:
        """Of the figures as they are published; the persons only as a whole."""
        pictures = dashboard_pictures(figures)
        if published.promise and is_whole:
            reached = published.persons if isinstance(published.persons, int) else None
            pictures.append(persons_picture(reached, published.promise))
        return pictures


@dataclass(frozen=True, slots=True)
class PublicPart:
    """A part of the report as the page of what was done has it; its other tables have pages of their own."""

    written: WrittenPart
    tables: tuple[PrintedTable, ...]
    links: list[DataTable]

    @classmethod
    def all_of(cls, published: ReportContext, *, without: str) -> list[PublicPart]:
        """The key figures stand on the page itself; `without` names a table that stands there already."""
        found = []
        for part in published.parts_without_pictures():
            if part.part.code == SectionCode.SUMMARY:
                found.append(cls(part, printed(part.tables), []))
            else:
                links = [table for table in part.tables if table.rows and table.name != without]
                found.append(cls(part, (), links))
        return found


class ProgressTablesView(PublicPage, TemplateView):
    """All tables of the latest published report, part by part, its annexes, and the years of the plan."""

    public_title = _("Tables of the yearly progress")
    shows = _("Every measure, every result by its parts, and the years side by side.")
    template_name = "monitoring/public/tables.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(found=ReportTables.read(), **kwargs)


class ProgressTableView(ProgressTablesView):
    """One of them."""

    public_title = _("A table of the yearly progress")
    shows = _("One table of the latest published report, at an address that stays.")
    template_name = "monitoring/public/table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        table = context["found"] and context["found"].printed(self.kwargs["name"])
        if table is None:
            raise Http404
        return context | {"table": table}


@dataclass(frozen=True, slots=True)
class ReportTables:
    """The tables of a report by the parts they stand in, as a page lists them and shows one."""

    published: ReportContext
    blocks: list[tuple[str, list[DataTable]]]

    @classmethod
    def read(cls) -> ReportTables | None:
        """Of the latest published report; None before one exists."""
        report = YearlyReport.objects.published().select_related("period__version__plan").first()
        if report is None:
            return None
        reports = reports_of_plan(report)
        published, _lists = read(side_by_side(ReportContext.read_of(report), read_lists(reports)))
        blocks = [(part.title, list(part.tables)) for part in published.parts_without_pictures()]
        beside = [*published.annexes, years_of_reports(reports)]
        return cls(published, [*blocks, (gettext("Annexes"), beside)])

    @property
    def report(self) -> YearlyReport:
        return self.published.report

    @property
    def listed(self) -> list[tuple[str, list[DataTable]]]:
        """Without those that have nothing to tell."""
        filled = [(title, [table for table in tables if table.rows]) for title, tables in self.blocks]
        return [(title, tables) for title, tables in filled if tables]

    def printed(self, name: str) -> PrintedTable | None:
        """As it stands in its part, where tables of one kind count in the same unit; an annex stands alone.

        Results lead to the trace of each.
        """
        if name == "results":
            return traced_results(self.published)
        *parts, (_title, annexes) = self.blocks
        for block in (*(tables for _title, tables in parts), *([each] for each in annexes)):
            if name in {table.name for table in block}:
                return next(each for each in printed(block) if each.name == name)
        return None


def reports_of_plan(report: YearlyReport) -> QuerySet[YearlyReport]:
    """All that were published of the plan, the newest revision of a period last."""
    plan = report.period.version.plan_id
    reports = YearlyReport.objects.published().filter(period__version__plan=plan).select_related("period")
    told = reports.defer("figures").annotate(indicators=F("figures__indicators"))
    return told.order_by("period__starts_on", "revision")


def years_of_reports(reports: Iterable[YearlyReport]) -> DataTable:
    """Target against achieved over the periods of the plan, each as its newest published report tells it."""
    newest = {each.period_id: each for each in reports}
    told: Any = newest.values()
    return years_table([(each.period, thaw_part("indicators", each.indicators).for_public()) for each in told])


@prepared
def public_files(report: int) -> QuerySet[ReportFile]:
    return ReportFile.objects.filter(report=report).public().newest().with_jobs()


@login_not_required
@require_GET
def years_public_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """The same table for everybody, as a sheet or as CSV; 404 before a report is published."""
    report = YearlyReport.objects.published().select_related("period__version__plan").first()
    if report is None or suffix not in {"xlsx", "csv"}:
        raise Http404
    table, title = years_of_reports(reports_of_plan(report)), str(report.period.version.plan)
    if suffix == "csv":
        content, kind = ("\ufeff" + tables_csv([table])).encode(), "text/csv; charset=utf-8"
    else:
        content, kind = tables_xlsx([table], title=title, issuer=issuer(), made_at=timezone.localtime()), XLSX
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="target-achieved.{suffix}"'
    return response
