"""What is decided of texts that were set apart: one outcome for all that are chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from consultations.enums import IntakeResult
from consultations.models import IntakeHold
from core.forms import CrispyForm


class HoldChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: IntakeHold) -> str:
        return f"{obj} {obj.contribution.round} · {obj.sign_labels}: {Truncator(obj.contribution.words).chars(300)}"


class IntakeReviewForm(CrispyForm):
    """The texts of one page of the list."""

    holds = HoldChoice(
        label=_("Texts"), queryset=IntakeHold.objects.none(), widget=forms.CheckboxSelectMultiple, required=True
    )
    result = forms.ChoiceField(label=_("Outcome"), choices=IntakeResult.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("Asked for where it stays apart.")
    )

    def __init__(self, *args: Any, page: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        shown = [hold.pk for hold in page.object_list]
        rows = IntakeHold.objects.waiting().filter(pk__in=shown)
        self.fields["holds"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") == IntakeResult.AUTOMATED and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why it stays out of the consultation."))
        return cleaned


class IntakeCorrectionForm(CrispyForm):
    reason = forms.CharField(label=_("why it is corrected"), max_length=500)
