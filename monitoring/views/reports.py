"""Pages of the yearly report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.printing.printed import printed
from core.together.relations import read_relations
from core.together.side_by_side import read, side_by_side
from core.views import ObjectDeedView, ObjectPermissionMixin
from core.workflow import StepRefused
from monitoring.enums import ReportStep, SectionCode
from monitoring.forms import (
    FollowUpForm,
    ReasonsForm,
    ReportRecommendationForm,
    RevisionForm,
    SectionForm,
    SendForm,
    SubmissionReceiptForm,
)
from monitoring.models import (
    Period,
    RecommendationFollowUp,
    ReportFile,
    ReportRecommendation,
    ReportSection,
    ReportSubmission,
    YearlyReport,
)
from monitoring.models.reports import STEPS_LOOK_AT
from monitoring.reporting.changes import changes_since
from monitoring.reporting.outputs import may_open, read_files_of
from monitoring.reporting.prose import prose_before_release
from monitoring.reporting.reasons import (
    gaps_of,
    read_follow_up_rows,
    read_gaps_beside_figures,
    reason_rows,
    report_figures,
    to_follow_up,
)
from monitoring.reporting.reports import ReportContext, traced_results
from monitoring.services.builder import explain_results, follow_up
from monitoring.services.files import request_report_file
from monitoring.services.reports import (
    add_recommendation,
    move_report,
    open_report,
    record_receipt,
    send_report,
    write_section,
)
from monitoring.workflow import REPORT_WORKFLOW
from operations.step_views import StepView
from operations.views import as_attachment
from socialplan.approval.acts.definition.paper import Paper


class ReportDetailView(ObjectPermissionMixin, DetailView):
    """The report as everybody will read it, with what it still lacks and what may be done with it."""

    object: YearlyReport
    queryset = (
        YearlyReport.objects.with_proofs()
        .select_related("period__version__plan")
        .prefetch_related("sections", "recommendations", "narratives", "follow_ups", "state_changes__actor")
    )
    permission_required = "monitoring.view_report"
    template_name = "monitoring/report_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.object
        (document, figures), gaps, rows, files, _steps = read(
            side_by_side(
                ReportContext.read_with_true_figures(report),
                read_gaps_beside_figures(report),
                read_follow_up_rows(report),
                read_files_of(report),
                read_relations([([report], STEPS_LOOK_AT)]),
            )
        )
        return super().get_context_data(
            offers=REPORT_WORKFLOW.offers(report, self.request.user),
            document=document,
            parts=[(part, printed(part.tables)) for part in document.parts],
            results=traced_results(document),
            annexes=[printed([table])[0] for table in document.annexes[1:]],
            gaps=gaps_of(report, figures, gaps) if report.is_editable else [],
            to_follow_up=rows,
            submissions=document.submissions,
            files=files,
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
    """One part, with the question it answers and the figures that the public will see beside it."""

    form_class = SectionForm
    template_name = "monitoring/section_form.html"
    said = _("The part is saved.")

    @cached_property
    def section(self) -> ReportSection:
        code = self.kwargs["code"]
        if code not in SectionCode.values:
            raise Http404
        return self.object.sections.filter(code=code).first() or ReportSection(report=self.object, code=code)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.section}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = ReportContext.of(self.object).parts
        part = next(each for each in parts if each.part.code == self.kwargs["code"])
        shown = {"title": part.title, "lead": part.part.prompt, "tables": printed(part.tables)}
        return super().get_context_data(**(shown | kwargs))

    def act(self, form: Any) -> YearlyReport:
        writer, written = self.request.user, form.cleaned_data
        write_section(self.object, self.kwargs["code"], actor=writer, begins=form.begins, **written)
        return self.object


class ReasonsView(ReportDeedView):
    """Why each indicator is behind its target, all on one page."""

    form_class = ReasonsForm
    template_name = "monitoring/reasons_form.html"
    title = _("Why results are behind their targets")
    lead = _("Each needs a reason before the report can be validated.")
    said = _("The reasons are saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = reason_rows(self.object, report_figures(self.object))
        return super().get_form_kwargs() | {"report": self.object, "rows": rows}

    def act(self, form: Any) -> YearlyReport:
        explain_results(self.object, form.reasons(), actor=self.request.user)
        return self.object


class FollowUpView(ReportDeedView):
    form_class = FollowUpForm
    title = _("What became of the recommendation")
    said = _("The follow-up is saved.")

    @cached_property
    def recommendation(self) -> ReportRecommendation:
        rows = {row.pk: row for row in to_follow_up(self.object)}
        if self.kwargs["recommendation"] not in rows:
            raise Http404
        return rows[self.kwargs["recommendation"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        found = self.object.follow_ups.filter(recommendation=self.recommendation).first()
        given = found or RecommendationFollowUp(report=self.object, recommendation=self.recommendation)
        return super().get_form_kwargs() | {"instance": given}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"lead": self.recommendation.text} | kwargs))

    def act(self, form: Any) -> YearlyReport:
        writer, written = self.request.user, form.cleaned_data
        follow_up(self.object, self.recommendation, actor=writer, begins=form.begins, **written)
        return self.object


class ChangesView(ObjectPermissionMixin, DetailView):
    """What reads otherwise today than in the frozen report, and the way to a revision."""

    queryset = YearlyReport.objects.select_related("period__version__plan").prefetch_related("narratives")
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/report_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(changes=changes_since(self.object), **kwargs)


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
        given = dict(form.cleaned_data)
        if file := given["proof"]:
            file.seek(0)
            given["proof"] = Paper(content=file.read(), name=file.name)
        record_receipt(self.object, actor=self.request.user, **given)
        return self.object.report


class ReportStepView(StepView):
    queryset = YearlyReport.objects.select_related("period")
    workflow = REPORT_WORKFLOW
    move = staticmethod(move_report)
    now = _("The report is now: %(state)s.")
    prose_by_step = {ReportStep.VALIDATE: prose_before_release}


@require_POST
def report_file(request: AuthenticatedHttpRequest, pk: int, kind: str) -> HttpResponse:
    report = get_object_or_404(YearlyReport, pk=pk)
    try:
        file = request_report_file(report, kind, language=request.POST.get("language", "sq"), actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(report)
    return redirect(file.job)


@login_not_required
@require_GET
def report_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a published report is open to everybody, others to whoever may ask for one."""
    file = get_object_or_404(ReportFile.objects.with_jobs(), pk=pk)
    if not may_open(request.user, file):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
    if file.job.result_file is None:
        raise Http404(gettext("This file is not ready."))
    response = as_attachment(file.job.result_file)
    if file.is_public:
        response["Cache-Control"] = "public, max-age=3600"
    return response
