"""Sheets that go out: the empty template, the table as it stands, rows to mend; all come back by the same names."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.enums import ImportKind, SheetFormat
from assessments.imports.columns import WHAT_IS_WRONG, ColumnContent, ImportColumn, shown_cell
from assessments.imports.staged.writing import failed_rows, figure_rows
from assessments.imports.tables import columns_for, row_import
from assessments.models import Assessment, SheetImport
from core.office.long_sheet import LongSheet, LongSheetStyles
from core.office.plain_cells import FORMULA_SIGNS, csv_cell, csv_of
from core.office.workbook import Book, Emphasis, Sheet, lay_out
from core.sheet_reader.cells import CellContent, SheetCell, column_letters
from municipality.letterhead import issuer
from operations.queue.shares import Tell, stretch, telling_of, to_nobody

ROWS_OF_TEMPLATE = 1_000
WRITTEN_AT_ONCE = 1_000
READ = 0.6  # of the time that a table of rows takes; the rest lays out the file
FIRST_DAY = date(1899, 12, 30)  # of a spreadsheet
WIDTHS = {ColumnContent.TEXT: 34, ColumnContent.ROWS: 26, ColumnContent.CHOICE: 22}
Cells = Sequence[SheetCell | None]


def sheet_title(kind: str) -> str:
    return str(capfirst(ImportKind(kind).label))


def template_file(kind: str) -> bytes:
    """An empty table with drop-downs, a sheet that explains each column, and the lists to choose from."""
    columns = columns_for(kind)
    book = _book(sheet_title(kind))
    sheet, explained, lists = book.sheets(sheet_title(kind), _("Explanation"), _("Lists"))
    _heads(sheet, columns)
    _explain(explained, columns)
    _drop_downs(sheet, lists, columns)
    return book.close()


def write_table(
    kind: str, assessment: Assessment | None, sheet_format: str, out: IO[bytes], *, tell: Tell = to_nobody
) -> None:
    """The whole table in the columns of the import: read again unchanged, it changes nothing."""
    if kind == ImportKind.FIGURES and assessment is not None:
        _write_figures(assessment, sheet_format, out, tell)
        return
    resource = row_import(kind, assessment)
    known = resource.known.values()
    rows = [list(resource.cells_of(row).values()) for row in telling_of(known, stretch(tell, 0, READ), of=len(known))]
    out.write(written_file(sheet_title(kind), columns_for(kind), rows, sheet_format))


def _write_figures(assessment: Assessment, sheet_format: str, out: IO[bytes], tell: Tell) -> None:
    """Many rows in little memory: a cell is written once for each value, a row is put together from them."""
    columns = columns_for(ImportKind.FIGURES)
    if sheet_format == SheetFormat.CSV:
        out.write(BOM_UTF8 + csv_of([[_head(column) for column in columns]]).encode())
        found = figure_rows(assessment, lambda cell: csv_cell(_in_csv(cell)), tell=tell)
        rows = (f"{','.join(cells)}\r\n" for cells in found)
        while piece := "".join(islice(rows, WRITTEN_AT_ONCE)):
            out.write(piece.encode())
        return
    book = _book(sheet_title(ImportKind.FIGURES))
    (sheet,) = book.sheets(sheet_title(ImportKind.FIGURES)[:31])
    _heads(sheet, columns)
    for place, words in enumerate(("a", "=")):
        sheet.text(1, place, words)
    sheet.number(1, 2, 1)
    sheet.day(1, 3, timezone.localdate())
    (lists,) = book.sheets(_("Lists"))
    _drop_downs(sheet, lists, columns)
    long = LongSheet(book.close())
    found = figure_rows(assessment, lambda cell: _written_cell(cell, long.styles), tell=tell)
    long.write(("".join(cells) for cells in found), out)


def _written_cell(cell: SheetCell | None, styles: LongSheetStyles) -> str:
    if cell is None:
        return styles.blank
    if cell.kind is CellContent.NUMBER:
        return styles.figure(cell.text)
    if cell.kind is CellContent.DAY:
        return styles.date((date.fromisoformat(cell.text[:10]) - FIRST_DAY).days)
    words = str(shown_cell(cell))
    return styles.words(words, is_quoted=words.startswith(FORMULA_SIGNS))


def rows_to_mend(run: SheetImport, sheet_format: str, *, tell: Tell = to_nobody) -> bytes:
    """The rows that were not taken, as they came, with what is wrong in a column of its own."""
    columns = columns_for(run.kind)
    rows: list[Cells] = []
    failed = failed_rows(run) if run.is_staged else _failed(run)
    for cells, sentence in telling_of(failed, stretch(tell, 0, READ), of=run.failed):
        named = [SheetCell.unpacked(cells[column.name]) if column.name in cells else None for column in columns]
        rows.append([*named, SheetCell(CellContent.TEXT, sentence)])
    error = ImportColumn("", WHAT_IS_WRONG, ColumnContent.TEXT)
    return written_file(_("Rows to mend"), [*columns, error], rows, sheet_format)


def _failed(run: SheetImport) -> Iterable[tuple[dict[str, str], str]]:
    sentences = {
        line["number"]: " ".join(each["sentence"] for each in line["errors"]) for line in run.lines if line["errors"]
    }
    return [(cells, sentences[number]) for number, cells, _is_merged in run.rows if number in sentences]


def written_file(title: str, columns: Sequence[ImportColumn], rows: Iterable[Cells], sheet_format: str) -> bytes:
    if sheet_format == SheetFormat.CSV:
        return _csv(columns, rows)
    book = _book(title)
    (sheet,) = book.sheets(title[:31])
    _heads(sheet, columns)
    (lists,) = book.sheets(_("Lists"))
    for number, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            if cell is not None:
                _write(sheet, number, place, cell)
    _drop_downs(sheet, lists, columns)
    return book.close()


def _book(title: str) -> Book:
    return Book(title=title, issuer=issuer(), made_at=timezone.localtime())


def _write(sheet: Sheet, row: int, place: int, cell: SheetCell) -> None:
    if cell.kind is CellContent.NUMBER:
        sheet.number(row, place, Decimal(cell.text))
    elif cell.kind is CellContent.DAY:
        sheet.day(row, place, date.fromisoformat(cell.text[:10]))
    else:
        sheet.text(row, place, shown_cell(cell))


def _csv(columns: Sequence[ImportColumn], rows: Iterable[Cells]) -> bytes:
    heads: list[Any] = [_head(column) for column in columns]
    return csv_of([heads, *([_in_csv(cell) for cell in cells] for cells in rows)]).encode("utf-8-sig")


def _in_csv(cell: SheetCell | None) -> Any:
    if cell is None:
        return None
    return Decimal(cell.text) if cell.kind is CellContent.NUMBER else shown_cell(cell)


def _head(column: ImportColumn) -> str:
    return str(column.label)


def _heads(sheet: Sheet, columns: Sequence[ImportColumn]) -> None:
    for place, column in enumerate(columns):
        mark = " *" if column.is_required else ""
        sheet.text(0, place, f"{_head(column)}{mark}", Emphasis.HEAD)
    widths = [WIDTHS.get(column.content, 16) for column in columns]
    lay_out(sheet, widths=widths, head_row=0, frozen_columns=1, footer=sheet.name)


def _explain(sheet: Sheet, columns: Sequence[ImportColumn]) -> None:
    heads = (_("Column"), _("Needed"), _("What belongs there"), _("Remark"))
    for place, words in enumerate(heads):
        sheet.text(0, place, words, Emphasis.HEAD)
    for number, column in enumerate(columns, start=1):
        needed = _("yes") if column.is_required else _("no")
        for place, words in enumerate((_head(column), needed, what_belongs(column), column.help_text)):
            sheet.text(number, place, words)
    for below, words in enumerate(rules_of_cells(), start=len(columns) + 2):
        sheet.text(below, 0, words, Emphasis.ABOUT)
    lay_out(sheet, widths=[40, 10, 60, 60], head_row=0, frozen_columns=1, footer=sheet.name)


def rules_of_cells() -> list[str]:
    """What holds for every column."""
    return [
        _("Columns are found by their headings; their order does not matter."),
        _("0 is a number. A blank cell leaves what stands there. “n/a” says that there is nothing, and empties it."),
        _("Write numbers without points for thousands. Codes keep their zeros."),
        _("Write no names, phone numbers, e-mail addresses or identity numbers: such a file is refused."),
    ]


def what_belongs(column: ImportColumn) -> str:
    if column.content is ColumnContent.CHOICE:
        return "; ".join(str(label) for _value, label in column.choices)
    words = {
        ColumnContent.TEXT: _("text"),
        ColumnContent.WHOLE: _("a whole number"),
        ColumnContent.NUMBER: _("a number"),
        ColumnContent.DAY: _("a day, for example 30.05.2024"),
        ColumnContent.TRUTH: _("yes or no"),
        ColumnContent.ROW: _("one code of the list"),
        ColumnContent.ROWS: _("codes of the list, parted by semicolons"),
    }
    return words[column.content]


def _drop_downs(sheet: Sheet, lists: Sheet, columns: Sequence[ImportColumn]) -> None:
    """Each list stands in a column of its own sheet; a cell with several codes is only told of it."""
    place = 0
    for column, choices in ((column, _choices(column)) for column in columns):
        if not choices:
            continue
        lists.text(0, place, _head(column), Emphasis.HEAD)
        for number, (value, words) in enumerate(choices, start=1):
            lists.text(number, place, value)
            lists.text(number, place + 1, words)
        if column.content is not ColumnContent.ROWS:
            at = list(columns).index(column)
            letters = column_letters(place)
            source = f"='{lists.name}'!${letters}$2:${letters}${len(choices) + 1}"
            sheet.page.data_validation(1, at, ROWS_OF_TEMPLATE, at, {"validate": "list", "source": source})
        place += 2
    lay_out(lists, widths=[24] * max(place, 1), head_row=0, frozen_columns=0, footer=lists.name)


def _choices(column: ImportColumn) -> list[tuple[str, str]]:
    if column.model is not None:
        rows: Iterable[Any] = column.model._default_manager.all()
        return [(row.code, str(row)) for row in rows]
    if column.content is ColumnContent.CHOICE:
        return [(str(label), "") for _value, label in column.choices]
    if column.content is ColumnContent.TRUTH:
        return [(_("yes"), ""), (_("no"), "")]
    return []
