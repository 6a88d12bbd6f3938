"""What is asked of the pages of the other doors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from consultations.models import Round
from consultations.open_draft.reading import keyed_places
from core.forms import CrispyForm


class PaperOrderForm(CrispyForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_large = forms.BooleanField(label=_("Large print"), required=False)
    place = forms.ModelChoiceField(
        label=_("For one place of the draft"), queryset=None, required=False, help_text=_("Empty: for the whole.")
    )

    def __init__(self, *args: Any, consultation: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = keyed_places(consultation)


class OwnSheetForm(CrispyForm):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    sheet = forms.FileField(label=_("Sheet"), required=False, help_text=_("XLSX, ODS or CSV, made from the template."))
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [organisation.pk for organisation in user.organisations]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine)
        if len(mine) == 1:
            self.initial["organisation"] = mine[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("sheet") and not cleaned.get("read"):
            self.add_error("sheet", _("Choose the sheet."))
        return cleaned
