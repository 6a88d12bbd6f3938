"""A table of figures as plain data in both languages: page, PDF, word processor and spreadsheet print the same one.

A cell is words in both languages, a whole number or a decimal, HIDDEN (a small number, protected), or None: nothing.
Money is whole new lek (ALL), percent is percent of a hundred. `to_plain()` is what JSON keeps and a seal covers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import activate, deactivate_all, get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core.i18n import albanian_only, only_albanian, short_date
from core.suppression import MARK

MOST_DIGITS = 15  # what a JSON number carries without loss


class Hidden(StrEnum):
    """The one mark of a protected figure."""

    HIDDEN = "hidden"


HIDDEN: Final = Hidden.HIDDEN


class ColumnKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"


class RowKind(StrEnum):
    """A group's row stands over the rows that belong to it; a total's is the sum of those above."""

    PLAIN = "plain"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in Albanian and English; printed in the language of the moment."""

    sq: str
    en: str

    @classmethod
    def same(cls, text: object) -> Words:
        """A code, a name, a date: what no language changes."""
        return cls(str(text), str(text))

    @classmethod
    def of(cls, row: Any, name: str, *, albanian: str = "") -> Words:
        """The content `<name>_sq` (or `albanian`) and `<name>_en` of a row; English falls back to Albanian."""
        albanian = getattr(row, albanian or f"{name}_sq")
        return cls(albanian, getattr(row, f"{name}_en") or albanian)

    @classmethod
    def of_albanian(cls, albanian: str, english: str) -> Words | None:
        """What was written in Albanian and perhaps in English; where not, an English reader is told so."""
        return cls(albanian, english or albanian_only(albanian)) if albanian else None

    @classmethod
    def said(cls, message: object) -> Words:
        """A message of the catalogue, read lazily in each language; of one without figures in it once a process."""
        if isinstance(message, Promise):
            _made_anew, (speak, args, named, *_kinds) = message.__reduce__()
            if speak in CATALOGUE and not named:
                return _of_catalogue(speak, args)
        return cls.made(lambda: message)

    @classmethod
    def made(cls, make: Callable[[], object]) -> Words:
        """What `make` says in each language."""
        before = get_language()
        try:
            activate("sq")
            albanian = str(make())
            activate("en")
            return cls(albanian, str(make()))
        finally:
            activate(before) if before else deactivate_all()

    @classmethod
    def filled(cls, message: Promise, **given: object) -> Words:
        """A message of the catalogue with something in its places: words in either language, or what both write."""
        frame = cls.said(message)
        albanian, english = (
            {name: getattr(each, language) if isinstance(each, Words) else each for name, each in given.items()}
            for language in ("sq", "en")
        )
        return cls(frame.sq % albanian, frame.en % english)

    @classmethod
    def day(cls, day: date | None) -> Words | None:
        """A moment's day is that on the clocks of the municipality."""
        if type(day) is date:
            return _of_day(day)
        return None if day is None else cls.made(lambda: short_date(day))

    def __str__(self) -> str:
        return self.read(get_language())

    def read(self, language: str | None) -> str:
        """Several words that read the same in English are Albanian ones without an English text."""
        if not (language or "sq").startswith("en"):
            return self.sq
        return only_albanian(self.en) if self.en == self.sq and " " in self.en else self.en

    def to_plain(self) -> dict[str, str]:
        return {"sq": self.sq, "en": self.en}


CATALOGUE = frozenset({gettext, pgettext})


@lru_cache(maxsize=4_096)
def _of_catalogue(speak: Callable[..., str], args: tuple[str, ...]) -> Words:
    return Words.made(lambda: speak(*args))


Cell = Words | int | Decimal | Hidden | None


@dataclass(frozen=True, slots=True)
class Column:
    head: Words
    kind: ColumnKind = ColumnKind.TEXT

    @property
    def is_numeric(self) -> bool:
        return self.kind is not ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Row:
    """The first cell names the row."""

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class DataTable:
    """`name` is a slug that stays the same in every language (`budget_by_goal`, `action_matrix-1-1`)."""

    name: str
    caption: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: Words | None = None

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table has at least one column.")
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{self.name}: a row has {len(row.cells)} cells for {len(self.columns)} columns.")
            for column, cell in zip(self.columns, row.cells, strict=True):
                _check(cell, column, self.name)

    @property
    def has_hidden(self) -> bool:
        return any(cell is HIDDEN for row in self.rows for cell in row.cells)

    @property
    def notes(self) -> list[Words]:
        """What stands under the table: its own note, and what the mark means where it is used."""
        own = [self.note] if self.note else []
        return [*own, _legend()] if self.has_hidden else own

    def to_plain(self) -> dict[str, Any]:
        """JSON data: the same table gives the same data, whatever made it."""
        return {
            "name": self.name,
            "caption": self.caption.to_plain(),
            "columns": [{"head": each.head.to_plain(), "kind": str(each.kind)} for each in self.columns],
            "rows": [{"kind": str(row.kind), "cells": [_plain(cell) for cell in row.cells]} for row in self.rows],
            "note": self.note.to_plain() if self.note else None,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> DataTable:
        return cls(
            name=plain["name"],
            caption=Words(**plain["caption"]),
            columns=tuple(Column(Words(**each["head"]), ColumnKind(each["kind"])) for each in plain["columns"]),
            rows=tuple(
                Row(tuple(_cell(value) for value in each["cells"]), RowKind(each["kind"])) for each in plain["rows"]
            ),
            note=Words(**plain["note"]) if plain["note"] else None,
        )


@lru_cache(maxsize=4_096)
def _of_day(day: date) -> Words:
    return Words.made(lambda: short_date(day))


@lru_cache(maxsize=1)
def _legend() -> Words:
    return Words.filled(_("%(mark)s: protected, because it counts few persons"), mark=MARK)


def _check(cell: Cell, column: Column, name: str) -> None:
    """Raises ValueError for a cell that its column, or JSON, could not carry."""
    is_empty = cell is None or cell is HIDDEN
    if not is_empty and not (type(cell) in {int, Decimal} if column.is_numeric else isinstance(cell, Words)):
        raise ValueError(f"{name}: {cell!r} does not belong into a column of {column.kind}.")
    if column.kind is ColumnKind.MONEY and isinstance(cell, Decimal):
        raise ValueError(f"{name}: money is whole lek, not {cell}.")
    if isinstance(cell, Decimal) and (not cell.is_finite() or len(cell.normalize().as_tuple().digits) > MOST_DIGITS):
        raise ValueError(f"{name}: {cell} cannot be written as a JSON number without loss.")


def _plain(cell: Cell) -> dict[str, str] | int | float | str | None:
    if isinstance(cell, Words):
        return cell.to_plain()
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return str(cell) if cell is HIDDEN else cell


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return Words(**value)
    if isinstance(value, float):
        return Decimal(repr(value))
    return Hidden(value) if isinstance(value, str) else value
