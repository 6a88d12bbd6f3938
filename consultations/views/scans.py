"""The scan of a paper: attached by who typed it, opened with a reason, read by the protection workers, erased."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import AuthenticatedHttpRequest
from consultations.enums import ContributionChannel
from consultations.forms.contributions import ScanForm
from consultations.models import Contribution, ContributionScan, DangerAlert
from consultations.services.scans import attach_scan, erase_scan
from core.views import ObjectDeedView


def scan_file(scan: ContributionScan) -> HttpResponse:
    """Saved, never shown in the page: what a stranger drew into it runs nowhere."""
    answer = HttpResponse(bytes(scan.content), content_type=scan.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{scan.file_name}"'
    return answer


class ScanAttachView(ObjectDeedView):
    """For a paper that was scanned after it had been typed."""

    permission_required = "consultations.attach_scan"
    queryset = Contribution.objects.filter(channel=ContributionChannel.PAPER).select_related("round")
    form_class = ScanForm
    title = _("Attach the scan of the paper")
    said = _("The scan is kept, sealed.")

    def act(self, form: ScanForm) -> Contribution:
        return attach_scan(self.object, form.cleaned_data["scan"], actor=self.request.user).contribution


@require_POST
def scan_erase(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    contribution = get_object_or_404(Contribution, pk=pk)
    erase_scan(contribution, actor=request.user)
    messages.success(request, gettext("The scan is erased; the words stay."))
    is_reader = request.user.has_perm("consultations.view_contribution", contribution)
    return redirect(contribution if is_reader else "site:home")


@require_safe
@permission_required("consultations.view_danger", raise_exception=True)
def danger_scan(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """For the workers who read the words beside it, as long as these are with them."""
    alerts: Any = DangerAlert.objects.with_protection()
    return scan_file(get_object_or_404(ContributionScan, contribution__danger_alert__in=alerts.filter(pk=pk)))
