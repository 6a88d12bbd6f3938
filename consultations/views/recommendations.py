from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.facts.prose import prose_of_recommendation
from consultations.filters import RecommendationFilter
from consultations.forms import DispositionForm, RecommendationForm
from consultations.models import AnswerTemplate, Contribution, Disposition, Recommendation, Round
from consultations.services import answer_recommendation, save_recommendation
from consultations.views.inbox import template_initial
from core.pages.address import initial_lists_of
from core.pages.stepped import SteppedView
from core.views import ObjectDeedView, ObjectPermissionMixin


class RecommendationListView(PermissionRequiredMixin, ListView):
    """The answer table: what was recommended, from how many contributions, and what was answered."""

    permission_required = "consultations.view_recommendation"
    template_name = "consultations/recommendation_list.html"
    paginate_by = 60

    @cached_property
    def filter(self) -> RecommendationFilter:
        rows = (
            Recommendation.objects.not_withdrawn()
            .with_contribution_count()
            .with_current_disposition()
            .select_related("round")
        )
        return RecommendationFilter(self.request.GET, rows.prefetch_related("needs").order_by("code", "pk"))

    def get_queryset(self) -> QuerySet[Recommendation]:
        return self.filter.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter.form, **kwargs)


class RecommendationDetailView(ObjectPermissionMixin, DetailView):
    object: Recommendation
    request: AuthenticatedHttpRequest
    queryset = Recommendation.objects.select_related("round", "merged_into", "assigned_to").prefetch_related(
        Prefetch("contributions", Contribution.objects.in_the_open().with_words()),
        "needs",
        "merged",
        "dispositions__published_answer__publication",
        "dispositions__targets",
    )
    template_name = "consultations/recommendation_detail.html"
    permission_required = "consultations.view_recommendation"


class RecommendationCreateView(SteppedView, ObjectDeedView):
    edit_name = "consultations:recommendation_update"
    is_new = True
    permission_required = "consultations.add_recommendation"
    queryset: Any = Round.objects.all()
    form_class = RecommendationForm
    title = _("Recommendation")
    lead = _("Say in the municipality's words what the contributions ask for. Their own words stay as they are.")
    said = _("The recommendation is saved.")

    def get_initial(self) -> dict[str, Any]:
        return initial_lists_of(self.request, contributions="contribution")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.recommendation()}

    def recommendation(self) -> Recommendation:
        return Recommendation(round=self.object)

    def act(self, form: RecommendationForm) -> Recommendation:
        return save_recommendation(form.instance, actor=self.request.user, **form.links())


class RecommendationUpdateView(RecommendationCreateView):
    is_new = False
    permission_required = "consultations.change_recommendation"
    queryset = Recommendation.objects.select_related("round")

    def get_initial(self) -> dict[str, Any]:
        return {}

    def recommendation(self) -> Recommendation:
        found: Recommendation = self.object
        return found


class DispositionCreateView(ObjectDeedView):
    permission_required = "consultations.answer_recommendation"
    queryset = Recommendation.objects.select_related("round")
    form_class = DispositionForm
    template_name = "consultations/disposition_form.html"
    title = _("Answer the recommendation")
    save = _("Hold the answer")
    said = _("The answer is held until the answers of the round are published.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Disposition(recommendation=self.object)}

    def get_initial(self) -> dict[str, Any]:
        return template_initial(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            templates=AnswerTemplate.objects.filter(is_in_use=True),
            prose=prose_of_recommendation(self.object),
            **kwargs,
        )

    def act(self, form: DispositionForm) -> Recommendation:
        answer = answer_recommendation(form.instance, actor=self.request.user, entry=form.entry())
        return answer.recommendation
