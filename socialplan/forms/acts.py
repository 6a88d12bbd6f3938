"""Forms of the acts: each names its date, and its paper where it is entered afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultations.models import Disposition, Round
from core.forms import CrispyForm, DateField, WholeNumberField
from socialplan.enums import NodeKind, OpinionKind, Verdict
from socialplan.gates import NODE_RELATIONS
from socialplan.models import PlanVersion
from socialplan.rules import opinion_kinds
from socialplan.services.acts import Vote
from socialplan.services.entries import Entry


class ActForm(CrispyForm):
    happened_on = DateField(label=_("Date"), initial=timezone.localdate)
    source_document = forms.CharField(
        label=_("Source document"),
        max_length=200,
        required=False,
        help_text=_("Needed when the date has passed: the paper this is taken from."),
    )
    field_order: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("happened_on")
        if day and day > timezone.localdate():
            self.add_error("happened_on", _("The date lies in the future."))
        elif day and day < timezone.localdate() and not cleaned.get("source_document"):
            self.add_error("source_document", _("What is entered afterwards names its source document."))
        return cleaned

    @property
    def entry(self) -> Entry:
        day = self.cleaned_data["happened_on"]
        return Entry(day, day < timezone.localdate(), self.cleaned_data["source_document"])


class OpinionForm(ActForm):
    kind = forms.ChoiceField(label=_("Opinion"))
    verdict = forms.ChoiceField(label=_("Result"), choices=Verdict.choices)
    text = forms.CharField(label=_("Reasons"), required=False, max_length=20_000, widget=forms.Textarea)
    field_order = ["kind", "verdict", "text", "happened_on", "source_document"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = opinion_kinds(user)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            choice for choice in OpinionKind.choices if choice[0] in allowed
        ]


class ContentShownForm(ActForm):
    """Carries the hash of the content the person decided from."""

    content_shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SubmissionForm(ContentShownForm):
    protocol_no = forms.CharField(label=_("Protocol number"), max_length=40)
    field_order = ["protocol_no", "happened_on", "source_document"]


class DecisionForm(ActForm):
    number = forms.CharField(label=_("Decision number (VKB nr.)"), max_length=20)
    present = WholeNumberField(label=_("Members present"), min_value=0)
    votes_for = WholeNumberField(label=_("For"), min_value=0)
    votes_against = WholeNumberField(label=_("Against"), min_value=0)
    abstained = WholeNumberField(label=_("Abstained"), min_value=0)
    did_not_vote = WholeNumberField(label=_("Did not vote"), min_value=0)
    field_order = [
        "number",
        "happened_on",
        "present",
        "votes_for",
        "votes_against",
        "abstained",
        "did_not_vote",
        "source_document",
    ]

    @property
    def vote(self) -> Vote:
        cleaned = self.cleaned_data
        return Vote(
            present=cleaned["present"],
            votes_for=cleaned["votes_for"],
            votes_against=cleaned["votes_against"],
            abstained=cleaned["abstained"],
            did_not_vote=cleaned["did_not_vote"],
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        parts = [cleaned.get(name) for name in ("votes_for", "votes_against", "abstained", "did_not_vote")]
        present = cleaned.get("present")
        if present is not None and None not in parts and sum(parts) != present:  # type: ignore[arg-type]
            self.add_error("present", _("Present must equal for + against + abstained + did not vote."))
        return cleaned


class AnnouncementForm(ActForm):
    url = forms.URLField(label=_("Address of the publication"), required=False, assume_scheme="https")
    place = forms.CharField(label=_("Place of the public notice"), required=False, max_length=200)
    field_order = ["happened_on", "url", "place", "source_document"]


class OrderForm(ActForm):
    number = forms.CharField(label=_("Order number"), max_length=40)
    field_order = ["number", "happened_on", "source_document"]


class RoundLinkForm(CrispyForm):
    round_ = forms.ModelChoiceField(label=_("Consultation round"), queryset=Round.objects.none())

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        linked = version.plan.round_links.values("round")
        self.fields["round_"].queryset = Round.objects.exclude(pk__in=linked)  # type: ignore[attr-defined]


class TargetForm(CrispyForm):
    """One choice over all rows of the version: kind and stable key."""

    place = forms.ChoiceField(label=_("Place in the plan"))

    def __init__(self, *args: Any, version: PlanVersion, disposition: Disposition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.disposition = disposition
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (kind.label, [(f"{kind}:{row.key}", str(row)) for row in getattr(version, relation).all()])
            for kind, relation in NODE_RELATIONS.items()
            if kind in {NodeKind.MEASURE, NodeKind.OBJECTIVE, NodeKind.CHAPTER, NodeKind.INDICATOR, NodeKind.GOAL}
        ]
