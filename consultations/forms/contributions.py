"""What people say, by every door it comes through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms.models import construct_instance
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from assessments.models import TargetGroup
from consultations.enums import Confidentiality, ContributionChannel, Sex
from consultations.forms.texts import ShortTextareas
from consultations.intake.flood import flood_signs
from consultations.intake.signs import is_proved, new_submission, read_submission, signs_of
from consultations.models import ConsultationEvent, Contribution, ContributionContact, DraftPlace
from consultations.open_draft.reading import keyed_places
from consultations.services.guards import GUARDS
from core.forms import EMPTY_CHOICE, CrispyForm, CrispyModelForm
from core.pages.stepped import FormStep, GroupedForm
from core.text.direction import BACKWARDS
from operations.attempts import Limit
from operations.forms import EntryFields

SPEAKER_LABELS = {
    "group": _("Group you belong to (optional)"),
    "unit": _("Where you live (optional)"),
    "sex": _("You are (optional)"),
    "age_band": _("Your age (optional)"),
}
SPEAKER = frozenset(SPEAKER_LABELS)
#: What one person says of herself; the labels of `Sex` are of counted groups.
ONE_PERSON = {
    Sex.WOMEN.value: pgettext_lazy("you are", "A woman"),
    Sex.MEN.value: pgettext_lazy("you are", "A man"),
    Sex.UNDECLARED.value: pgettext_lazy("you are", "I do not say"),
}
SCAN_HELP = _(
    "PDF, PNG or JPEG, at most 10 MB. It is sealed like the original words: opened with a recorded reason, in no "
    "report, erased with the contact."
)


def say_empty(field: Any) -> None:
    """In words that a choice may be left open, where Django would draw a line."""
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = EMPTY_CHOICE
    else:
        field.choices = [("", EMPTY_CHOICE), *((value, label) for value, label in field.choices if value)]


class PublicContributionForm(ShortTextareas, CrispyModelForm):
    """A form whose POST counts once: its key is made by the server and signed."""

    submission = forms.CharField(widget=forms.HiddenInput, required=False)
    tells_of_danger = forms.BooleanField(
        label=_("Somebody is in danger"),
        required=False,
        help_text=_(
            "Then only the workers who protect children and act against violence read this text; it does not go into "
            "the consultation. This is not an emergency line."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["submission"] = new_submission()
        for name in SPEAKER & self.fields.keys():
            self.fields[name].label = SPEAKER_LABELS[name]
            say_empty(self.fields[name])
        if "group" in self.fields:
            self.fields["group"].queryset = TargetGroup.objects.filter(is_active=True)

    def clean_text(self) -> str:
        """Signs that write letters backwards have no honest use here: they go before the eyes of who sent them."""
        text: str = self.cleaned_data["text"]
        plain = BACKWARDS.sub("", text)
        if plain != text:
            self.type_anew("text", plain)
            sentence = _(
                "The text held hidden signs that turn letters around. They are taken out below: read the text again, "
                "and send it once more."
            )
            raise ValidationError(sentence)
        return text

    def type_anew(self, name: str, value: str) -> None:
        """What stands in a field when the refused form is shown, in place of what was sent."""
        self.data = {**{each: self.data[each] for each in self.data}, self.add_prefix(name): value}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            self.opened = read_submission(cleaned.get("submission", ""))
        except signing.BadSignature:
            self.type_anew("submission", new_submission())
            raise ValidationError(_("This form was open for too long. Please send it once more.")) from None
        self.instance.submission_key = self.opened.key
        self.instance.tells_of_danger = cleaned.get("tells_of_danger", False)
        return cleaned

    def _post_clean(self) -> None:
        """The row as it was typed: its fields are checked by the deed, and its rules by the INSERT."""
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)


REACH = ("name", "email", "consents_to_feedback", "safe_to_send")


class ContactFields(forms.Form):
    name = forms.CharField(label=_("Your name (optional)"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail for the answer (optional)"), required=False, help_text=_("Read by the coordinator only.")
    )
    consents_to_feedback = forms.BooleanField(
        label=_("I agree that the answer is sent to this e-mail address"), required=False
    )
    safe_to_send = forms.BooleanField(
        label=_("It is safe to send the whole answer here"),
        required=False,
        help_text=_(
            "Tick this only if nobody else reads your mail. Otherwise the mail only says that there is an answer."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("email") and not cleaned.get("consents_to_feedback"):
            sentence = _("Tick this box, or leave the e-mail address empty: it is kept only to send the answer.")
            self.add_error("consents_to_feedback", sentence)
        if cleaned.get("safe_to_send") and not cleaned.get("email"):
            self.add_error("safe_to_send", _("There is no e-mail address to send the answer to."))
        return cleaned

    def contact(self) -> ContributionContact:
        return ContributionContact(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            consents_to_feedback=self.cleaned_data["consents_to_feedback"],
            safe_to_send=self.cleaned_data["safe_to_send"],
        )


class ContributionForm(GroupedForm, ContactFields, PublicContributionForm):
    """The public's form. The browser may add its proof; what fills the trap is no person."""

    groups = (
        FormStep(_("Your words"), ("text", "tells_of_danger", "language", "consents_to_publish")),
        FormStep(_("Who speaks"), ("spoken_by", *SPEAKER_LABELS)),
        FormStep(_("The answer"), REACH),
    )

    proof = forms.CharField(widget=forms.HiddenInput(attrs={"data-proof": ""}), required=False, max_length=40)
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = Contribution
        fields = ("text", "language", "spoken_by", "group", "unit", "sex", "age_band", "consents_to_publish")

    field_order = (*(name for each in groups for name in each.names), "homepage")

    def signs(self, *, known: Mapping[str, Limit] | None = None) -> list[str]:
        """Of automation, in a checked form; counts this post among those of its minute."""
        token = self.cleaned_data["submission"]
        proved = is_proved(token, self.cleaned_data.get("proof", ""))
        found = signs_of(self.opened, trap=self.cleaned_data.get("homepage", ""))
        return found + flood_signs(token, proved=proved, known=known)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 8
        self.fields["text"].label = _("Your contribution, in your own words")
        self.fields["spoken_by"].label = _("You speak as")
        sex: Any = self.fields["sex"]
        sex.choices = [(value, ONE_PERSON.get(value, label)) for value, label in sex.choices]
        self.fields["consents_to_publish"].label = _("I agree that my text may be published")


class OrganisationContributionForm(PublicContributionForm):
    class Meta:
        model = Contribution
        fields = ("organisation", "text", "language", "group", "unit", "consents_to_publish")

    field_order = ("organisation", "text", "tells_of_danger", "language", "group", "unit", "consents_to_publish")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [organisation.pk for organisation in user.organisations]
        choice = self.fields["organisation"]
        choice.queryset = choice.queryset.filter(pk__in=mine)
        choice.required = True
        self.fields["group"].label = _("Group it speaks of (optional)")
        self.fields["unit"].label = _("Administrative unit it speaks of (optional)")
        if len(mine) == 1:
            self.initial["organisation"] = mine[0]


class ContributionEntryForm(GroupedForm, ContactFields, EntryFields, PublicContributionForm):
    """What reached the municipality otherwise than by the web form."""

    groups = (
        FormStep(_("How it came"), ("channel", "protocol_no", *EntryFields.base_fields, "event", "place", "scan")),
        FormStep(_("The words"), ("text", "language", "tells_of_danger", "consents_to_publish")),
        FormStep(_("Who spoke"), ("spoken_by", "organisation", *SPEAKER_LABELS, "guardian_consent")),
        FormStep(_("The answer"), REACH),
    )

    place = forms.ModelChoiceField(
        label=_("Place of the draft it speaks of"),
        queryset=DraftPlace.objects.none(),
        required=False,
        help_text=_("As its key stands on the paper form. Empty: the whole."),
    )
    scan = forms.FileField(label=_("Scan of the paper (optional)"), required=False, help_text=SCAN_HELP)

    class Meta:
        model = Contribution
        fields = (
            "channel",
            "protocol_no",
            "event",
            "spoken_by",
            "organisation",
            "group",
            "unit",
            "sex",
            "age_band",
            "language",
            "text",
            "consents_to_publish",
            "guardian_consent",
        )

    field_order = tuple(name for each in groups for name in each.names)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = keyed_places(self.instance.round)
        self.fields["channel"].choices = [
            each for each in ContributionChannel.choices if each[0] != ContributionChannel.WEB
        ]
        self.fields["event"].queryset = ConsultationEvent.objects.filter(round=self.instance.round_id).exclude(
            confidentiality=Confidentiality.COUNTS_ONLY
        )
        self.fields["event"].error_messages["invalid_choice"] = _(
            "What was said at an event that keeps counts only is entered from the page of that event."
        )
        self.fields["name"].label = _("Name of the person who spoke (optional)")
        for name in SPEAKER:
            column: Any = Contribution._meta.get_field(name)
            self.fields[name].label = capfirst(column.verbose_name)
        for name in ("event", "place", "organisation"):
            say_empty(self.fields[name])
        self.fields["happened_on"].label = _("Received on")
        self.fields["consents_to_feedback"].label = _("Agrees that the answer is sent to this e-mail address")
        self.fields["safe_to_send"].help_text = _(
            "Only if the person says that nobody else reads this mail. Otherwise it only says that there is an answer."
        )

    def clean(self) -> dict[str, Any]:
        """The protocol number is the paper of a letter that is typed after its day."""
        number = (self.data.get(self.add_prefix("protocol_no")) or "").strip()
        paper = self.add_prefix("source_document")
        cleaned = super().clean()
        if place := cleaned.get("place"):
            said = self.instance
            said.draft, said.place_kind, said.place_key = place.draft, place.kind, place.key
        if number and not self.data.get(paper) and "source_document" in self.errors:
            del self.errors["source_document"]
        if cleaned.get("scan") and cleaned.get("channel") != ContributionChannel.PAPER:
            self.add_error("scan", _("Only what came on paper has a scan."))
        return cleaned


class CountsOnlyContributionForm(EntryFields, PublicContributionForm):
    """Words from an event that keeps counts only: nothing here tells who spoke."""

    telling = ("organisation", "consents_to_publish", "guardian_consent", *SPEAKER_LABELS, *REACH)

    class Meta:
        model = Contribution
        fields = ("language", "text")

    field_order = (*Meta.fields, "tells_of_danger", "happened_on", "source_document")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].label = _("Received on")

    def clean(self) -> dict[str, Any]:
        """Refuse, rather than drop, what an older page of this form still sent."""
        cleaned = super().clean()
        if self.files or any(self.data.get(self.add_prefix(name)) for name in self.telling):
            raise ValidationError(GUARDS["event_counts_only_refuses_names"])
        return cleaned

    def contact(self) -> ContributionContact | None:
        return None


class ScanForm(CrispyForm):
    scan = forms.FileField(label=_("Scan of the paper"), help_text=SCAN_HELP)
