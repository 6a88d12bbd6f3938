"""Two people's texts of one row: what differs, from which side it was changed, and the text that comes of a choice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.joining import join_rich
from core.marking import MarkedText, mark_prose, mark_words
from socialplan.comparing.values import RICH_FIELDS, block_names
from socialplan.models import ContentRow

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICE = "choice_"
DIGITS = 12


def plain(row: ContentRow, name: str) -> str:
    """A value as comparable text: a line end is a line end, 12.00 is 12."""
    value = row._meta.get_field(name).value_from_object(row)  # type: ignore[union-attr]
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def digest_of(row: ContentRow, name: str) -> str:
    return hashlib.sha256(plain(row, name).encode()).hexdigest()[:DIGITS]


def opened_state(row: ContentRow, names: Iterator[str]) -> str:
    """What a page showed when it was opened, as a short digest by field; "" for a row that is not there yet."""
    return json.dumps({name: digest_of(row, name) for name in names}) if row.pk else ""


def read_opened(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def shown(row: ContentRow, name: str) -> str:
    """A value as a person reads it."""
    field: Any = row._meta.get_field(name)
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_format(value, "d.m.Y")
    return number_format(value.normalize()) if isinstance(value, Decimal) else str(value)


def typed(form: forms.BaseForm, name: str) -> list[str]:
    """What an unbound form's field would send; nothing by an empty box."""
    bound = form[name]
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    written = widget.format_value(value)
    if isinstance(written, list | tuple):
        written = written[0] if written else ""
    return ["" if written is None else str(written)]


@dataclass(frozen=True)
class MergeField:
    """One field that stands differently on both sides; `chosen` is what is proposed, "" where somebody must choose."""

    name: str
    label: str
    mine: str
    theirs: str
    is_text: bool
    chosen: str

    @property
    def choice_name(self) -> str:
        return f"{CHOICE}{self.name}"

    @property
    def is_rich(self) -> bool:
        return self.name in RICH_FIELDS

    @cached_property
    def marked(self) -> MarkedText:
        if self.is_rich:
            return mark_prose(self.theirs, self.mine, names=block_names())
        return mark_words(self.theirs, self.mine)

    @property
    def both(self) -> str:
        return join_rich(self.theirs, self.mine) if self.is_rich else f"{self.theirs}\n{self.mine}"


class Merge:
    """What a checked form holds, beside what stands in the row by now.

    `theirs` is an unbound form of the row as it stands, `opened` what the writer's page showed at first.
    """

    def __init__(self, mine: Any, theirs: Any, *, opened: str, choices: Mapping[str, str] | None = None) -> None:
        self.mine, self.theirs = mine, theirs
        self._opened = read_opened(opened)
        self._choices = choices or {}

    @cached_property
    def fields(self) -> list[MergeField]:
        names = [field.name for field in self.theirs.visible_fields()]
        return [self._field(name) for name in names if self._differs(name)]

    def _differs(self, name: str) -> bool:
        return plain(self.mine.instance, name) != plain(self.theirs.instance, name)

    def _field(self, name: str) -> MergeField:
        kind = self.mine.instance._meta.get_field(name)
        is_text = isinstance(kind, models.TextField)
        read = plain if is_text else shown
        return MergeField(
            name=name,
            label=str(self.theirs[name].label),
            mine=read(self.mine.instance, name),
            theirs=read(self.theirs.instance, name),
            is_text=is_text,
            chosen=self._choices.get(f"{CHOICE}{name}") or self._proposed(name),
        )

    def _proposed(self, name: str) -> str:
        before = self._opened.get(name)
        if before == digest_of(self.mine.instance, name):
            return THEIRS
        return MINE if before == digest_of(self.theirs.instance, name) else ""

    @property
    def is_needed(self) -> bool:
        """Whether anything that the page showed has been changed by somebody else."""
        return any(
            self._opened.get(field.name) != digest_of(self.theirs.instance, field.name) for field in self.fields
        )

    @property
    def is_chosen(self) -> bool:
        return all(self._choices.get(field.choice_name) in {MINE, THEIRS, BOTH} for field in self.fields)

    def data(self, sent: QueryDict) -> QueryDict:
        """What was sent, with the choices carried out."""
        data = sent.copy()
        for field in self.fields:
            choice = self._choices.get(field.choice_name)
            if choice == THEIRS:
                data.setlist(field.name, typed(self.theirs, field.name))
            elif choice == BOTH and field.is_text:
                data[field.name] = field.both
        return data
