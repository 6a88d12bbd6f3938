from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from assessments.forms import AssessmentForm, PlaceFilterForm
from assessments.matrix import gap_matrix
from assessments.models import Assessment
from assessments.outline import need_table, service_table
from assessments.services import change_assessment, move_assessment, open_assessment
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin
from operations.step_views import StepView


class AssessmentListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_assessment"
    raise_exception = True
    queryset = Assessment.objects.with_counts()
    paginate_by = 50


class AssessmentDetailView(ObjectPermissionMixin, DetailView):
    object: Assessment
    request: AuthenticatedHttpRequest
    queryset = Assessment.objects.prefetch_related("state_changes__actor")
    permission_required = "assessments.view_assessment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = PlaceFilterForm(self.request.GET)
        rows = need_table(
            self.object, group=filters.chosen("group"), unit=filters.chosen("unit"), user=self.request.user
        )
        return super().get_context_data(
            rows=rows,
            filters=filters,
            points=self.object.data_points.with_place(),
            offers=ASSESSMENT_WORKFLOW.offers(self.object, self.request.user),
            **kwargs,
        )


class AssessmentCreateView(PermissionRequiredMixin, DeedFormView):
    permission_required = "assessments.add_assessment"
    raise_exception = True
    form_class = AssessmentForm
    title = _("Open an assessment")
    said = _("The assessment is open. Add its needs.")

    def act(self, form: Any) -> Assessment:
        return open_assessment(form.instance, actor=self.request.user)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Assessment"), reverse("assessments:assessment_list"))]


class AssessmentUpdateView(ObjectDeedView):
    permission_required = "assessments.change_assessment"
    queryset = Assessment.objects.all()
    form_class = AssessmentForm
    title = _("Change the assessment")
    said = _("The assessment is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def act(self, form: Any) -> Assessment:
        return change_assessment(form.instance, actor=self.request.user)


class AssessmentStepView(StepView):
    queryset = Assessment.objects.all()
    workflow = ASSESSMENT_WORKFLOW
    move = staticmethod(move_assessment)
    now = _("The assessment is now: %(state)s.")


class GapMatrixView(ObjectPermissionMixin, DetailView):
    queryset = Assessment.objects.all()
    permission_required = "assessments.view_assessment"
    template_name = "assessments/assessment_matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(matrix=gap_matrix(self.object), **kwargs)


@method_decorator(login_not_required, name="dispatch")
class PublicAssessmentView(DetailView):
    """A published edition as anybody may read it, whoever is signed in."""

    queryset = Assessment.objects.published()
    template_name = "assessments/assessment_public.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=need_table(self.object, user=None), services=service_table(self.object), **kwargs
        )
