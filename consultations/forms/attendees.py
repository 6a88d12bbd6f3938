"""Forms for the restricted list of an event and its files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.models import AttendeeName, EventFile
from core.forms import CrispyModelForm
from core.i18n import short_date
from municipality.enums import ThresholdCode
from municipality.models import Threshold

CONTACT_DAYS = 1095  # where the municipality has set no term


class AttendeeForm(CrispyModelForm):
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

    upload = forms.FileField(label=_("File"), help_text=_("PDF, DOCX, ODT, XLSX, ODS or a picture, at most 20 MB."))
