"""The form that takes a sheet: as a file, or pasted as a block."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.imports.services import SheetUpload
from core.forms import CharField, CrispyForm

MOST_PASTED = 1_000_000
ENCODINGS = (
    ("", gettext_lazy("recognise them")),
    ("utf-8-sig", "UTF-8"),
    ("cp1250", "Windows-1250"),
    ("cp1252", "Windows-1252"),
)


class SheetUploadForm(CrispyForm):
    file = forms.FileField(
        label=gettext_lazy("file"),
        required=False,
        help_text=gettext_lazy("XLSX, ODS or CSV of at most 20 MB, without macros and without a password."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("or a block copied from a spreadsheet"),
        required=False,
        strip=False,
        max_length=MOST_PASTED,
        help_text=gettext_lazy("With its row of headings."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    sheet_name = CharField(
        label=gettext_lazy("sheet"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only where several sheets of the file have these columns."),
    )
    encoding = forms.ChoiceField(label=gettext_lazy("letters of a CSV"), choices=ENCODINGS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset(gettext_lazy("The sheet"), "file", "pasted"),
            Fieldset(gettext_lazy("Only where it is needed"), "sheet_name", "encoding"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("file")) == bool((cleaned.get("pasted") or "").strip()) and not self.errors:
            raise ValidationError(_("Choose a file or paste a block, one of the two."))
        return cleaned

    def upload(self) -> SheetUpload:
        cleaned = self.cleaned_data
        given = cleaned.get("file")
        pasted = (cleaned.get("pasted") or "").encode()
        return SheetUpload(
            name=given.name if given else _("pasted block"),
            content=given.read() if given else pasted,
            sheet_name=cleaned.get("sheet_name", ""),
            encoding=cleaned.get("encoding", ""),
            is_pasted=not given,
        )
