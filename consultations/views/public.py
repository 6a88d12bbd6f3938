"""What anybody reads and sends, without an account and without JavaScript."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, FormView, ListView

from consultations.attendance import published_attendance
from consultations.forms import ContributionForm
from consultations.models import Contribution, Recommendation, Round
from consultations.reckoning import days_left, is_accepting, reckoning_of
from consultations.services import receive_contribution
from core.views import tell_refusal
from core.workflow import StepRefused


@method_decorator(login_not_required, name="dispatch")
class PublicRoundListView(ListView):
    queryset = Round.objects.public().prefetch_related("groups")
    template_name = "consultations/public_round_list.html"
    paginate_by = 30


@method_decorator(login_not_required, name="dispatch")
class PublicRoundDetailView(DetailView):
    object: Round
    queryset = Round.objects.public().prefetch_related("groups")
    template_name = "consultations/public_round_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            days_left=days_left(self.object),
            is_accepting=is_accepting(self.object),
            reckoning=reckoning_of(self.object),
            attendance=published_attendance([self.object]),
            answers=Recommendation.objects.filter(round=self.object).with_published_disposition(),
            **kwargs,
        )


@method_decorator([login_not_required, never_cache], name="dispatch")
class ContributeView(FormView):
    form_class = ContributionForm
    template_name = "consultations/contribute.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.round = get_object_or_404(Round.objects.public(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Contribution(round=self.round)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, is_accepting=is_accepting(self.round), **kwargs)

    def form_valid(self, form: ContributionForm) -> HttpResponse:
        try:
            receipt = receive_contribution(form.instance, contact=form.contact())
        except (StepRefused, ValidationError) as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        return render(self.request, "consultations/receipt.html", {"receipt": receipt, "round": self.round})
