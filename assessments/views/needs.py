from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.generic import DetailView

from assessments.enums import Scale
from assessments.forms import NeedForm
from assessments.gaps.page import read_need_gap
from assessments.lists.codes import next_code
from assessments.models import Assessment, Need, ScaleStep
from assessments.outline import read_need_row
from assessments.services import change_need, register_need
from assessments.stored_release import StoredRelease
from core.pages.stepped import SteppedView
from core.together.relations import read_lists
from core.together.side_by_side import read, side_by_side
from core.views import ObjectDeedView, ObjectPermissionMixin

PERSONS = _("persons")


def proposed_need(assessment: Assessment) -> Need:
    """A need with what the first step does not ask: the next code, this year, persons."""
    code = next_code(assessment.needs.values_list("code", flat=True), first="N01")
    need = Need(assessment=assessment, code=code, year=timezone.localdate().year)
    for language in ("sq", "en"):
        with override(language):
            setattr(need, f"unit_label_{language}", str(PERSONS))
    return need


class NeedCreateView(SteppedView, ObjectDeedView):
    permission_required = "assessments.add_need"
    queryset = Assessment.objects.all()
    form_class = NeedForm
    title = _("Add a need")
    said = _("The need is registered.")
    edit_name = "assessments:need_update"
    is_new = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": proposed_need(self.object)}

    def act(self, form: NeedForm) -> Need:
        return register_need(form.instance, actor=self.request.user, **form.links())


class NeedUpdateView(SteppedView, ObjectDeedView):
    permission_required = "assessments.change_need"
    queryset = Need.objects.with_place()
    form_class = NeedForm
    title = _("Change the need")
    said = _("The need is saved.")
    edit_name = "assessments:need_update"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: NeedForm) -> Need:
        return change_need(form.instance, actor=self.request.user, **form.links())


class NeedDetailView(ObjectPermissionMixin, DetailView):
    object: Need
    permission_required = "assessments.view_need"
    queryset = Need.objects.with_place().prefetch_related("service_types")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, telling = self.request.user, StoredRelease.of(self.object.assessment)
        steps = ScaleStep.objects.all()
        points = self.object.assessment.data_points.beside(self.object.group).with_place()
        row, gap, _lists = read(
            side_by_side(
                read_need_row(self.object, user=user, telling=telling),
                read_need_gap(self.object, user=user, telling=telling),
                read_lists(steps, points),
            )
        )
        names = steps.named()
        return super().get_context_data(
            row=row,
            gap=gap,
            points=points,
            severity=names.get((Scale.SEVERITY, str(self.object.severity)), ""),
            duty=names.get((Scale.LEGAL_DUTY, self.object.legal_duty), self.object.get_legal_duty_display()),
            **kwargs,
        )
