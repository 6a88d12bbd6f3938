"""What the page of a comparison is asked by its address."""

from __future__ import annotations

from django import forms

from core.pages.address import AddressForm


class DifferencesForm(AddressForm):
    """Only what is different, or everything."""

    show = forms.ChoiceField(choices=[("all", "all")], required=False)
