from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from assessments.models import Assessment
from consultations.coverage import coverage_grid
from consultations.forms import ExtensionForm, FeedbackForm, RoundForm
from consultations.gates import unanswered
from consultations.models import FeedbackEntry, Round, RoundExtension
from consultations.releases import rounds_to_publish
from consultations.services import extend_round, move_round, record_feedback, save_round, write_voice
from consultations.views.deeds import DeedFormView
from consultations.workflow import ROUND_WORKFLOW, days_left
from core.views import ObjectPermissionMixin
from core.workflow import StepRefused


class RoundListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.work_round"
    queryset = Round.objects.with_counts().order_by("-notice_on", "-pk")
    template_name = "consultations/round_list.html"
    paginate_by = 30


class RoundDetailView(ObjectPermissionMixin, DetailView):
    object: Round
    request: AuthenticatedHttpRequest
    queryset = Round.objects.with_counts().select_related("assessment")
    template_name = "consultations/round_detail.html"
    permission_required = "consultations.work_round"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offers=ROUND_WORKFLOW.offers(self.object, self.request.user),
            days_left=days_left(self.object),
            owed=unanswered(self.object),
            grid=coverage_grid(self.object),
            owes_attendance=bool(rounds_to_publish([self.object])),
            events=self.object.events.with_attendance().select_related("unit"),
            history=self.object.state_changes.select_related("actor"),
            extensions=self.object.extensions.all(),
            feedback_entries=self.object.feedback_entries.select_related("organisation", "group"),
            **kwargs,
        )


class RoundCreateView(PermissionRequiredMixin, DeedFormView):
    permission_required = "consultations.add_round"
    form_class = RoundForm
    template_name = "consultations/round_form.html"
    done = _("The round is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Round()}

    def perform(self, form: RoundForm) -> Round:
        return save_round(form.instance, actor=self.request.user, groups=form.cleaned_data["groups"])


class RoundUpdateView(ObjectPermissionMixin, DeedFormView):
    permission_required = "consultations.change_round"
    queryset = Round.objects.all()
    form_class = RoundForm
    template_name = "consultations/round_form.html"
    done = _("The round is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.get_object()}

    def perform(self, form: RoundForm) -> Round:
        return save_round(form.instance, actor=self.request.user, groups=form.cleaned_data["groups"])


class RoundExtendView(ObjectPermissionMixin, DeedFormView):
    permission_required = "consultations.extend_round"
    queryset = Round.objects.all()
    form_class = ExtensionForm
    template_name = "consultations/extension_form.html"
    done = _("The round is extended.")

    def get_form_kwargs(self) -> dict[str, Any]:
        consultation = self.get_object()
        extension = RoundExtension(round=consultation, from_day=consultation.closes_on)
        return {**super().get_form_kwargs(), "instance": extension}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.get_object(), **kwargs)

    def perform(self, form: ExtensionForm) -> Round:
        return extend_round(form.instance, actor=self.request.user)


class FeedbackCreateView(ObjectPermissionMixin, DeedFormView):
    permission_required = "consultations.record_feedback"
    queryset = Round.objects.all()
    form_class = FeedbackForm
    template_name = "consultations/feedback_form.html"
    done = _("The feedback is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": FeedbackEntry(round=self.get_object())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.get_object(), **kwargs)

    def perform(self, form: FeedbackForm) -> FeedbackEntry:
        return record_feedback(form.instance, actor=self.request.user)

    def destination(self, subject: Any) -> Any:
        return subject.round


@require_POST
def round_step(request: AuthenticatedHttpRequest, pk: int, step: str) -> HttpResponse:
    consultation = get_object_or_404(Round, pk=pk)
    try:
        consultation = move_round(consultation, step, actor=request.user, comment=request.POST.get("comment", ""))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The round is now: %(state)s.") % {"state": consultation.get_state_display()})
    return redirect(consultation)


@require_POST
def round_voice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    consultation = get_object_or_404(Round, pk=pk)
    edition = get_object_or_404(Assessment, pk=consultation.assessment_id)
    try:
        write_voice(edition, actor=request.user)
    except (StepRefused, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        messages.success(request, _("The voice part of the needs' scores is written into the assessment."))
    return redirect(consultation)
