from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from assessments.forms import ServiceTypeForm, TargetGroupForm
from assessments.models import ServiceType, TargetGroup
from assessments.services import register_group, register_service_type
from core.views import RowDeedView


class TargetGroupListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_reference"
    raise_exception = True
    model = TargetGroup


class ServiceTypeListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_reference"
    raise_exception = True
    queryset = ServiceType.objects.select_related("nearest")


class ReferenceDeedView(RowDeedView):
    permission_required = "assessments.change_reference"
    listing: tuple[Any, str]

    def trail(self) -> list[tuple[Any, str]]:
        label, name = self.listing
        return [(label, reverse(name))]


class TargetGroupFormView(ReferenceDeedView):
    model = TargetGroup
    form_class = TargetGroupForm
    listing = (_("Groups in need"), "assessments:group_list")
    title = _("Group in need")
    said = _("The group is saved.")

    def act(self, form: Any) -> str:
        register_group(form.instance, actor=self.request.user)
        return "assessments:group_list"


class ServiceTypeFormView(ReferenceDeedView):
    model = ServiceType
    form_class = ServiceTypeForm
    listing = (_("Types of service"), "assessments:service_type_list")
    title = _("Type of service")
    said = _("The type of service is saved.")

    def act(self, form: Any) -> str:
        register_service_type(form.instance, actor=self.request.user)
        return "assessments:service_type_list"
