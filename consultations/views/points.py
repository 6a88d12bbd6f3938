"""Taking out of minutes, points, reasons and answers what tells of a person, and opening what is sealed of points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from consultations.enums import EventText, OpenedData
from consultations.forms.redactions import PointOpeningForm, PointRedactionForm, WordsRemovalForm
from consultations.models import (
    ConsultationEvent,
    Contribution,
    DataOpening,
    Disposition,
    FeedbackEntry,
    LateReply,
    MinutesPoint,
    NoProposal,
    PointRedaction,
    Recommendation,
    RoundExtension,
    SealedPoint,
    StartProposal,
)
from consultations.removals.services import Row, about_row, label_of, take_out_words, words_left, written_texts
from consultations.services import open_data
from consultations.services.points import redact_point
from consultations.words.hints import hints_for
from consultations.words.redacting import MARK
from core.views import ObjectDeedView, tell_refusal
from core.workflow import StepRefused

LIST = _("Points of the minutes")
PLACES = (EventText.PLACE, EventText.PLACE_EN)
FEEDBACK_IN_THE_OPEN = Q(contribution=None) | Q(contribution__in=Contribution.objects.in_the_open())


def readable_texts(row: Row, user: Any) -> dict[str, str]:
    """Without the place at which protected people meet, for who does not need it."""
    texts = written_texts(row)
    if isinstance(row, ConsultationEvent) and not user.has_perm("consultations.view_event_place", row):
        return {name: text for name, text in texts.items() if name not in PLACES}
    return texts


@contextmanager
def refusals_by_box(form: WordsRemovalForm) -> Iterator[None]:
    """What is said of a text stands at its box."""
    try:
        yield
    except ValidationError as refusal:
        if not hasattr(refusal, "error_dict"):
            raise
        raise ValidationError({form.box(name): said for name, said in refusal.error_dict.items()}) from refusal


class PointListView(PermissionRequiredMixin, ListView):
    """For who is asked to take a person out and does not work on the event."""

    permission_required = "consultations.redact_point"
    template_name = "consultations/minutes_point_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[MinutesPoint]:
        points = MinutesPoint.objects.select_related("event", "contribution")
        return points.prefetch_related("contribution__redactions").order_by("-event__held_on", "-event_id", "number")


class PointDeedView(ObjectDeedView):
    queryset = MinutesPoint.objects.select_related("event", "contribution").prefetch_related(
        "contribution__redactions"
    )

    def trail(self) -> list[tuple[Any, str]]:
        return [(LIST, reverse("consultations:minutes_point_list"))]

    def page_after(self, target: MinutesPoint) -> Any:
        """Back to the minutes, for who reads them there."""
        reads_minutes = self.request.user.has_perm("consultations.view_internal_minutes")
        return target.event if reads_minutes else reverse("consultations:minutes_point_list")


class PointRedactionView(PointDeedView):
    permission_required = "consultations.redact_point"
    form_class = PointRedactionForm
    template_name = "consultations/minutes_point_redact.html"
    title = _("Take parts out of a point")
    save = _("Show the words like this")
    said = _("The point says no more than this from now on.")

    @property
    def shown(self) -> str:
        """Where its contribution says less than was said, nothing else of the point is read here."""
        return MARK if self.object.has_redacted_words else str(self.object.text)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "instance": PointRedaction(point=self.object),
            "shown": self.shown,
            "may_erase": self.request.user.has_perm("consultations.keep_privacy"),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_sealed = SealedPoint.objects.filter(point=self.object).exists()
        shown = {"hints": hints_for(self.shown), "is_sealed": is_sealed, "lead": capfirst(self.object.about)}
        return super().get_context_data(**shown, **kwargs)

    def act(self, form: PointRedactionForm) -> MinutesPoint:
        return redact_point(form.instance, form.cleaned_data["text"], actor=self.request.user).point


class PointOpeningView(PointDeedView):
    """What a point said, shown once in the answer to a written reason."""

    permission_required = "consultations.open_data"
    form_class = PointOpeningForm
    template_name = "consultations/minutes_point_open.html"
    title = _("Open what is sealed of a point")
    lead = _("It is written down who opened what, when and why; the data-protection officer reads that list.")
    save = _("Open")

    def get_form_kwargs(self) -> dict[str, Any]:
        opening = DataOpening(point=self.object, opened=OpenedData.ORIGINAL)
        return super().get_form_kwargs() | {"instance": opening}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"sealed": None} | kwargs))

    def form_valid(self, form: PointOpeningForm) -> HttpResponse:
        try:
            open_data(form.instance, actor=self.request.user)
        except StepRefused as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        sealed = SealedPoint.objects.filter(point=self.object).first()
        return self.render_to_response(self.get_context_data(form=form, save="", sealed=sealed))


class WordsRemovalView(ObjectDeedView):
    """What the municipality wrote itself, also once the answers are out; for good, so it is the officer's alone."""

    permission_required = "consultations.take_out_words"
    form_class = WordsRemovalForm
    template_name = "consultations/words_removal.html"
    listing: tuple[Any, str]
    title = _("Take parts out for good")
    save = _("Show what is left")
    last = _("Take them out for good")
    said = _(
        "The words say no more than this from now on; files that were made before are made again by who needs them."
    )

    def trail(self) -> list[tuple[Any, str]]:
        heading, address = self.listing
        return [(heading, reverse(address))]

    def page_after(self, target: Row) -> str:
        return reverse(self.listing[1])

    def get_form_kwargs(self) -> dict[str, Any]:
        texts = self.texts
        labels = {name: label_of(self.object, name) for name in written_texts(self.object)}
        return super().get_form_kwargs() | {"texts": texts, "labels": labels}

    @property
    def texts(self) -> dict[str, str]:
        return readable_texts(self.object, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hints = hints_for("\n".join(self.texts.values()))
        lead = capfirst(about_row(self.object))
        shown: dict[str, Any] = {"hints": hints, "lead": lead, "left": [], "others": 0, "shown": ""}
        return super().get_context_data(**(shown | kwargs))

    def form_valid(self, form: WordsRemovalForm) -> HttpResponse:
        """What is left is shown first; it is taken out where the person sends just what was shown to her."""
        return super().form_valid(form) if self.request.POST.get("shown") else self.preview(form)

    def refused(self, form: WordsRemovalForm, refusal: StepRefused) -> HttpResponse:
        """Shown anew, as it is by now."""
        self.object = self.get_object()
        tell_refusal(form, refusal)
        return self.preview(form)

    def preview(self, form: WordsRemovalForm) -> HttpResponse:
        try:
            with refusals_by_box(form):
                left = words_left(self.object, form.left)
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        words = [(label_of(self.object, name), text) for name, text in left.texts.items()]
        told = {"left": words, "others": left.other_rows, "shown": left.digest, "save": self.last}
        return self.render_to_response(self.get_context_data(form=form, **told))

    def act(self, form: WordsRemovalForm) -> Row:
        row: Row = self.object
        reason, shown = form.cleaned_data["reason"], self.request.POST["shown"]
        with refusals_by_box(form):
            take_out_words(row, form.left, reason=reason, actor=self.request.user, shown=shown)
        return row


class WrittenListView(PermissionRequiredMixin, ListView):
    """What the municipality wrote of meetings and of contributions, for who is asked to take a person out of it."""

    permission_required = "consultations.take_out_words"
    template_name = "consultations/written_list.html"
    paginate_by = 50
    heading: Any = ""
    address = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(heading=self.heading, **kwargs)
        return shown | {"rows": [self.line(each) for each in shown["page_obj"]]}

    def line(self, row: Row) -> tuple[str, date | None, list[str], str]:
        """Which row, its day and texts, and where parts are taken out of them; the words are read there alone."""
        labels = [label_of(row, name) for name in written_texts(row)]
        day = row.held_on if isinstance(row, ConsultationEvent) else None
        return about_row(row), day, labels, reverse(self.address, args=[row.pk])


class EventWordsListView(WrittenListView):
    heading = _("Words on meetings")
    address = "consultations:event_words"
    queryset = ConsultationEvent.objects.order_by("-held_on", "-pk")


class NoProposalReasonListView(WrittenListView):
    heading = _("Reasons for setting contributions aside")
    address = "consultations:no_proposal_reason"
    queryset = NoProposal.objects.filter(contribution__in=Contribution.objects.in_the_open()).order_by("-pk")


class RecommendationWordsListView(WrittenListView):
    heading = _("Words of recommendations")
    address = "consultations:recommendation_words"
    queryset = Recommendation.objects.order_by("-round_id", "code", "pk")


class AnswerWordsListView(WrittenListView):
    heading = _("Words of answers")
    address = "consultations:answer_words"
    queryset = Disposition.objects.with_words().select_related("recommendation__round").order_by("-pk")


class LateReplyWordsListView(WrittenListView):
    heading = _("Answers to late letters")
    address = "consultations:late_reply_words"
    queryset = (
        LateReply.objects.filter(contribution__in=Contribution.objects.in_the_open())
        .select_related("contribution")
        .order_by("-pk")
    )


class FeedbackWordsListView(WrittenListView):
    heading = _("Feedback given")
    address = "consultations:feedback_words"
    queryset = (
        FeedbackEntry.objects.filter(FEEDBACK_IN_THE_OPEN)
        .select_related("round", "group", "organisation")
        .order_by("-pk")
    )


class ExtensionWordsListView(WrittenListView):
    heading = _("Reasons of longer periods")
    address = "consultations:extension_words"
    queryset = RoundExtension.objects.select_related("round").order_by("-pk")


class ProposalWordsListView(WrittenListView):
    heading = _("Answers to proposals")
    address = "consultations:proposal_words"
    queryset = StartProposal.objects.answered()


class EventWordsView(WordsRemovalView):
    listing = (EventWordsListView.heading, "consultations:event_words_list")
    queryset = ConsultationEvent.objects.all()


class PointReasonView(WordsRemovalView):
    listing = (LIST, "consultations:minutes_point_list")
    queryset = MinutesPoint.objects.select_related("event").exclude(reason="")


class NoProposalReasonView(WordsRemovalView):
    listing = (NoProposalReasonListView.heading, "consultations:no_proposal_list")
    queryset = NoProposal.objects.filter(contribution__in=Contribution.objects.in_the_open())


class RecommendationWordsView(WordsRemovalView):
    listing = (RecommendationWordsListView.heading, "consultations:recommendation_words_list")
    queryset = Recommendation.objects.all()


class AnswerWordsView(WordsRemovalView):
    listing = (AnswerWordsListView.heading, "consultations:answer_words_list")
    queryset = Disposition.objects.with_words().select_related("recommendation__round")


class LateReplyWordsView(WordsRemovalView):
    listing = (LateReplyWordsListView.heading, "consultations:late_reply_words_list")
    queryset = LateReplyWordsListView.queryset


class FeedbackWordsView(WordsRemovalView):
    listing = (FeedbackWordsListView.heading, "consultations:feedback_words_list")
    queryset = FeedbackWordsListView.queryset


class ExtensionWordsView(WordsRemovalView):
    listing = (ExtensionWordsListView.heading, "consultations:extension_words_list")
    queryset = ExtensionWordsListView.queryset


class ProposalWordsView(WordsRemovalView):
    listing = (ProposalWordsListView.heading, "consultations:proposal_words_list")
    queryset = ProposalWordsListView.queryset


PAGES: dict[type[Row], str] = {
    ConsultationEvent: "event_words",
    MinutesPoint: "minutes_point_reason",
    NoProposal: "no_proposal_reason",
    Recommendation: "recommendation_words",
    Disposition: "answer_words",
    LateReply: "late_reply_words",
    FeedbackEntry: "feedback_words",
    RoundExtension: "extension_words",
    StartProposal: "proposal_words",
}


def page_of(row: Row) -> str:
    """Where parts are taken out of it."""
    return reverse(f"consultations:{PAGES[type(row)]}", args=[row.pk])
