"""The first step of the first-run guide: who begins, and which municipality this is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.pages.stepped import FormStep, GroupedForm
from municipality.forms import IdentityForm
from vlora_plan.first_token import is_first_token


class FirstRunForm(GroupedForm, IdentityForm):
    groups = (
        FormStep(_("The administrator"), ("token", "email", "name", "password")),
        FormStep(
            _("The municipality"),
            (*("name_sq", "name_en", "county_sq", "county_en"), *("contact_email", "arms_file", "colour")),
        ),
    )

    token = forms.CharField(
        label=_("Token"),
        max_length=40,
        help_text=_("The server has printed it when it was started: four groups of four letters and figures."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=_("E-mail address of the administrator"), max_length=254)
    name = forms.CharField(label=_("Name or function of the administrator"), max_length=150)
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    name_sq = forms.CharField(
        label=_("Name of the municipality (Albanian)"), max_length=200, help_text=_("For example: Bashkia Fier")
    )
    name_en = forms.CharField(
        label=_("Name of the municipality (English)"), max_length=200, help_text=_("For example: Municipality of Fier")
    )
    county_sq = forms.CharField(label=_("County (Albanian)"), max_length=200, help_text=_("For example: Qarku Fier"))
    county_en = forms.CharField(
        label=_("County (English)"), max_length=200, required=False, help_text=_("For example: Fier County")
    )

    field_order = tuple(name for each in groups for name in each.names)

    def clean_token(self) -> str:
        typed = str(self.cleaned_data["token"])
        if not is_first_token(typed):
            raise ValidationError(_("This is not the token that the server has printed."))
        return typed

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

    def founding(self) -> dict[str, Any]:
        """What the founding is told; the territory's code follows from the Albanian name."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return told | {"territory": slugify(told["name_sq"].replace("Bashkia", ""))[:40] or "bashkia"}
