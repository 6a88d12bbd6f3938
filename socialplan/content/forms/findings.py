from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CharField, CrispyForm


class KeepForm(CrispyForm):
    reason = CharField(
        label=_("Reason"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why this stays as it is. It stands beside the warning for everybody who works on it."),
    )
