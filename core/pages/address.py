"""What a page is asked by its own address: a list's filter is a `ListFilter`, everything else is read here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest


class AddressForm(forms.Form):
    """A switch or a choice in the address; what is not understood counts as not said."""

    def said(self, name: str) -> Any:
        self.full_clean()
        return self.cleaned_data.get(name)


class WordsField(forms.CharField):
    """Words somebody searches for: cut where they grow too long, without what no text may hold."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.most = most

    def to_python(self, value: Any) -> str:
        return (super().to_python(str(value or "").replace("\0", "")) or "")[: self.most]


def initial_of(request: HttpRequest, *names: str) -> dict[str, Any]:
    """What a link hands to a form, where it does; the form checks it when it comes back."""
    return {name: request.GET.get(name) for name in names if name in request.GET}


def initial_lists_of(request: HttpRequest, **names: str) -> dict[str, list[str]]:
    """The same for fields with several values, by the name that each has in the address."""
    return {field: request.GET.getlist(name) for field, name in names.items()}


def page_of_rows(request: HttpRequest, rows: Any, per_page: int, *, by: type[Paginator] = Paginator) -> Page[Any]:
    """The page of a list that stands beside something else, by `?page=`; nonsense is the first or the last one."""
    return by(rows, per_page).get_page(request.GET.get("page"))
