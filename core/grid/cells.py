"""Cells of a grid that people fill: what a column takes, how typed words become a value, and what a change is.

A value is plain, so that it can be kept as JSON: text, a whole number, a decimal as its digits, or None for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from core.amounts import read_decimal, read_lek, read_whole
from core.search import folded
from core.workflow import StepRefused

Value = str | int | None
MOST_PERCENT = 100
SHORTEST_WORD = 3  # letters of a word's beginning


class GridKind(StrEnum):
    TEXT = "text"
    LONG = "long"  # several lines
    CHOICE = "choice"
    LEK = "lek"
    COUNT = "count"
    PERCENT = "percent"
    DECIMAL = "decimal"


NUMBERS = frozenset({GridKind.LEK, GridKind.COUNT, GridKind.PERCENT, GridKind.DECIMAL})


@dataclass(frozen=True, slots=True)
class GridColumn:
    """`choices` are pairs of code and label; `most` is the largest number, or the most characters of a text.

    `words` are such pairs too: what may stand in a column of numbers instead of one.
    """

    name: str
    label: str
    kind: GridKind = GridKind.TEXT
    is_editable: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    most: int | None = None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    @property
    def is_long(self) -> bool:
        return self.kind is GridKind.LONG

    def read(self, typed: str) -> Value:
        """The value of what was typed; ValidationError with a sentence where it has none."""
        text = typed.strip()
        if not text:
            return None if self.is_number else ""
        if self.kind is GridKind.CHOICE:
            return self._choice(text)
        if (word := self._word(text)) is not None:
            return word
        return self._number(text) if self.is_number else self._text(text)

    def show(self, value: Value) -> str:
        """The value as the page writes it; read again it is the same value."""
        if value is None or value == "":
            return ""
        if self.kind is GridKind.CHOICE:
            return dict(self.choices).get(str(value), str(value))
        if self.is_word(value):
            return dict(self.words)[str(value)]
        if not self.is_number:
            return str(value)
        number = Decimal(str(value))
        places = 0 if number == int(number) else 2
        is_open = self.kind is GridKind.DECIMAL and get_format("THOUSAND_SEPARATOR") in {".", ","}
        return number_format(number, decimal_pos=places, force_grouping=not is_open)

    def is_word(self, value: object) -> bool:
        """Whether it stands in the place of a number."""
        return str(value) in dict(self.words)

    def _word(self, text: str) -> str | None:
        """By its code, its label, or the beginning of a word of the label that no other has."""
        wanted = folded(text)
        for code, label in self.words:
            if wanted in {folded(code), folded(label)}:
                return code
        begun = [code for code, label in self.words if f" {wanted}" in f" {folded(label)}"]
        return begun[0] if len(begun) == 1 and len(wanted) >= SHORTEST_WORD else None

    def _choice(self, text: str) -> str:
        for code, label in self.choices:
            if folded(text) in {folded(code), folded(str(label))}:
                return code
        said = ", ".join(str(label) for _code, label in self.choices)
        raise ValidationError(_("“%(typed)s” is none of: %(choices)s.") % {"typed": text[:80], "choices": said})

    def _number(self, text: str) -> Value:
        is_decimal = self.kind is GridKind.DECIMAL
        if is_decimal:
            amount = read_decimal(text)
        elif self.kind is GridKind.LEK:
            amount = Decimal(read_lek(text))
        else:
            amount = Decimal(read_whole(text.removesuffix("%").strip()))
        if amount < 0 and not is_decimal:
            raise ValidationError(_("An amount cannot be below nothing."))
        if self.most is not None and amount > self.most:
            limit = number_format(self.most, decimal_pos=0, force_grouping=True)
            raise ValidationError(_("This is more than %(limit)s, which cannot be right here.") % {"limit": limit})
        return f"{amount.normalize():f}" if is_decimal else int(amount)

    def _text(self, text: str) -> str:
        if "\x00" in text:
            raise ValidationError(_("The text contains a character that cannot be stored."))
        if not self.is_long:
            text = " ".join(text.split())
        if self.most and len(text) > self.most:
            raise ValidationError(
                _("The text has %(count)s characters; %(limit)s fit.") % {"count": len(text), "limit": self.most}
            )
        return text


@dataclass(frozen=True, slots=True)
class GridRow:
    """`code` and `title` name it; `closed` says in a sentence why nothing can be written in it, or nothing.

    `changed` is what the writing that returns the row has changed in it.
    """

    key: str
    code: str
    title: str
    values: Mapping[str, Value]
    group: str = ""
    closed: str = ""
    url: str = ""
    changed: tuple[GridChange, ...] = ()

    @property
    def full_name(self) -> str:
        """Its code and title, said once where the title begins with the code."""
        return self.title if self.title.startswith(self.code) else f"{self.code} {self.title}"


@dataclass(frozen=True, slots=True)
class GridChange:
    """One cell: its row and column, what stood there, what shall; not typed, it followed from another cell."""

    row: str
    column: str
    before: Value
    after: Value
    is_typed: bool = True

    @property
    def plain(self) -> list[Value]:
        said: list[Value] = [self.row, self.column, self.before, self.after]
        return said if self.is_typed else [*said, False]

    @property
    def reversed(self) -> GridChange:
        return GridChange(self.row, self.column, self.after, self.before, self.is_typed)


class CellConflict(StepRefused):
    """Somebody else wrote into the same cell; carries what stands there now, and in which column."""

    def __init__(self, theirs: str, revision: int = 0, *, column: str = "") -> None:
        super().__init__(_("Somebody else has written into this cell in the meantime."))
        self.theirs = theirs
        self.revision = revision
        self.column = column


class GridSheet:
    """Columns and rows of one grid, and the sentences that refuse what its cells cannot hold together.

    Subclasses read their rows and write them; whatever is typed, pasted or taken back goes through `refusals`.
    """

    columns: Sequence[GridColumn] = ()

    def rows(self) -> list[GridRow]:
        raise AssertionError

    def refusals(self, row: str, values: Mapping[str, Value]) -> dict[str, str]:
        """Why the row cannot take these values, by column; empty where it can."""
        raise AssertionError

    def column(self, name: str) -> GridColumn:
        for column in self.columns:
            if column.name == name and column.is_editable:
                return column
        raise ValidationError(_("This column cannot be written."))

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """What may stand in its numbers' place."""
        return next((column.words for column in self.columns if column.words), ())

    @property
    def has_money(self) -> bool:
        return any(column.kind is GridKind.LEK for column in self.columns)

    @property
    def editable(self) -> list[GridColumn]:
        return [column for column in self.columns if column.is_editable]


def changes_between(sheet: GridSheet, stood: GridRow, stands: GridRow, *, typed: Collection[str]) -> list[GridChange]:
    """All that a writing has changed in a row: what was typed first, then what followed from it."""
    names = [*typed, *(column.name for column in sheet.editable if column.name not in typed)]
    pairs = [(name, stood.values.get(name), stands.values.get(name)) for name in names]
    return [GridChange(stood.key, name, old, new, name in typed) for name, old, new in pairs if old != new]


def by_row(changes: Sequence[GridChange]) -> dict[str, list[GridChange]]:
    found: dict[str, list[GridChange]] = {}
    for change in changes:
        found.setdefault(change.row, []).append(change)
    return found


@dataclass(slots=True)
class ShownCell:
    """A cell as the page prints it; `value` is what stands behind the text where they differ."""

    column: GridColumn
    text: str
    value: str = ""


@dataclass(slots=True)
class ShownRow:
    row: GridRow
    number: int
    cells: list[ShownCell] = field(default_factory=list)


def shown_rows(sheet: GridSheet, *, first: int = 2) -> list[ShownRow]:
    """The rows with their cells as text, counted from the line under the head."""
    return [
        ShownRow(row, number, [_shown(column, row.values.get(column.name)) for column in sheet.columns])
        for number, row in enumerate(sheet.rows(), start=first)
    ]


def _shown(column: GridColumn, value: Any) -> ShownCell:
    return ShownCell(column, column.show(value), str(value or "") if column.kind is GridKind.CHOICE else "")


def row_answer(columns: Sequence[GridColumn], row: GridRow) -> dict[str, Any]:
    """The row as the page's script takes it; what the writing changed with what stood there, as code and as text."""
    by_name = {each.name: each for each in columns}
    return {
        "cells": {each.name: each.show(row.values.get(each.name)) for each in columns},
        "values": {each.name: row.values.get(each.name) or "" for each in columns},
        "changed": {
            each.column: {
                "before": [str(each.before or ""), by_name[each.column].show(each.before)],
                "after": _in_cell(by_name[each.column], each.after),
            }
            for each in row.changed
        },
        "revision": 0,
    }


def conflict_answer(conflict: CellConflict) -> dict[str, Any]:
    return {"error": str(conflict), "theirs": conflict.theirs, "field": conflict.column, "revision": conflict.revision}


def _in_cell(column: GridColumn, value: Value) -> str:
    return str(value or "") if column.kind is GridKind.CHOICE else column.show(value)
