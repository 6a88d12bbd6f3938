"""Reading words for names, opening what is sealed, and what readers of published words report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.enums import ConsentPurpose, ContributionChannel, OpenedData
from consultations.forms import DataOpeningForm, RedactionForm, ReportSettlementForm
from consultations.forms.contributions import ScanForm
from consultations.models import (
    Contribution,
    ContributionContact,
    ContributionScan,
    DangerAlert,
    DataOpening,
    PublishedWords,
    Redaction,
    TextReport,
)
from consultations.services import open_data, redact, settle_report, withdraw_consent
from consultations.services.contributions import attach_scan, erase_scan
from consultations.words.hints import hints_for
from core.views import ObjectDeedView, tell_refusal
from core.workflow import StepRefused


def scan_file(scan: ContributionScan) -> HttpResponse:
    """Saved, never shown in the page: what a stranger drew into it runs nowhere."""
    answer = HttpResponse(bytes(scan.content), content_type=scan.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{scan.file_name}"'
    return answer


class SealedDeedView(ObjectDeedView):
    """A deed on words that the data-protection officer may do, who does not read the page of a contribution."""

    def trail(self) -> list[tuple[Any, str]]:
        if self.request.user.has_perm("consultations.view_contribution", self.object):
            return super().trail()
        return [(_("Reports of published texts"), reverse("consultations:report_list"))]


class RedactionView(SealedDeedView):
    """The words as they are shown now, to take out what tells of a person."""

    permission_required = "consultations.redact_contribution"
    queryset = Contribution.objects.with_words().select_related("round")
    form_class = RedactionForm
    template_name = "consultations/contribution_redact.html"
    title = _("Read for names")
    save = _("Show the words like this")
    said = _("The words are shown like this from now on; the original is sealed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Redaction(contribution=self.object, text=self.object.words)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(hints=hints_for(self.object.words), **kwargs)

    def page_after(self, target: Contribution) -> Any:
        is_reader = self.request.user.has_perm("consultations.view_contribution", target)
        return target if is_reader else reverse("consultations:report_list")

    def act(self, form: RedactionForm) -> Contribution:
        return redact(form.instance, actor=self.request.user).contribution


class DataOpeningView(SealedDeedView):
    """What is sealed, shown once in the answer to a written reason."""

    permission_required = "consultations.open_data"
    queryset = Contribution.objects.select_related("round")
    form_class = DataOpeningForm
    template_name = "consultations/contribution_open.html"
    title = _("Open what is sealed")
    lead = _("It is written down who opened what, when and why; the data-protection officer reads that list.")
    save = _("Open")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": DataOpening(contribution=self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"opened": "", "contact": None} | kwargs))

    def form_valid(self, form: DataOpeningForm) -> HttpResponse:
        try:
            opening = open_data(form.instance, actor=self.request.user)
        except StepRefused as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        scan = ContributionScan.objects.filter(contribution=self.object).first()
        if opening.opened == OpenedData.SCAN and scan is not None:
            return scan_file(scan)
        shown: dict[str, Any] = {"opened": opening.opened}
        if opening.opened == OpenedData.CONTACT:
            shown["contact"] = ContributionContact.objects.filter(contribution=self.object).first()
        return self.render_to_response(self.get_context_data(form=form, save="", **shown))


@require_POST
def consent_withdraw(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """The consent to publication, for somebody who says so at the desk."""
    contribution = get_object_or_404(Contribution, pk=pk)
    withdraw_consent(contribution, ConsentPurpose.PUBLICATION, actor=request.user)
    messages.success(request, gettext("The consent is withdrawn; the words are not shown in public any more."))
    is_reader = request.user.has_perm("consultations.view_contribution", contribution)
    return redirect(contribution if is_reader else "site:home")


class TextReportListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.settle_report"
    template_name = "consultations/report_list.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[TextReport]:
        return TextReport.objects.select_related("words__round")


class TextReportSettleView(ObjectDeedView):
    permission_required = "consultations.settle_report"
    queryset = TextReport.objects.select_related("words__round", "words__contribution")
    form_class = ReportSettlementForm
    template_name = "consultations/report_settle.html"
    title = _("Report of a published text")
    said = _("It is written down.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Reports of published texts"), reverse("consultations:report_list"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = PublishedWords.objects.shown().filter(pk=self.object.words_id).first()
        return super().get_context_data(shown=shown, report=self.object, **kwargs)

    def act(self, form: ReportSettlementForm) -> str:
        settle_report(form.instance, actor=self.request.user)
        return reverse("consultations:report_list")


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
