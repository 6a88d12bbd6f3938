from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from accounts.http import AuthenticatedHttpRequest
from consultations.enums import ConsentPurpose, ContributionChannel
from consultations.filters import ContributionFilter
from consultations.forms import CodingForm, ContributionEntryForm, CountsOnlyContributionForm, NoProposalForm
from consultations.forms.letters import LateReplyForm
from consultations.inbox.letters import similar_to
from consultations.inbox.services import code_letters, set_letters_aside
from consultations.models import (
    ConsultationEvent,
    Contribution,
    ContributionContact,
    ContributionScan,
    LateReply,
    Round,
)
from consultations.open_draft.reading import place_of
from consultations.services import code_contribution, enter_contribution, erase_contact, mark_no_proposal
from consultations.services.letters import answer_late
from core.views import ObjectDeedView, ObjectPermissionMixin


class ContributionListView(PermissionRequiredMixin, ListView):
    permission_required = "consultations.view_contribution"
    template_name = "consultations/contribution_list.html"
    paginate_by = 30

    @cached_property
    def filter(self) -> ContributionFilter:
        rows = Contribution.objects.in_the_open().with_words().with_is_coded()
        rows = rows.select_related("round", "event", "organisation")
        return ContributionFilter(self.request.GET, rows, request=self.request)

    def get_queryset(self) -> QuerySet[Contribution]:
        return self.filter.qs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter.form, **kwargs)


class ContributionDetailView(ObjectPermissionMixin, DetailView):
    object: Contribution
    request: AuthenticatedHttpRequest
    queryset = (
        Contribution.objects.with_words()
        .with_is_coded()
        .select_related(
            "round",
            "event",
            "organisation",
            "group",
            "unit",
            "entered_by",
            "no_proposal",
            "draft",
            "late_reply",
            "work_note__assigned_to",
        )
        .prefetch_related("codings__recommendation", "feedback_entries")
    )
    template_name = "consultations/contribution_detail.html"
    permission_required = "consultations.view_contribution"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        identical = Contribution.objects.identical_to(self.object).count()
        return super().get_context_data(
            identical=identical - 1,
            similar=similar_to(self.object),
            has_contact=ContributionContact.objects.filter(contribution=self.object).exists(),
            has_scan=ContributionScan.objects.filter(contribution=self.object).exists(),
            redaction=self.object.redactions.order_by("-pk").first(),
            is_withdrawn=self.object.withdrawals.filter(purpose=ConsentPurpose.PUBLICATION).exists(),
            place=place_of(self.object),
            may_code=user.has_perm("consultations.code_contribution", self.object),
            coding_form=CodingForm(contribution=self.object, identical=identical),
            no_proposal_form=NoProposalForm(identical=identical),
            **kwargs,
        )


class ContributionCreateView(ObjectDeedView):
    """What came on paper, by e-mail, orally or at an event, typed in by the coordinator."""

    permission_required = "consultations.enter_contribution"
    queryset = Round.objects.all()
    form_class = ContributionEntryForm
    title = _("Enter a contribution")
    lead = _(
        "Type the words as they were written or spoken. Who spoke is not who types. Please do not name persons: "
        "no name of a victim, a child or a neighbour belongs in the text."
    )
    save = _("Keep the contribution")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.blank()}

    def blank(self) -> Contribution:
        return Contribution(round=self.object)

    def act(self, form: ContributionEntryForm | CountsOnlyContributionForm) -> Contribution:
        entry = form.entry()
        scan = form.cleaned_data.get("scan")
        receipt = enter_contribution(
            form.instance, actor=self.request.user, contact=form.contact(), entry=entry, scan=scan
        )
        self.said = _("The contribution is kept. Reference code: %(code)s") % {"code": receipt.reference_code}
        return receipt.contribution


class EventContributionCreateView(ContributionCreateView):
    """What was said at one event; where it keeps counts only, the form asks for nothing that tells who spoke."""

    queryset: Any = ConsultationEvent.objects.select_related("round")

    def get_form_class(self) -> type[ContributionEntryForm | CountsOnlyContributionForm]:
        return CountsOnlyContributionForm if self.object.is_counts_only else ContributionEntryForm

    def blank(self) -> Contribution:
        return Contribution(round=self.object.round, event=self.object, channel=ContributionChannel.EVENT)


class CodingView(ObjectDeedView):
    permission_required = "consultations.code_contribution"
    queryset = Contribution.objects.with_words().select_related("round")
    form_class = CodingForm
    template_name = "consultations/contribution_code.html"
    title = _("Put it into recommendations")
    said = _("The contribution is coded.")
    chooses = "recommendations"
    nothing_to_choose = _("This round has no recommendation yet into which a contribution could be put.")

    def get_form_kwargs(self) -> dict[str, Any]:
        identical = Contribution.objects.identical_to(self.object).count()
        return super().get_form_kwargs() | {"contribution": self.object, "identical": identical}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without a recommendation in the round the first one is worded from here."""
        may_word = self.request.user.has_perm("consultations.add_recommendation", self.object.round)
        return super().get_context_data(may_word=may_word, **kwargs)

    def act(self, form: CodingForm) -> Contribution:
        chosen = form.cleaned_data["recommendations"]
        if form.takes_identical:
            letters = Contribution.objects.identical_to(self.object)
            return code_letters(letters, recommendations=chosen, actor=self.request.user)[0]
        return code_contribution(self.object, recommendations=chosen, actor=self.request.user)


class NoProposalView(ObjectDeedView):
    permission_required = "consultations.code_contribution"
    queryset = Contribution.objects.with_words().select_related("round")
    form_class = NoProposalForm
    template_name = "consultations/contribution_words.html"
    title = _("Set aside as without a proposal")
    said = _("The contribution is set aside as without a proposal.")

    def get_form_kwargs(self) -> dict[str, Any]:
        identical = Contribution.objects.identical_to(self.object).count()
        return super().get_form_kwargs() | {"identical": identical}

    def act(self, form: NoProposalForm) -> Contribution:
        reason = form.cleaned_data["reason"]
        if form.takes_identical:
            letters = Contribution.objects.identical_to(self.object)
            return set_letters_aside(letters, reason=reason, actor=self.request.user)[0]
        return mark_no_proposal(self.object, reason=reason, actor=self.request.user).contribution


@require_POST
def contact_erase(request: AuthenticatedHttpRequest, pk: int) -> HttpResponse:
    contact = get_object_or_404(ContributionContact.objects.select_related("contribution"), contribution=pk)
    erase_contact(contact, actor=request.user)
    messages.success(request, _("The contact is erased; the words stay."))
    is_reader = request.user.has_perm("consultations.view_contribution", contact.contribution)
    return redirect(contact.contribution if is_reader else "site:home")


class LateReplyCreateView(ObjectDeedView):
    permission_required = "consultations.answer_late"
    queryset = Contribution.objects.in_the_open().with_words().filter(is_late=True).select_related("round")
    form_class = LateReplyForm
    title = _("Answer a late letter")
    said = _("The letter is answered, apart from the round.")

    def too_late(self) -> Any:
        is_answered = LateReply.objects.filter(contribution=self.object).exists()
        return _("This letter is answered already.") if is_answered else ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": LateReply(contribution=self.object)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.object.words, **kwargs)

    def act(self, form: LateReplyForm) -> Contribution:
        return answer_late(form.instance, actor=self.request.user, entry=form.entry()).contribution
