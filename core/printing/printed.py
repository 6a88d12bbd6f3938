"""A DataTable as it is printed in the language of the moment: words, grouped figures, widths for paper.

Amounts are printed in thousand lek where that loses nothing in any table of the block, else in lek; the caption says
which. Widths are shares of a hundred, taken from what stands in the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.printing.columns import PADDING, lowest
from core.printing.metrics import letters, of_short_texts
from core.suppression import MARK
from core.tables import HIDDEN, Column, ColumnKind, DataTable, Hidden, Row, RowKind, Words

NOTHING = "\u2013"
THOUSAND = 1000
# how many letters of half the print's size stand in a line of an upright and of a lying page; in smaller print, too
UPRIGHT, DENSE, LYING = 104, 119, 187
# what asks for more than this is read more easily on a lying page
TURNED = 128
LEAST_TEXT, MOST_TEXT = 8, 60
LONGEST_WORD, LONGEST_FIGURE = 16, 32
FIGURE = re.compile(r"\d")
WORD = re.compile(r"[^ \t\n]+")  # a space that does not break holds a figure together
MOST_TOGETHER = 10
Layout = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PrintedCell:
    text: str
    is_number: bool = False
    is_hidden: bool = False
    span: int = 1

    @property
    def layout(self) -> Layout:
        return self.is_number, self.is_hidden, self.span

    @property
    def words(self) -> tuple[str, ...]:
        return (self.text,)

    def with_words(self, words: Sequence[str]) -> PrintedCell:
        return replace(self, text=words[0])


@dataclass(frozen=True, slots=True)
class PrintedRow:
    head: PrintedCell
    cells: tuple[PrintedCell, ...]
    kind: str = RowKind.PLAIN
    #: The page that traces what the row tells, where a screen leads on to one.
    traced_at: str = ""

    @property
    def layout(self) -> Layout:
        """All of it but its words (`{% laid_out %}`)."""
        return str(self.kind), bool(self.traced_at), *(cell.layout for cell in (self.head, *self.cells))

    @property
    def words(self) -> tuple[str, ...]:
        return self.traced_at, *(cell.text for cell in (self.head, *self.cells))

    def with_words(self, words: Sequence[str]) -> PrintedRow:
        """The same row with other words."""
        traced_at, head, *cells = words
        return replace(
            self,
            traced_at=traced_at if self.traced_at else "",
            head=replace(self.head, text=head),
            cells=tuple(replace(cell, text=text) for cell, text in zip(self.cells, cells, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class PrintedTable:
    name: str
    caption: str
    heads: tuple[PrintedCell, ...]
    rows: tuple[PrintedRow, ...]
    notes: tuple[str, ...]
    widths: tuple[int, ...]
    is_wide: bool
    is_dense: bool
    is_narrow: bool

    @property
    def is_short(self) -> bool:
        """Short enough to stand on one page whole."""
        return len(self.rows) <= MOST_TOGETHER

    @property
    def classes(self) -> str:
        """How it is set, in the words of the style sheet."""
        manners = {"keep": self.is_short, "dense": self.is_dense, "narrow": self.is_narrow}
        return " ".join(name for name, holds in manners.items() if holds)

    @property
    def tells_rows_apart(self) -> bool:
        """By their heads alone, so that a phone may show these and unfold the rest."""
        return len({row.head.text for row in self.rows}) == len(self.rows)

    @property
    def bodies(self) -> list[list[PrintedRow]]:
        """The rows parted at groups, so that a group's name stays with the rows under it."""
        parted: list[list[PrintedRow]] = [[]]
        for row in self.rows:
            if row.kind == RowKind.GROUP and parted[-1]:
                parted.append([])
            parted[-1].append(row)
        return parted


def printed(tables: Sequence[DataTable], *, is_lying: bool = False) -> tuple[PrintedTable, ...]:
    """The tables of one block; wide where any of them needs a lying page, so that a block does not turn the paper.

    `is_lying` where the document lays them across in any case.

    One that fits an upright page only in smaller print is dense, and all wide ones are. Tables with the same heads
    get the same widths, so that their columns stand under one another.
    """
    unit = THOUSAND if all(_is_in_thousands(table) for table in tables) else 1
    made = [_printed(table, unit) for table in tables]
    alike = (
        [
            replace(each, rows=tuple(row for other in made if other.heads == each.heads for row in other.rows))
            for each in made
        ]
        if len({each.heads for each in made}) < len(made)
        else made
    )
    measured = [_Measured(each) for each in alike]
    is_wide = is_lying or any(each.room > TURNED or each.least > DENSE for each in measured)
    return tuple(_fitted(each, whole, is_wide=is_wide) for each, whole in zip(made, measured, strict=True))


def _fitted(table: PrintedTable, whole: _Measured, *, is_wide: bool) -> PrintedTable:
    line = LYING if is_wide else DENSE if whole.room > UPRIGHT else UPRIGHT
    is_narrow = whole.longest_line * 2 < line
    return replace(
        table,
        widths=_widths(whole, line // 2 if is_narrow else line),
        is_wide=is_wide,
        is_dense=is_wide or whole.room > UPRIGHT,
        is_narrow=is_narrow,
    )


def _is_in_thousands(table: DataTable) -> bool:
    return not any(amount % THOUSAND for amount in _amounts(table))


def _amounts(table: DataTable) -> Iterable[int]:
    places = [place for place, column in enumerate(table.columns) if column.kind is ColumnKind.MONEY]
    for row in table.rows:
        for place in places:
            if isinstance(amount := row.cells[place], int):
                yield amount


def _printed(table: DataTable, unit: int) -> PrintedTable:
    caption, language = str(table.caption), get_language()
    units = _units(table, unit, language)
    if any(column.kind is ColumnKind.MONEY for column in table.columns):
        words = {"caption": caption}
        if unit == THOUSAND:
            caption = _("%(caption)s (thousand new lek)") % words
        else:
            caption = _("%(caption)s (new lek)") % words
    return PrintedTable(
        name=table.name,
        caption=caption,
        heads=tuple(PrintedCell(str(column.head), column.is_numeric) for column in table.columns),
        rows=tuple([_row(row, table.columns, units, language) for row in table.rows]),
        notes=tuple(str(note) for note in table.notes),
        widths=(),
        is_wide=False,
        is_dense=False,
        is_narrow=False,
    )


@dataclass(frozen=True, slots=True)
class Unit:
    """How the figures of a column are printed: in a language, divided by, with so many decimals, with what behind."""

    language: str | None
    divisor: int = 1
    places: int = 0
    sign: str = ""

    def of(self, value: int | Decimal) -> str:
        shown = int(value) // self.divisor if self.divisor > 1 else value
        return _figure(shown, self.places, self.language) + self.sign


@lru_cache(maxsize=65_536, typed=True)
def _figure(shown: int | Decimal, places: int, _language: str | None) -> str:
    return number_format(shown, decimal_pos=places, force_grouping=True)


def _units(table: DataTable, divisor: int, language: str | None) -> list[Unit]:
    """Every figure of a column gets as many decimals as the one that has most."""
    units = []
    for place, column in enumerate(table.columns):
        decimals = [cell for row in table.rows if isinstance(cell := row.cells[place], Decimal)]
        places = max((max(0, -int(cell.normalize().as_tuple().exponent)) for cell in decimals), default=0)
        if column.kind is ColumnKind.MONEY:
            units.append(Unit(language, divisor))
        else:
            units.append(Unit(language, places=places, sign="\u00a0%" if column.kind is ColumnKind.PERCENT else ""))
    return units


def _row(row: Row, columns: Sequence[Column], units: Sequence[Unit], language: str | None) -> PrintedRow:
    cells = [
        PrintedCell(cell.read(language)) if isinstance(cell, Words) else _cell(cell, column, row.kind, unit)
        for cell, column, unit in zip(row.cells, columns, units, strict=True)
    ]
    if row.kind is RowKind.GROUP:
        # the name of a group runs to the end of its row where nothing else stands there
        while len(cells) > 2 and row.cells[len(cells) - 1] is None:
            cells.pop()
        last = cells[-1]
        cells[-1] = replace(last, span=len(columns) - len(cells) + 1)
    return PrintedRow(cells[0], tuple(cells[1:]), str(row.kind))


def _cell(cell: int | Decimal | Hidden | None, column: Column, kind: RowKind, unit: Unit) -> PrintedCell:
    if cell is HIDDEN:
        return PrintedCell(MARK, column.is_numeric, is_hidden=True)
    if cell is None:
        return PrintedCell(NOTHING if kind is RowKind.PLAIN else "", column.is_numeric)
    return PrintedCell(unit.of(cell), is_number=True)


@of_short_texts(65_536)
def _longest_unbroken(text: str, *, is_bold: bool) -> float:
    """The letters of the longest of its words that is not parted; a figure, date or code never is."""
    return max(
        (
            min(letters(word, is_bold=is_bold), LONGEST_FIGURE if FIGURE.search(word) else LONGEST_WORD)
            for word in WORD.findall(text)
        ),
        default=0,
    )


@of_short_texts(65_536)
def _longest_word(text: str, *, is_bold: bool) -> float:
    """The letters of the longest of its words; an address or a hash may be parted."""
    words = (word for word in WORD.findall(text) if len(word) <= LONGEST_FIGURE)
    return max((letters(word, is_bold=is_bold) for word in words), default=0)


class _MeasuredColumn:
    """One column of a table, each of its cells measured once; what runs on over others is left out."""

    def __init__(self, head: PrintedCell, texts: Sequence[str], *, is_bold: bool) -> None:
        self.texts, self.is_bold = texts, is_bold  # heads of rows are bold
        self.lengths = [letters(text, is_bold=is_bold) for text in texts]
        bold = self.lengths if is_bold else [letters(text, is_bold=True) for text in texts]
        self.longest = ceil(max([letters(head.text, is_bold=True), *bold])) + PADDING
        longest_word = max((letters(word, is_bold=True) for word in head.text.split()), default=0)
        if head.is_number:
            #: The letters it needs at least, and those it would like.
            self.least = self.liked = ceil(max([longest_word, *bold])) + PADDING
        else:
            filled = [each for each, text in zip(self.lengths, texts, strict=True) if text not in {"", NOTHING}]
            mean = sum(filled) / len(filled) if filled else 0
            words = [_longest_unbroken(text, is_bold=is_bold) for text in texts]
            self.least = ceil(max([min(longest_word, LONGEST_WORD), *words, LEAST_TEXT - PADDING])) + PADDING
            self.liked = max(self.least, min(round(mean), MOST_TEXT))

    @property
    def room(self) -> int:
        """The letters it needs to be read with ease."""
        return self.least if self.least == self.liked else max(self.least, min(self.liked, 20))

    @property
    def unbroken(self) -> int:
        """The letters it needs so that no cell of it has a second line; its head may have one."""
        return max([self.least, *(ceil(each) + PADDING for each in self.lengths)])

    @property
    def longest_word(self) -> int:
        """The letters it needs so that none of its words is parted; an address or a hash may be."""
        return ceil(max((_longest_word(text, is_bold=self.is_bold) for text in self.texts), default=0)) + PADDING


class _Measured:
    """A table and what its columns ask for."""

    def __init__(self, table: PrintedTable) -> None:
        self.heads, self.rows = table.heads, [(row.head, *row.cells) for row in table.rows]
        self.columns = [
            _MeasuredColumn(
                head,
                [row[place].text for row in self.rows if place < len(row) and row[place].span == 1],
                is_bold=place == 0,
            )
            for place, head in enumerate(table.heads)
        ]
        #: The letters a line of it needs to be read with ease; without which something in it would be broken; and
        #: those of its longest line, if nothing were broken.
        self.room = sum(column.room for column in self.columns)
        self.least = sum(column.least for column in self.columns)
        self.longest_line = sum(column.longest for column in self.columns)

    @property
    def letters_of_rows(self) -> list[list[float]]:
        """Of each cell of the heads and of each row, how long it is in one line; what runs on over others is not."""
        lines = [[letters(head.text, is_bold=True) for head in self.heads]]
        for row in self.rows:
            cells = [
                0.0 if cell.span > 1 else letters(cell.text, is_bold=place == 0) for place, cell in enumerate(row)
            ]
            lines.append(cells + [0.0] * (len(self.heads) - len(cells)))
        return lines


def _widths(table: _Measured, line: int) -> tuple[int, ...]:
    """Whole percents that make a hundred: figures get what they need, words share the rest where it saves most lines.

    Where the line has room for every cell unbroken, each column gets that much at least.
    """
    needs = [(column.least, column.liked) for column in table.columns]
    unbroken = [column.unbroken for column in table.columns]
    if sum(unbroken) <= line:
        needs = [(whole, max(whole, liked)) for whole, (_least, liked) in zip(unbroken, needs, strict=True)]
    room = max(line, sum(least for least, _liked in needs))
    least = [need for need, _liked in needs]
    words = [max(need, column.longest_word) for need, column in zip(least, table.columns, strict=True)]
    if sum(words) + len(words) <= room:  # no word is broken where there is room for it
        least = words
    chosen, spare = lowest(least, table.letters_of_rows, room - sum(least))
    wide = list(chosen)
    wishes = [liked**0.8 if liked > need else 0.0 for need, liked in needs]
    if total := sum(wishes):
        wide = [width + spare * wish / total for width, wish in zip(wide, wishes, strict=True)]
    else:
        wide = [width * room / sum(wide) for width in wide]
    # each column gets the whole percent above its least, so that nothing in it breaks; the widest one gives it
    shares = [max(2, int(100 * each / room), ceil(100 * need / room)) for each, need in zip(wide, least, strict=True)]
    widest = shares.index(max(shares))
    shares[widest] += 100 - sum(shares)
    return tuple(shares)
