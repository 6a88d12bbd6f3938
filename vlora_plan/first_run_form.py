from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import CrispyForm, WholeNumberField


class FirstRunForm(CrispyForm):
    email = forms.EmailField(label=_("E-mail address of the administrator"), max_length=254)
    name = forms.CharField(label=_("Name or function of the administrator"), max_length=150)
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    name_sq = forms.CharField(label=_("Name of the municipality (Albanian)"), max_length=200, initial="Bashkia Vlorë")
    name_en = forms.CharField(
        label=_("Name of the municipality (English)"), max_length=200, initial="Municipality of Vlora"
    )
    territory = forms.SlugField(label=_("Territory code"), max_length=40, initial="vlore")
    seats = WholeNumberField(label=_("Seats in the council"), min_value=1, max_value=500, initial=41)
    quorum = WholeNumberField(label=_("Quorum of the council"), min_value=1, max_value=500, initial=21)
    plan_first_year = WholeNumberField(label=_("First year of the plan"), min_value=2015, max_value=2100, initial=2024)
    plan_last_year = WholeNumberField(label=_("Last year of the plan"), min_value=2015, max_value=2100, initial=2026)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        person = User(email=values.get("email", ""), name=values.get("name", ""))
        if "password" in values:
            try:
                password_validation.validate_password(values["password"], person)
            except ValidationError as refusal:
                self.add_error("password", refusal)
        return values
