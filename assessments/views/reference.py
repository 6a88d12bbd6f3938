from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import CreateView, ListView, UpdateView

from assessments.forms import ServiceTypeForm, TargetGroupForm
from assessments.models import ServiceType, TargetGroup
from assessments.services import register_group, register_service_type
from assessments.views.deeds import DeedFormMixin


class TargetGroupListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_reference"
    raise_exception = True
    model = TargetGroup


class ServiceTypeListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_reference"
    raise_exception = True
    queryset = ServiceType.objects.select_related("nearest")


class GroupDeedMixin(PermissionRequiredMixin, DeedFormMixin):
    permission_required = "assessments.change_reference"
    raise_exception = True
    model = TargetGroup
    form_class = TargetGroupForm
    said = _("The group is saved.")

    def act(self, form: Any) -> str:
        register_group(form.save(commit=False), actor=self.request.user)
        return self.back

    @property
    def back(self) -> str:
        return reverse("assessments:group_list")


class TargetGroupCreateView(GroupDeedMixin, CreateView):
    title = _("Add a group")


class TargetGroupUpdateView(GroupDeedMixin, UpdateView):
    title = _("Change the group")


class ServiceTypeDeedMixin(PermissionRequiredMixin, DeedFormMixin):
    permission_required = "assessments.change_reference"
    raise_exception = True
    model = ServiceType
    form_class = ServiceTypeForm
    said = _("The type of service is saved.")

    def act(self, form: Any) -> str:
        register_service_type(form.save(commit=False), actor=self.request.user)
        return self.back

    @property
    def back(self) -> str:
        return reverse("assessments:service_type_list")


class ServiceTypeCreateView(ServiceTypeDeedMixin, CreateView):
    title = _("Add a type of service")


class ServiceTypeUpdateView(ServiceTypeDeedMixin, UpdateView):
    title = _("Change the type of service")
