"""Pages of the yearly report."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.figures import indicators_to_trace
from monitoring.forms import ReportRecommendationForm, RevisionForm, SectionForm, SendForm, SubmissionReceiptForm
from monitoring.models import Period, ReportSection, ReportSubmission, YearlyReport
from monitoring.reports import report_figures
from monitoring.services.reports import (
    add_recommendation,
    move_report,
    open_report,
    record_receipt,
    request_report_file,
    send_report,
    write_section,
)
from monitoring.workflow import REPORT_WORKFLOW
from operations.step_views import StepView


class ReportDetailView(ObjectPermissionMixin, DetailView):
    object: YearlyReport
    queryset = (
        YearlyReport.objects.with_proofs()
        .select_related("period__version__plan")
        .prefetch_related("sections", "recommendations", "state_changes__actor", "submissions__addressee")
    )
    permission_required = "monitoring.view_report"
    template_name = "monitoring/report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = report_figures(self.object)
        if not self.request.user.has_perm("monitoring.view_true_figures"):
            figures = figures.for_public()
        return super().get_context_data(
            offers=REPORT_WORKFLOW.offers(self.object, self.request.user),
            figures=figures,
            indicators=indicators_to_trace(figures, self.object.period.version),
            submissions=self.object.submissions.select_related("addressee", "receipt"),
            **kwargs,
        )


class ReportCreateView(ObjectDeedView):
    queryset = Period.objects.all()
    form_class = RevisionForm
    permission_required = "monitoring.write_report"
    title = _("Begin the monitoring report")
    said = _("The report is open for writing.")

    def has_permission(self) -> bool:
        return self.request.user.has_perm("monitoring.write_report")

    def act(self, form: Any) -> YearlyReport:
        return open_report(period=self.object, actor=self.request.user, **form.cleaned_data)


class ReportDeedView(ObjectDeedView):
    queryset = YearlyReport.objects.select_related("period")
    permission_required = "monitoring.write_report"


class SectionView(ReportDeedView):
    form_class = SectionForm
    said = _("The part is saved.")

    @cached_property
    def section(self) -> ReportSection:
        return get_object_or_404(ReportSection, report=self.object, code=self.kwargs["code"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.section}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.section.get_code_display(), **kwargs)

    def act(self, form: Any) -> YearlyReport:
        write_section(self.object, self.kwargs["code"], actor=self.request.user, **form.cleaned_data)
        return self.object


class RecommendationView(ReportDeedView):
    form_class = ReportRecommendationForm
    title = _("Add a recommendation")
    said = _("The recommendation is saved.")

    def act(self, form: Any) -> YearlyReport:
        add_recommendation(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object


class SendView(ReportDeedView):
    form_class = SendForm
    permission_required = "monitoring.send_report"
    title = _("Record a submission")
    said = _("The submission is recorded.")

    def act(self, form: Any) -> YearlyReport:
        send_report(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object


class ReceiptView(ObjectDeedView):
    queryset = ReportSubmission.objects.select_related("report__period", "addressee")
    form_class = SubmissionReceiptForm
    permission_required = "monitoring.send_report"
    title = _("Record a proof of receipt")
    said = _("The proof of receipt is recorded.")

    def has_permission(self) -> bool:
        return self.request.user.has_perm("monitoring.send_report", self.get_object().report)

    def act(self, form: Any) -> YearlyReport:
        record_receipt(self.object, actor=self.request.user, **form.cleaned_data)
        return self.object.report


class ReportStepView(StepView):
    queryset = YearlyReport.objects.select_related("period")
    workflow = REPORT_WORKFLOW
    move = staticmethod(move_report)
    now = _("The report is now: %(state)s.")


@require_POST
def report_file(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(YearlyReport, pk=pk)
    language = request.POST.get("language", get_language())
    job = request_report_file(report, language="en" if language == "en" else "sq", actor=request.user)
    return redirect(job)
