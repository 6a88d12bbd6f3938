"""Sheets are read as they were saved: kinds of cells, what is hidden or merged, hostile files, letters of a CSV."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from openpyxl.styles import numbers

from core.office.plain_cells import escaped
from core.sheet_reader.cells import CellContent, SheetCell, column_letters, column_place
from core.sheet_reader.reading import ReadSheet, read_csv, read_pasted, read_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>'
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
ODS_FOOT = "</office:spreadsheet></office:body></office:document-content>"


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def ods(tables: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("mimetype", ODS)
        package.writestr("content.xml", ODS_HEAD + tables + ODS_FOOT)
    return made.getvalue()


def plain(sheet: ReadSheet) -> dict[int, list[str]]:
    return dict(sheet.rows)


def test_every_kind_of_cell_of_an_xlsx() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Emri ë", 7, 2.5, date(2024, 5, 30), True, "=1+1", " ", None, "_x0041_"])
    page["A2"], page["A2"].number_format = 7, "000"
    page["B2"], page["B2"].number_format = 45_000, numbers.FORMAT_PERCENTAGE
    page["A900"] = "larg"

    (sheet,) = read_workbook(saved(book), XLSX)

    assert plain(sheet) == {
        1: ["tEmri ë", "n7", "n2.5", "d2024-05-30", "b1", "u", "t ", "", "tA"],
        2: ["t007", "n45000"],
        900: ["tlarg"],
    }


def test_hidden_and_merged_are_named() -> None:
    book = openpyxl.Workbook()
    page = book.active
    for row in range(1, 6):
        page.append([row, row, row])
    page.merge_cells("A2:A3")
    page.row_dimensions[4].hidden = True
    page.column_dimensions["B"].hidden = True
    book.create_sheet("fshehur").sheet_state = "hidden"

    first, second = read_workbook(saved(book), XLSX)

    assert (first.merged, first.hidden_rows, first.hidden_columns) == (["A2:A3"], [4], [1])
    assert (first.is_hidden, second.is_hidden, second.rows) == (False, True, [])


def test_a_cell_far_away_is_named_and_makes_no_table_of_billions() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2

    with pytest.raises(ValidationError, match="XFD1048576"):
        read_workbook(saved(book), XLSX)


def test_an_ods_with_repeated_cells_and_a_formula() -> None:
    cells = (
        '<table:table table:name="Fletë" ><table:table-column table:number-columns-repeated="16384"/>'
        '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="2">'
        "<text:p>A<text:s text:c='2'/>ë</text:p></table:table-cell><table:covered-table-cell/>"
        '<table:table-cell office:value-type="float" office:value="3" table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="date"'
        ' office:date-value="2024-05-30T00:00:00" table:formula="of:=NOW()"><text:p>30.05.24</text:p>'
        '</table:table-cell><table:table-cell table:formula="of:=[.A1]"/></table:table-row></table:table>'
        '<table:table table:name="tjetër" table:style-name="gone"/>'
    )

    first, second = read_workbook(ods(cells), ODS)

    assert plain(first) == {1: ["tA  ë", "", "n3", "n3"], 1002: ["D2024-05-30", "u"]}
    assert (first.merged, first.hidden_rows, second.is_hidden) == (["A1:B1"], [1002], True)


HOSTILE = {
    "damaged": b"PK\x03\x04 nothing",
    "entities": ods('<!DOCTYPE x [<!ENTITY a "b">]>'),
    "repeated": ods(
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1"/></table:table-row></table:table>'
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(ValidationError):
        read_workbook(HOSTILE[name], ODS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_of_any_separator_and_letters(encoding: str, separator: str) -> None:
    text = separator.join(["Kodi", '"a, b; c"', "Përshkrimi çË"]) + "\r\n" + separator.join(["007", "", "1"])

    sheet = read_csv(text.encode(encoding))

    assert plain(sheet) == {1: ["tKodi", "ta, b; c", "tPërshkrimi çË"], 2: ["t007", "", "t1"]}


def test_letters_that_are_not_of_the_chosen_encoding_are_refused() -> None:
    with pytest.raises(ValidationError):
        read_csv("ë;ç".encode("cp1252"), encoding="utf-8-sig")


def test_a_pasted_block() -> None:
    assert plain(read_pasted('a\t"b\nc"\n\t\n1\t2\n')) == {1: ["ta", "tb\nc"], 3: ["t1", "t2"]}


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "''-x", "plain", "'quoted'", "", "+", "\tx"])
def test_a_text_like_a_formula_comes_back_from_a_csv(text: str) -> None:
    line = '"' + escaped(text).replace('"', '""') + '";"x"'

    (_number, cells), *_rest = read_csv(line.encode()).rows

    assert cells[0] == (f"t{text}" if text else "")
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_columns_have_letters() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]
    assert [column_place(name) for name in ("A1", "Z3", "AA1", "XFD1048576")] == [0, 25, 26, 16_383]


def test_a_packed_cell_is_unpacked_as_it_was() -> None:
    for kind in CellContent:
        for is_formula in (True, False):
            cell = SheetCell(kind, "x", is_formula)
            assert SheetCell.unpacked(cell.packed) == cell
