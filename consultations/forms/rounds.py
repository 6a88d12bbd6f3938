"""A round, its extension, and the feedback given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.texts import ShortTextareas
from consultations.models import (
    ConsultedDraft,
    Contribution,
    FeedbackEntry,
    NoticeBounce,
    Round,
    RoundExtension,
    RoundFile,
)
from core.forms import CrispyForm, CrispyModelForm
from core.pages.stepped import FormStep, SteppedForm


class RoundForm(ShortTextareas, SteppedForm, CrispyModelForm):
    steps = (
        FormStep(_("The round"), ("kind", "title_sq", "title_en", "assessment", "groups", "about_sq", "about_en")),
        FormStep(
            _("The draft and its reasons"), ("draft_sq", "draft_en", "reasons_sq", "reasons_en", "easy_read_reason")
        ),
        FormStep(
            _("How to take part"),
            (
                "manner_sq",
                "manner_en",
                "meetings_sq",
                "meetings_en",
                "coordinator_contact",
                "coordinator_contact_en",
            ),
        ),
        FormStep(
            _("Length and register"),
            (
                "working_days",
                "complexity_decision_no",
                "complexity_decision_on",
                "answer_days",
                "register_reference",
            ),
        ),
    )

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
            "easy_read_reason",
            "manner_sq",
            "manner_en",
            "meetings_sq",
            "meetings_en",
            "coordinator_contact",
            "coordinator_contact_en",
            "working_days",
            "complexity_decision_no",
            "complexity_decision_on",
            "answer_days",
            "register_reference",
        )
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A round promises its answers as the one before it did, until somebody writes otherwise."""
        super().__init__(*args, **kwargs)
        if "answer_days" in self.fields and self.instance.answer_days is None:
            promised = Round.objects.exclude(answer_days=None).order_by("-pk").values_list("answer_days", flat=True)
            self.initial["answer_days"] = promised.first()


class FreezeForm(ShortTextareas, CrispyModelForm):
    """Asks what has changed only where a copy corrects the one that the public reads."""

    class Meta:
        model = ConsultedDraft
        fields = ("changes_sq", "changes_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.round.is_planned:
            self.fields.clear()


class RoundFileForm(CrispyModelForm):
    class Meta:
        model = RoundFile
        fields = ("kind", "language")

    upload = forms.FileField(
        label=_("File"), help_text=_("PDF, DOCX, ODT, XLSX, ODS, CSV, ZIP or a picture, at most 20 MB.")
    )


class RegisterForm(CrispyForm):
    reference = forms.CharField(
        label=_("Entry in the electronic register"), max_length=300, help_text=_("Number or address.")
    )


class ExtensionForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = RoundExtension
        fields = ("to_day", "decision_no", "decision_on", "reason", "notified_on")


class BounceForm(CrispyModelForm):
    class Meta:
        model = NoticeBounce
        fields = ("reason",)


class FeedbackForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = FeedbackEntry
        fields = ("group", "organisation", "contribution", "channel", "content", "informed_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contribution"].queryset = Contribution.objects.in_the_open().filter(round=self.instance.round_id)
