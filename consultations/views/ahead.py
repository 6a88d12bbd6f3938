"""The yearly calendar and the proposals, as the coordinator works on them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from consultations.calls.ahead import answer_proposal, save_planned
from consultations.forms.ahead import PlannedConsultationForm, ProposalAnswerForm
from consultations.models import PlannedConsultation, StartProposal
from core.pages.stepped import SteppedRowView
from core.views import ObjectDeedView


class PlannedListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.work_round"
    queryset = PlannedConsultation.objects.order_by("-year", "month", "pk")
    template_name = "consultations/planned_list.html"
    paginate_by = 60


class PlannedFormView(SteppedRowView):
    edit_name = "consultations:planned_update"
    permission_required = "consultations.add_round"
    model, form_class = PlannedConsultation, PlannedConsultationForm
    listing = (_("Yearly calendar of consultations"), "consultations:planned_list")
    deed = staticmethod(save_planned)


class StartProposalListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.answer_proposal"
    queryset = StartProposal.objects.order_by("result", "-pk")
    template_name = "consultations/start_proposal_list.html"
    paginate_by = 60


class StartProposalAnswerView(ObjectDeedView):
    permission_required = "consultations.answer_proposal"
    queryset = StartProposal.objects.all()
    form_class = ProposalAnswerForm
    title = _("Answer the proposal to start a procedure")
    said = _("The proposal is answered; everybody can read the answer.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def too_late(self) -> Any:
        return _("This proposal is already answered.") if self.object.result else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object.text, **kwargs)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Proposals to start a procedure"), reverse("consultations:start_proposal_list"))]

    def act(self, form: ProposalAnswerForm) -> str:
        answer_proposal(form.instance, actor=self.request.user)
        return reverse("consultations:start_proposal_list")
