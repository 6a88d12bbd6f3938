"""What is asked of the pages of the other doors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from consultations.enums import ParticipantType, Sex
from consultations.models import DraftPlace, Round
from consultations.open_draft.reading import keyed_places
from core.forms import CrispyForm
from core.pages.address import AddressForm


class LargePrintForm(AddressForm):
    """Whether the form to print has large letters."""

    large = forms.BooleanField(required=False)


class PaperOrderForm(CrispyForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    is_large = forms.BooleanField(label=_("Large print"), required=False)
    place = forms.ModelChoiceField(
        label=_("For one place of the draft"),
        queryset=DraftPlace.objects.none(),
        required=False,
        help_text=_("Empty: for the whole."),
    )

    def __init__(self, *args: Any, consultation: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = keyed_places(consultation)  # type: ignore[attr-defined]


class SheetOrderForm(CrispyForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class OwnSheetForm(CrispyForm):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    sheet = forms.FileField(label=_("Sheet"), required=False, help_text=_("XLSX, ODS or CSV, made from the template."))
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [organisation.pk for organisation in user.organisations]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine)  # type: ignore[attr-defined]
        if len(mine) == 1:
            self.initial["organisation"] = mine[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("sheet") and not cleaned.get("read"):
            self.add_error("sheet", _("Choose the sheet."))
        return cleaned


class DoorCountForm(CrispyForm):
    """One tap: who came, or whom to take back."""

    who = forms.CharField(max_length=40)
    back = forms.BooleanField(required=False)

    def clean_who(self) -> tuple[str, str]:
        kind, _colon, sex = self.cleaned_data["who"].partition(":")
        if kind not in ParticipantType.values or sex not in Sex.values:
            raise forms.ValidationError(_("This value does not exist."))
        return kind, sex


class AttendanceSheetForm(CrispyForm):
    sheet = forms.FileField(
        label=_("Sheet"),
        help_text=_(
            "XLSX, ODS or CSV with two columns: whom, as the form of attendance calls it, and how many. No names."
        ),
    )
