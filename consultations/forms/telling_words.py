"""What a second person says of the numbers in a round's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.forms.texts import ShortTextareas
from core.forms import CrispyForm


class NumbersForm(ShortTextareas, CrispyForm):
    numbers = forms.TypedMultipleChoiceField(
        label=_("Numbers that tell nothing hidden"),
        help_text=_("What is not ticked stays refused; whoever asked reads your reason."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2_000)

    def __init__(self, *args: Any, telling: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [(number, str(number)) for number in telling]
