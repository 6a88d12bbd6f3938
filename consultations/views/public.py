"""What anybody reads and sends, without an account and without JavaScript."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, FormView, ListView, TemplateView

from consultations.attendance import read_published_attendance
from consultations.calls.ahead import propose_start
from consultations.doors.paper import paper_questions
from consultations.facts.scorecard import read_scorecard
from consultations.facts.writing import WritingDesk
from consultations.forms import ContributionForm, SubscriptionForm, TextReportForm
from consultations.forms.ahead import StartProposalForm
from consultations.forms.doors import LargePrintForm
from consultations.models import (
    ComplaintBody,
    ConsultedDraft,
    Contribution,
    DraftPlace,
    HelpLine,
    PlannedConsultation,
    PublishedWords,
    Recommendation,
    Round,
    StartProposal,
    TextReport,
)
from consultations.open_draft.reading import desk_of, parts_of, places_of, read_desk, read_phases
from consultations.outputs.statistics import read_speaker_tables
from consultations.reckoning import Counting, days_left, is_accepting, past_rounds, reckoning_of, shown_states
from consultations.services import Receipt, receive_contribution, report_text
from consultations.services.subscriptions import ask_subscription, confirm_subscription, leave_subscription
from consultations.telling.news import CONFIRMING, LEAVING, subscription_of
from consultations.views.doors import own_form_of
from consultations.words.hints import hints_for
from core.printing.printed import printed
from core.public import PublicPage
from core.together.relations import read_lists, read_relations, read_together
from core.together.side_by_side import read, read_count, side_by_side
from core.views import tell_refusal
from core.workflow import StepRefused
from municipality.rule_book import read_rule_book

COMING_SHOWN = 12


class PublicRoundListView(PublicPage, ListView):
    public_title = _("Public consultation")
    shows = _("Consultations of the municipality: what is asked, until when, and what became of the answers.")
    menu_label = _("Consultations")
    menu_order = 1
    queryset = Round.objects.public().open_first().prefetch_related("groups")
    template_name = "consultations/public/round_list.html"
    paginate_by = 30

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rounds = context["page_obj"].object_list
        states = shown_states(rounds)
        past = past_rounds(rounds)
        shown = [(each, states[each.pk]) for each in rounds]
        parted = {is_past: [row for row in shown if (row[0].pk in past) == is_past] for is_past in (False, True)}
        contact = next((each.contact_of_coordinator for each in rounds if each.coordinator_contact), "")
        coming = PlannedConsultation.objects.coming(timezone.localdate())[:COMING_SHOWN]
        found = {"open_rounds": parted[False], "past_rounds": parted[True], "coming": coming}
        return context | found | {"coordinator_contact": contact}


class PublicRoundDetailView(PublicPage, DetailView):
    public_title = _("Public consultation")
    shows = _("One consultation: its period, how to take part, and the answers of the municipality.")
    object: Round
    queryset = Round.objects.public().with_accepting()
    template_name = "consultations/public/round_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bodies = ComplaintBody.objects.all()
        answers = Recommendation.objects.filter(round=self.object).with_published_disposition()
        desk, phases, scorecard, attendance, speakers, words_count, *_read = read(
            side_by_side(
                read_desk(self.object),
                read_phases(self.object),
                read_scorecard(self.object),
                read_published_attendance([self.object]),
                read_speaker_tables(self.object),
                read_count(PublishedWords.objects.shown().filter(round=self.object)),
                read_lists(bodies, answers),
                read_relations([([self.object], ("groups", "extensions", "state_changes"))]),
            )
        )
        by = Counting()
        return super().get_context_data(
            shown_state=shown_states([self.object], by=by)[self.object.pk],
            days_left=days_left(self.object, by=by),
            is_accepting=is_accepting(self.object, by=by),
            reckoning=reckoning_of(self.object, by=by),
            extensions=self.object.extensions.all(),
            complaint_body=bodies.current() if self.object.needs_notice else None,
            desk=desk,
            phases=phases,
            scorecard=scorecard,
            attendance=attendance,
            words_count=words_count,
            speakers=printed(speakers),
            answers=answers,
            **kwargs,
        )


def shown_receipt(
    receipt: Receipt, place: DraftPlace | None = None, *, desk: WritingDesk | None = None
) -> dict[str, Any]:
    """What the page of a receipt reads, whoever sent the words."""
    words = receipt.contribution.text
    return {
        "receipt": receipt,
        "contribution": receipt.contribution,
        "round": receipt.contribution.round,
        "place": place,
        "help_lines": desk.help_lines if desk else HelpLine.objects.shown(),
        "hints": desk.hints(words) if desk else hints_for(words),
    }


def shown_copies() -> QuerySet[ConsultedDraft]:
    return ConsultedDraft.objects.shown().filter(round__in=Round.objects.public()).select_related("round")


class DraftCopyView(PublicPage, DetailView):
    """The whole copy: what is in it, and its files."""

    public_title = _("Draft under consultation")
    shows = _("The draft as it was frozen for a consultation: its chapters, goals and measures, and its files.")
    template_name = "consultations/public/draft.html"
    context_object_name = "copy"

    def get_object(self, queryset: Any = None) -> ConsultedDraft:
        return get_object_or_404(shown_copies(), round=self.kwargs["pk"], number=self.kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copy: ConsultedDraft = self.object
        places, parts = places_of(copy), parts_of(copy)
        rounds = Round.objects.filter(pk=copy.round_id).with_accepting()
        desk, phases, *_read = read(
            side_by_side(
                read_desk(copy.round), read_phases(copy.round), read_rule_book(), read_lists(places, parts, rounds)
            )
        )
        return super().get_context_data(
            desk=desk, places=places, parts=parts, phases=phases, is_accepting=is_accepting(rounds[0]), **kwargs
        )


class DraftPlaceView(PublicPage, DetailView):
    """One chapter or measure, at an address that stays."""

    public_title = _("Draft under consultation")
    shows = _("One chapter or measure of a draft, with the way to say something about it.")
    template_name = "consultations/public/draft_place.html"
    context_object_name = "place"

    def get_object(self, queryset: Any = None) -> DraftPlace:
        found = DraftPlace.objects.filter(draft__in=shown_copies()).select_related("draft__round")
        at = {"draft__round": self.kwargs["pk"], "draft__number": self.kwargs["number"]}
        return get_object_or_404(found, kind=self.kwargs["kind"], key=self.kwargs["key"], **at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place: DraftPlace = self.object
        return super().get_context_data(
            copy=place.draft,
            newest=desk_of(place.draft.round).copy,
            is_accepting=is_accepting(place.draft.round),
            **kwargs,
        )


class ContributeView(PublicPage, FormView):
    public_title = _("Send a contribution")
    shows = _("Say what you need and what should change. No account is necessary.")
    is_personal = True
    form_class = ContributionForm
    template_name = "consultations/public/contribute.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.desk = WritingDesk.of(kwargs["pk"], is_sent=request.method == "POST")
        self.round = self.desk.round
        self.copy, self.place = self.spoken_of()
        return super().dispatch(request, *args, **kwargs)

    def spoken_of(self) -> tuple[ConsultedDraft | None, DraftPlace | None]:
        """The copy and the place that the address names, if it names one."""
        if "number" not in self.kwargs:
            return None, None
        copies = ConsultedDraft.objects.shown().filter(round=self.round)
        copy = get_object_or_404(copies, number=self.kwargs["number"])
        if "key" not in self.kwargs:
            return copy, None
        return copy, get_object_or_404(copy.places, kind=self.kwargs["kind"], key=self.kwargs["key"])

    def get_form_kwargs(self) -> dict[str, Any]:
        said = Contribution(round=self.round, draft=self.copy)
        if self.place:
            said.place_kind, said.place_key = self.place.kind, self.place.key
        return {**super().get_form_kwargs(), "instance": said}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            round=self.round,
            copy=self.copy,
            place=self.place,
            is_accepting=is_accepting(self.round),
            help_lines=self.desk.help_lines,
            own_form=own_form_of(self.request, self.round),
            **kwargs,
        )

    def form_valid(self, form: ContributionForm) -> HttpResponse:
        try:
            signs = form.signs(known=self.desk.limits)
            receipt = receive_contribution(form.instance, contact=form.contact(), signs=signs)
        except (StepRefused, ValidationError) as refusal:
            tell_refusal(form, refusal)
            return self.form_invalid(form)
        return render(
            self.request, "consultations/public/receipt.html", shown_receipt(receipt, self.place, desk=self.desk)
        )


class PaperPageView(PublicPage, DetailView):
    """The form to print at home or at the library; large letters by the address."""

    public_title = _("Printable form")
    shows = _("The questions of the online form on paper, to fill by hand and hand in.")
    queryset = Round.objects.public()
    template_name = "consultations/public/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            questions=[(each, range(each.rows)) for each in paper_questions(self.object)],
            is_large=bool(LargePrintForm(self.request.GET).said("large")),
            help_lines=HelpLine.objects.shown(),
            **kwargs,
        )


class EasyHelpView(PublicPage, DetailView):
    """How to take part, in short sentences."""

    public_title = _("How to take part, in easy words")
    shows = _("Short sentences that say how to tell the municipality what you need.")
    queryset = Round.objects.public()
    template_name = "consultations/public/easy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(help_lines=HelpLine.objects.shown(), **kwargs)


class PublicWordsView(PublicPage, ListView):
    public_title = _("What people said")
    shows = _("The words of those who agreed to their publication, as they were said; names of persons are taken out.")
    template_name = "consultations/public/words.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[PublishedWords]:
        self.round = get_object_or_404(Round.objects.public(), pk=self.kwargs["pk"])
        return PublishedWords.objects.shown().filter(round=self.round).order_by("number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(round=self.round, **kwargs)


class TextReportCreateView(PublicPage, FormView):
    public_title = _("Report a published text")
    shows = _("Somebody is named or can be recognised in a published text: ask for the removal.")
    is_personal = True
    form_class = TextReportForm
    template_name = "consultations/public/text_report.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        shown = PublishedWords.objects.shown().filter(round__in=Round.objects.public())
        self.words = get_object_or_404(shown, round=kwargs["pk"], number=kwargs["number"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": TextReport(words=self.words)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"words": self.words, "is_sent": False} | kwargs))

    def form_valid(self, form: TextReportForm) -> HttpResponse:
        report_text(form.instance)
        return self.render_to_response(self.get_context_data(form=form, is_sent=True))


class YearlyCalendarView(PublicPage, ListView):
    public_title = _("Yearly calendar of consultations")
    shows = _("What the municipality will ask this year, who proposes it, of whom, where and when.")
    template_name = "consultations/public/yearly.html"
    paginate_by = 60

    def get_queryset(self) -> QuerySet[PlannedConsultation]:
        rows = PlannedConsultation.objects.filter(is_published=True, year=self.kwargs["year"])
        return rows.select_related("round").prefetch_related("groups", "units").order_by("month", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        published, year = PlannedConsultation.objects.filter(is_published=True), self.kwargs["year"]
        others = published.order_by("-year").values_list("year", flat=True).distinct()
        named = published.filter(round=OuterRef("pk"))
        unplanned = Round.objects.public().filter(~Exists(named), notice_on__year=year).order_by("notice_on", "pk")
        read_together(others, unplanned)
        years = sorted({*others, year}, reverse=True)
        return super().get_context_data(year=year, years=years, unplanned=unplanned, **kwargs)


class StartProposalView(PublicPage, FormView):
    public_title = _("Propose that a procedure be started")
    shows = _("Anybody may propose that the municipality begins to decide something; the answers stand here.")
    is_personal = True
    form_class = StartProposalForm
    template_name = "consultations/public/propose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answered = StartProposal.objects.answered()[:50]
        return super().get_context_data(**({"answered": answered, "is_sent": False} | kwargs))

    def form_valid(self, form: StartProposalForm) -> HttpResponse:
        propose_start(form.instance, signs=form.signs())
        return self.render_to_response(self.get_context_data(form=form, is_sent=True))


class NewsSubscribeView(PublicPage, FormView):
    public_title = _("News of consultations")
    shows = _("Leave your e-mail address and hear when a consultation begins, changes or is answered.")
    is_personal = True
    form_class = SubscriptionForm
    template_name = "consultations/public/news_subscribe.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"is_sent": False} | kwargs))

    def form_valid(self, form: SubscriptionForm) -> HttpResponse:
        """The same answer whether or not the address is known: the list tells nobody who is on it."""
        language = "en" if get_language() == "en" else "sq"
        ask_subscription(form.cleaned_data["email"], language=language)
        return self.render_to_response(self.get_context_data(form=form, is_sent=True))


class NewsLinkView(PublicPage, TemplateView):
    """A link out of a mail: opening it changes nothing, its button does."""

    is_personal = True
    template_name = "consultations/public/news_link.html"
    purpose = ""
    button: Any = ""
    done: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = subscription_of(self.kwargs["token"], self.purpose)
        shown = {"row": row, "is_done": False, "heading": self.public_title, "button": self.button, "done": self.done}
        return super().get_context_data(**(shown | kwargs))

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        row = subscription_of(self.kwargs["token"], self.purpose)
        if row is not None:
            self.act(row)
        return self.render_to_response(self.get_context_data(row=row, is_done=row is not None))

    def act(self, row: Any) -> None:
        raise AssertionError


class NewsConfirmView(NewsLinkView):
    public_title = _("Confirm your address")
    shows = _("The link of a mail: the owner of the address confirms that she wants the news.")
    purpose = CONFIRMING
    button = _("Yes, send me the news")
    done = _("Thank you. You hear of every consultation from now on.")

    def act(self, row: Any) -> None:
        confirm_subscription(row)


class NewsLeaveView(NewsLinkView):
    public_title = _("Leave the list")
    shows = _("The link of a mail: the address is erased at once.")
    purpose = LEAVING
    button = _("Leave the list")
    done = _("Your address is erased. No more mails follow.")

    def act(self, row: Any) -> None:
        leave_subscription(row)
