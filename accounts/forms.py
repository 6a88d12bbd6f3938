from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Organisation, User
from core.forms import CrispyForm, CrispyLayout, CrispyModelForm, house_helper
from municipality.models import Office


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class LoginForm(AuthenticationForm):
    username = email_field()
    error_messages = {
        "invalid_login": _("E-mail address and password do not match an account."),
        "inactive": _("E-mail address and password do not match an account."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = house_helper()
        self.fields["username"].label = _("E-mail address")
        self.fields["password"].label = _("Password")

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class LinkRequestForm(CrispyForm):
    email = email_field()


class CodeForm(CrispyForm):
    offer = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label=_("Six-digit code"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": _("The code is six digits.")},
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class OwnPasswordForm(CrispyLayout, PasswordChangeForm):
    pass


class NewPasswordForm(CrispyLayout, SetPasswordForm):
    pass


class LanguageForm(CrispyForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class UserForm(CrispyModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "office", "language"]
        help_texts = {"name": _("A function is enough, for example “Finance officer”.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class NewUserForm(UserForm):
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)


class RoleForm(CrispyForm):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class OrganisationForm(CrispyModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "is_active"]


class MembershipForm(CrispyForm):
    user = forms.ModelChoiceField(label=_("Account"), queryset=User.objects.none())

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.candidates_for(organisation)  # type: ignore[attr-defined]
