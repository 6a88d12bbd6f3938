"""Pages of a monitoring period."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.figures import indicators_to_trace, period_figures
from monitoring.forms import BeneficiaryForm, MeasureProgressForm, PeriodForm, SpendingForm
from monitoring.models import MeasureProgress, Period
from monitoring.services.periods import open_period, report_beneficiaries, report_measure, report_spending
from socialplan.content.models import Measure, PlanVersion


class PeriodListView(PermissionRequiredMixin, ListView):
    permission_required = "monitoring.view_period"
    queryset = Period.objects.select_related("version__plan").prefetch_related("reports")
    paginate_by = 50


class PeriodDetailView(ObjectPermissionMixin, DetailView):
    object: Period
    queryset = Period.objects.select_related("version__plan")
    permission_required = "monitoring.view_period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_public = not self.request.user.has_perm("monitoring.view_true_figures")
        figures = period_figures(self.object)
        shown = figures.for_public() if is_public else figures
        return super().get_context_data(
            figures=shown,
            indicators=indicators_to_trace(shown, self.object.version),
            groups=figures.group_table(is_public=is_public),
            reports=self.object.reports.all(),
            **kwargs,
        )


class PeriodCreateView(ObjectDeedView):
    """Opens a period for the plan version that is in force."""

    form_class = PeriodForm
    permission_required = "monitoring.manage_period"
    title = _("Open a monitoring period")
    said = _("The period is open.")

    def get_object(self, queryset: Any = None) -> PlanVersion:
        return get_object_or_404(PlanVersion.objects.of_plans().in_force().order_by("-pk")[:1])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Period(version=self.object)}

    def act(self, form: Any) -> Period:
        return open_period(version=self.object, actor=self.request.user, **form.cleaned_data)


class MeasureDeedView(ObjectDeedView):
    """A deed on one measure in one period."""

    queryset = Period.objects.select_related("version")
    permission_required = "monitoring.enter_results"

    @cached_property
    def measure(self) -> Measure:
        return get_object_or_404(Measure, version=self.object.version_id, pk=self.kwargs["measure"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=str(self.measure), **kwargs)


class ProgressView(MeasureDeedView):
    form_class = MeasureProgressForm
    title = _("What was done")
    said = _("What was done is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        measure = self.measure
        entry = MeasureProgress.objects.filter(period=self.object, measure=measure).first()
        return super().get_form_kwargs() | {"instance": entry or MeasureProgress(period=self.object, measure=measure)}

    def act(self, form: Any) -> Period:
        report_measure(period=self.object, measure=self.measure, actor=self.request.user, **form.cleaned_data)
        return self.object


class SpendingView(MeasureDeedView):
    form_class = SpendingForm
    title = _("What was spent")
    said = _("The spending is saved.")

    def act(self, form: Any) -> Period:
        amounts = {name: form.cleaned_data[name] for name in ("allocated", "committed", "spent")}
        report_spending(
            period=self.object,
            measure=self.measure,
            source=form.cleaned_data["source"],
            actor=self.request.user,
            amounts=amounts,
            reason=form.cleaned_data["reason"],
        )
        return self.object


class BeneficiaryView(ObjectDeedView):
    queryset = Period.objects.all()
    form_class = BeneficiaryForm
    permission_required = "monitoring.enter_results"
    title = _("Persons reached")
    said = _("The number of persons is saved.")

    def act(self, form: Any) -> Period:
        report_beneficiaries(period=self.object, actor=self.request.user, **form.cleaned_data)
        return self.object
