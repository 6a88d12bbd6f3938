from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from accounts.http import AuthenticatedHttpRequest
from assessments.forms import AssessmentForm, PlaceFilterForm
from assessments.matrix import gap_matrix
from assessments.models import Assessment
from assessments.outline import need_table, service_table
from assessments.services import change_assessment, move_assessment, open_assessment
from assessments.views.deeds import DeedFormMixin
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused


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


class AssessmentCreateView(PermissionRequiredMixin, DeedFormMixin, CreateView):
    permission_required = "assessments.add_assessment"
    raise_exception = True
    model = Assessment
    form_class = AssessmentForm
    title = gettext_lazy("Open an assessment")
    said = gettext_lazy("The assessment is open. Add its needs.")

    def act(self, form: Any) -> Assessment:
        return open_assessment(form.save(commit=False), actor=self.request.user)

    @property
    def back(self) -> str:
        return reverse("assessments:assessment_list")


class AssessmentUpdateView(ObjectPermissionMixin, DeedFormMixin, UpdateView):
    permission_required = "assessments.change_assessment"
    model = Assessment
    form_class = AssessmentForm
    title = gettext_lazy("Change the assessment")
    said = gettext_lazy("The assessment is saved.")

    def act(self, form: Any) -> Assessment:
        return change_assessment(form.save(commit=False), actor=self.request.user)

    @property
    def back(self) -> str:
        return self.get_object().get_absolute_url()


@require_POST
def assessment_step(request: AuthenticatedHttpRequest, pk: int, step: str) -> HttpResponse:
    assessment = get_object_or_404(Assessment, pk=pk)
    try:
        assessment = move_assessment(assessment, step, actor=request.user, comment=request.POST.get("comment", ""))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The assessment is now: %(state)s.") % {"state": assessment.get_state_display()})
    return redirect(assessment)


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
