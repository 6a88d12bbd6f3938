"""Forms of the data-protection officer's desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.enums import RequestOutcome
from consultations.forms.texts import ShortTextareas
from consultations.models import PersonRequest, PrivacyIncident
from core.amounts import check_year
from core.forms import CharField, CrispyForm, CrispyModelForm, DateField

MOMENTS = ("%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


class MomentField(forms.DateTimeField):
    """Accepts 30.05.2024 14:30, whatever the language of the page."""

    default_validators: ClassVar = [check_year]

    def __init__(self, *, label: Any, required: bool = True) -> None:
        shown = forms.DateTimeInput(format=MOMENTS[0], attrs={"autocomplete": "off"})
        help_text = _("Day and hour, for example 30.05.2024 14:30.")
        super().__init__(label=label, required=required, input_formats=MOMENTS, widget=shown, help_text=help_text)


class PersonRequestForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = PersonRequest
        fields = ("kind", "received_on", "protocol_no", "about")

    code = forms.CharField(
        label=_("code of the receipt"),
        max_length=40,
        required=False,
        help_text=_("Where she has it: the request hangs on her contribution. The code itself is not kept."),
    )


class PersonRequestAnswerForm(CrispyForm):
    outcome = forms.ChoiceField(label=_("outcome"), choices=RequestOutcome.choices, widget=forms.RadioSelect)
    answered_on = DateField(label=_("answered on"))
    answer = CharField(
        label=_("what was done, or why not"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )


class IncidentForm(ShortTextareas, CrispyModelForm):
    discovered_at = MomentField(label=_("discovered at"))

    class Meta:
        model = PrivacyIncident
        fields = ("discovered_at", "what", "kinds", "persons", "measures")


class IncidentSettlementForm(CrispyForm):
    notified_at = MomentField(label=_("authority told at"), required=False)
    reference = forms.CharField(label=_("number of the notification"), max_length=120, required=False)
    persons_told_on = DateField(label=_("persons concerned told on"), required=False)
    no_notice_reason = CharField(
        label=_("why nobody is told"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
