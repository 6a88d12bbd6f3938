"""What is known of one indicator: earlier values, targets and their changes, notes and history, beside the grid."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.forms import ChangedTargetForm, PassportForm
from monitoring.models import ChangedTarget, IndicatorPassport, IndicatorValue, Period
from monitoring.services.passports import change_target, set_passport
from socialplan.content.models import Indicator


class OfIndicator(ObjectPermissionMixin):
    """The period, and one indicator of its version."""

    object: Period
    queryset = Period.objects.select_related("version__plan", "plan")
    kwargs: dict[str, Any]

    @cached_property
    def indicator(self) -> Indicator:
        rows = Indicator.objects.select_related("version__plan")
        return get_object_or_404(rows, version=self.object.version_id, pk=self.kwargs["indicator"])

    @property
    def address(self) -> str:
        return reverse("monitoring:indicator_panel", args=[self.object.pk, self.indicator.pk])


class IndicatorPanelView(OfIndicator, DetailView):
    permission_required = "monitoring.view_true_figures"
    template_name = "monitoring/indicator_panel.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, key = self.object.plan_id, self.indicator.key
        values = IndicatorValue.objects.filter(period__plan=plan, indicator__key=key)
        values = values.prefetch_related("evidence__file", "state_changes__actor")
        changed = ChangedTarget.objects.filter(plan=plan, indicator_key=key).select_related("actor")
        return super().get_context_data(
            indicator=self.indicator,
            passport=IndicatorPassport.objects.filter(plan=plan, indicator_key=key).first(),
            values=values.select_related("period").order_by("-period__ends_on", "-pk"),
            targets=self.indicator.targets.order_by("year"),
            changed=changed,
            **kwargs,
        )


class IndicatorDeedView(OfIndicator, ObjectDeedView):
    permission_required = "monitoring.change_target"

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (self.indicator, self.address)]


class ChangeTargetView(IndicatorDeedView):
    form_class = ChangedTargetForm
    title = _("Change a target")
    lead = _("The first target stays: the report shows both, and judges by the one in force on its last day.")
    said = _("The target is changed.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"year": self.object.target_year}

    def get_form_kwargs(self) -> dict[str, Any]:
        row = ChangedTarget(plan=self.object.plan, indicator_key=self.indicator.key, actor=self.request.user)
        return super().get_form_kwargs() | {"instance": row}

    def act(self, form: Any) -> str:
        change_target(self.indicator, actor=self.request.user, **form.cleaned_data)
        return self.address


class PassportView(IndicatorDeedView):
    form_class = PassportForm
    title = _("Passport of the indicator")
    said = _("The passport is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        plan, key = self.object.plan, self.indicator.key
        row = IndicatorPassport.objects.filter(plan=plan, indicator_key=key).first()
        given = row or IndicatorPassport(plan=plan, indicator_key=key)
        return super().get_form_kwargs() | {"instance": given}

    def act(self, form: Any) -> str:
        set_passport(self.indicator, actor=self.request.user, begins=form.begins, **form.cleaned_data)
        return self.address
