"""Forms of monitoring: they check and clean, and change nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm, CrispyModelForm
from monitoring.enums import SubmissionChannel
from monitoring.models import (
    Addressee,
    BeneficiaryCount,
    BudgetExecution,
    IndicatorValue,
    MeasureProgress,
    Period,
    ReportRecommendation,
    ReportSection,
)
from socialplan.content.models import FundingSource, Indicator


class PeriodForm(CrispyModelForm):
    class Meta:
        model = Period
        fields = ("title_sq", "title_en", "target_year", "starts_on", "ends_on", "cut_off_on", "is_partial")


class MeasureProgressForm(CrispyModelForm):
    class Meta:
        model = MeasureProgress
        fields = ("status", "share_done", "narrative_sq", "narrative_en", "deviation")
        widgets = {
            "narrative_sq": forms.Textarea(attrs={"rows": 4}),
            "narrative_en": forms.Textarea(attrs={"rows": 4}),
            "deviation": forms.Textarea(attrs={"rows": 3}),
        }


class SpendingForm(CrispyModelForm):
    class Meta:
        model = BudgetExecution
        fields = ("source", "allocated", "committed", "spent", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = FundingSource.objects.all()  # type: ignore[attr-defined]

    def validate_unique(self) -> None:
        """A second entry for the same source replaces the first, so it is no error."""


class ValueForm(CrispyModelForm):
    class Meta:
        model = IndicatorValue
        fields = ("indicator", "amount", "source", "quality", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = Indicator.objects.filter(version=period.version).exclude(values__period=period)
        self.fields["indicator"].queryset = missing.order_by("code")  # type: ignore[attr-defined]


class ValueChangeForm(CrispyModelForm):
    class Meta:
        model = IndicatorValue
        fields = ("amount", "source", "quality", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class BeneficiaryForm(CrispyModelForm):
    class Meta:
        model = BeneficiaryCount
        fields = ("group", "women", "men", "undeclared")

    def validate_unique(self) -> None:
        """A second entry for the same group replaces the first, so it is no error."""


class SectionForm(CrispyModelForm):
    class Meta:
        model = ReportSection
        fields = ("body_sq", "body_en")
        widgets = {"body_sq": forms.Textarea(attrs={"rows": 10}), "body_en": forms.Textarea(attrs={"rows": 10})}


class ReportRecommendationForm(CrispyModelForm):
    class Meta:
        model = ReportRecommendation
        fields = ("text_sq", "text_en", "addressed_to", "due_on")
        widgets = {"text_sq": forms.Textarea(attrs={"rows": 3}), "text_en": forms.Textarea(attrs={"rows": 3})}


class RevisionForm(CrispyForm):
    revision_note = forms.CharField(
        label=_("What this revision corrects"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SendForm(CrispyForm):
    addressee = forms.ModelChoiceField(label=_("Addressee"), queryset=Addressee.objects.all())
    sent_on = forms.DateField(label=_("Date sent"))
    channel = forms.ChoiceField(label=_("Channel"), choices=SubmissionChannel.choices)
    protocol_no = forms.CharField(label=_("Outgoing protocol number"), max_length=60)


class SubmissionReceiptForm(CrispyForm):
    received_on = forms.DateField(label=_("Date received"))
    their_protocol_no = forms.CharField(label=_("The addressee's protocol number"), max_length=60)
