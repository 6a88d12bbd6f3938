"""The files of a version: what can be made, what is being made, and fetching what is ready."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.pages.address import page_of_rows
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from operations.views import as_attachment
from socialplan.content.models import PlanVersion
from socialplan.publishing.file_list import file_list_of, outputs_for
from socialplan.publishing.models import PlanReport
from socialplan.publishing.outputs import is_public, may_open
from socialplan.publishing.services.generated_files import request_file

FILES_PER_PAGE = 25


class VersionFilesView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    request: AuthenticatedHttpRequest
    queryset = (
        PlanVersion.objects.select_related("plan", "seal", "decision", "announcement")
        .defer("seal__canonical_json")
        .prefetch_related("mayor_orders", "withdrawals")
    )
    permission_required = "content.view_plan"
    template_name = "publishing/version_files.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [output.kind for output in outputs_for(self.object, self.request.user)]
        reports = self.object.reports.filter(kind__in=kinds).with_files()
        return super().get_context_data(
            file_list=file_list_of(self.object, self.request.user),
            page_obj=page_of_rows(self.request, reports, FILES_PER_PAGE),
            **kwargs,
        )


@require_POST
def report_request(request: AuthenticatedHttpRequest, pk: int, kind: str) -> HttpResponse:
    versions = PlanVersion.objects.select_related("plan")
    version, named = get_object_or_404(versions, pk=pk), request.POST.get("against", "")
    against = get_object_or_404(versions, pk=int(named)) if named.isdecimal() else None
    language = request.POST.get("language", "sq")
    try:
        report = request_file(version, kind, language=language, actor=request.user, against=against)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        is_there = report.job.is_finished
        messages.success(request, _("This file is there already.") if is_there else _("The file is being made."))
    return redirect(f"{reverse('publishing:version_files', args=[version.pk])}#{kind}")


class ReportStateView(ObjectPermissionMixin, DetailView):
    """The part of the page that asks again while a file is being made."""

    queryset = PlanReport.objects.with_files()
    template_name = "publishing/partials/_report.html"
    context_object_name = "report"

    def has_permission(self) -> bool:
        return self.request.user.is_authenticated and may_open(self.request.user, self.get_object())


@login_not_required
@require_GET
def report_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    report = get_object_or_404(PlanReport.objects.with_files(), pk=pk)
    if not may_open(request.user, report):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied
    if report.job.result_file is None:
        raise Http404(_("This file is not ready."))
    response = as_attachment(report.job.result_file)
    if is_public(report):
        response["Cache-Control"] = "public, max-age=3600"
    return response
