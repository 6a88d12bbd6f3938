"""Rows that look alike, written from one: their template is rendered once, with marks where its values stand.

A template engine takes fifty times as long over a row as it takes to join its texts, and the tree and the matrix of a
long plan have a thousand. The template stays the one place that says how a row looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

#: Letters of nobody's alphabet, and a number and a key that no row has.
BEGIN, END = "\ue000", "\ue001"
FIRST_NUMBER = 970_000_000_000_000_000
FIRST_KEY = 0xFFFFFFFF_0000_0000_0000_000000000000

#: Kinds of values that no markup can be in, and a letter that the database stores nowhere.
WITHOUT_MARKUP = {int, UUID}
NOWHERE = "\0"


class RowMarks:
    """What stands for the values of a row while its template is rendered: texts, numbers, stable keys."""

    def __init__(self) -> None:
        self._stand_ins: dict[str, str] = {}
        self._asked: set[str] = set()

    def text(self, name: str) -> str:
        self._asked.add(name)
        return f"{BEGIN}{name}{END}"

    def number(self, name: str) -> int:
        made = FIRST_NUMBER + len(self._stand_ins)
        self._stand_ins[str(made)] = self.text(name)
        return made

    def key(self, name: str) -> UUID:
        made = UUID(int=FIRST_KEY + len(self._stand_ins))
        self._stand_ins[str(made)] = self.text(name)
        return made

    def parts(self, written: str) -> list[str]:
        """The rendered text cut at its marks: text, name, text … text; LookupError for a number written apart."""
        for stand_in, mark in self._stand_ins.items():
            written = written.replace(stand_in, mark)
        parts = re.split(f"{BEGIN}({'|'.join(map(re.escape, self._asked))}){END}", written)
        solid = re.sub(r"[^0-9a-f]", "", "".join(parts[::2]).lower())
        if apart := [name for name in self._stand_ins if name.replace("-", "") in solid]:
            raise LookupError(", ".join(self._stand_ins[name].strip(BEGIN + END) for name in apart))
        return parts


class RowPattern:
    """How one row is written; `render` gives its HTML for the marks that stand in place of its values.

    What the template decides by a value is decided once for all rows of a pattern: rows for which it decides
    otherwise have a pattern of their own.
    """

    def __init__(self, render: Callable[[RowMarks], str]) -> None:
        marks = RowMarks()
        parts = marks.parts(render(marks))
        self.names = parts[1::2]
        self._text = "%s".join(part.replace("%", "%%") for part in parts[::2])

    def written(self, values: Mapping[str, Any]) -> SafeString:
        """The row with these values, each escaped as the template engine does."""
        return mark_safe("".join(self.all_written([values])))  # noqa: S308 - the template's, and escaped

    def all_written(self, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Many rows with the values of each."""
        return self.of_columns({name: [row[name] for row in rows] for name in self.names}, len(rows))

    def of_columns(self, columns: Mapping[str, Sequence[Any]], many: int) -> list[str]:
        """So many rows, from the values of each name in all of them, which are escaped all at once."""
        if not self.names:
            return [self._text % ()] * many
        escaped = {name: _escaped(columns[name]) for name in set(self.names)}
        return [self._text % row for row in zip(*(escaped[name] for name in self.names), strict=True)]


def _escaped(values: Sequence[Any]) -> Sequence[Any]:
    kinds = set(map(type, values))
    if kinds <= WITHOUT_MARKUP:
        return values
    if kinds == {str}:
        joined = NOWHERE.join(values)
        if joined.count(NOWHERE) == len(values) - 1:
            return escape(joined).split(NOWHERE)
    return [each if isinstance(each, SafeString) else escape(str(each)) for each in values]
