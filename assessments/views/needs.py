from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from assessments.enums import Scale
from assessments.forms import NeedForm
from assessments.gaps.page import need_gap
from assessments.lists.codes import next_code
from assessments.models import Assessment, Need, ScaleStep
from assessments.outline import need_row
from assessments.services import change_need, register_need
from core.views import ObjectDeedView, ObjectPermissionMixin


class NeedCreateView(ObjectDeedView):
    permission_required = "assessments.add_need"
    queryset = Assessment.objects.all()
    form_class = NeedForm
    title = _("Add a need")
    said = _("The need is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        proposed = next_code(self.object.needs.values_list("code", flat=True), first="N01")
        return super().get_form_kwargs() | {"instance": Need(assessment=self.object, code=proposed)}

    def act(self, form: NeedForm) -> Need:
        return register_need(form.instance, actor=self.request.user, **form.links())


class NeedUpdateView(ObjectDeedView):
    permission_required = "assessments.change_need"
    queryset = Need.objects.with_place()
    form_class = NeedForm
    title = _("Change the need")
    said = _("The need is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: NeedForm) -> Need:
        return change_need(form.instance, actor=self.request.user, **form.links())


class NeedDetailView(ObjectPermissionMixin, DetailView):
    object: Need
    permission_required = "assessments.view_need"
    queryset = Need.objects.with_place().prefetch_related("service_types")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, names = self.request.user, ScaleStep.objects.named()
        return super().get_context_data(
            row=need_row(self.object, user=user),
            gap=need_gap(self.object, user=user),
            severity=names.get((Scale.SEVERITY, str(self.object.severity)), ""),
            duty=names.get((Scale.LEGAL_DUTY, self.object.legal_duty), ""),
            **kwargs,
        )
