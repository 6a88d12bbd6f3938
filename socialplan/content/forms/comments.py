"""The form of a comment on a place of the plan."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CharField, CrispyForm
from core.pages.address import AddressForm


class CommentForm(CrispyForm):
    text = CharField(
        label=_("Comment"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Everybody who works on the document reads it, and it cannot be changed afterwards. Never write who a "
            "person in need is, or anything by which she could be known. With @ and the whole name you call somebody."
        ),
    )


class ResolvedTooForm(AddressForm):
    """Whether the list shows the resolved ones too."""

    all = forms.BooleanField(required=False)
