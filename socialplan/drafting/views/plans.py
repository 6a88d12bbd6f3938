"""Beginning a plan or a version, and what a plan is linked with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.http import AuthenticatedHttpRequest
from core.views import DeedFormView
from core.workflow import StepRefused
from socialplan.content.models import PlanVersion
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.consultations import RoundLinkForm
from socialplan.drafting.forms.content import FollowedPlanForm, PlanForm
from socialplan.drafting.services.copying import open_amendment
from socialplan.drafting.services.plans import create_plan, follow_plan, link_round


class PlanCreateView(PermissionRequiredMixin, DeedFormView):
    request: AuthenticatedHttpRequest
    permission_required = "drafting.add_plan"
    form_class = PlanForm
    title = gettext_lazy("New plan or strategy")
    save = gettext_lazy("Create")
    said = gettext_lazy("Saved.")

    def act(self, form: PlanForm) -> PlanVersion:
        return create_plan(actor=self.request.user, **form.cleaned_data)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Plans and strategies"), reverse("content:plan_list"))]


class RoundLinkView(VersionDeedView):
    permission_required = "drafting.link_round"
    form_class = RoundLinkForm
    title = gettext_lazy("Link a consultation round")
    said = gettext_lazy("The consultation round is linked.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object}

    def act(self, form: RoundLinkForm) -> PlanVersion:
        version = self.object if self.object.derived_from_id else None
        link_round(self.object.plan, form.cleaned_data["round_"], actor=self.request.user, version=version)
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
