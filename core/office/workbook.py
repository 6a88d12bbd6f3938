"""A spreadsheet whose texts can never be formulas, and whose formulas carry the value a reader sees before any
recalculation: each formula is written together with what it gives for the cells written so far."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import get_language
from PIL import Image
from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs, xl_rowcol_to_cell

from core.office.fitting import (
    CELL_SIZE,
    DEFAULT_WIDTH,
    POINTS_OF_DIGIT,
    SheetLayout,
    height_of,
    lines_in,
    points,
)
from core.office.looks import IN_ONE_LINE, LOOKS, NUMBER_FORMATS, TO_THE_RIGHT, CellKind, Emphasis
from core.office.plain_cells import FORMULA_SIGNS
from core.printing.issuer import Issuer

PAPER_A4 = 9
HEAD_PADDING, ARMS_POINTS = 2, 32
GROUPED_FROM = 10_000  # years are no longer than four figures
PICTURE_STEP = 64  # pixels from one picture to the next
NAME_LENGTH = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
LOCALES = {"sq": "sq-AL", "en": "en-GB"}
Value = int | float | str


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
    """`edges` is what stands above the table: banner, title, and a line that says of what file the sheet is."""

    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self.name = name = book.free_name(name)
        self.values: dict[tuple[int, int], Value] = {}
        self.written: frozenset[int] = frozenset()
        self.layout: SheetLayout | None = None
        self._lines: dict[int, tuple[str, Emphasis]] = {}
        self._wrapping: dict[tuple[int, int], tuple[str, bool]] = {}
        self.page = book.file.add_worksheet(name)

    def at(self, row: int, column: int) -> Area:
        return Area.of(self, row, column)

    def write_only(self, columns: Collection[int]) -> None:
        """Only these columns are written in by who fills the sheet; no password, so that nobody is locked out.

        Said before the cells are written. Rows may be sorted by filters and columns be made wider.
        """
        self.written = frozenset(columns)
        allowed = ("autofilter", "sort", "format_cells", "format_columns", "format_rows")
        self.page.protect("", dict.fromkeys(allowed, True))

    def column(self, column: int, first_row: int, last_row: int) -> Area:
        return Area(self, first_row, column, last_row, column)

    def text(
        self, row: int, column: int, words: object, level: Emphasis = Emphasis.PLAIN, *, is_right: bool = False
    ) -> None:
        """Words as words: never a formula, a link or a number, also after somebody has edited the cell."""
        plain = str(words)
        is_quoted = plain.startswith(FORMULA_SIGNS)
        self.values[row, column] = plain
        if level not in IN_ONE_LINE:
            self._wrapping[row, column] = plain, "bold" in LOOKS[level]
        elif column == 0 and level is not Emphasis.BANNER:
            self._lines[row] = plain, level
        style = self.book.style(
            CellKind.TEXT, level, is_quoted=is_quoted, is_right=is_right, is_written=column in self.written
        )
        self.page.write_string(row, column, plain, style)

    def blank(self, row: int, column: int, level: Emphasis = Emphasis.PLAIN) -> None:
        """Nothing, in the look of its row: a column of figures holds figures alone."""
        style = self.book.style(CellKind.TEXT, level, is_written=column in self.written)
        self.page.write_blank(row, column, None, style)

    def edges(self, title: object, about: str, *, columns: int) -> None:
        """Rows 0 to 2."""
        issuer = self.book.issuer
        if issuer.banner:
            self.text(0, 0, issuer.banner, Emphasis.BANNER)
            for column in range(1, columns):
                self.blank(0, column, Emphasis.BANNER)
        self.text(1, 0, title, Emphasis.TITLE)
        thanks = issuer.thanks(get_language() or settings.LANGUAGE_CODE)
        self.text(2, 0, " · ".join(filter(None, [about, thanks])), Emphasis.ABOUT)
        pictures = [(issuer.arms, issuer.name), (issuer.emblem, issuer.donor)]
        for place, (content, words) in enumerate(each for each in pictures if each[0]):
            self.page.set_row(1, ARMS_POINTS + 4)
            beside = {"x_offset": place * PICTURE_STEP, **_picture(content, words)}
            self.page.insert_image(1, max(columns - 1, 0), "picture.png", beside)

    def fit(self) -> None:
        """Columns that part no word of their head, and rows as tall as their words need, measured: not every program
        does it when it opens a file."""
        if self.layout is None:
            return
        head, widths = self.layout.head_row, list(self.layout.widths)
        for place, width in enumerate(widths):
            longest = max(str(self.values.get((head, place), "")).split(), key=len, default="")
            needed = points(longest, CELL_SIZE, is_bold=True) / POINTS_OF_DIGIT + HEAD_PADDING
            widths[place] = max(width, needed)
            self.page.set_column(place, place, widths[place])
        tall: dict[int, int] = {}
        for (row, column), (words, is_bold) in self._wrapping.items():
            width = widths[column] if column < len(widths) else DEFAULT_WIDTH
            tall[row] = max(tall.get(row, 1), lines_in(words, width, is_bold=is_bold))
        for row, lines in tall.items():
            if lines > 1 and row >= head:
                self.page.set_row(row, height_of(lines))
        for row, (words, level) in self._lines.items():
            self._fit_line(row, words, level, SheetLayout(tuple(widths), head))

    def _fit_line(self, row: int, words: str, level: Emphasis, layout: SheetLayout) -> None:
        """A title or note that is longer than the first printed page is wide goes on in a second line."""
        size, is_bold = int(LOOKS[level].get("font_size", CELL_SIZE)), "bold" in LOOKS[level]
        if lines_in(words, layout.page, size, is_bold=is_bold) == 1:
            return
        last, width = layout.reach()
        style = self.book.style(CellKind.TEXT, level, is_quoted=words.startswith(FORMULA_SIGNS), is_wrapped=True)
        if last:
            self.page.merge_range(row, 0, row, last, "", style)
        self.page.write_string(row, 0, words, style)
        lines = lines_in(words, width, size, is_bold=is_bold)
        least = ARMS_POINTS + 4 if level is Emphasis.TITLE else 0
        self.page.set_row(row, max(height_of(lines, size), least))

    def amount(self, row: int, column: int, amount: int, level: Emphasis = Emphasis.PLAIN) -> None:
        self._number(row, column, amount, CellKind.MONEY, level)

    def number(self, row: int, column: int, number: Decimal | int | None, level: Emphasis = Emphasis.PLAIN) -> None:
        if number is None:
            self.blank(row, column, level)
        else:
            short = _short(number)
            is_long = isinstance(short, int) and abs(short) >= GROUPED_FROM
            self._number(row, column, short, CellKind.MONEY if is_long else CellKind.NUMBER, level)

    def percent(self, row: int, column: int, number: Decimal | int, level: Emphasis = Emphasis.PLAIN) -> None:
        """A percent of a hundred, with its sign."""
        self._number(row, column, _short(number), CellKind.PERCENT, level)

    def day(self, row: int, column: int, day: date | None, level: Emphasis = Emphasis.PLAIN) -> None:
        if day is None:
            self.blank(row, column, level)
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
            for value, *is_alike in zip(amounts.values, *wanted, strict=True)
            if all(is_alike) and not isinstance(value, str)
        )
        formula = f"=SUMPRODUCT({tests}*{amounts.seen_from(self, is_fixed=True)})"
        self._formula(row, column, formula, found, CellKind.MONEY, level)

    def _number(self, row: int, column: int, number: float, kind: CellKind, level: Emphasis) -> None:
        self.values[row, column] = number
        self.page.write_number(row, column, number, self.book.style(kind, level, is_written=column in self.written))

    def _formula(self, row: int, column: int, formula: str, value: float, kind: CellKind, level: Emphasis) -> None:
        self.values[row, column] = value
        self.page.write_formula(row, column, formula, self.book.style(kind, level), value)


def _short(number: Decimal | int) -> int | float:
    return int(number) if number == int(number) else float(number)


def _picture(content: bytes, words: str) -> dict[str, Any]:
    """How arms and a donor's emblem are put beside a sheet's title: of one height, whatever they were drawn in."""
    with Image.open(io.BytesIO(content)) as picture:
        resolution = picture.info.get("dpi", (96, 96))[1] or 96
        scale = ARMS_POINTS / (picture.height * 72 / resolution)
    return {"image_data": io.BytesIO(content), "x_scale": scale, "y_scale": scale, "description": words}


class Book:
    def __init__(self, *, title: str, made_at: datetime, issuer: Issuer | None = None, comments: str = "") -> None:
        self.issuer = issuer or Issuer()
        self._names: set[str] = set()
        self._sheets: list[Sheet] = []
        self._bytes = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.file = xlsxwriter.Workbook(self._bytes, options)
        about = " · ".join(filter(None, [self.issuer.banner, comments]))
        known = {"title": title, "author": self.issuer.name, "company": self.issuer.name, "comments": about}
        self.file.set_properties({**known, "created": made_at.replace(tzinfo=None)})
        self.file.set_custom_property("Language", LOCALES[(get_language() or settings.LANGUAGE_CODE)[:2]])
        self._styles: dict[tuple[CellKind, Emphasis, bool, bool, bool, bool], Any] = {}

    def sheets(self, *names: str) -> Iterator[Sheet]:
        for name in names:
            yield self.sheet(name)

    def sheet(self, name: str) -> Sheet:
        made = Sheet(self, name)
        self._sheets.append(made)
        return made

    def free_name(self, wanted: str) -> str:
        """A name that a sheet may have: without forbidden signs, short enough, and not taken yet."""
        plain = _NOT_IN_NAMES.sub(" ", wanted).strip("' ") or "1"
        name, number = plain[:NAME_LENGTH].strip("' "), 1
        while name.lower() in self._names:
            number += 1
            name = f"{plain[: NAME_LENGTH - 4].strip()} ({number})"
        self._names.add(name.lower())
        return name

    def style(
        self,
        kind: CellKind,
        level: Emphasis,
        *,
        is_quoted: bool = False,
        is_right: bool = False,
        is_written: bool = False,
        is_wrapped: bool = False,
    ) -> Any:
        key = (kind, level, is_quoted, is_right, is_written, is_wrapped)
        if key not in self._styles:
            look = {"font_name": "Calibri", "font_size": CELL_SIZE, "valign": "top", **LOOKS[level]}
            if kind is CellKind.TEXT:
                look["text_wrap"] = is_wrapped or level not in IN_ONE_LINE
            else:
                look["num_format"] = NUMBER_FORMATS[kind]
                look |= {"align": "left"} if kind is CellKind.DAY else TO_THE_RIGHT
            look["quote_prefix"] = is_quoted
            look["locked"] = not is_written or level is Emphasis.HEAD
            if is_right:
                look |= TO_THE_RIGHT
            self._styles[key] = self.file.add_format(look)
        return self._styles[key]

    def close(self) -> bytes:
        for sheet in self._sheets:
            sheet.fit()
        self.file.close()
        return self._bytes.getvalue()


def lay_out(sheet: Sheet, *, widths: Sequence[float], head_row: int, frozen_columns: int, footer: str) -> None:
    """Widths, frozen head, and a print on A4 that stays legible: as many pages across as that needs.

    Head and first columns stand on every page, the issuer above, what it is and the page's number below.
    """
    sheet.layout = layout = SheetLayout(tuple(widths), head_row)
    sheet.page.freeze_panes(head_row + 1, frozen_columns)
    sheet.page.repeat_rows(head_row)
    if layout.is_lying:
        sheet.page.set_landscape()
    if layout.across > 1 and frozen_columns:
        sheet.page.repeat_columns(0, frozen_columns - 1)
    sheet.page.set_paper(PAPER_A4)
    sheet.page.fit_to_pages(layout.across, 0)
    sheet.page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    issuer = sheet.book.issuer
    name, banner = (words.replace("&", "&&") for words in (issuer.name, issuer.banner))
    sheet.page.set_header(f"&L&8{name}&R&8{banner}")
    sheet.page.set_footer(f"&L&8{footer.replace('&', '&&')[:200]}&R&8&P / &N")
