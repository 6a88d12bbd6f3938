"""How the plan stands, for those who work on it; and target against achieved over all its periods."""

from __future__ import annotations

from collections.abc import Iterable
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
from monitoring.forms import ChosenPeriodForm, DashboardForm
from monitoring.models import Period, YearlyReport
from monitoring.reporting.dashboard import dashboard_pictures, narrowed, trend_table, years_table
from monitoring.reporting.heard import followed_promises, heard_table
from monitoring.reporting.outputs import XLSX
from monitoring.reporting.pictures import persons_picture
from monitoring.reporting.promise import promise_beside, with_promise
from monitoring.reporting.rolled import read_rolled, rolled_figures
from municipality.letterhead import issuer

MOST_PERIODS = 8


class DashboardView(PermissionRequiredMixin, TemplateView):
    """What is late, pictures, trend: of the newest period, or of a chosen one; councillors see what the public may."""

    permission_required = "monitoring.view_period"
    template_name = "monitoring/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        periods = list(self._periods())
        period = ChosenPeriodForm(self.request.GET, periods=periods).chosen()
        kwargs["waits_for_report"] = self.is_public
        if period is None:
            return super().get_context_data(period=None, **kwargs)
        return super().get_context_data(period=period, **self._shown(period, periods), **kwargs)

    def _shown(self, period: Period, periods: list[Period]) -> dict[str, Any]:
        over = _periods_of(period, periods)
        rolled = read_rolled(over, period)
        boards, true = rolled.boards, rolled.figures
        form = DashboardForm(
            self.request.GET, choices=boards[period.pk].choices, periods=periods, initial={"period": period.pk}
        )
        chosen = form.chosen() if form.is_valid() else DashboardForm.nothing()
        allowed = true.for_public() if self.is_public else true
        figures = narrowed(allowed, rolled.links, chosen)
        pictures = dashboard_pictures(figures)
        promise = promise_beside(period)
        if promise and not chosen.is_narrow:
            total = true.group_table(is_public=self.is_public)[-1:]
            reached = total[0].cells[-1].value if total else 0
            pictures.append(persons_picture(reached, promise))
        lights = "public_lights" if self.is_public else "lights"
        heard = followed_promises(period.version, figures)
        return {
            "form": form,
            "figures": figures,
            "pictures": pictures,
            "overdue": boards[period.pk].overdue,
            "heard": printed([heard_table(heard)])[0] if heard else None,
            "kept": sum(each.is_fulfilled for each in heard),
            "heard_count": len(heard),
            "trend": printed(
                [trend_table((each, getattr(boards[each.pk], lights), boards[each.pk].ended) for each in over)]
            )[0],
        }

    @property
    def is_public(self) -> bool:
        return not self.request.user.has_perm("monitoring.view_true_figures")

    def _periods(self) -> QuerySet[Period]:
        """For who sees as the public does those whose figures a report has frozen: only these were judged together."""
        rows = with_promise(Period.objects.select_related("version__plan", "plan", "kind"))
        frozen = YearlyReport.objects.filter(period=OuterRef("pk"), figures__isnull=False)
        return rows.filter(Exists(frozen)) if self.is_public else rows


def _periods_of(period: Period, among: Iterable[Period]) -> list[Period]:
    """Those of the same plan and kind, the oldest first."""
    alike = [each for each in among if (each.plan_id, each.kind_id) == (period.plan_id, period.kind_id)]
    return sorted(alike, key=lambda each: each.starts_on)[-MOST_PERIODS:]


class YearsView(ObjectPermissionMixin, DetailView):
    object: Period
    queryset = Period.objects.select_related("version__plan", "plan")
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/years.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(each, rolled_figures(each)) for each in _periods_of(self.object, self.get_queryset())]
        return super().get_context_data(table=printed([years_table(rows)])[0], **kwargs)


@require_GET
def years_file(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The same table as a sheet."""
    if not request.user.has_perm("monitoring.view_true_figures"):
        raise PermissionDenied
    period = get_object_or_404(Period.objects.select_related("plan"), pk=pk)
    table = years_table([(each, rolled_figures(each)) for each in _periods_of(period, YearsView.queryset.all())])
    content = tables_xlsx([table], title=str(period.plan), issuer=issuer(), made_at=timezone.localtime())
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="target-achieved.xlsx"'
    return response
