from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from assessments.forms import DataPointForm, NeedForm
from assessments.models import Assessment, DataPoint, Need
from assessments.outline import need_row
from assessments.services import change_need, register_data_point, register_need
from core.views import ObjectDeedView, ObjectPermissionMixin


class NeedCreateView(ObjectDeedView):
    permission_required = "assessments.add_need"
    queryset = Assessment.objects.all()
    form_class = NeedForm
    title = _("Add a need")
    said = _("The need is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Need(assessment=self.object)}

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


class DataPointCreateView(ObjectDeedView):
    permission_required = "assessments.add_datapoint"
    queryset = Assessment.objects.all()
    form_class = DataPointForm
    title = _("Add a figure")
    said = _("The figure is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        point = DataPoint(assessment=self.object, entered_by=self.request.user)
        return super().get_form_kwargs() | {"instance": point}

    def act(self, form: DataPointForm) -> DataPoint:
        return register_data_point(form.instance, actor=self.request.user)


class NeedDetailView(ObjectPermissionMixin, DetailView):
    object: Need
    permission_required = "assessments.view_need"
    queryset = Need.objects.with_place().prefetch_related("service_types")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=need_row(self.object, user=self.request.user), **kwargs)
