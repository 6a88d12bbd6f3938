from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.pages.address import AddressForm, WordsField
from vlora_plan.pages.verifying import MAX_FILE_BYTES, clean_hash


class SearchForm(AddressForm):
    q = WordsField(most=200)
    group = forms.CharField(required=False, max_length=40)


class TraceForm(AddressForm):
    version = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["as"] = forms.ChoiceField(choices=[("public", "public")], required=False)


class FollowForm(forms.Form):
    code = forms.CharField(
        label=_("Reference code"),
        max_length=40,
        help_text=_("It stands on the receipt of your contribution, for example 7K3M-2Q9X-…"),
        widget=forms.TextInput(
            attrs={"class": "form-control code-input", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )


class VerifyForm(forms.Form):
    sha256 = forms.CharField(
        label=_("Hash printed on the document"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control hash", "autocomplete": "off", "spellcheck": "false"}),
    )
    document = forms.FileField(
        label=_("or the PDF file itself"),
        required=False,
        help_text=_("The file is compared and not kept."),
        widget=forms.FileInput(attrs={"class": "form-control", "accept": "application/pdf"}),
    )

    def clean_sha256(self) -> str:
        typed = self.cleaned_data["sha256"]
        if not typed:
            return ""
        sha256 = clean_hash(typed)
        if sha256 is None:
            raise ValidationError(_("A hash has 64 digits and letters from a to f."))
        return sha256

    def clean_document(self) -> UploadedFile | None:
        document: UploadedFile | None = self.cleaned_data["document"]
        if document is None:
            return None
        if (document.size or 0) > MAX_FILE_BYTES:
            raise ValidationError(_("The file is larger than 30 MB."))
        if not document.read(5).startswith(b"%PDF-"):
            raise ValidationError(_("This file is not a PDF."))
        document.seek(0)
        return document

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("sha256") and not cleaned.get("document"):
            raise ValidationError(_("Enter the hash or choose the file."))
        return cleaned
