"""Tables of figures as files for a spreadsheet: one sheet a table in XLSX, one under the other in CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.office.plain_cells import csv_of
from core.office.workbook import Book, Emphasis, Sheet, lay_out
from core.suppression import MARK
from core.tables import HIDDEN, Cell, ColumnKind, DataTable, RowKind, Words

HEAD_ROW = 2
WIDTHS = {ColumnKind.TEXT: 40, ColumnKind.NUMBER: 14, ColumnKind.MONEY: 18, ColumnKind.PERCENT: 10}
LEVELS = {RowKind.PLAIN: Emphasis.PLAIN, RowKind.GROUP: Emphasis.SECOND, RowKind.TOTAL: Emphasis.TOTAL}


def tables_xlsx(tables: Iterable[DataTable], *, title: str, author: str, made_at: datetime) -> bytes:
    """In the language of the moment; hidden figures are the mark."""
    book = Book(title=title, author=author, comments="", made_at=made_at)
    for table in tables:
        sheet = Sheet(book, str(table.caption)[:31])
        _write(sheet, table)
        footer = f"{title} · {table.caption}"
        lay_out(
            sheet,
            widths=[WIDTHS[column.kind] for column in table.columns],
            head_row=HEAD_ROW,
            kept_columns=1,
            footer=footer,
        )
    return book.close()


def _write(sheet: Sheet, table: DataTable) -> None:
    sheet.text(0, 0, table.caption, Emphasis.TITLE)
    for place, column in enumerate(table.columns):
        sheet.text(HEAD_ROW, place, column.head, Emphasis.HEAD)
    row = HEAD_ROW
    for row, each in enumerate(table.rows, start=HEAD_ROW + 1):
        for place, (cell, column) in enumerate(zip(each.cells, table.columns, strict=True)):
            _write_cell(sheet, (row, place), cell, column.kind, LEVELS[each.kind])
    for below, note in enumerate(table.notes, start=row + 2):
        sheet.text(below, 0, note)


def _write_cell(sheet: Sheet, at: tuple[int, int], cell: Cell, kind: ColumnKind, level: Emphasis) -> None:
    if cell is None or cell is HIDDEN or isinstance(cell, Words):
        sheet.text(*at, _plain(cell), level)
    elif kind is ColumnKind.MONEY:
        sheet.amount(*at, int(cell), level)
    else:
        sheet.number(*at, cell, level)


def rows_xlsx(
    head: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str, author: str, made_at: datetime
) -> bytes:
    """Plain rows under one head, as they are to be read again: words as words, numbers as numbers."""
    book = Book(title=title, author=author, comments="", made_at=made_at)
    sheet = Sheet(book, title[:31])
    for place, words in enumerate(head):
        sheet.text(0, place, words, Emphasis.HEAD)
    for row, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            if isinstance(cell, int | Decimal):
                sheet.number(row, place, cell)
            else:
                sheet.text(row, place, "" if cell is None else cell)
    widths = [WIDTHS[ColumnKind.NUMBER] if len(words) < 10 else WIDTHS[ColumnKind.MONEY] for words in head]
    lay_out(sheet, widths=widths, head_row=0, kept_columns=1, footer=title)
    return book.close()


def tables_csv(tables: Iterable[DataTable]) -> str:
    """Each table under its caption, its notes below it."""
    return csv_of(row for table in tables for row in _plain_rows(table))


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
