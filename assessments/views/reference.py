from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from accounts.models import User
from assessments.lists.forms import ScaleStepForm, ServiceTypeForm, TargetGroupForm
from assessments.models import ScaleStep, ServiceType, TargetGroup
from assessments.services import register_group, register_service_type, save_scale_step
from core.pages.stepped import SteppedView
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


class TargetGroupFormView(SteppedView, ReferenceDeedView):
    edit_name = "assessments:group_update"
    model = TargetGroup
    form_class = TargetGroupForm
    listing = (_("Groups in need"), "assessments:group_list")
    title = _("Group in need")
    said = _("The group is saved.")

    @property
    def is_new(self) -> bool:
        return "pk" not in self.kwargs

    def act(self, form: Any) -> TargetGroup:
        return register_group(form.instance, actor=self.request.user)

    def page_after(self, target: Any) -> Any:
        address = super().page_after(target)
        return self.address if address is target else address


class ServiceTypeFormView(ReferenceDeedView):
    model = ServiceType
    form_class = ServiceTypeForm
    listing = (_("Types of service"), "assessments:service_type_list")
    title = _("Type of service")
    said = _("The type of service is saved.")

    @staticmethod
    def deed(form: Any, *, actor: User) -> ServiceType:
        return register_service_type(form.instance, actor=actor)


class ScaleListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_reference"
    raise_exception = True
    model = ScaleStep
    template_name = "assessments/scale_list.html"


class ScaleStepFormView(ReferenceDeedView):
    """A step is never added or taken away: needs are weighed by all of them."""

    model = ScaleStep
    form_class = ScaleStepForm
    listing = (_("Scales"), "assessments:scale_list")
    title = _("Step of a scale")

    @staticmethod
    def deed(form: Any, *, actor: User) -> ScaleStep:
        return save_scale_step(form.instance, actor=actor)
