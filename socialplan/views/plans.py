"""Lists and the working page of a version."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from socialplan.clock import Clock
from socialplan.comments import open_counts
from socialplan.facts import facts_of
from socialplan.figures import budget_of
from socialplan.findings import findings
from socialplan.forms.acts import RoundLinkForm
from socialplan.forms.content import FollowedPlanForm, PlanForm
from socialplan.gates import answers_without_place
from socialplan.models import PlanVersion
from socialplan.reading import reading_of
from socialplan.rules import readable_versions
from socialplan.services.copying import open_amendment
from socialplan.services.plans import create_plan, follow_plan, link_round
from socialplan.standing import standing_of
from socialplan.views.deeds import DeedFormView


class PlanListView(PermissionRequiredMixin, ListView):
    permission_required = "socialplan.view_plan"
    template_name = "socialplan/plan_list.html"
    context_object_name = "versions"
    paginate_by = 50
    request: AuthenticatedHttpRequest

    def get_queryset(self) -> Any:
        return readable_versions(self.request.user).with_budget().select_related("plan")


class PlanCreateView(PermissionRequiredMixin, FormView):
    request: AuthenticatedHttpRequest
    permission_required = "socialplan.add_plan"
    template_name = "socialplan/plan_form.html"
    form_class = PlanForm

    def form_valid(self, form: PlanForm) -> HttpResponse:
        return redirect(create_plan(actor=self.request.user, **form.cleaned_data))


class VersionDetailView(ObjectPermissionMixin, DetailView):
    object: PlanVersion
    request: AuthenticatedHttpRequest
    queryset = (
        PlanVersion.objects.with_budget()
        .select_related("plan__assessment", "announcement", "decision", "seal")
        .prefetch_related(
            "chapters",
            "risks",
            "opinions",
            "withdrawals",
            "mayor_orders",
            "submissions",
            "state_changes__actor",
            "plan__round_links__round",
            "strategicgoals__objectives__measures__costs",
            "strategicgoals__objectives__indicators__targets",
        )
    )
    permission_required = "socialplan.view_plan"
    template_name = "socialplan/version_detail.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comments = self.comments()
        return super().get_context_data(
            standing=standing_of(self.object, self.request.user),
            has_goals=not self.object.plan.is_strategy or bool(self.object.strategicgoals.all()),
            budget=budget_of(self.object),
            followed=self.object.followed(),
            in_force_on=Clock().force_in_words(self.object) if hasattr(self.object, "announcement") else None,
            unplaced=answers_without_place(self.object, facts_of(self.object).content),
            open_comments=comments.total(),
            chapters=[(chapter, comments[chapter.key]) for chapter in self.object.chapters.all()],
            missing=sum(finding.is_open for finding in findings(self.object)),
            **kwargs,
        )

    def comments(self) -> Counter[UUID]:
        """How many are open at each place; none for whom they are not meant."""
        is_hers = self.request.user.has_perm("socialplan.work_on_version", self.object)
        return open_counts(self.object) if is_hers else Counter()


class VersionReadView(ObjectPermissionMixin, DetailView):
    """The version as one document, as it would be printed."""

    object: PlanVersion
    queryset = PlanVersion.objects.select_related("plan__assessment").prefetch_related("chapters")
    permission_required = "socialplan.view_plan"
    template_name = "socialplan/version_read.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reading=reading_of(self.object), **kwargs)


class RoundLinkView(DeedFormView):
    permission_required = "socialplan.link_round"
    form_class = RoundLinkForm
    title = gettext_lazy("Link a consultation round")
    said = gettext_lazy("The consultation round is linked.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"version": self.object}

    def act(self, form: RoundLinkForm) -> PlanVersion:
        link_round(self.object.plan, form.cleaned_data["round_"], actor=self.request.user)
        return self.object


class FollowedPlanView(DeedFormView):
    permission_required = "socialplan.choose_followed_plan"
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
