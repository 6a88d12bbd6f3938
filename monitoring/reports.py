"""What the monitoring report's PDF says: its frozen figures, its written parts, its record of sending."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from core.printing.pdf import Progress, render_pdf
from monitoring.disclosure import ReachedRow
from monitoring.figures import IndicatorLine, PeriodFigures, period_figures, thaw_figures
from monitoring.models import ReportRecommendation, ReportSection, ReportSubmission, YearlyReport
from municipality.models import Municipality


@dataclass(frozen=True, slots=True)
class ReportContext:
    report: YearlyReport
    municipality: Municipality
    figures: PeriodFigures
    sections: list[ReportSection]
    recommendations: list[ReportRecommendation]
    submissions: list[ReportSubmission]
    groups: list[ReachedRow]

    @property
    def indicators(self) -> list[tuple[IndicatorLine, None]]:
        """The lines as the pages show them, without a key: nothing is traced from paper."""
        return [(line, None) for line in self.figures.indicators]

    @classmethod
    def of(cls, report: YearlyReport) -> ReportContext:
        """The report as the public may read it: figures about few persons stay protected."""
        figures = report_figures(report)
        return cls(
            report=report,
            municipality=Municipality.objects.get(),
            figures=figures.for_public(),
            groups=figures.group_table(is_public=True),
            sections=[section for section in report.sections.all() if section.body],
            recommendations=list(report.recommendations.all()),
            submissions=list(report.submissions.select_related("addressee", "receipt")),
        )


def report_figures(report: YearlyReport) -> PeriodFigures:
    """The frozen figures once validated; until then those of today."""
    return period_figures(report.period) if report.figures is None else thaw_figures(report.figures)


def table_of_contents(context: ReportContext) -> list[dict[str, str]]:
    """Anchors and titles, in the order of the pages."""
    parts = [{"anchor": f"part-{section.code}", "title": section.get_code_display()} for section in context.sections]
    figures = (
        ("results", gettext("Results of the indicators")),
        ("money", gettext("Money")),
        ("persons", gettext("Persons reached")),
        ("recommendations", gettext("Recommendations")),
        ("submissions", gettext("Submitted to")),
        ("measures", gettext("Measures")),
    )
    return [*parts, *({"anchor": anchor, "title": title} for anchor, title in figures)]


def render_report(report: YearlyReport, *, language: str, progress: Progress | None = None) -> bytes:
    """The report as PDF (PDF/A-3a, PDF/UA-1) in `language`, sq or en."""
    with translation.override(language):
        context = ReportContext.of(report)
        contents = table_of_contents(context)
        title = gettext("Monitoring report: %(period)s") % {"period": report.period.title}
    return render_pdf(
        "monitoring/pdf/report.html",
        {"context": context, "contents": contents, "is_demo": context.municipality.is_demo},
        language=language,
        title=title,
        progress=progress,
    )
