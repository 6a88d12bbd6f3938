"""Pointing an answer at the place in the plan that reflects it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from consultations.models import Disposition
from socialplan.content.models import PlanVersion
from socialplan.content.views.deeds import VersionDeedView
from socialplan.drafting.forms.consultations import TargetForm
from socialplan.drafting.services.targets import point_disposition


class TargetView(VersionDeedView):
    permission_required = "drafting.point_disposition"
    form_class = TargetForm
    title = gettext_lazy("Point the answer at its place in the plan")
    said = gettext_lazy("The place in the plan is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        answer = get_object_or_404(
            Disposition.objects.select_related("recommendation"),
            pk=self.kwargs["disposition"],
            recommendation__round__plan_links__plan=self.object.plan,
        )
        return super().get_form_kwargs() | {"version": self.object, "disposition": answer}

    def act(self, form: TargetForm) -> PlanVersion:
        kind, key = form.cleaned_data["place"].split(":")
        point_disposition(form.disposition, self.object, node_kind=kind, node_key=key, actor=self.request.user)
        return self.object

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"lead": context["form"].disposition.recommendation}
