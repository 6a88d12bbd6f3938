"""Forms for the restricted list of an event, its files and its minutes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from consultations.forms.texts import ShortTextareas
from consultations.models import AttendeeName, Contribution, EventFile, MinutesPoint
from core.forms import CrispyForm, CrispyModelForm
from core.i18n import short_date
from core.pages.stepped import FormStep, GroupedForm
from municipality.enums import ThresholdCode
from municipality.models import Threshold
from operations.forms import EntryFields

CONTACT_DAYS = 1095  # where the municipality has set no term


class AttendeeForm(GroupedForm, CrispyModelForm):
    groups = (
        FormStep(_("The person"), ("name", "organisation_name", "position", "contact")),
        FormStep(
            _("What the person agrees to"),
            ("consents_to_list", "consents_to_photo", "consents_to_quotation", "consents_to_contact", "erase_on"),
        ),
    )

    class Meta:
        model = AttendeeName
        fields = (
            "name",
            "organisation_name",
            "position",
            "contact",
            "consents_to_list",
            "consents_to_photo",
            "consents_to_quotation",
            "consents_to_contact",
            "erase_on",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("erase_on", self.last_day)

    @property
    def last_day(self) -> date:
        """Names are kept no longer than contacts are, counted from the day of the event."""
        term = Threshold.objects.filter(code=ThresholdCode.KEEP_CONTACTS).values_list("value", flat=True).first()
        return self.instance.event.held_on + timedelta(days=CONTACT_DAYS if term is None else term)

    def clean_erase_on(self) -> date:
        day: date = self.cleaned_data["erase_on"]
        if not self.instance.event.held_on <= day <= self.last_day:
            sentence = _("The name is erased after the event and by %(day)s at the latest.")
            raise ValidationError(sentence % {"day": short_date(self.last_day)})
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("contact") and not cleaned.get("consents_to_contact"):
            self.add_error("contact", _("A contact is kept only of who agreed to be contacted."))
        return cleaned


class EventFileForm(CrispyModelForm):
    class Meta:
        model = EventFile
        fields = ("title",)

    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, DOCX, ODT, XLSX, ODS, CSV, ZIP or a picture, at most 20 MB.")
    )


class MinutesApprovalForm(EntryFields, CrispyForm):
    """Carries what the person read, so that exactly that is approved."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class MinutesPointForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = MinutesPoint
        fields = ("text",)


class PointSettlementForm(CrispyModelForm):
    locks_first = ("event__round",)

    class Meta:
        model = MinutesPoint
        fields = ("contribution", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = Contribution.objects.in_the_open().with_words().filter(round=self.instance.event.round_id)
        choice: Any = self.fields["contribution"]
        choice.queryset = said.filter(Q(event=self.instance.event_id) | Q(event=None))
        choice.label_from_instance = lambda one: f"{one}: {Truncator(one.words).chars(120)}"
