"""Complaints before the adoption, who decides on them, and the ZIP for the national register."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from consultations.calls.services import decide_complaint, save_complaint_body, take_complaint
from consultations.forms.calls import ComplaintBodyForm, ComplaintDecisionForm, RoundComplaintForm
from consultations.models import ComplaintBody, Round, RoundComplaint
from consultations.outputs.register import register_zip
from core.views import DeedFormView, ObjectDeedView


class ComplaintCreateView(ObjectDeedView):
    permission_required = "consultations.keep_complaint"
    queryset = Round.objects.public()
    form_class = RoundComplaintForm
    title = _("Complaint before the adoption")
    said = _("The complaint is written down.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": RoundComplaint(round=self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=str(ComplaintBody.objects.current()), **kwargs)

    def act(self, form: RoundComplaintForm) -> Round:
        return take_complaint(form.instance, actor=self.request.user).round


class ComplaintDecideView(ObjectDeedView):
    permission_required = "consultations.keep_complaint"
    queryset = RoundComplaint.objects.select_related("round")
    form_class = ComplaintDecisionForm
    title = _("Decide on the complaint")
    save = _("Decide")
    said = _("The complaint is decided on.")

    def too_late(self) -> Any:
        return _("Somebody has decided on this complaint already.") if self.object.result else ""

    def trail(self) -> list[tuple[Any, str]]:
        return [(self.object.round, self.object.round.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object.about, **kwargs)

    def act(self, form: ComplaintDecisionForm) -> Round:
        return decide_complaint(form.into(self.object), actor=self.request.user).round


class ComplaintBodyView(PermissionRequiredMixin, DeedFormView):
    permission_required = "consultations.change_complaintbody"
    form_class = ComplaintBodyForm
    title = _("Who decides on complaints before the adoption")
    said = _("Saved.")

    @cached_property
    def row(self) -> ComplaintBody:
        return ComplaintBody.objects.current()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.row}

    def act(self, form: ComplaintBodyForm) -> str:
        save_complaint_body(form.instance, actor=self.request.user)
        return "consultations:round_list"


@require_POST
def register_package(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """What is typed and uploaded at the national register."""
    consultation = get_object_or_404(Round.objects.public(), pk=pk)
    if not request.user.has_perm("consultations.register_round", consultation):
        raise PermissionDenied
    response = HttpResponse(register_zip(consultation), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="regjistri-{pk}.zip"'
    return response
