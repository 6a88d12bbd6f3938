"""What the public sees of the plan's results."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from core.printing.printed import printed
from core.public import PublicPage
from monitoring.models import YearlyReport
from monitoring.reporting.reports import ReportContext, traced_results


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
        return super().get_context_data(
            published=published,
            parts=[(part, printed(part.tables)) for part in published.parts],
            results=traced_results(published),
            annexes=[printed([table])[0] for table in published.annexes[1:]],
            files=list(report.files.public().newest().with_jobs()),
            **kwargs,
        )
