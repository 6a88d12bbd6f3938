"""The queue that only the protection workers read, and the help numbers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.enums import DangerResult
from consultations.forms import DangerCorrectionForm, DangerSettlementForm, HelpLineForm
from consultations.models import (
    Contribution,
    ContributionContact,
    ContributionScan,
    DangerAlert,
    DangerCorrection,
    DangerSettlement,
    HelpLine,
)
from consultations.services import correct_danger, raise_danger, save_helpline, settle_danger
from core.pages.stepped import SteppedRowView
from core.views import ObjectDeedView
from core.workflow import StepRefused


class DangerListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.view_danger"
    queryset = (
        DangerAlert.objects.select_related("contribution__round", "settlement")
        .prefetch_related("settlement__corrections")
        .order_by("-recorded_at", "-pk")
    )
    template_name = "consultations/danger_list.html"
    paginate_by = 30


class DangerDetailView(ObjectDeedView):
    """The words, and what was done about them."""

    permission_required = "consultations.view_danger"
    queryset = DangerAlert.objects.select_related("contribution__round", "settlement")
    form_class = DangerSettlementForm
    template_name = "consultations/danger_detail.html"
    title = _("Somebody is in danger")
    lead = _("Only the workers who protect children and act against violence read this page.")
    said = _("It is written down.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": DangerSettlement(alert_id=self.object.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = ContributionContact.objects.filter(contribution=self.object.contribution_id).first()
        scan = ContributionScan.objects.filter(contribution=self.object.contribution_id)
        has_scan = DangerAlert.objects.with_protection().filter(pk=self.object.pk).exists() and scan.exists()
        return super().get_context_data(contact=contact, has_scan=has_scan, dangeralert=self.object, **kwargs)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Somebody is in danger"), reverse("consultations:danger_list"))]

    def act(self, form: DangerSettlementForm) -> DangerAlert:
        return settle_danger(form.instance, actor=self.request.user).alert


class DangerCorrectView(ObjectDeedView):
    """A wrong outcome is corrected, with the reason, as often as it must be; all stay readable."""

    permission_required = "consultations.view_danger"
    queryset = DangerAlert.objects.filter(settlement__isnull=False).select_related("settlement")
    form_class = DangerCorrectionForm
    title = _("Correct what was done")
    save = _("Correct")
    said = _("It is corrected.")

    def get_form_kwargs(self) -> dict[str, Any]:
        correction = DangerCorrection(settlement=self.settlement())
        return super().get_form_kwargs() | {"instance": correction}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"seen": len(self.object.outcomes)}

    def settlement(self) -> DangerSettlement:
        return get_object_or_404(DangerSettlement, alert=self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=_leads_to(DangerCorrection(settlement=self.settlement())), **kwargs)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Somebody is in danger"), reverse("consultations:danger_list"))]

    def act(self, form: DangerCorrectionForm) -> DangerAlert:
        seen = form.cleaned_data["seen"]
        return correct_danger(form.instance, seen=seen, actor=self.request.user).settlement.alert


def _leads_to(correction: DangerCorrection) -> Any:
    if correction.result == DangerResult.RETURNED:
        return _("The text goes back to the consultation: it is read, coded and answered like any other.")
    return _("The text comes back to the protection workers; nobody else reads it any more.")


@require_POST
def danger_raise(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    contribution = get_object_or_404(Contribution.objects.in_the_open(), pk=pk)
    try:
        raise_danger(contribution, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(contribution)
    messages.success(request, gettext("The text is with the protection workers; nobody else reads it any more."))
    return redirect("consultations:contribution_list")


class HelpLineListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.view_helpline"
    queryset = HelpLine.objects.all()
    template_name = "consultations/help_line_list.html"


class HelpLineFormView(SteppedRowView):
    edit_name = "consultations:help_line_update"
    permission_required = "consultations.change_helpline"
    model, form_class = HelpLine, HelpLineForm
    listing = (_("Help numbers"), "consultations:help_line_list")
    deed = staticmethod(save_helpline)
