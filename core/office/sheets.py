"""Tables of figures as files for a spreadsheet: one sheet a table in XLSX, one under the other in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from core.office.workbook import FORMULA_SIGNS, Book, Emphasis, Sheet, lay_out
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


def tables_csv(tables: Iterable[DataTable]) -> str:
    """Each table under its caption; texts that begin like a formula are made text by an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written)
    for table in tables:
        writer.writerow([_safe(table.caption)])
        writer.writerow([_safe(column.head) for column in table.columns])
        for row in table.rows:
            writer.writerow([_safe(cell) for cell in row.cells])
        for note in table.notes:
            writer.writerow([_safe(note)])
        writer.writerow([])
    return written.getvalue()


def _safe(cell: Cell) -> str:
    words = _plain(cell)
    return f"'{words}" if isinstance(cell, Words) and words.startswith(FORMULA_SIGNS) else words


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return MARK if cell is HIDDEN else str(cell)
