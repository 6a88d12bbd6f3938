"""Forms of the acts: each names its date, its paper where it is entered afterwards, and may bring a file."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import WebAddressFormField, WholeNumberField
from municipality.models import MajorityRule, Municipality
from socialplan.approval.acts.definition.forms import ActForm, PaperField, side_by_side
from socialplan.approval.enums import OpinionKind, Outcome, Verdict
from socialplan.approval.models import CouncilSession
from socialplan.approval.rules import opinion_kinds
from socialplan.approval.services.council import Ballot, Vote, proposals
from socialplan.content.models import PlanVersion


class OpinionForm(ActForm):
    kind = forms.ChoiceField(label=_("Opinion"))
    verdict = forms.ChoiceField(label=_("Result"), choices=Verdict.choices)
    text = forms.CharField(label=_("Reasons"), required=False, max_length=20_000, widget=forms.Textarea)
    paper = PaperField(required=False)
    field_order = ["kind", "verdict", "text", "happened_on", "source_document", "paper"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = opinion_kinds(user)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            choice for choice in OpinionKind.choices if choice[0] in allowed
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("verdict") not in {None, Verdict.FAVOURABLE} and not cleaned.get("text"):
            self.add_error("text", _("An opinion that is not simply favourable needs its reasons."))
        return cleaned


class ContentShownForm(ActForm):
    """Carries the hash of the content the person decided from."""

    content_shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class ApprovalForm(ContentShownForm):
    """The comment names, number by number, what may stand although only hidden figures explain it."""

    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["comment", "happened_on", "source_document"]


class CouncilSubmissionForm(ContentShownForm):
    protocol_no = forms.CharField(label=_("Protocol number"), max_length=40)
    paper = PaperField(required=False)
    field_order = ["protocol_no", "happened_on", "source_document", "paper"]


class DecisionForm(ActForm):
    session = forms.ModelChoiceField(label=_("Session"), queryset=CouncilSession.objects.none(), empty_label=None)
    proposal = forms.ChoiceField(label=_("What the council decided"))
    majority = forms.ModelChoiceField(
        label=_("Majority"),
        queryset=MajorityRule.objects.none(),
        required=False,
        empty_label=None,
        help_text=_("The one that the lawyer has confirmed for this kind of act."),
    )
    number = forms.CharField(label=_("Decision number (VKB nr.)"), max_length=20)
    present = WholeNumberField(label=_("Members present"), min_value=0)
    votes_for = WholeNumberField(label=_("For"), min_value=0)
    votes_against = WholeNumberField(label=_("Against"), min_value=0)
    abstained = WholeNumberField(label=_("Abstained"), min_value=0)
    did_not_vote = WholeNumberField(label=_("Did not vote"), min_value=0)
    paper = PaperField(label=_("Scan of the decision"), required=False)
    field_order = ["session", "proposal", "number", "happened_on"]
    asked = {
        Outcome.ADOPTED: _("to adopt it as submitted"),
        Outcome.AMENDED: _("to adopt it with amendments"),
        Outcome.REJECTED: _("to reject it: it had no majority"),
        Outcome.CONFIRMED: _("to confirm the decision that was returned"),
        Outcome.REPEALED: _("to repeal the decision that was returned"),
    }

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = version.sessions.not_withdrawn().order_by("-meeting_on")  # type: ignore[attr-defined]
        self.fields["proposal"].choices = [  # type: ignore[attr-defined]
            (each, self.asked[each]) for each in proposals(version)
        ]
        self.fields["majority"].queryset = MajorityRule.objects.for_plans()  # type: ignore[attr-defined]
        council = Municipality.objects.get()
        if council.seats:
            sentence = _("The council has %(seats)s seats; its quorum is %(quorum)s.")
            self.fields["present"].help_text = sentence % {"seats": council.seats, "quorum": council.quorum}
        self.helper.layout = Layout(
            "session",
            "proposal",
            side_by_side("number", "happened_on"),
            Fieldset(
                _("How the council voted"),
                "majority",
                "present",
                side_by_side("votes_for", "votes_against", "abstained", "did_not_vote"),
            ),
            "source_document",
            "paper",
        )

    @property
    def ballot(self) -> Ballot:
        cleaned = self.cleaned_data
        vote = Vote(
            present=cleaned["present"],
            votes_for=cleaned["votes_for"],
            votes_against=cleaned["votes_against"],
            abstained=cleaned["abstained"],
            did_not_vote=cleaned["did_not_vote"],
        )
        return Ballot(cleaned["session"], cleaned["number"], vote, cleaned["proposal"])


class AnnouncementForm(ActForm):
    url = WebAddressFormField(label=_("Address of the publication"), required=False)
    place = forms.CharField(label=_("Place of the public notice"), required=False, max_length=200)
    paper = PaperField(label=_("Proof of publication"), required=False)
    field_order = ["happened_on", "url", "place", "source_document", "paper"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("url") or cleaned.get("place") or "url" in self.errors):
            self.add_error("place", _("Say where the decision was published: an address or a place."))
        return cleaned


class OrderForm(ActForm):
    number = forms.CharField(label=_("Order number"), max_length=40)
    paper = PaperField(required=False)
    field_order = ["number", "happened_on", "source_document", "paper"]


class WithdrawalForm(ActForm):
    reason = forms.CharField(
        label=_("What was recorded wrongly"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stays in the history with this reason, and no longer counts. Record the right one anew."),
    )
    field_order = ["reason", "happened_on", "source_document"]
