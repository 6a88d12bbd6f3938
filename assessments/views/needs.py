from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, DetailView, UpdateView

from assessments.forms import DataPointForm, NeedForm
from assessments.models import Assessment, DataPoint, Need
from assessments.outline import need_row
from assessments.services import change_need, register_data_point, register_need
from assessments.views.deeds import DeedFormMixin
from core.views import ObjectPermissionMixin


class InAssessmentCreateView(ObjectPermissionMixin, DeedFormMixin, CreateView):
    """Adds a row to the edition in the address; the permission is asked for the edition."""

    def get_object(self, queryset: Any = None) -> Assessment:
        return super().get_object(Assessment.objects.all())

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.model(assessment=self.get_object())}

    @property
    def back(self) -> str:
        return self.get_object().get_absolute_url()


class NeedCreateView(InAssessmentCreateView):
    permission_required = "assessments.add_need"
    model = Need
    form_class = NeedForm
    title = _("Add a need")
    said = _("The need is registered.")

    def act(self, form: Any) -> Need:
        links = {name: form.cleaned_data[name] for name in ("units", "service_types")}
        return register_need(form.save(commit=False), actor=self.request.user, **links)


class DataPointCreateView(InAssessmentCreateView):
    permission_required = "assessments.add_datapoint"
    model = DataPoint
    form_class = DataPointForm
    title = _("Add a figure")
    said = _("The figure is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["instance"].entered_by = self.request.user
        return kwargs

    def act(self, form: Any) -> DataPoint:
        return register_data_point(form.save(commit=False), actor=self.request.user)


class NeedUpdateView(ObjectPermissionMixin, DeedFormMixin, UpdateView):
    permission_required = "assessments.change_need"
    queryset = Need.objects.with_place()
    form_class = NeedForm
    title = _("Change the need")
    said = _("The need is saved.")

    def act(self, form: Any) -> Need:
        links = {name: form.cleaned_data[name] for name in ("units", "service_types")}
        return change_need(form.save(commit=False), actor=self.request.user, **links)

    @property
    def back(self) -> str:
        return self.get_object().get_absolute_url()


class NeedDetailView(ObjectPermissionMixin, DetailView):
    object: Need
    permission_required = "assessments.view_need"
    queryset = Need.objects.with_place().prefetch_related("service_types")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=need_row(self.object, user=self.request.user), **kwargs)
