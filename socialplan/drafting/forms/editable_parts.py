"""A form for a part of a row that is written as a whole: what stands there and what was entered, as two texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from core.forms import CrispyForm
from core.opened.digests import read_opened
from socialplan.drafting.enums import MergeMode
from socialplan.drafting.forms.merging import digests
from socialplan.drafting.services.editable_parts import EditablePart, OpenedPage


class PlaceForm(CrispyForm):
    """Knows the row; carries what the page showed, by digests, and the name its script gives to the opened page.

    Subclasses fill `entered` when they are clean, and say how a field is shown and sent.
    """

    place: EditablePart
    merge_mode: MergeMode = MergeMode.NONE

    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    draft = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.stored: dict[str, Any] = self.place.read(row)
        self.entered: dict[str, Any] = {}
        self.initial["opened"] = digests(self.stands)

    @property
    def stands(self) -> PlaceSide:
        """What stands there now, in the fields of this page."""
        return PlaceSide(self, self.stored)

    @property
    def side(self) -> PlaceSide:
        return PlaceSide(self, self.entered) if self.is_bound else self.stands

    @property
    def page(self) -> OpenedPage:
        return OpenedPage(read_opened(self.cleaned_data["opened"]), self.cleaned_data["draft"])

    @property
    def has_new_content(self) -> bool:
        return any(
            self.place.text(value) != self.place.text(self.stored[name]) for name, value in self.entered.items()
        )

    def opened_after(self, _row: Any) -> str:
        return digests(self.side)

    def only_by_hand(self) -> Mapping[str, str]:
        """What must not be done while somebody is still typing, as a sentence by the name of its field."""
        return {}

    def after_saving(self) -> str:
        """What has not been done yet when everything else has saved itself, as a sentence."""
        return ""

    def names(self) -> Iterable[str]:
        """The fields that people compare."""
        return self.stored

    def label_of(self, name: str) -> str:
        raise AssertionError

    def shown(self, name: str, value: Any) -> str:
        raise AssertionError

    def send(self, name: str, value: Any, data: QueryDict) -> None:
        raise AssertionError


class PlaceSide:
    def __init__(self, form: PlaceForm, values: Mapping[str, Any]) -> None:
        self.form, self.values = form, values

    @property
    def names(self) -> Iterable[str]:
        return self.form.names()

    def label(self, name: str) -> str:
        return self.form.label_of(name)

    def plain(self, name: str) -> str:
        return self.form.place.text(self.values[name])

    def shown(self, name: str) -> str:
        return self.form.shown(name, self.values[name])

    def merge_mode(self, _name: str) -> MergeMode:
        return self.form.merge_mode

    def put(self, name: str, data: QueryDict) -> None:
        self.form.send(name, self.values[name], data)

    def put_both(self, name: str, other: PlaceSide, data: QueryDict) -> None:
        """Of chosen rows: all that either chose."""
        chosen = {row.pk: row for row in (*self.values[name], *other.values[name])}
        self.form.send(name, list(chosen.values()), data)
