"""What a cell of a spreadsheet says, as one short text that passes from the reading program to the server."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_COLUMNS = 100
LAST_ROW = 300_000


class CellContent(StrEnum):
    TEXT = "t"
    NUMBER = "n"
    DAY = "d"
    TRUTH = "b"
    FAULT = "e"
    UNCALCULATED = "u"


class SheetRefused(Exception):
    """The workbook is not read further; `cause` is what was found, `place` where."""

    def __init__(self, cause: str, place: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.place = place


@dataclass(frozen=True, slots=True)
class SheetCell:
    """`is_formula`: the value is the one that the spreadsheet saved last."""

    kind: CellContent
    text: str
    is_formula: bool = False

    @property
    def packed(self) -> str:
        return (self.kind.upper() if self.is_formula else self.kind) + self.text

    @classmethod
    def unpacked(cls, packed: str) -> SheetCell:
        mark = packed[0]
        return cls(CellContent(mark.lower()), packed[1:], mark.isupper())


def column_letters(place: int) -> str:
    """The name of a column counted from 0: A, B, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_place(reference: str) -> int:
    """The column of a reference such as AB12, counted from 0; -1 where it names none."""
    place = 0
    for sign in reference:
        if not sign.isalpha():
            break
        place = place * 26 + ord(sign.upper()) - 64
    return place - 1


def row_number(reference: str) -> int:
    digits = "".join(sign for sign in reference if sign.isdigit())
    return int(digits or 0)


def refuse_far(place: int, row: int) -> None:
    """A single cell far from the rest would make a table of billions."""
    if place >= MOST_COLUMNS or row > LAST_ROW:
        raise SheetRefused("far", f"{column_letters(place)}{row}")
