"""What a member of an organisation sends for it, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from accounts.models import Membership
from assessments.models import Service
from consultations.forms import OrganisationContributionForm
from consultations.models import Contribution, Recommendation, Round
from consultations.services import send_for_organisation
from consultations.telling.mails import set_aside_reason
from consultations.views.public import shown_receipt
from core.views import ObjectDeedView, ObjectPermissionMixin, tell_refusal
from core.workflow import StepRefused


class OwnContributionListView(PermissionRequiredMixin, ListView):
    request: AuthenticatedHttpRequest
    permission_required = "consultations.send_contribution"
    template_name = "consultations/own_contribution_list.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Contribution]:
        rows = Contribution.objects.in_the_open().with_words().of_organisations(self.request.user.organisations)
        return rows.select_related("round", "organisation").with_answer_count().order_by("-recorded_at", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = [organisation.pk for organisation in self.request.user.organisations]
        members = Membership.objects.filter(organisation__in=mine, approved_on__isnull=False, revoked_on=None)
        run = Service.objects.filter(Q(organisation__in=mine) | Q(run_by__organisation__in=mine))
        return super().get_context_data(
            open_rounds=Round.objects.accepting(),
            members=members.select_related("user", "organisation").order_by("organisation__name", "user__name"),
            services=run.order_by("name_sq", "pk"),
            **kwargs,
        )


class OwnContributionDetailView(ObjectPermissionMixin, DetailView):
    object: Contribution
    queryset = Contribution.objects.with_words().select_related("round", "organisation", "no_proposal")
    template_name = "consultations/own_contribution_detail.html"
    permission_required = "consultations.view_own_contribution"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answers = Recommendation.objects.filter(codings__contribution=self.object).with_published_disposition()
        aside = set_aside_reason(self.object)
        return super().get_context_data(answers=answers, set_aside=aside, **kwargs)


class OwnContributionCreateView(ObjectDeedView):
    permission_required = "consultations.send_contribution"
    queryset = Round.objects.public()
    form_class = OrganisationContributionForm
    template_name = "consultations/own_contribution_form.html"
    title = _("Contribution of an organisation")
    save = _("Send")

    def get_form_kwargs(self) -> dict[str, Any]:
        contribution = Contribution(round=self.object)
        return super().get_form_kwargs() | {"instance": contribution, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=str(self.object), **kwargs)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("My organisation's contributions"), reverse("consultations:own_contribution_list"))]

    def form_valid(self, form: OrganisationContributionForm) -> HttpResponse:
        """The receipt with its code is shown once, here."""
        try:
            receipt = send_for_organisation(form.instance, actor=self.request.user)
        except (StepRefused, ValidationError) as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        return render(self.request, "consultations/public/receipt.html", shown_receipt(receipt))
