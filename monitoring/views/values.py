"""Pages of a measured value."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from accounts.http import AuthenticatedHttpRequest
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused
from monitoring.forms import ValueChangeForm, ValueForm
from monitoring.models import IndicatorValue, Period
from monitoring.services.values import change_draft_value, enter_value, move_value
from monitoring.views.deeds import DeedFormView
from monitoring.workflow import VALUE_WORKFLOW


class ValueCreateView(DeedFormView):
    queryset = Period.objects.select_related("version")
    form_class = ValueForm
    permission_required = "monitoring.enter_results"
    title = gettext_lazy("Enter a measured value")
    said = gettext_lazy("The value is saved as a draft.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"period": self.object}

    def act(self, form: Any) -> IndicatorValue:
        return enter_value(period=self.object, actor=self.request.user, **form.cleaned_data)


class ValueChangeView(DeedFormView):
    queryset = IndicatorValue.objects.select_related("period", "indicator")
    form_class = ValueChangeForm
    permission_required = "monitoring.enter_results"
    title = gettext_lazy("Change a measured value")
    said = gettext_lazy("The value is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> IndicatorValue:
        return change_draft_value(self.object, actor=self.request.user, **form.cleaned_data)


class ValueDetailView(ObjectPermissionMixin, DetailView):
    object: IndicatorValue
    queryset = IndicatorValue.objects.select_related("period", "indicator").prefetch_related("state_changes__actor")
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/value_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = VALUE_WORKFLOW.offers(self.object, self.request.user)
        return super().get_context_data(offers=offers, **kwargs)


@require_POST
def value_step(request: AuthenticatedHttpRequest, pk: int, step: str) -> HttpResponse:
    value = get_object_or_404(IndicatorValue, pk=pk)
    try:
        value = move_value(value, step, actor=request.user, comment=request.POST.get("comment", ""))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The value is now: %(state)s.") % {"state": value.get_state_display()})
    return redirect(value)
