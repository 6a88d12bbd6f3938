"""What the forms of all acts share: date, source, paper."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm, CrispyModelForm, DateField
from operations.deeds import Entry
from operations.files import check_upload
from socialplan.approval.acts.definition.paper import PAPER_TYPES, Paper
from socialplan.content.models import PlanVersion

PAPER_ENDINGS = ".pdf,.docx,.png,.jpg,.jpeg"
LAST = ["happened_on", "source_document", "paper"]


class PaperField(forms.FileField):
    """A PDF, DOCX, PNG or JPEG, recognised by what it holds."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("File"))
        kwargs.setdefault("help_text", _("PDF, DOCX, PNG or JPEG, up to 20 MB. Choose it again after an error."))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": PAPER_ENDINGS}))
        super().__init__(max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            check_upload(file.read(), allowed=PAPER_TYPES)
        return file


class ActEntryFields(forms.Form):
    """The legal date of an act, and where it is taken from when it is entered afterwards."""

    happened_on = DateField(label=_("Date"), initial=timezone.localdate)
    source_document = forms.CharField(
        label=_("Source document"),
        max_length=200,
        required=False,
        help_text=_("Needed when the date has passed: the paper this is taken from."),
    )
    field_order: list[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("happened_on")
        if day and day > timezone.localdate():
            self.add_error("happened_on", _("The date lies in the future."))
        elif day and day < timezone.localdate() and not cleaned.get("source_document"):
            self.add_error("source_document", _("What is entered afterwards names its source document."))
        return cleaned

    @property
    def entry(self) -> Entry:
        day = self.cleaned_data["happened_on"]
        return Entry(day, day < timezone.localdate(), self.cleaned_data["source_document"])

    @property
    def upload(self) -> Paper | None:
        """The file that came with the form."""
        file = self.cleaned_data.get("paper")
        if not isinstance(file, UploadedFile):
            return None
        file.seek(0)
        return Paper(
            file.read(),
            file.name or "",
            title=self.cleaned_data.get("title", ""),
            is_public=self.cleaned_data.get("is_public", False),
        )


def side_by_side(*names: str) -> Div:
    """Short fields in one row where there is room for it."""
    return Div(*(Div(name, css_class="col-sm-6 col-lg") for name in names), css_class="row")


class ActForm(ActEntryFields, CrispyForm):
    pass


class ActModelForm(ActEntryFields, CrispyModelForm):
    """Fills the row of an act; the deed gives it its version, its date and its paper."""

    paper = PaperField(required=False)
    date_label: Any = None

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        if self.date_label:
            self.fields["happened_on"].label = self.date_label
        self.order_fields([*self.Meta.fields, *LAST])  # type: ignore[attr-defined]
