"""What the public sees of the plan's results."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.printing.printed import printed
from core.printing.progress_pictures import ProgressPicture
from core.public import PublicPage
from monitoring.figures import PeriodFigures
from monitoring.forms import DashboardForm
from monitoring.models import YearlyReport
from monitoring.reporting.dashboard import dashboard_pictures, narrowed
from monitoring.reporting.pictures import persons_picture
from monitoring.reporting.reports import ReportContext, traced_results
from monitoring.reporting.tables import late_table


class ProgressPublicView(PublicPage, TemplateView):
    """The latest published report; before one exists, a sentence says so."""

    public_title = _("What was done")
    shows = _("Results of the Local Social Plan, from the latest published report.")
    menu_label = _("Yearly progress")
    menu_order = 3
    template_name = "monitoring/public/progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = YearlyReport.objects.published().select_related("period__version__plan").first()
        if report is None:
            return super().get_context_data(published=None, **kwargs)
        published = ReportContext.of(report)
        form = DashboardForm(self.request.GET, version=report.period.version, has_periods=False)
        chosen = form.chosen() if form.is_valid() else DashboardForm.nothing()
        figures = narrowed(published.figures, report.period.version, chosen)
        late = late_table(figures)
        return super().get_context_data(
            published=published,
            form=form,
            late=printed([late])[0] if figures.behind else None,
            pictures=self._pictures(published, figures, is_whole=not chosen.is_narrow),
            parts=[
                (part, printed([table for table in part.tables if table.name != late.name or not figures.behind]))
                for part in published.parts
            ],
            results=traced_results(replace(published, figures=figures)),
            annexes=[printed([table])[0] for table in published.annexes[1:]],
            files=list(report.files.public().newest().with_jobs()),
            **kwargs,
        )

    @staticmethod
    def _pictures(published: ReportContext, figures: PeriodFigures, *, is_whole: bool) -> list[ProgressPicture]:
        """Of the figures as they are published; the persons only as a whole."""
        pictures = dashboard_pictures(figures)
        if published.promise and is_whole:
            reached = published.persons if isinstance(published.persons, int) else None
            pictures.append(persons_picture(reached, published.promise))
        return pictures
