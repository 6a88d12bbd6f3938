"""You said, we answered, the plan says, this happened: of an organisation, for its members."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.views.generic import ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.models import Contribution
from vlora_plan.pages.answered import became_of, sent_by


class OrganisationAnswersView(PermissionRequiredMixin, ListView):
    request: AuthenticatedHttpRequest
    permission_required = "consultations.send_contribution"
    template_name = "vlora_plan/organisation_answers.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Contribution]:
        return sent_by(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"sent": became_of(list(context["page_obj"].object_list))}
