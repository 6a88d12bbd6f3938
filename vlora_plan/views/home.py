"""The front page: what the project promised and where it stands; for those who are logged in, their tasks first."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from consultations.coverage import coverage_grid
from municipality.models import Municipality
from vlora_plan.pages.front_page import open_rounds, plan_statuses
from vlora_plan.pages.results import results
from vlora_plan.pages.todo import tasks_of


@method_decorator(login_not_required, name="dispatch")
class HomeView(TemplateView):
    template_name = "vlora_plan/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        municipality = Municipality.objects.first()
        if municipality is None:
            return redirect("site:first_run")
        self.municipality = municipality
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            municipality=self.municipality,
            tasks=tasks_of(user) if user.is_authenticated else [],
            results=results(self.municipality),
            coverage=coverage_grid(),
            plans=plan_statuses(),
            rounds=open_rounds(),
            **kwargs,
        )
