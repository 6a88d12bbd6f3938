"""The desk of the data-protection officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from accounts.http import AuthenticatedHttpRequest
from consultations.facts.privacy_desk import access_matrix, consents, matrix_roles, openings, stored_rows, taken_away
from consultations.forms import IncidentForm, IncidentSettlementForm, PersonRequestAnswerForm, PersonRequestForm
from consultations.models import PersonRequest, PrivacyIncident
from consultations.removals.services import about_row, rows_to_judge
from consultations.rights.requests import data_of_request, erase_for_request
from consultations.services.desk import answer_request, open_incident, settle_incident, take_request
from consultations.views.points import page_of
from core.views import ObjectDeedView, RowDeedView
from core.workflow import StepRefused

KEEP = "consultations.keep_privacy"
SHOWN = 50


class PrivacyDeskView(PermissionRequiredMixin, TemplateView):
    permission_required = KEEP
    template_name = "consultations/privacy_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stored = stored_rows()
        return super().get_context_data(
            requests=PersonRequest.objects.all()[:SHOWN],
            incidents=PrivacyIncident.objects.all()[:SHOWN],
            openings=openings(),
            taken_away=taken_away(),
            consents=consents(),
            with_term=[row for row in stored if row.days is not None],
            without_term=[row for row in stored if row.days is None],
            **kwargs,
        )


class AccessMatrixView(PermissionRequiredMixin, TemplateView):
    permission_required = KEEP
    template_name = "consultations/access_matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(roles=matrix_roles(), rows=list(access_matrix()), **kwargs)


class DeskRowView(RowDeedView):
    permission_required = KEEP
    listing = (_("Data protection"), "consultations:privacy_desk")


class PersonRequestCreateView(DeskRowView):
    model = PersonRequest
    form_class = PersonRequestForm
    title = _("Request of a person")
    lead = _("Who asks stands on the paper under its protocol number; here is only what is asked and what was done.")

    def act(self, form: PersonRequestForm) -> str:
        take_request(form.instance, actor=self.request.user, code=form.cleaned_data["code"])
        return self.address


class IncidentCreateView(DeskRowView):
    model = PrivacyIncident
    form_class = IncidentForm
    title = _("Incident with personal data")
    lead = _("The clock runs from the discovery; the task stays until the authority is told or a reason says why not.")

    def act(self, form: IncidentForm) -> str:
        open_incident(form.instance, actor=self.request.user)
        return self.address


class DeskDeedView(ObjectDeedView):
    permission_required = KEEP
    said = _("Saved.")

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Data protection"), reverse("consultations:privacy_desk"))]

    def page_after(self, target: Any) -> str:
        return reverse("consultations:privacy_desk")


class PersonRequestAnswerView(DeskDeedView):
    queryset = PersonRequest.objects.select_related("contribution")
    form_class = PersonRequestAnswerForm
    template_name = "consultations/person_request_answer.html"
    title = _("Answer the request")

    def too_late(self) -> Any:
        return "" if self.object.is_waiting else _("This request is answered already.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.object
        said = asked.contribution if asked.asks_for_erasure and asked.is_waiting else None
        judged = [(capfirst(about_row(row)), page_of(row)) for row in rows_to_judge(said)] if said else []
        return super().get_context_data(lead=asked.about, judged=judged, **kwargs)

    def act(self, form: PersonRequestAnswerForm) -> PersonRequest:
        return answer_request(self.object, actor=self.request.user, **form.cleaned_data)


class IncidentSettleView(DeskDeedView):
    queryset = PrivacyIncident.objects.all()
    form_class = IncidentSettlementForm
    title = _("Notify or close the incident")

    def too_late(self) -> Any:
        return "" if self.object.is_waiting else _("This incident is dealt with already.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object.what, **kwargs)

    def act(self, form: IncidentSettlementForm) -> PrivacyIncident:
        return settle_incident(self.object, actor=self.request.user, **form.cleaned_data)


@require_POST
def request_export(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Her data as a file to hand to her; the request is answered on its own page."""
    asked = get_object_or_404(PersonRequest.objects.select_related("contribution__round"), pk=pk)
    try:
        content = data_of_request(asked, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("consultations:privacy_desk")
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="te-dhenat-{pk}.json"'
    return response


@require_POST
def request_erase(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(PersonRequest.objects.select_related("contribution"), pk=pk)
    try:
        erase_for_request(asked, actor=request.user)
    except (StepRefused, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        done = _(
            "Contact, consents and the private note are erased, and the words are shown nowhere any more. The sealed "
            "original stays in the archive and is opened only with a recorded reason. Write the answer now."
        )
        messages.success(request, done)
    return redirect(asked)
