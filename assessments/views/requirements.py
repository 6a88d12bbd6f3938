from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from assessments.forms import RequirementLineForm, StaffRequirementForm
from assessments.models import Assessment, Need, RequirementLine, StaffRequirement
from assessments.rolled import gaps_of
from assessments.services import (
    change_line,
    register_line,
    remove_line,
    remove_staff_requirement,
    save_staff_requirement,
)
from core.forms import CrispyForm
from core.pages.stepped import SteppedView
from core.views import ObjectDeedView, ObjectPermissionMixin


class GapMatrixView(ObjectPermissionMixin, DetailView):
    object: Assessment
    queryset = Assessment.objects.select_related("roll_up")
    permission_required = ("assessments.view_assessment", "assessments.view_true_figures")
    template_name = "assessments/assessment_matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, staff = gaps_of(self.object), self.object.staff_requirements.all()
        return super().get_context_data(page=page, staff=staff, **kwargs)


class LineCreateView(SteppedView, ObjectDeedView):
    edit_name = "assessments:line_update"
    is_new = True
    permission_required = "assessments.change_need"
    queryset = Need.objects.select_related("assessment")
    form_class = RequirementLineForm
    title = _("Add a requirement line")
    said = _("The requirement line is registered.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": RequirementLine(need=self.object, number=1)}

    def get_initial(self) -> dict[str, Any]:
        return {"persons": self.object.affected}

    def act(self, form: Any) -> RequirementLine:
        return register_line(form.instance, actor=self.request.user, service_types=form.linked("service_types"))


class LineUpdateView(SteppedView, ObjectDeedView):
    edit_name = "assessments:line_update"
    permission_required = "assessments.change_need"
    queryset = RequirementLine.objects.select_related("need__assessment")
    form_class = RequirementLineForm
    title = _("Change the requirement line")
    said = _("The requirement line is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> RequirementLine:
        return change_line(form.instance, actor=self.request.user, service_types=form.linked("service_types"))


class LineRemoveView(ObjectDeedView):
    permission_required = "assessments.change_need"
    queryset = RequirementLine.objects.select_related("need__assessment")
    form_class = CrispyForm
    title = _("Remove the requirement line")
    lead = _("The gap of this line leaves the matrix, and the places it got are shared among the others.")
    save = _("Remove")
    said = _("The requirement line is removed.")

    def act(self, form: Any) -> Need:
        return remove_line(self.object, actor=self.request.user)


class StaffCreateView(SteppedView, ObjectDeedView):
    edit_name = "assessments:staff_update"
    is_new = True
    permission_required = "assessments.change_assessment"
    queryset = Assessment.objects.all()
    form_class = StaffRequirementForm
    title = _("Add a staff requirement")
    said = _("The staff requirement is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": StaffRequirement(assessment=self.object)}

    def act(self, form: Any) -> StaffRequirement:
        return save_staff_requirement(form.instance, actor=self.request.user)


class StaffUpdateView(SteppedView, ObjectDeedView):
    edit_name = "assessments:staff_update"
    permission_required = "assessments.change_assessment"
    queryset = StaffRequirement.objects.select_related("assessment")
    form_class = StaffRequirementForm
    title = _("Change the staff requirement")
    said = _("The staff requirement is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> StaffRequirement:
        return save_staff_requirement(form.instance, actor=self.request.user)


class StaffRemoveView(ObjectDeedView):
    permission_required = "assessments.change_assessment"
    queryset = StaffRequirement.objects.select_related("assessment")
    form_class = CrispyForm
    title = _("Remove the staff requirement")
    save = _("Remove")
    said = _("The staff requirement is removed.")

    def act(self, form: Any) -> str:
        remove_staff_requirement(self.object, actor=self.request.user)
        return self.object.get_absolute_url()
