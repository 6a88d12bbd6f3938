"""What is asked of complaints and of the row that says who decides on them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.enums import ComplaintResult
from consultations.forms.texts import ShortTextareas
from consultations.models import ComplaintBody, RoundComplaint
from core.forms import CrispyForm, CrispyModelForm, DateField
from municipality.forms import CHECKED


class RoundComplaintForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = RoundComplaint
        fields = ("received_on", "protocol_no", "about")


class ComplaintDecisionForm(ShortTextareas, CrispyForm):
    result = forms.ChoiceField(label=_("Outcome"), choices=ComplaintResult.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason and measures taken"), max_length=5_000, widget=forms.Textarea)
    new_last_day = DateField(
        label=_("Comments are taken again until"),
        required=False,
        help_text=_("Only where it is upheld and the round has a last day."),
    )

    def into(self, complaint: RoundComplaint) -> RoundComplaint:
        """The complaint with what was decided."""
        said: dict[str, Any] = self.cleaned_data
        complaint.result, complaint.reason = said["result"], said["reason"]
        complaint.new_last_day = said["new_last_day"]
        return complaint


class ComplaintBodyForm(CrispyModelForm):
    class Meta:
        model = ComplaintBody
        fields = ("body_sq", "body_en", "days", *CHECKED)
