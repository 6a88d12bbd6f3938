"""A spreadsheet whose texts can never be formulas, and whose formulas carry the value a reader sees before any
recalculation: each formula is written together with what it gives for the cells written so far."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs, xl_rowcol_to_cell

from core.office.plain_cells import FORMULA_SIGNS

PAPER_A3 = 8
Value = int | float | str


class CellKind(StrEnum):
    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"


class Emphasis(StrEnum):
    """How a row or cell stands out."""

    PLAIN = "plain"
    SECOND = "second"
    FIRST = "first"
    TOTAL = "total"
    HEAD = "head"
    TITLE = "title"
    BANNER = "banner"


# Excel writes the separators of the reader's own language: 1 800 000 in Albanian, 1,800,000 in English.
NUMBER_FORMATS = {
    CellKind.MONEY: "#,##0",
    CellKind.NUMBER: "General",
    CellKind.SHARE: "0.0%",
    CellKind.DAY: "dd.mm.yyyy",
}
LINE = {"border": 1, "border_color": "#CFD8DC"}
LOOKS: dict[Emphasis, dict[str, Any]] = {
    Emphasis.PLAIN: LINE,
    Emphasis.SECOND: {**LINE, "bold": True, "bg_color": "#F2F7F9"},
    Emphasis.FIRST: {**LINE, "bold": True, "bg_color": "#DCEBF1"},
    Emphasis.TOTAL: {**LINE, "bold": True, "bg_color": "#E9EDEF", "top": 2},
    Emphasis.HEAD: {**LINE, "bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F6C", "valign": "vcenter"},
    Emphasis.TITLE: {"bold": True, "font_size": 14, "font_color": "#0B4F6C"},
    Emphasis.BANNER: {"bold": True, "font_color": "#3D2B00", "bg_color": "#FFE08A"},
}


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells of one sheet, counted from 0; both ends belong to it."""

    sheet: Sheet
    row: int
    column: int
    last_row: int
    last_column: int

    @classmethod
    def of(cls, sheet: Sheet, row: int, column: int) -> Area:
        return cls(sheet, row, column, row, column)

    @property
    def values(self) -> list[Value]:
        return [
            self.sheet.values.get((row, column), 0)
            for row in range(self.row, self.last_row + 1)
            for column in range(self.column, self.last_column + 1)
        ]

    @property
    def value(self) -> Any:
        return self.values[0]

    def seen_from(self, sheet: Sheet, *, is_fixed: bool = False) -> str:
        """Its address in a formula of the sheet; a fixed one stays when the formula is copied elsewhere."""
        if (self.row, self.column) == (self.last_row, self.last_column):
            address = xl_rowcol_to_cell(self.row, self.column, row_abs=is_fixed, col_abs=is_fixed)
        elif is_fixed:
            address = xl_range_abs(self.row, self.column, self.last_row, self.last_column)
        else:
            address = xl_range(self.row, self.column, self.last_row, self.last_column)
        return address if sheet is self.sheet else f"{quote_sheetname(self.sheet.name)}!{address}"


class Sheet:
    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self.name = name
        self.values: dict[tuple[int, int], Value] = {}
        self.page = book.file.add_worksheet(name)

    def at(self, row: int, column: int) -> Area:
        return Area.of(self, row, column)

    def column(self, column: int, first_row: int, last_row: int) -> Area:
        return Area(self, first_row, column, last_row, column)

    def text(self, row: int, column: int, words: object, level: Emphasis = Emphasis.PLAIN) -> None:
        """Words as words: never a formula, a link or a number, also after somebody has edited the cell."""
        plain = str(words)
        is_quoted = plain.startswith(FORMULA_SIGNS)
        self.values[row, column] = plain
        self.page.write_string(row, column, plain, self.book.style(CellKind.TEXT, level, is_quoted=is_quoted))

    def amount(self, row: int, column: int, amount: int, level: Emphasis = Emphasis.PLAIN) -> None:
        self._number(row, column, amount, CellKind.MONEY, level)

    def number(self, row: int, column: int, number: Decimal | int | None, level: Emphasis = Emphasis.PLAIN) -> None:
        if number is None:
            self.text(row, column, "", level)
        else:
            self._number(row, column, int(number) if number == int(number) else float(number), CellKind.NUMBER, level)

    def day(self, row: int, column: int, day: date | None, level: Emphasis = Emphasis.PLAIN) -> None:
        if day is None:
            self.text(row, column, "", level)
        else:
            self.page.write_datetime(row, column, day, self.book.style(CellKind.DAY, level))

    def total(self, row: int, column: int, *parts: Area, level: Emphasis = Emphasis.PLAIN) -> None:
        """The sum of areas; nothing where there are none."""
        if not parts:
            self.amount(row, column, 0, level)
            return
        addresses = ",".join(part.seen_from(self) for part in parts)
        found = sum(value for part in parts for value in part.values if not isinstance(value, str))
        self._formula(row, column, f"=SUM({addresses})", found, CellKind.MONEY, level)

    def difference(self, row: int, column: int, whole: Area, part: Area, level: Emphasis = Emphasis.PLAIN) -> None:
        formula = f"={whole.seen_from(self)}-{part.seen_from(self)}"
        self._formula(row, column, formula, whole.value - part.value, CellKind.MONEY, level)

    def same(self, row: int, column: int, other: Area, level: Emphasis = Emphasis.PLAIN) -> None:
        self._formula(row, column, f"={other.seen_from(self)}", other.value, CellKind.MONEY, level)

    def share(self, row: int, column: int, part: Area, whole: Area, level: Emphasis = Emphasis.PLAIN) -> None:
        here, there = part.seen_from(self), whole.seen_from(self)
        found = part.value / whole.value if whole.value else 0
        self._formula(row, column, f"=IF({there}=0,0,{here}/{there})", found, CellKind.SHARE, level)

    def total_where(
        self,
        row: int,
        column: int,
        amounts: Area | None,
        alike: Sequence[tuple[Area, Area]],
        level: Emphasis = Emphasis.PLAIN,
    ) -> None:
        """The sum of the amounts in whose row each area of `alike` holds the same as its cell; exact, no wildcards."""
        if amounts is None:
            self.amount(row, column, 0, level)
            return
        names = [(area.seen_from(self, is_fixed=True), cell.seen_from(self, is_fixed=True)) for area, cell in alike]
        tests = "*".join(f"({area}={cell})" for area, cell in names)
        wanted = [[value == cell.value for value in area.values] for area, cell in alike]
        found = sum(
            value
            for value, *is_kept in zip(amounts.values, *wanted, strict=True)
            if all(is_kept) and not isinstance(value, str)
        )
        formula = f"=SUMPRODUCT({tests}*{amounts.seen_from(self, is_fixed=True)})"
        self._formula(row, column, formula, found, CellKind.MONEY, level)

    def _number(self, row: int, column: int, number: float, kind: CellKind, level: Emphasis) -> None:
        self.values[row, column] = number
        self.page.write_number(row, column, number, self.book.style(kind, level))

    def _formula(self, row: int, column: int, formula: str, value: float, kind: CellKind, level: Emphasis) -> None:
        self.values[row, column] = value
        self.page.write_formula(row, column, formula, self.book.style(kind, level), value)


class Book:
    def __init__(self, *, title: str, author: str, comments: str, made_at: datetime) -> None:
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.file = xlsxwriter.Workbook(self._bytes, options)
        created = made_at.replace(tzinfo=None)
        self.file.set_properties({"title": title, "author": author, "comments": comments, "created": created})
        self._styles: dict[tuple[CellKind, Emphasis, bool], Any] = {}

    def sheets(self, *names: str) -> Iterator[Sheet]:
        return (Sheet(self, name) for name in names)

    def style(self, kind: CellKind, level: Emphasis, *, is_quoted: bool = False) -> Any:
        key = (kind, level, is_quoted)
        if key not in self._styles:
            look = {"font_name": "Calibri", "font_size": 10, "valign": "top", **LOOKS[level]}
            if kind is CellKind.TEXT:
                look["text_wrap"] = level not in {Emphasis.TITLE, Emphasis.BANNER}
            else:
                look["num_format"] = NUMBER_FORMATS[kind]
            look["quote_prefix"] = is_quoted
            self._styles[key] = self.file.add_format(look)
        return self._styles[key]

    def close(self) -> bytes:
        self.file.close()
        return self._bytes.getvalue()


def lay_out(sheet: Sheet, *, widths: Sequence[float], head_row: int, kept_columns: int, footer: str) -> None:
    """Widths, frozen head, and a landscape print with the head on every page and the page's number at its foot."""
    for place, width in enumerate(widths):
        sheet.page.set_column(place, place, width)
    sheet.page.freeze_panes(head_row + 1, kept_columns)
    sheet.page.repeat_rows(head_row)
    sheet.page.set_landscape()
    sheet.page.set_paper(PAPER_A3)
    sheet.page.fit_to_pages(1, 0)
    sheet.page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.page.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8&P / &N")
