"""An address for the news of consultations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CrispyForm


class SubscriptionForm(CrispyForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
