"""Forms of consultation: they check and clean, the deeds change."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assessments.models import Need
from consultations.enums import Answer, Channel, Confidentiality, ParticipantType, Sex
from consultations.models import (
    AttendanceCount,
    ConsultationEvent,
    Contribution,
    ContributionContact,
    Disposition,
    FeedbackEntry,
    Recommendation,
    Round,
    RoundExtension,
    UniquePerson,
)
from core.forms import CrispyForm, CrispyModelForm, WholeNumberField
from operations.forms import EntryFields

SUBMISSION_SALT = "consultations.submission"
SUBMISSION_MAX_AGE = 7 * 24 * 3600
MAX_ATTENDANCE = 100_000


class ShortTextareas:
    """Long texts begin as a few lines, so that a form of many of them stays readable on a phone."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4


class RoundForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = Round
        fields = (
            "kind",
            "title_sq",
            "title_en",
            "assessment",
            "groups",
            "about_sq",
            "about_en",
            "draft_sq",
            "draft_en",
            "reasons_sq",
            "reasons_en",
            "manner_sq",
            "manner_en",
            "meetings_sq",
            "meetings_en",
            "coordinator_contact",
            "register_reference",
            "working_days",
            "complexity_decision_no",
            "complexity_decision_on",
        )
        widgets = {"groups": forms.CheckboxSelectMultiple}


class ExtensionForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = RoundExtension
        fields = ("to_day", "decision_no", "decision_on", "reason", "notified_on")


class FeedbackForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = FeedbackEntry
        fields = ("group", "organisation", "contribution", "channel", "content", "informed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contribution"].queryset = Contribution.objects.filter(round=self.instance.round_id)


class EventForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = ConsultationEvent
        fields = (
            "kind",
            "title_sq",
            "title_en",
            "status",
            "held_on",
            "starts_at",
            "place",
            "unit",
            "groups",
            "language",
            "confidentiality",
            "facilitator_role",
            "accessibility",
            "minutes_public_sq",
            "minutes_public_en",
            "minutes_internal",
            "minutes_approved_on",
        )
        widgets = {
            "groups": forms.CheckboxSelectMultiple,
            "starts_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }

    def clean_confidentiality(self) -> str:
        chosen = self.cleaned_data["confidentiality"]
        if self.initial.get("confidentiality") == Confidentiality.COUNTS_ONLY != chosen and self.instance.pk:
            raise ValidationError(_("An event that keeps only counts stays so."))
        return chosen


class AttendanceForm(CrispyForm):
    """Margins by sex, by kind of participant and by group. Empty means not counted."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, event: ConsultationEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        self.cells: dict[str, dict[str, Any]] = {}
        for sex in Sex:
            self.add_cell(f"sex_{sex.value}", sex.label, sex=sex.value)
        for kind in ParticipantType:
            self.add_cell(f"type_{kind.value}", kind.label, participant_type=kind.value)
        for group in event.groups.all():
            self.add_cell(f"group_{group.pk}", group.name, group=group)

    def add_cell(self, name: str, label: Any, **whom: Any) -> None:
        self.cells[name] = whom
        self.fields[name] = WholeNumberField(label=label, min_value=0, max_value=MAX_ATTENDANCE, required=False)
        for count in self.event.attendance.all():
            if whom_of(count) == whom:
                self.initial.setdefault(name, count.count)

    def counts(self) -> list[AttendanceCount]:
        """The cells entered here, and the cross-cells and units that this form does not show, unchanged."""
        entered = [
            AttendanceCount(count=self.cleaned_data[name], **whom)
            for name, whom in self.cells.items()
            if self.cleaned_data[name] is not None
        ]
        shown = list(self.cells.values())
        kept = [
            AttendanceCount(count=count.count, **whom_of(count))
            for count in self.event.attendance.all()
            if whom_of(count) not in shown
        ]
        return entered + kept


class AttendanceReleaseForm(CrispyForm):
    """Carries what the person saw, so that exactly that is published."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


def whom_of(count: AttendanceCount) -> dict[str, Any]:
    """The named dimensions of a cell: only what is set."""
    named = {
        "sex": count.sex,
        "participant_type": count.participant_type,
        "group": count.group,
        "unit": count.unit,
    }
    return {name: value for name, value in named.items() if value}


class UniquePersonForm(CrispyModelForm):
    code = forms.CharField(
        label=_("Code of the person"),
        max_length=100,
        help_text=_("The code given at the door. Only its keyed digest is stored; no name is."),
    )

    class Meta:
        model = UniquePerson
        fields = ("kind", "sex", "consented_on")


def new_submission() -> str:
    """A signed, dated key that makes a submission count once, however often it is sent."""
    return signing.dumps(str(uuid.uuid4()), salt=SUBMISSION_SALT)


class SubmissionForm(ShortTextareas, CrispyModelForm):
    """A form whose POST counts once: its key is made by the server and signed."""

    submission = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["submission"] = new_submission()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            key = signing.loads(cleaned.get("submission", ""), salt=SUBMISSION_SALT, max_age=SUBMISSION_MAX_AGE)
        except signing.BadSignature:
            typed: Any = self.data
            self.data = {**typed.dict(), self.add_prefix("submission"): new_submission()}
            raise ValidationError(_("This form was open for too long. Please send it once more.")) from None
        self.instance.submission_key = uuid.UUID(key)
        return cleaned


class ContactFields(forms.Form):
    name = forms.CharField(label=_("Your name (optional)"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail for the answer (optional)"), required=False, help_text=_("Read by the coordinator only.")
    )
    consents_to_feedback = forms.BooleanField(
        label=_("I agree that the answer is sent to this e-mail address"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email") and not cleaned.get("consents_to_feedback"):
            sentence = _("Tick this box, or leave the e-mail address empty: it is kept only to send the answer.")
            self.add_error("consents_to_feedback", sentence)
        return cleaned

    def contact(self) -> ContributionContact:
        return ContributionContact(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            consents_to_feedback=self.cleaned_data["consents_to_feedback"],
        )


class ContributionForm(ContactFields, SubmissionForm):
    """The public's form."""

    class Meta:
        model = Contribution
        fields = ("text", "language", "spoken_by", "consents_to_publish")

    field_order = ("text", "language", "spoken_by", "consents_to_publish", "name", "email", "consents_to_feedback")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 8
        self.fields["text"].label = _("Your contribution, in your own words")
        self.fields["spoken_by"].label = _("You speak as")
        self.fields["consents_to_publish"].label = _("I agree that my text may be published")


class OrganisationContributionForm(SubmissionForm):
    class Meta:
        model = Contribution
        fields = ("organisation", "text", "language", "consents_to_publish")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [organisation.pk for organisation in user.organisations]
        choice = self.fields["organisation"]
        choice.queryset = choice.queryset.filter(pk__in=mine)
        choice.required = True
        if len(mine) == 1:
            self.initial["organisation"] = mine[0]


class ContributionEntryForm(ContactFields, EntryFields, SubmissionForm):
    """What reached the municipality otherwise than by the web form."""

    class Meta:
        model = Contribution
        fields = (
            "channel",
            "event",
            "spoken_by",
            "organisation",
            "language",
            "text",
            "consents_to_publish",
        )

    field_order = (*Meta.fields, "happened_on", "source_document", "name", "email", "consents_to_feedback")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [each for each in Channel.choices if each[0] != Channel.WEB]
        self.fields["event"].queryset = ConsultationEvent.objects.filter(round=self.instance.round_id)
        self.fields["name"].label = _("Name of the person who spoke (optional)")
        self.fields["happened_on"].label = _("Received on")


class ContributionChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Contribution) -> str:
        return f"#{obj.pk} {Truncator(obj.text).chars(140)}"


class RecommendationForm(ShortTextareas, CrispyModelForm):
    contributions = ContributionChoice(
        label=_("Contributions it rests on"),
        queryset=Contribution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("A recommendation rests on at least one contribution.")},
    )

    class Meta:
        model = Recommendation
        fields = ("code", "title_sq", "title_en", "text_sq", "text_en", "needs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        consultation = self.instance.round
        self.fields["contributions"].queryset = Contribution.objects.filter(round=consultation)
        needs = Need.objects.select_related("assessment")
        if consultation.assessment_id:
            needs = needs.filter(assessment=consultation.assessment_id)
        self.fields["needs"].queryset = needs
        if self.instance.pk:
            self.initial["contributions"] = list(self.instance.contributions.values_list("pk", flat=True))

    def links(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("contributions", "needs")}


class CodingForm(ShortTextareas, CrispyForm):
    recommendations = forms.ModelMultipleChoiceField(
        label=_("Recommendations that take it up"),
        queryset=Recommendation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, contribution: Contribution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendations"].queryset = Recommendation.objects.filter(round=contribution.round_id)


class NoProposalForm(ShortTextareas, CrispyForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=5_000)


class DispositionForm(ShortTextareas, EntryFields, CrispyModelForm):
    class Meta:
        model = Disposition
        fields = ("answer", "reason_sq", "reason_en")
        widgets = {"answer": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = Answer.choices
        self.fields["happened_on"].label = _("Decided on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answer = cleaned.get("answer")
        if answer and answer != Answer.ACCEPTED and not cleaned.get("reason_sq"):
            self.add_error("reason_sq", _("Every answer but “accepted” needs a reason in Albanian."))
        return cleaned
