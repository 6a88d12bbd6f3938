"""A DataTable as it is printed in the language of the moment: words, grouped figures, widths for paper.

Amounts are printed in thousand lek where that loses nothing in any table of the block, else in lek; the caption says
which. Widths are shares of a hundred, taken from what stands in the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.printing.columns import PADDING, lowest
from core.printing.metrics import letters
from core.suppression import MARK
from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Row, RowKind

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


@dataclass(frozen=True, slots=True)
class PrintedCell:
    text: str
    is_number: bool = False
    is_hidden: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class PrintedRow:
    head: PrintedCell
    cells: tuple[PrintedCell, ...]
    kind: str = RowKind.PLAIN
    #: The page that traces what the row tells, where a screen leads on to one.
    traced_at: str = ""


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
    is_wide = is_lying or any(_room(each) > TURNED or _least(each) > DENSE for each in alike)
    return tuple(_fitted(each, whole, is_wide=is_wide) for each, whole in zip(made, alike, strict=True))


def _fitted(table: PrintedTable, whole: PrintedTable, *, is_wide: bool) -> PrintedTable:
    room = _room(whole)
    line = LYING if is_wide else DENSE if room > UPRIGHT else UPRIGHT
    is_narrow = _whole(whole) * 2 < line
    return replace(
        table,
        widths=_widths(whole, line // 2 if is_narrow else line),
        is_wide=is_wide,
        is_dense=is_wide or room > UPRIGHT,
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
    caption, units = str(table.caption), _units(table, unit)
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
        rows=tuple(_row(row, table.columns, units) for row in table.rows),
        notes=tuple(str(note) for note in table.notes),
        widths=(),
        is_wide=False,
        is_dense=False,
        is_narrow=False,
    )


@dataclass(frozen=True, slots=True)
class Unit:
    """How the figures of a column are printed: divided by, with so many decimals, with what behind."""

    divisor: int = 1
    places: int = 0
    sign: str = ""

    def of(self, value: int | Decimal) -> str:
        shown = int(value) // self.divisor if self.divisor > 1 else value
        return number_format(shown, decimal_pos=self.places, force_grouping=True) + self.sign


def _units(table: DataTable, divisor: int) -> list[Unit]:
    """Every figure of a column gets as many decimals as the one that has most."""
    units = []
    for place, column in enumerate(table.columns):
        decimals = [cell for row in table.rows if isinstance(cell := row.cells[place], Decimal)]
        places = max((max(0, -int(cell.normalize().as_tuple().exponent)) for cell in decimals), default=0)
        if column.kind is ColumnKind.MONEY:
            units.append(Unit(divisor))
        else:
            units.append(Unit(places=places, sign="\u00a0%" if column.kind is ColumnKind.PERCENT else ""))
    return units


def _row(row: Row, columns: Sequence[Column], units: Sequence[Unit]) -> PrintedRow:
    cells = [_cell(cell, column, row.kind, unit) for cell, column, unit in zip(row.cells, columns, units, strict=True)]
    if row.kind is RowKind.GROUP:
        # the name of a group runs to the end of its row where nothing else stands there
        while len(cells) > 2 and row.cells[len(cells) - 1] is None:
            cells.pop()
        last = cells[-1]
        cells[-1] = replace(last, span=len(columns) - len(cells) + 1)
    return PrintedRow(cells[0], tuple(cells[1:]), str(row.kind))


def _cell(cell: Cell, column: Column, kind: RowKind, unit: Unit) -> PrintedCell:
    if cell is HIDDEN:
        return PrintedCell(MARK, column.is_numeric, is_hidden=True)
    if cell is None:
        return PrintedCell(NOTHING if kind is RowKind.PLAIN else "", column.is_numeric)
    if isinstance(cell, int | Decimal):
        return PrintedCell(unit.of(cell), is_number=True)
    return PrintedCell(str(cell))


def _column_texts(table: PrintedTable, place: int) -> list[str]:
    """What stands in a column, but for cells that run on over others."""
    texts = []
    for row in table.rows:
        cells = (row.head, *row.cells)
        if place < len(cells) and cells[place].span == 1:
            texts.append(cells[place].text)
    return texts


def _need(table: PrintedTable, place: int) -> tuple[int, int]:
    """The letters a column needs at least, and those it would like; a figure, date or code is never broken."""
    texts, head = _column_texts(table, place), table.heads[place]
    is_bold = place == 0  # heads of rows
    longest_word = max((letters(word, is_bold=True) for word in head.text.split()), default=0)
    if head.is_number:
        room = ceil(max([longest_word, *(letters(text, is_bold=True) for text in texts)])) + PADDING
        return room, room
    filled = [letters(text, is_bold=is_bold) for text in texts if text not in {"", NOTHING}]
    mean = sum(filled) / len(filled) if filled else 0
    words = [
        min(letters(word, is_bold=is_bold), LONGEST_FIGURE if FIGURE.search(word) else LONGEST_WORD)
        for text in texts
        for word in WORD.findall(text)
    ]
    least = ceil(max([min(longest_word, LONGEST_WORD), *words, LEAST_TEXT - PADDING])) + PADDING
    return least, max(least, min(round(mean), MOST_TEXT))


def _room(table: PrintedTable) -> int:
    """The letters a line of the table needs to be read with ease."""
    needs = (_need(table, place) for place in range(len(table.heads)))
    return sum(least if least == liked else max(least, min(liked, 20)) for least, liked in needs)


def _least(table: PrintedTable) -> int:
    """The letters without which something in a line would be broken."""
    return sum(_need(table, place)[0] for place in range(len(table.heads)))


def _whole(table: PrintedTable) -> int:
    """The letters of its longest line, if nothing were broken."""
    places = range(len(table.heads))
    return sum(
        ceil(max(letters(text, is_bold=True) for text in [table.heads[place].text, *_column_texts(table, place)]))
        + PADDING
        for place in places
    )


def _unbroken(table: PrintedTable, place: int) -> int:
    """The letters a column needs so that no cell of it has a second line; its head may have one."""
    least, _liked = _need(table, place)
    texts = _column_texts(table, place)
    return max([least, *(ceil(letters(text, is_bold=place == 0)) + PADDING for text in texts)])


def _longest_word(table: PrintedTable, place: int) -> int:
    """The letters a column needs so that none of its words is parted; an address or a hash may be."""
    words = [
        word for text in _column_texts(table, place) for word in WORD.findall(text) if len(word) <= LONGEST_FIGURE
    ]
    return ceil(max((letters(word, is_bold=place == 0) for word in words), default=0)) + PADDING


def _letters_of_row(table: PrintedTable, row: PrintedRow | None) -> list[float]:
    """Of each cell of the row, or of the heads, how long it is in one line; what runs on over others is left out."""
    if row is None:
        return [letters(head.text, is_bold=True) for head in table.heads]
    placed = enumerate((row.head, *row.cells))
    cells = [0.0 if cell.span > 1 else letters(cell.text, is_bold=place == 0) for place, cell in placed]
    return cells + [0.0] * (len(table.heads) - len(cells))


def _widths(table: PrintedTable, line: int) -> tuple[int, ...]:
    """Whole percents that make a hundred: figures get what they need, words share the rest where it saves most lines.

    Where the line has room for every cell unbroken, each column gets that much at least.
    """
    needs = [_need(table, place) for place in range(len(table.heads))]
    unbroken = [_unbroken(table, place) for place in range(len(table.heads))]
    if sum(unbroken) <= line:
        needs = [(whole, max(whole, liked)) for whole, (_least, liked) in zip(unbroken, needs, strict=True)]
    room = max(line, sum(least for least, _liked in needs))
    least = [need for need, _liked in needs]
    words = [max(need, _longest_word(table, place)) for place, need in enumerate(least)]
    if sum(words) + len(words) <= room:  # no word is broken where there is room for it
        least = words
    chosen, spare = lowest(least, [_letters_of_row(table, row) for row in (None, *table.rows)], room - sum(least))
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
