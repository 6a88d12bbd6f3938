"""What is asked of the page that orders the report of a round."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.models import TargetGroup
from consultations.enums import RoundFileFormat
from consultations.models import Round
from core.forms import CrispyForm


class RoundReportForm(CrispyForm):
    file_format = forms.ChoiceField(label=_("File"), choices=RoundFileFormat.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    group = forms.ModelChoiceField(
        label=_("Only for the group"),
        queryset=TargetGroup.objects.none(),
        required=False,
        help_text=_("Empty: the report of the whole round."),
    )

    def __init__(self, *args: Any, consultation: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = consultation.groups.all()  # type: ignore[attr-defined]
