"""A round, its extension, and the feedback given."""

from __future__ import annotations

from typing import Any

from django import forms

from consultations.forms.texts import ShortTextareas
from consultations.models import Contribution, FeedbackEntry, Round, RoundExtension
from core.forms import CrispyModelForm


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
