"""The revision that a page had read of its row, carried by its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from socialplan.content.services.locks import UNREAD


class RevisionField(forms.IntegerField):
    """UNREAD where it is missing, empty or no number: nobody overwrites what the page does not say it had read."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, required=False)

    def clean(self, value: Any) -> int:
        try:
            revision = super().clean(value)
        except ValidationError:
            return UNREAD
        return UNREAD if revision is None else revision
