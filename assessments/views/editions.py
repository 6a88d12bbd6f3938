from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from assessments.enums import AssessmentStep
from assessments.forms import AssessmentForm, WeightsForm
from assessments.gaps.telling import prose_before_publication
from assessments.lists.filters import NeedFilter
from assessments.lists.weights import savings_of_editions, weights_history
from assessments.models import Assessment, AssessmentStateChange
from assessments.outline import tried_ranking
from assessments.priority import PARTS
from assessments.report.publication import hand_in_publication, is_long_edition, publication_of
from assessments.rolled import NeedPages, board_of
from assessments.services import begin_next_edition, change_assessment, move_assessment, open_assessment
from assessments.workflow import ASSESSMENT_WORKFLOW
from core.pages.address import initial_of
from core.pages.stepped import SteppedView
from core.printing.printed import printed
from core.views import DeedFormView, ObjectDeedView, ObjectPermissionMixin, TwoEndedPaginator
from operations.forms import StepForm
from operations.models import Job
from operations.step_views import StepView
from operations.trail.prose import Prose

FIRST_NEEDS = 25


class AssessmentListView(PermissionRequiredMixin, ListView):
    permission_required = "assessments.view_assessment"
    raise_exception = True
    queryset = Assessment.objects.with_counts()
    paginate_by = 50


class AssessmentDetailView(ObjectPermissionMixin, DetailView):
    """The edition at a glance; its needs from the first rank on, all of them on a page of their own."""

    object: Assessment
    request: AuthenticatedHttpRequest
    queryset = (
        Assessment.objects.select_related("roll_up")
        .annotate(savings=savings_of_editions())
        .prefetch_related(Prefetch("state_changes", AssessmentStateChange.objects.select_related("actor")))
    )
    permission_required = "assessments.view_assessment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        board = board_of(self.object)
        needs = NeedPages(self.object, user=self.request.user)
        first = needs.shown(needs.rows[: FIRST_NEEDS + 1])
        offers = ASSESSMENT_WORKFLOW.offers(self.object, self.request.user)
        offered = {offer.step for offer in offers}
        return super().get_context_data(
            rows=first[:FIRST_NEEDS],
            has_more=len(first) > FIRST_NEEDS,
            pictures=board.drawn(),
            profile=printed(board.profile_tables),
            offers=offers,
            onward=[each for each in ASSESSMENT_WORKFLOW.owned_from(self.object.state) if each.step not in offered],
            publication=publication_of(self.object),
            weights_history=weights_history(self.object),
            **kwargs,
        )


class NeedListView(ObjectPermissionMixin, ListView):
    """All needs of an edition, narrowed and in order, a page at a time."""

    permission_required = "assessments.view_assessment"
    template_name = "assessments/need_list.html"
    paginate_by = 50
    paginator_class = TwoEndedPaginator

    def get_object(self, queryset: Any = None) -> Any:
        self.object = super().get_object(Assessment.objects.select_related("roll_up"))
        return self.object

    @cached_property
    def narrowed(self) -> NeedFilter:
        return NeedFilter(self.request.GET, self.get_object().needs.all())

    @cached_property
    def pages(self) -> NeedPages:
        chosen = None if self.narrowed.is_whole else self.narrowed.qs
        by_rank = self.narrowed.is_by_rank
        return NeedPages(self.get_object(), chosen=chosen, is_by_rank=by_rank, user=self.request.user)

    def get_queryset(self) -> Any:
        return self.pages.rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(assessment=self.get_object(), filters=self.narrowed.form, **kwargs)
        return context | {"rows": self.pages.shown(context["object_list"])}


class RankingView(ObjectPermissionMixin, DetailView):
    """The parts of each need's score, and the ranks that other weights would give."""

    object: Assessment
    queryset = Assessment.objects.annotate(savings=savings_of_editions())
    permission_required = "assessments.view_need"
    template_name = "assessments/assessment_ranking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WeightsForm(self.request.GET or None, edition=self.object)
        return super().get_context_data(
            filters=form,
            trial=tried_ranking(self.object, form.chosen()),
            weights_history=weights_history(self.object),
            **kwargs,
        )


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
    said = _("The next edition is open, with the needs, their lines, the staff and the figures of this one.")
    edit_name = "assessments:assessment_update"
    is_new = True
    lead = _(
        "It begins with the texts, needs with their lines, staff and figures of this edition. What people say in "
        "rounds held on this edition is written into the next one."
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


def prose_read_at_once(assessment: Assessment) -> Prose | None:
    """Of a long edition the worker reads it, and refuses what tells a hidden number."""
    return None if is_long_edition(assessment) else prose_before_publication(assessment)


class AssessmentStepView(StepView):
    queryset = Assessment.objects.all()
    workflow = ASSESSMENT_WORKFLOW
    move = staticmethod(move_assessment)
    now = _("The assessment is now: %(state)s.")
    prose_by_step = {AssessmentStep.PUBLISH: prose_read_at_once}
    template_name = "assessments/assessment_step.html"

    @property
    def is_by_worker(self) -> bool:
        return bool(self.kwargs["step"] == AssessmentStep.PUBLISH and is_long_edition(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        publication = publication_of(self.object) if self.is_by_worker else None
        return super().get_context_data(is_by_worker=self.is_by_worker, publication=publication, **kwargs)

    def act(self, form: StepForm) -> Assessment | Job:
        if self.is_by_worker:
            comment, entry = form.cleaned_data["comment"], form.entry()
            return hand_in_publication(self.object, actor=self.request.user, comment=comment, entry=entry)
        return super().act(form)
