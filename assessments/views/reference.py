from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts.models import User
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


class TargetGroupFormView(ReferenceDeedView):
    model = TargetGroup
    form_class = TargetGroupForm
    listing = (_("Groups in need"), "assessments:group_list")
    title = _("Group in need")
    said = _("The group is saved.")

    @staticmethod
    def deed(form: Any, *, actor: User) -> TargetGroup:
        return register_group(form.instance, actor=actor)


class ServiceTypeFormView(ReferenceDeedView):
    model = ServiceType
    form_class = ServiceTypeForm
    listing = (_("Types of service"), "assessments:service_type_list")
    title = _("Type of service")
    said = _("The type of service is saved.")

    @staticmethod
    def deed(form: Any, *, actor: User) -> ServiceType:
        return register_service_type(form.instance, actor=actor)
