"""Beginning a plan or a version, and what a plan is linked with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from accounts.http import AuthenticatedHttpRequest
from core.workflow import StepRefused
from socialplan.content.models import PlanVersion
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.consultations import RoundLinkForm
from socialplan.drafting.forms.content import FollowedPlanForm, PlanForm
from socialplan.drafting.services.copying import open_amendment
from socialplan.drafting.services.plans import create_plan, follow_plan, link_round


class PlanCreateView(PermissionRequiredMixin, FormView):
    request: AuthenticatedHttpRequest
    permission_required = "drafting.add_plan"
    template_name = "drafting/plan_form.html"
    form_class = PlanForm

    def form_valid(self, form: PlanForm) -> HttpResponse:
        return redirect(create_plan(actor=self.request.user, **form.cleaned_data))


class RoundLinkView(VersionDeedView):
    permission_required = "drafting.link_round"
    form_class = RoundLinkForm
    title = gettext_lazy("Link a consultation round")
    said = gettext_lazy("The consultation round is linked.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object}

    def act(self, form: RoundLinkForm) -> PlanVersion:
        link_round(self.object.plan, form.cleaned_data["round_"], actor=self.request.user)
        return self.object


class FollowedPlanView(VersionDeedView):
    permission_required = "drafting.choose_followed_plan"
    form_class = FollowedPlanForm
    title = gettext_lazy("Choose the plan that the strategy follows")
    said = gettext_lazy("The plan that the strategy follows is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object.plan}

    def act(self, form: FollowedPlanForm) -> PlanVersion:
        follow_plan(self.object, form.cleaned_data["follows"], actor=self.request.user)
        return self.object


@require_POST
def version_amend(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(PlanVersion.objects.select_related("plan"), pk=pk)
    try:
        amended = open_amendment(version, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(version)
    messages.success(request, _("Version %(number)s is open for drafting.") % {"number": amended.number})
    return redirect(amended)
