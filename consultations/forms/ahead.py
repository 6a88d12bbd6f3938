"""Rows of the yearly calendar, and proposals to start a procedure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.forms.texts import ShortTextareas
from consultations.intake.flood import flood_signs
from consultations.intake.signs import new_submission, read_submission, signs_of
from consultations.models import PlannedConsultation, Round, StartProposal
from core.forms import CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm


class PlannedConsultationForm(ShortTextareas, SteppedForm, CrispyModelForm):
    steps = (
        FormStep(
            _("What will be asked, and when"),
            ("year", "month", "title_sq", "title_en", "proposer", "explanation_sq", "explanation_en"),
        ),
        FormStep(_("Whom it concerns, and its publication"), ("groups", "units", "round", "is_published")),
    )

    class Meta:
        model = PlannedConsultation
        fields = (
            "year",
            "month",
            "title_sq",
            "title_en",
            "proposer",
            "explanation_sq",
            "explanation_en",
            "groups",
            "units",
            "round",
            "is_published",
        )
        widgets = {"groups": forms.CheckboxSelectMultiple, "units": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "round" in self.fields:
            self.fields["round"].queryset = Round.objects.all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("units") and any(group.is_protected for group in cleaned.get("groups", ())):
            sentence = _(
                "Where a protected group meets is not public: name no unit here, nor in title and explanation."
            )
            self.add_error("units", sentence)
        return cleaned


class StartProposalForm(ShortTextareas, CrispyModelForm):
    """Anybody's; no name and no address is asked for."""

    submission = forms.CharField(widget=forms.HiddenInput, required=False)
    homepage = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    class Meta:
        model = StartProposal
        fields = ("text",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["submission"] = new_submission()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            self.opened = read_submission(cleaned.get("submission", ""))
        except signing.BadSignature:
            typed: Any = self.data
            self.data = {**typed.dict(), self.add_prefix("submission"): new_submission()}
            raise ValidationError(_("This form was open for too long. Please send it once more.")) from None
        self.instance.submission_key = self.opened.key
        return cleaned

    def signs(self) -> list[str]:
        found = signs_of(self.opened, trap=self.cleaned_data.get("homepage", ""))
        return found + flood_signs(self.cleaned_data["submission"], proved=False)


class ProposalAnswerForm(ShortTextareas, CrispyModelForm):
    writes_row = False  # the deed refuses the second

    class Meta:
        model = StartProposal
        fields = ("result", "subject_sq", "subject_en", "answer_sq", "answer_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("result", "subject_sq", "answer_sq"):
            self.fields[name].required = True
