"""How the plan stands, for those who work on it; and target against achieved over all its periods."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import DetailView, TemplateView

from accounts.http import AuthenticatedHttpRequest
from core.office.sheets import tables_xlsx
from core.printing.printed import printed
from core.views import ObjectPermissionMixin
from monitoring.expected import office_lines
from monitoring.figures import PeriodFigures
from monitoring.forms import DashboardForm
from monitoring.models import Period, YearlyReport
from monitoring.reporting.dashboard import dashboard_pictures, figures_of, narrowed, trend_table, years_table
from monitoring.reporting.outputs import XLSX
from monitoring.reporting.pictures import persons_picture
from monitoring.reporting.promise import project_promise
from municipality.letterhead import issuer

MOST_PERIODS = 8


class DashboardView(PermissionRequiredMixin, TemplateView):
    """What is late, pictures, trend: of the newest period, or of a chosen one; councillors see what the public may."""

    permission_required = "monitoring.view_period"
    template_name = "monitoring/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        periods = self._periods()
        asked = self.request.GET.get("period", "")
        period = periods.filter(pk=int(asked)).first() if asked.isdigit() and len(asked) < 10 else None
        period = period or periods.first()
        kwargs["waits_for_report"] = self.is_public
        if period is None:
            return super().get_context_data(period=None, **kwargs)
        return super().get_context_data(period=period, **self._shown(period), **kwargs)

    def _shown(self, period: Period) -> dict[str, Any]:
        form = DashboardForm(self.request.GET, version=period.version, initial={"period": period.pk})
        form.fields["period"].queryset = self._periods()  # type: ignore[attr-defined]
        chosen = form.chosen() if form.is_valid() else DashboardForm.nothing()
        true = figures_of(period)
        figures = narrowed(self._allowed(true), period.version, chosen)
        pictures = dashboard_pictures(figures)
        promise = project_promise()
        if promise and not chosen.is_narrow:
            total = true.group_table(is_public=self.is_public)[-1:]
            reached = total[0].cells[-1].value if total else 0
            pictures.append(persons_picture(reached, promise))
        trend = [(each, self._allowed(figures_of(each))) for each in _periods_of(period, self._periods())]
        return {
            "form": form,
            "figures": figures,
            "pictures": pictures,
            "overdue": [line for line in office_lines(period) if line.overdue],
            "trend": printed([trend_table(trend)])[0],
        }

    @property
    def is_public(self) -> bool:
        return not self.request.user.has_perm("monitoring.view_true_figures")

    def _periods(self) -> QuerySet[Period]:
        """For who sees as the public does those whose figures a report has frozen: only these were judged together."""
        rows = Period.objects.select_related("version__plan", "plan", "kind")
        frozen = YearlyReport.objects.filter(period=OuterRef("pk"), figures__isnull=False)
        return rows.filter(Exists(frozen)) if self.is_public else rows

    def _allowed(self, figures: PeriodFigures) -> PeriodFigures:
        return figures.for_public() if self.is_public else figures


def _periods_of(period: Period, among: QuerySet[Period]) -> list[Period]:
    """Those of the same plan and kind, the oldest first."""
    rows = among.filter(plan=period.plan_id, kind=period.kind_id)
    return list(rows.order_by("-starts_on")[:MOST_PERIODS])[::-1]


class YearsView(ObjectPermissionMixin, DetailView):
    object: Period
    queryset = Period.objects.select_related("version__plan", "plan")
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/years.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(each, figures_of(each)) for each in _periods_of(self.object, self.queryset)]
        return super().get_context_data(table=printed([years_table(rows)])[0], **kwargs)


@require_GET
def years_file(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The same table as a sheet."""
    if not request.user.has_perm("monitoring.view_true_figures"):
        raise PermissionDenied
    period = get_object_or_404(Period.objects.select_related("plan"), pk=pk)
    table = years_table([(each, figures_of(each)) for each in _periods_of(period, YearsView.queryset)])
    content = tables_xlsx([table], title=str(period.plan), issuer=issuer(), made_at=timezone.localtime())
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="target-achieved.xlsx"'
    return response
