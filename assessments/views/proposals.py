"""A provider proposes changes of its own service; staff decide field by field."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments.enums import ProposalState
from assessments.models import ProposedChange, Service
from assessments.service_map.forms import DecideProposalForm, ProposalForm, steps_of_proposal
from assessments.service_map.proposals import decide_changes, propose_changes
from core.pages.stepped import FormStep, SteppedView
from core.views import ObjectDeedView

SERVICES = Service.objects.select_related("run_by")


class ProposeChangesView(SteppedView, ObjectDeedView):
    permission_required = "assessments.propose_service"
    queryset = SERVICES
    form_class = ProposalForm
    title = _("Propose changes of your service")
    lead = _("Write how it is today. The municipality looks at each field before the service map says so.")
    save = _("Propose")
    save_step = _("Propose and go on")
    edit_name = "assessments:service_propose"

    @property
    def steps(self) -> list[FormStep]:
        return steps_of_proposal(self.object)

    @property
    def said(self) -> Any:
        if not self.object.proposed_changes.waiting().exists():
            return _("Nothing differs from what stands in the service map.")
        return _("Thank you. The municipality decides on each field.")

    def get_form_kwargs(self) -> dict[str, Any]:
        own = Service.objects.get(pk=self.object.pk)  # the page goes on showing what stands in the map
        return super().get_form_kwargs() | {"instance": own}

    def act(self, form: ProposalForm) -> Service:
        proposed, actor = form.proposed(), self.request.user
        propose_changes(self.object, proposed, actor=actor, shown=form.shown(), is_part=bool(self.step))
        service: Service = self.object
        return service


class DecideChangesView(ObjectDeedView):
    permission_required = "assessments.change_service"
    queryset = SERVICES
    form_class = DecideProposalForm
    title = _("Decide on what the provider proposes")
    lead = _("Each field alone: what is accepted stands in the service map at once, what is left waits on.")
    save = _("Decide")
    said = _("The proposals are decided.")

    def too_late(self) -> Any:
        return "" if self.waiting else _("No proposal of the provider waits here.")

    @cached_property
    def waiting(self) -> list[ProposedChange]:
        return list(self.object.proposed_changes.waiting().select_related("service", "proposed_by"))

    def get_form_kwargs(self) -> dict[str, Any]:
        posts = self.object.servicestaff_rows.aggregate(together=Sum("fte"))["together"]
        return super().get_form_kwargs() | {"waiting": self.waiting, "posts": posts}

    def act(self, form: DecideProposalForm) -> Service:
        accepted, refused = (form.chosen(each) for each in (ProposalState.ACCEPTED, ProposalState.REFUSED))
        return decide_changes(self.object, accepted=accepted, refused=refused, actor=self.request.user)
