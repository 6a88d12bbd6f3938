from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from assessments.figures.profile import profile
from assessments.forms import AssessmentForm, WeightsForm
from assessments.lists.filters import NeedFilter
from assessments.models import Assessment
from assessments.outline import need_table, tried_ranking
from assessments.priority import PARTS
from assessments.report.pictures import edition_pictures
from assessments.services import begin_next_edition, change_assessment, move_assessment, open_assessment
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.pages.address import initial_of
from core.pages.stepped import SteppedView
from core.printing.printed import printed
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
        narrowed = NeedFilter(self.request.GET, self.object.needs.all())
        rows = need_table(self.object, chosen=narrowed.chosen, is_by_rank=narrowed.is_by_rank, user=self.request.user)
        return super().get_context_data(
            rows=rows,
            filters=narrowed.form,
            pictures=edition_pictures(self.object),
            profile=printed(profile(self.object, is_public=False)),
            offers=ASSESSMENT_WORKFLOW.offers(self.object, self.request.user),
            **kwargs,
        )


class RankingView(ObjectPermissionMixin, DetailView):
    """The parts of each need's score, and the ranks that other weights would give."""

    object: Assessment
    queryset = Assessment.objects.all()
    permission_required = "assessments.view_need"
    template_name = "assessments/assessment_ranking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WeightsForm(self.request.GET or None, edition=self.object)
        return super().get_context_data(filters=form, trial=tried_ranking(self.object, form.chosen()), **kwargs)


class AssessmentCreateView(PermissionRequiredMixin, SteppedView, DeedFormView):
    permission_required = "assessments.add_assessment"
    raise_exception = True
    form_class = AssessmentForm
    title = _("Open an assessment")
    said = _("The assessment is open. Add its needs.")
    edit_name = "assessments:assessment_update"
    is_new = True

    def act(self, form: Any) -> Assessment:
        return open_assessment(form.instance, actor=self.request.user)

    def trail(self) -> list[tuple[Any, str]]:
        return [(_("Assessment"), reverse("assessments:assessment_list"))]


class NextEditionView(SteppedView, ObjectDeedView):
    """A new edition begins from the old one."""

    permission_required = "assessments.add_assessment"
    queryset = Assessment.objects.all()
    form_class = AssessmentForm
    title = _("Begin the next edition")
    said = _("The next edition is open, with the needs and figures of this one.")
    edit_name = "assessments:assessment_update"
    is_new = True
    lead = _(
        "It begins with the texts, needs and figures of this edition. What people say in rounds held on this edition "
        "is written into the next one."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        texts = model_to_dict(self.object, fields=list(AssessmentForm.Meta.fields))
        return super().get_form_kwargs() | {"instance": Assessment(**texts)}

    def act(self, form: Any) -> Assessment:
        return begin_next_edition(self.object, form.instance, actor=self.request.user)


class AssessmentUpdateView(SteppedView, ObjectDeedView):
    permission_required = "assessments.change_assessment"
    queryset = Assessment.objects.all()
    form_class = AssessmentForm
    title = _("Change the assessment")
    said = _("The assessment is saved.")
    edit_name = "assessments:assessment_update"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.object}

    def get_initial(self) -> dict[str, Any]:
        """Weights that were tried out on the page of the ranking come along."""
        return initial_of(self.request, *(f"weight_{name}" for name in PARTS))

    def act(self, form: Any) -> Assessment:
        return change_assessment(form.instance, actor=self.request.user)


class AssessmentStepView(StepView):
    queryset = Assessment.objects.all()
    workflow = ASSESSMENT_WORKFLOW
    move = staticmethod(move_assessment)
    now = _("The assessment is now: %(state)s.")
