"""Tables of figures as files for a spreadsheet: one sheet a table in XLSX, one under the other in CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import pgettext

from core.i18n import short_time
from core.office.plain_cells import csv_of
from core.office.workbook import Book, Emphasis, Sheet, lay_out
from core.printing.issuer import Issuer
from core.printing.metrics import letters
from core.suppression import MARK
from core.tables import HIDDEN, Cell, ColumnKind, DataTable, Row, RowKind, Words

HEAD_ROW = 4
LEAST_WIDTH, MOST_WIDTH, PADDING, FIGURE_PADDING = 8, 48, 2, 3
LEVELS = {RowKind.PLAIN: Emphasis.PLAIN, RowKind.GROUP: Emphasis.SECOND, RowKind.TOTAL: Emphasis.TOTAL}


def tables_xlsx(tables: Iterable[DataTable], *, title: str, made_at: datetime, issuer: Issuer | None = None) -> bytes:
    """In the language of the moment; a hidden figure leaves its cell empty and is named at the end of its row."""
    book = Book(title=title, issuer=issuer, made_at=made_at)
    about = " · ".join(filter(None, [book.issuer.name, title, short_time(made_at)]))
    for table in tables:
        sheet = book.sheet(str(table.caption))
        columns = len(table.columns) + table.has_hidden
        sheet.edges(table.caption, about, columns=columns)
        widths = [_width(table, place) for place in range(len(table.columns))] + [30] * table.has_hidden
        _write(sheet, table)
        lay_out(sheet, widths=widths, head_row=HEAD_ROW, frozen_columns=1, footer=f"{title} · {table.caption}")
    return book.close()


def _width(table: DataTable, place: int) -> float:
    """As wide as the column's content and head ask for, within bounds; a figure is never cut."""
    column = table.columns[place]
    words = [letters(word, is_bold=True) for word in str(column.head).split()]
    cells = [letters(_shown(row.cells[place], column.kind), is_bold=True) for row in table.rows]
    if column.is_numeric:
        return max([LEAST_WIDTH, *words, *cells]) + FIGURE_PADDING
    return min(max([LEAST_WIDTH, *words, *cells]) + PADDING, MOST_WIDTH)


def _shown(cell: Cell, kind: ColumnKind) -> str:
    """About what a reader sees in the cell."""
    if cell is None or cell is HIDDEN or isinstance(cell, Words):
        return "" if cell is HIDDEN else _plain(cell)
    return number_format(cell, force_grouping=kind is ColumnKind.MONEY) + " %" * (kind is ColumnKind.PERCENT)


def _write(sheet: Sheet, table: DataTable) -> None:
    """The table with its notes."""
    for place, column in enumerate(table.columns):
        sheet.text(HEAD_ROW, place, column.head, Emphasis.HEAD, is_right=column.is_numeric)
    last = HEAD_ROW + len(table.rows)
    for row, each in enumerate(table.rows, start=HEAD_ROW + 1):
        for place, (cell, column) in enumerate(zip(each.cells, table.columns, strict=True)):
            _write_cell(sheet, (row, place), cell, column.kind, LEVELS[each.kind])
    if table.has_hidden:
        sheet.text(HEAD_ROW, len(table.columns), pgettext("column", "Protected"), Emphasis.HEAD)
        for row, each in enumerate(table.rows, start=HEAD_ROW + 1):
            sheet.text(row, len(table.columns), _hidden_in(each, table), LEVELS[each.kind])
    if plain := [row for row, each in enumerate(table.rows, start=HEAD_ROW + 1) if each.kind is not RowKind.TOTAL]:
        sheet.page.autofilter(HEAD_ROW, 0, plain[-1], len(table.columns) + table.has_hidden - 1)
    for below, note in enumerate(table.notes, start=last + 2):
        sheet.text(below, 0, note, Emphasis.ABOUT)


def _hidden_in(row: Row, table: DataTable) -> str:
    """The mark with the names of the columns whose figure is hidden in this row."""
    heads = [str(column.head) for cell, column in zip(row.cells, table.columns, strict=True) if cell is HIDDEN]
    return f"{MARK} {', '.join(heads)}" if heads else ""


def _write_cell(sheet: Sheet, at: tuple[int, int], cell: Cell, kind: ColumnKind, level: Emphasis) -> None:
    if kind is not ColumnKind.TEXT and (cell is HIDDEN or cell is None):
        sheet.blank(*at, level)
    elif cell is HIDDEN or cell is None or isinstance(cell, Words):
        sheet.text(*at, _plain(cell), level)
    elif kind is ColumnKind.MONEY:
        sheet.amount(*at, int(cell), level)
    elif kind is ColumnKind.PERCENT:
        sheet.percent(*at, cell, level)
    else:
        sheet.number(*at, cell, level)


def rows_xlsx(
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str,
    made_at: datetime,
    issuer: Issuer | None = None,
    written: Collection[int] = (),
    choices: Mapping[int, Sequence[str]] | None = None,
) -> bytes:
    """Plain rows under one head, as they are to be read again: words as words, numbers as numbers.

    Where columns are named as `written`, all others are locked; `choices` are the drop-downs of columns.
    The head stands in the first row, so that the sheet comes back as it went; whose it is stands at its printed edges.
    """
    book = Book(title=title, issuer=issuer, made_at=made_at)
    sheet = book.sheet(title)
    if written:
        sheet.write_only(written)
    for place, words in enumerate(head):
        sheet.text(0, place, words, Emphasis.HEAD)
    last, widths = 0, [max(LEAST_WIDTH, letters(words, is_bold=True)) + PADDING for words in head]
    for last, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            if isinstance(cell, int | Decimal):
                sheet.number(last, place, cell)
            else:
                sheet.text(last, place, "" if cell is None else cell)
                widths[place] = max(widths[place], min(letters(str(cell or "")) + PADDING, MOST_WIDTH))
    sheet.page.autofilter(0, 0, max(last, 1), len(widths) - 1)
    for place, labels in (choices or {}).items():
        sheet.page.data_validation(1, place, max(last, 1), place, {"validate": "list", "source": list(labels)})
    lay_out(sheet, widths=widths, head_row=0, frozen_columns=1, footer=title)
    return book.close()


def tables_csv(tables: Iterable[DataTable], *, title: str = "", issuer: Issuer | None = None) -> str:
    """Each table under its caption, its notes below it; first whose file it is, where that is given."""
    edges = [line for line in (issuer.banner, issuer.name, title) if line] if issuer else []
    rows = [row for table in tables for row in _plain_rows(table)]
    return csv_of([*([line] for line in edges), *([[]] if edges else []), *rows])


def _plain_rows(table: DataTable) -> Iterator[list[Any]]:
    yield [str(table.caption)]
    yield [str(column.head) for column in table.columns]
    for row in table.rows:
        yield [_plain(cell) if cell is HIDDEN or isinstance(cell, Words) else cell for cell in row.cells]
    for note in table.notes:
        yield [str(note)]
    yield []


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return MARK if cell is HIDDEN else str(cell)
