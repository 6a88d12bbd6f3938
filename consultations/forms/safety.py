"""What the protection workers settle, and the help numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.enums import DangerResult
from consultations.forms.texts import ShortTextareas
from consultations.models import DangerCorrection, DangerSettlement, HelpLine
from core.forms import CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm
from municipality.forms import CHECKED, plausible_check


class DangerSettlementForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = DangerSettlement
        fields = ("result", "referred_to", "reason")
        widgets = {"result": forms.RadioSelect}


class DangerCorrectionForm(ShortTextareas, CrispyModelForm):
    """Carries how many outcomes the person has read, so that nobody turns a colleague's correction back unseen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = DangerCorrection
        fields = ("referred_to", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.result == DangerResult.REFERRED:
            self.fields["referred_to"].required = True
        else:
            del self.fields["referred_to"]


class HelpLineForm(SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("Help number"),
            ("name_sq", "name_en", "phone", "hours_sq", "hours_en", "is_in_use", "source", "source_en"),
        ),
        FormStep(_("Place in the list, and who checked it"), ("order", *CHECKED[2:])),
    )

    class Meta:
        model = HelpLine
        fields = ("name_sq", "name_en", "phone", "hours_sq", "hours_en", "order", "is_in_use", *CHECKED)

    def clean_checked_on(self) -> object:
        return plausible_check(self.cleaned_data["checked_on"])
