"""Two people's texts of one place: what differs, from which side it was changed, and what comes of a choice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.html import escape

from core.opened.digests import comparable, digest, read_opened
from core.opened.rows import in_words
from core.text.text_diff import MarkedText, mark_prose, mark_words
from core.text.text_merge import join_rich
from socialplan.content.diff.values import RICH_FIELDS, block_names
from socialplan.content.models import ContentRow
from socialplan.drafting.enums import MergeMode

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICE = "choice_"


class Side(Protocol):
    """One person's text of a place, field by field: a row's columns, the years of a budget, the kinds of link."""

    @property
    def names(self) -> Iterable[str]: ...

    def label(self, name: str) -> str: ...

    def plain(self, name: str) -> str:
        """As comparable text."""

    def shown(self, name: str) -> str:
        """As a person reads it."""

    def merge_mode(self, name: str) -> MergeMode:
        """How this text and another can be made one that holds both."""

    def put(self, name: str, data: QueryDict) -> None:
        """Into what is sent, as a page would send it."""

    def put_both(self, name: str, other: Any, data: QueryDict) -> None:
        """This text and the other side's made one, into what is sent."""


def plain(row: ContentRow, name: str) -> str:
    """A value as comparable text."""
    return comparable(row._meta.get_field(name).value_from_object(row))  # type: ignore[union-attr]


def digests(side: Side) -> str:
    """What a page shows, or has just saved, as a short digest by field."""
    return json.dumps({name: digest(side.plain(name)) for name in side.names})


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


class RowSide:
    """The text of a row, in the fields of its form."""

    def __init__(self, form: Any, row: ContentRow | None = None) -> None:
        self.form = form
        self.row = form.instance if row is None else row

    @property
    def names(self) -> Iterator[str]:
        return (field.name for field in self.form.visible_fields())

    def label(self, name: str) -> str:
        return str(self.form[name].label)

    def plain(self, name: str) -> str:
        return plain(self.row, name)

    def shown(self, name: str) -> str:
        return in_words(self.row, name) if self.merge_mode(name) == MergeMode.NONE else plain(self.row, name)

    def merge_mode(self, name: str) -> MergeMode:
        if not isinstance(self.row._meta.get_field(name), models.TextField):
            return MergeMode.NONE
        return MergeMode.RICH if name in RICH_FIELDS else MergeMode.WORDS

    def put(self, name: str, data: QueryDict) -> None:
        data.setlist(name, typed(self.form, name))

    def put_both(self, name: str, other: Side, data: QueryDict) -> None:
        mine, theirs = self.plain(name), other.plain(name)
        data[name] = join_rich(mine, theirs) if self.merge_mode(name) == MergeMode.RICH else f"{mine}\n{theirs}"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())


@dataclass(frozen=True)
class MergeField:
    """One field that stands differently on both sides; `chosen` is what is proposed, "" where somebody must choose."""

    name: str
    label: str
    mine: str
    theirs: str
    merge_mode: MergeMode
    chosen: str

    @property
    def choice_name(self) -> str:
        return f"{CHOICE}{self.name}"

    @property
    def is_rich(self) -> bool:
        return self.merge_mode == MergeMode.RICH or self.is_list

    @property
    def is_list(self) -> bool:
        """Lines that stand for themselves, as those of a budget or of what is linked."""
        return self.merge_mode in {MergeMode.NONE, MergeMode.CHOSEN} and "\n" in f"{self.mine}{self.theirs}"

    @cached_property
    def marked(self) -> MarkedText:
        if not self.is_rich:
            return mark_words(self.theirs, self.mine)
        theirs, mine = (_paragraphs(text) if self.is_list else text for text in (self.theirs, self.mine))
        return mark_prose(theirs, mine, names=block_names())


class Merge:
    """What a checked form holds, beside what stands there by now.

    `opened` is what the writer's page showed at first.
    """

    def __init__(self, mine: Side, theirs: Side, *, opened: str, choices: Mapping[str, str] | None = None) -> None:
        self.mine, self.theirs = mine, theirs
        self._opened = read_opened(opened)
        self._choices = choices or {}

    @cached_property
    def fields(self) -> list[MergeField]:
        return [self._field(name) for name in self.theirs.names if self.mine.plain(name) != self.theirs.plain(name)]

    def _field(self, name: str) -> MergeField:
        return MergeField(
            name=name,
            label=self.theirs.label(name),
            mine=self.mine.shown(name),
            theirs=self.theirs.shown(name),
            merge_mode=self.theirs.merge_mode(name),
            chosen=self._choices.get(f"{CHOICE}{name}") or self._proposed(name),
        )

    def _proposed(self, name: str) -> str:
        before = self._opened.get(name)
        if before == digest(self.mine.plain(name)):
            return THEIRS
        return MINE if before == digest(self.theirs.plain(name)) else ""

    @property
    def is_needed(self) -> bool:
        """Whether anything that the page showed has been changed by somebody else."""
        return any(self._opened.get(field.name) != digest(self.theirs.plain(field.name)) for field in self.fields)

    @property
    def is_chosen(self) -> bool:
        return all(self._choices.get(field.choice_name) in {MINE, THEIRS, BOTH} for field in self.fields)

    def data(self, sent: QueryDict) -> QueryDict:
        """What was sent, with the choices carried out."""
        data = sent.copy()
        for field in self.fields:
            choice = self._choices.get(field.choice_name)
            if choice == THEIRS:
                self.theirs.put(field.name, data)
            elif choice == BOTH and field.merge_mode != MergeMode.NONE:
                self.theirs.put_both(field.name, self.mine, data)
        return data
