"""Working the input: groups of identical letters, merging, splitting, one answer for many, notes and templates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.forms.inbox import (
    AnswerManyForm,
    AnswerTemplateForm,
    ChosenTemplateForm,
    MergeForm,
    SplitForm,
    WorkNoteForm,
)
from consultations.inbox.letters import letter_groups
from consultations.inbox.services import (
    answer_many,
    merge_recommendation,
    part_recommendation,
    save_note,
    save_template,
    split_recommendation,
)
from consultations.models import AnswerTemplate, Contribution, Recommendation, Redaction, Round, WorkNote
from consultations.record import text_counts
from consultations.services import redact
from core.views import ObjectDeedView, ObjectPermissionMixin, RowDeedView
from core.workflow import StepRefused


class IdenticalLettersView(ObjectPermissionMixin, DetailView):
    """Each group of identical letters with its number of senders; whatever is done with one is done with all."""

    object: Round
    queryset = Round.objects.all()
    template_name = "consultations/identical_letters.html"
    permission_required = "consultations.read_inbox"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups, counts = letter_groups(self.object), text_counts([self.object])
        return super().get_context_data(groups=groups, counts=counts, **kwargs)


class MergeView(ObjectDeedView):
    permission_required = "consultations.change_recommendation"
    queryset = Recommendation.objects.not_withdrawn().select_related("round")
    form_class = MergeForm
    title = _("Merge the recommendation")
    lead = _("All that is heard in it is heard in the other too. Its own words stay, and it can be taken out again.")
    save = _("Merge")
    said = _("The recommendations are merged.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"recommendation": self.object}

    def act(self, form: MergeForm) -> Recommendation:
        return merge_recommendation(self.object, form.cleaned_data["into"], actor=self.request.user)


class SplitView(ObjectDeedView):
    permission_required = "consultations.change_recommendation"
    queryset = Recommendation.objects.not_withdrawn().select_related("round")
    form_class = SplitForm
    title = _("Split the recommendation")
    lead = _("What goes over is heard in the new recommendation alone; the rest stays here.")
    save = _("Split")
    said = _("The recommendation is split.")

    def get_form_kwargs(self) -> dict[str, Any]:
        new = Recommendation(round=self.object.round)
        return super().get_form_kwargs() | {"instance": new, "recommendation": self.object}

    def act(self, form: SplitForm) -> Recommendation:
        chosen = form.cleaned_data["contributions"]
        return split_recommendation(self.object, form.instance, contributions=chosen, actor=self.request.user)


@require_POST
def recommendation_part(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(Recommendation, pk=pk)
    try:
        part_recommendation(recommendation, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The recommendation stands by itself again."))
    return redirect(recommendation)


class AnswerManyView(ObjectDeedView):
    permission_required = "consultations.answer_recommendation"
    queryset: Any = Round.objects.all()
    form_class = AnswerManyForm
    template_name = "consultations/disposition_form.html"
    title = _("One answer for several recommendations")
    lead = _("The summary of the reasons may be given for a group of recommendations; each gets the same answer.")
    save = _("Hold the answers")
    said = _("The answers are held until the answers of the round are published.")
    chooses = "recommendations"
    nothing_to_choose = _("This round has no recommendation that waits for an answer.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"round_pk": self.object.pk}

    def get_initial(self) -> dict[str, Any]:
        return template_initial(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            templates=AnswerTemplate.objects.filter(is_in_use=True), recommendation=None, **kwargs
        )

    def act(self, form: AnswerManyForm) -> Round:
        chosen = form.cleaned_data["recommendations"]
        answer_many(chosen, form.instance, actor=self.request.user, entry=form.entry())
        one: Round = self.object
        return one


def template_initial(request: Any) -> dict[str, Any]:
    """What the chosen template says, for the form of an answer."""
    row = ChosenTemplateForm(request.GET).said("template")
    return {"answer": row.answer, "reason_sq": row.reason_sq, "reason_en": row.reason_en} if row else {}


class WorkNoteView(ObjectDeedView):
    permission_required = "consultations.code_contribution"
    queryset = Contribution.objects.with_words().select_related("round")
    form_class = WorkNoteForm
    template_name = "consultations/contribution_code.html"
    title = _("Assign and note")
    said = _("It is noted.")

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = WorkNote.objects.filter(contribution=self.object).first()
        return super().get_form_kwargs() | {"instance": kept or WorkNote(contribution=self.object)}

    def act(self, form: WorkNoteForm) -> Contribution:
        return save_note(form.instance, actor=self.request.user).contribution


@require_POST
def contribution_read(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    """Read for names, nothing to take out: one click."""
    contribution = get_object_or_404(Contribution.objects.with_words(), pk=pk)
    try:
        redact(Redaction(contribution=contribution, text=contribution.words), actor=request.user)
    except (StepRefused, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        messages.success(request, _("Read for names: nothing to take out."))
    return redirect(f"{reverse('consultations:contribution_list')}?names=open")


class AnswerTemplateListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.change_answertemplate"
    queryset = AnswerTemplate.objects.order_by("-is_in_use", "title")
    template_name = "consultations/answer_template_list.html"
    paginate_by = 60


class AnswerTemplateFormView(RowDeedView):
    permission_required = "consultations.change_answertemplate"
    model = AnswerTemplate
    form_class = AnswerTemplateForm
    listing = (_("Templates of answers"), "consultations:answer_template_list")

    def act(self, form: AnswerTemplateForm) -> str:
        save_template(form.instance, actor=self.request.user)
        return self.address
