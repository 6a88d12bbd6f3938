from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from assessments.models import Assessment
from consultations.enums import RoundStep
from consultations.facts.coverage import read_coverage
from consultations.facts.prose import PROSE_BY_STEP, SECOND_PERSON, prose_before_step, wrote_in_it
from consultations.forms import ExtensionForm, FeedbackForm, RegisterForm, RoundForm
from consultations.models import FeedbackEntry, Round, RoundExtension
from consultations.reckoning import Counting, days_left, reckoning_of, shown_states
from consultations.releases import read_rounds_to_publish
from consultations.requirements import read_unanswered
from consultations.services import (
    extend_round,
    move_round,
    record_feedback,
    register_round,
    save_round,
    write_voice,
)
from consultations.services.rounds import ask_confirmation, confirm_numbers
from consultations.telling.ledger import read_telling_counts
from consultations.workflow import ROUND_WORKFLOW
from core.i18n import short_date
from core.pages.address import initial_of
from core.pages.stepped import SteppedView
from core.together.relations import read_lists, read_relations
from core.together.side_by_side import read, read_nothing, side_by_side
from core.views import ObjectDeedView, ObjectPermissionMixin, RowDeedView
from core.workflow import StepRefused
from municipality.rule_book import read_rule_book
from operations.step_views import NumbersAnswerView, StepView


class RoundListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.work_round"
    queryset = Round.objects.with_counts().order_by("-notice_on", "-pk")
    template_name = "consultations/round_list.html"
    paginate_by = 30

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rounds = context["page_obj"].object_list
        states = shown_states(rounds)
        return context | {"shown": [(each, states[each.pk]) for each in rounds]}


class RoundDetailView(ObjectPermissionMixin, DetailView):
    object: Round
    request: AuthenticatedHttpRequest
    queryset = Round.objects.with_counts().select_related("assessment")
    template_name = "consultations/round_detail.html"
    permission_required = "consultations.work_round"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = {
            "events": self.object.events.with_attendance().select_related("unit"),
            "history": self.object.state_changes.select_related("actor"),
            "complaints": self.object.complaints.all(),
            "copies": self.object.drafts.order_by("-number"),
            "files": self.object.files.select_related("file", "job__result_file"),
            "feedback_entries": self.object.feedback_entries.select_related("organisation", "group"),
        }
        owed, telling, grid, to_publish, *_lists = read(
            side_by_side(
                read_unanswered(self.object),
                read_telling_counts(self.object) if self.object.has_public_answers else read_nothing(),
                read_coverage(self.object),
                read_rounds_to_publish([self.object]),
                read_lists(*lists.values()),
                read_relations([([self.object], ("groups", "extensions"))]),
                read_rule_book(),
            )
        )
        by = Counting()
        return super().get_context_data(
            offers=ROUND_WORKFLOW.offers(self.object, self.request.user),
            shown_state=shown_states([self.object], by=by)[self.object.pk],
            days_left=days_left(self.object, by=by),
            reckoning=reckoning_of(self.object, by=by),
            owed=owed,
            telling=telling,
            grid=grid,
            owes_attendance=bool(to_publish),
            extensions=self.object.extensions.all(),
            **lists,
            **kwargs,
        )


class RoundFormView(SteppedView, RowDeedView):
    """Plans a round; with a key in the address it changes a planned one, step by step."""

    edit_name = "consultations:round_update"

    model = Round
    form_class = RoundForm
    title = _("Consultation round")
    lead = _(
        "A round on the draft plan needs every field of the notice in Albanian before it can be published; "
        "a listening round does not."
    )
    said = _("The round is saved.")

    @property
    def is_new(self) -> bool:
        return "pk" not in self.kwargs

    def has_permission(self) -> bool:
        user = self.request.user
        if "pk" not in self.kwargs:
            return user.has_perm("consultations.add_round")
        return user.has_perm("consultations.change_round", self.row)

    def act(self, form: RoundForm) -> Round:
        return save_round(form.instance, actor=self.request.user, groups=form.linked("groups"))

    def trail(self) -> list[tuple[Any, str]]:
        if self.row.pk:
            return [(self.row, self.row.get_absolute_url())]
        return [(_("Consultation rounds"), reverse("consultations:round_list"))]


class RoundStepView(StepView):
    queryset = Round.objects.all()
    workflow = ROUND_WORKFLOW
    move = staticmethod(move_round)
    now = _("The round is now: %(state)s.")
    template_name = "consultations/round_step.html"
    prose_by_step = PROSE_BY_STEP

    def has_permission(self) -> bool:
        """What follows from a letter or a complaint is no button."""
        return self.transition.is_button and super().has_permission()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_notice = self.kwargs["step"] == RoundStep.PUBLISH
        shown = super().get_context_data(reckoning=reckoning_of(self.object) if is_notice else None, **kwargs)
        prose = shown["prose"]
        needs_second = bool(prose and prose.telling) and wrote_in_it(self.object, self.request.user.pk)
        return shown | {"asked": SECOND_PERSON.asked(self.object) if needs_second else None}


class RoundRegisterView(ObjectDeedView):
    permission_required = "consultations.register_round"
    queryset = Round.objects.all()
    form_class = RegisterForm
    title = _("Entry in the electronic register")
    lead = _("Enter the consultation at the national register first; then write its number or address here.")
    said = _("The entry is noted.")

    def get_initial(self) -> dict[str, Any]:
        return {"reference": self.object.register_reference}

    def act(self, form: RegisterForm) -> Round:
        return register_round(self.object, form.cleaned_data["reference"], actor=self.request.user)


class RoundExtendView(ObjectDeedView):
    permission_required = "consultations.extend_round"
    queryset = Round.objects.all()
    form_class = ExtensionForm
    title = _("Extend the round")
    save = _("Extend")
    said = _("The round is extended.")

    def get_form_kwargs(self) -> dict[str, Any]:
        extension = RoundExtension(round=self.object, from_day=self.object.closes_on)
        return super().get_form_kwargs() | {"instance": extension}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = gettext(
            "The round now ends on %(day)s. It can be lengthened by a recorded decision and is never shortened."
        ) % {"day": short_date(self.object.closes_on) if self.object.closes_on else "–"}
        return super().get_context_data(lead=lead, **kwargs)

    def act(self, form: ExtensionForm) -> Round:
        return extend_round(form.instance, actor=self.request.user)


class FeedbackCreateView(ObjectDeedView):
    permission_required = "consultations.record_feedback"
    queryset = Round.objects.all()
    form_class = FeedbackForm
    title = _("Record feedback given")
    lead = _("Who was informed, of what, when and how. People without e-mail are recorded as told in person.")
    said = _("The feedback is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": FeedbackEntry(round=self.object)}

    def get_initial(self) -> dict[str, Any]:
        """The queue of those still to be told leads here with the contribution chosen."""
        return initial_of(self.request, "contribution")

    def act(self, form: FeedbackForm) -> Round:
        return record_feedback(form.instance, actor=self.request.user).round


@require_POST
def round_voice(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    consultation = get_object_or_404(Round, pk=pk)
    edition = get_object_or_404(Assessment, pk=consultation.assessment_id).writable_edition()
    if edition is None:
        sentence = gettext(
            "The edition this round was held on is published and never changes: begin its next edition, and the part "
            "of the consultations is written into that one."
        )
        messages.error(request, sentence)
        return redirect(consultation)
    try:
        write_voice(edition, actor=request.user)
    except (StepRefused, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
    else:
        messages.success(request, _("The voice part of the needs' scores is written into the assessment."))
    return redirect(consultation)


class NumbersConfirmView(NumbersAnswerView):
    permission_required = "consultations.confirm_numbers"
    queryset = Round.objects.all()
    title = _("Confirm numbers in the words of the round")
    said = _("Your answer is recorded; whoever publishes the words reads it.")
    nothing = _("No number of this round's words waits for a confirmation.")
    prose_before = staticmethod(prose_before_step)
    wrote_in_it = staticmethod(wrote_in_it)
    deed = staticmethod(confirm_numbers)


@require_POST
def numbers_ask(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    consultation = get_object_or_404(Round, pk=pk)
    try:
        ask_confirmation(consultation, actor=request.user)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked: it is a task of the data-protection officer now."))
    return redirect(consultation)
