"""Reading words for names, opening what is sealed, reporting and settling."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.texts import ShortTextareas
from consultations.models import DataOpening, PointRedaction, Redaction, TextReport
from consultations.models.minutes import LONGEST_POINT
from consultations.words.redacting import MARK
from core.forms import CharField, CrispyForm, CrispyModelForm

LONGEST_TEXT = 200_100  # signs: the longest minutes and the marks in them


class RedactionForm(CrispyModelForm):
    class Meta:
        model = Redaction
        fields = ("text", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 12
        self.fields["text"].help_text = _(
            "Write […] in the place of each name, address or number that tells of a person. Leave everything else as "
            "it was said; where there is nothing to take out, save the words as they are."
        )


class DataOpeningForm(CrispyModelForm):
    class Meta:
        model = DataOpening
        fields = ("opened", "reason")
        widgets = {"opened": forms.RadioSelect}


class PointRedactionForm(CrispyModelForm):
    """Only who may erase for good is offered it."""

    text = CharField(
        label=_("What was said, as it is shown from now on"),
        max_length=LONGEST_POINT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    field_order = ("text", "reason", "for_good")

    class Meta:
        model = PointRedaction
        fields = ("reason", "for_good")

    def __init__(self, *args: Any, shown: str, may_erase: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = shown
        self.fields["text"].help_text = _(
            "Write […] in the place of each name, address or number that tells of a person. Leave everything else as "
            "it was said."
        )
        if not may_erase:
            del self.fields["for_good"]


class WordsRemovalForm(CrispyForm):
    """A box for each text of the row, as it stands there; what is left of it goes by field to the deed.

    What the person does not read, because she does not need it, she takes out whole.
    """

    reason = CharField(label=_("Reason"), max_length=500, help_text=_("What kind of thing is taken out; no names."))

    def __init__(self, *args: Any, texts: dict[str, str], labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for name, text in texts.items():
            self.fields[self.box(name)] = CharField(
                label=labels[name],
                initial=text,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": min(2 + len(text) // 80, 20)}),
            )
        self.unread = [name for name in labels if name not in texts]
        for name in self.unread:
            self.fields[self.box(name)] = forms.BooleanField(
                label=_("Take it out whole, unread: %(text)s") % {"text": labels[name]}, required=False
            )
        self.order_fields([*(self.box(name) for name in labels), "reason"])

    @staticmethod
    def box(name: str) -> str:
        return f"text_{name}"

    @property
    def left(self) -> dict[str, str]:
        """What is left of each text, by its field."""
        gone = {name: MARK for name in self.unread if self.cleaned_data[self.box(name)]}
        return {name: self.cleaned_data[self.box(name)] for name in self.texts} | gone


class PointOpeningForm(CrispyModelForm):
    class Meta:
        model = DataOpening
        fields = ("reason",)


class TextReportForm(ShortTextareas, CrispyModelForm):
    class Meta:
        model = TextReport
        fields = ("complaint",)


class ReportSettlementForm(CrispyModelForm):
    writes_row = False  # the deed refuses the second

    class Meta:
        model = TextReport
        fields = ("result", "answer")
        widgets = {"result": forms.RadioSelect}
