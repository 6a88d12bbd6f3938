"""What the public sees of the plan's results."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from monitoring.figures import indicators_to_trace
from monitoring.models import YearlyReport
from monitoring.reports import ReportContext


@method_decorator(login_not_required, name="dispatch")
class ProgressPublicView(TemplateView):
    """The latest published report; before one exists, a sentence says so."""

    template_name = "monitoring/progress_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = YearlyReport.objects.published().select_related("period__version__plan").first()
        context = None if report is None else ReportContext.of(report)
        lines = indicators_to_trace(context.figures, report.period.version) if report and context else []
        return super().get_context_data(published=context, indicators=lines, **kwargs)
