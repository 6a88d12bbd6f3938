"""Pages of a measured value."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.enums import ValueStep
from monitoring.forms import ReturnValueForm, ValueChangeForm, ValueForm
from monitoring.models import IndicatorValue, Period
from monitoring.services.values import change_draft_value, enter_value, move_value, proposed_day
from monitoring.workflow import VALUE_WORKFLOW
from operations.step_views import StepView


class ValueCreateView(ObjectDeedView):
    queryset = Period.objects.select_related("version")
    form_class = ValueForm
    permission_required = "monitoring.enter_results"
    title = _("Enter a measured value")
    said = _("The value is saved as a draft.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"period": self.object}

    def act(self, form: Any) -> IndicatorValue:
        return enter_value(period=self.object, actor=self.request.user, **form.cleaned_data)


class ValueChangeView(ObjectDeedView):
    queryset = IndicatorValue.objects.select_related("period", "indicator")
    form_class = ValueChangeForm
    permission_required = "monitoring.enter_results"
    title = _("Change a measured value")
    said = _("The value is saved.")

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


class ValueStepView(StepView):
    queryset = IndicatorValue.objects.select_related("period", "indicator")
    workflow = VALUE_WORKFLOW
    move = staticmethod(move_value)
    now = _("The value is now: %(state)s.")

    @property
    def is_return(self) -> bool:
        return bool(self.kwargs["step"] == ValueStep.RETURN)

    def get_form_class(self) -> Any:
        return ReturnValueForm if self.is_return else self.form_class

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | ({"due_on": proposed_day(self.object)} if self.is_return else {})

    def act(self, form: Any) -> IndicatorValue:
        value = move_value(
            self.object,
            self.kwargs["step"],
            actor=self.request.user,
            comment=form.cleaned_data["comment"],
            due_on=form.cleaned_data.get("due_on"),
            entry=form.entry(),
        )
        self.said = self.now % {"state": value.get_state_display()}
        return value
