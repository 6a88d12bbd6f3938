"""Pages of the handing in: what each office owes a period, its handing in, and approving many values at once."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from core.views import ObjectDeedView, ObjectPermissionMixin
from monitoring.expected import OfficeLine, line_of, office_lines
from monitoring.forms import ApproveValuesForm, HandInForm
from monitoring.models import IndicatorValue, Period
from monitoring.services.handing import approve_values, hand_in, may_hand_in


class HandInListView(ObjectPermissionMixin, DetailView):
    """Expected, entered, handed in, on time or late: a line an office."""

    object: Period
    queryset = Period.objects.select_related("version__plan", "plan", "kind")
    permission_required = "monitoring.view_period"
    template_name = "monitoring/hand_in_list.html"
    context_object_name = "period"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = office_lines(self.object)
        user = self.request.user
        return super().get_context_data(
            lines=[(line, bool(line.open_cells) and may_hand_in(user, line)) for line in lines],
            totals=[sum(getattr(line, name) for line in lines) for name in ("expected", "entered", "handed_in")],
            can_approve=user.has_perm("monitoring.approve_value"),
            **kwargs,
        )


class HandInView(ObjectDeedView):
    """An office hands in; every empty cell asks why it is empty."""

    object: Period
    queryset = Period.objects.select_related("version__plan", "plan")
    form_class = HandInForm
    permission_required = "monitoring.enter_results"
    title = save = _("Hand in")
    said = _("The results are handed in.")

    @cached_property
    def line(self) -> OfficeLine:
        line = line_of(self.object, self.kwargs["office"])
        if line is None:
            raise Http404
        return line

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"line": self.line}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("%(office)s: %(entered)s of %(expected)s cells are entered.")
        words = {"office": self.line.name, "entered": self.line.entered, "expected": self.line.expected}
        return super().get_context_data(**({"lead": lead % words} | kwargs))

    def act(self, form: HandInForm) -> str:
        hand_in(self.object, self.kwargs["office"], reasons=form.cleaned_data, actor=self.request.user)
        return reverse("monitoring:hand_in_list", args=[self.object.pk])

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Handing in"), reverse("monitoring:hand_in_list", args=[self.object.pk]))]


class ApproveValuesView(ObjectDeedView):
    """Every submitted value of the period that the person may approve, ticked and approved together."""

    object: Period
    queryset = Period.objects.select_related("version__plan")
    form_class = ApproveValuesForm
    permission_required = "monitoring.approve_value"
    title = save = _("Approve values")
    said = _("The values are approved.")

    def has_permission(self) -> bool:
        return bool(self.request.user.has_perm("monitoring.approve_value"))

    def get_form_kwargs(self) -> dict[str, Any]:
        values = (
            IndicatorValue.objects.current().submitted_by_others(self.request.user.pk or 0).filter(period=self.object)
        )
        return super().get_form_kwargs() | {"values": values.select_related("indicator")}

    def act(self, form: ApproveValuesForm) -> str:
        approve_values(form.cleaned_data["values"], actor=self.request.user)
        return reverse("monitoring:hand_in_list", args=[self.object.pk])

    def trail(self) -> list[tuple[Any, str]]:
        return [*super().trail(), (_("Handing in"), reverse("monitoring:hand_in_list", args=[self.object.pk]))]
