"""The sheet that is meant, columns by their names, and what a reader is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from assessments.imports.columns import ColumnContent, ImportColumn
from assessments.imports.incoming import IncomingTable, headings_of, incoming_table
from core.sheet_reader.reading import ReadSheet

COLUMNS = [
    ImportColumn("code", "Code", ColumnContent.TEXT, is_required=True),
    ImportColumn("value", "Vlera", ColumnContent.NUMBER, is_required=True),
    ImportColumn("note", "Note", ColumnContent.TEXT),
]


def sheet(*rows: list[str], name: str = "Fleta", **more: object) -> ReadSheet:
    packed = [(number, [f"t{each}" if each else "" for each in row]) for number, row in enumerate(rows, start=1)]
    return ReadSheet(name, rows=packed, **more)  # type: ignore[arg-type]


GOOD = sheet(["Titull"], ["vlera *", "KODI", "tjetër", "code"], ["5", "", "x", "A"], ["", "", "", "B"])


def read(*sheets: ReadSheet, wanted: str = "", most: int = 10) -> IncomingTable:
    with override("en"):
        return incoming_table(sheets, COLUMNS, wanted=wanted, most_rows=most)


def test_columns_are_found_by_name_below_a_title() -> None:
    table = read(GOOD)

    assert [(row.number, row.cells) for row in table.rows] == [(3, {"value": "t5", "code": "tA"}), (4, {"code": "tB"})]
    assert "KODI" in table.remarks[0]
    assert "tjetër" in table.remarks[0]


@pytest.mark.parametrize("heading", ["What is wrong", "Çfarë është gabim"])
def test_the_column_that_the_rows_to_mend_carry_is_passed_over_without_a_word(heading: str) -> None:
    assert read(sheet(["code", "value", heading], ["A", "5", "„x“ nuk është numër"])).remarks == []


def test_the_sheet_with_the_columns_is_taken_wherever_it_stands() -> None:
    assert read(sheet(["x"], name="a"), sheet(["Code", "y"], name="b"), GOOD).sheet_name == "Fleta"


def test_what_stands_in_brackets_is_left_out_where_one_column_alone_is_meant() -> None:
    columns = [
        ImportColumn("capacity", "Vende (në qendër)", ColumnContent.WHOLE),
        ImportColumn("name_sq", "Emri (shqip)", ColumnContent.TEXT),
        ImportColumn("name_en", "Emri (anglisht)", ColumnContent.TEXT),
        ImportColumn("cost", "Kosto (një vit)", ColumnContent.WHOLE),
        ImportColumn("price", "Kosto", ColumnContent.WHOLE),
    ]

    found = headings_of(columns)

    assert found["vende"] == found["vende (ne qender)"] == "capacity"
    assert "emri" not in found
    assert (found["kosto"], found["kosto (nje vit)"]) == ("price", "cost")


@pytest.mark.parametrize(
    ("sheets", "wanted", "told"),
    [
        ((GOOD, sheet(["Code", "Vlera"], ["1", "2"], name="Tjetra")), "", "Fleta, Tjetra"),
        ((GOOD,), "Mungon", "Mungon"),
        ((sheet(["Code"], ["A"]),), "", "Vlera"),
        ((sheet(["pa", "kuptim"]),), "", "Code, Vlera"),
        ((sheet(["Code", "Vlera"]),), "", "no rows"),
        ((sheet(["Code", "code", "Vlera"], ["A", "B", "1"]),), "", "A1 and B1"),
        ((sheet(*[["Code", "Vlera"]], *[["A", "1"]] * 11),), "", "11 rows"),
        ((sheet(["Code", "Vlera"], ["A", "1"], is_hidden=True),), "", "visible"),
        ((sheet(["Code", "Vlera"], ["A", "069 123 4567"]),), "", "B2"),
        ((sheet(["Code", "Vlera", "Mbiemri"], ["A", "1", "B"]),), "", "C1"),
        ((sheet(["Titull"], ["Code", "Vlera", "Mbiemri"], ["A", "1", "B"]),), "", "C2"),
        ((GOOD, sheet(["I90101123A"], is_hidden=True, name="x")), "", "x"),
    ],
)
def test_what_cannot_be_taken_is_said(sheets: tuple[ReadSheet, ...], wanted: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        read(*sheets, wanted=wanted)


def test_a_word_in_a_cell_is_no_column_of_persons() -> None:
    assert len(read(sheet(["Code", "Vlera", "Note"], ["A", "1", "GPS"])).rows) == 1


def test_the_named_sheet_is_taken() -> None:
    other = sheet(["Code", "Vlera"], ["Z", "2"], name="Tjetra", is_hidden=True)

    assert [row.cells["code"] for row in read(GOOD, other, wanted="tjetra").rows] == ["tZ"]


def test_merged_hidden_and_calculated_cells_are_named() -> None:
    table = sheet(["Code", "Vlera"], ["A", "1,5"], ["B", "2.5"], merged=["A2:A3", "A1:B1", "D9:E9"], hidden_rows=[2])
    table.rows.append((4, ["tC", "N7"]))
    table.hidden_columns = [1, 40]

    found = read(table)

    assert [row.is_merged for row in found.rows] == [True, True, False]
    told = " ".join(found.remarks)
    assert all(each in told for each in ("A2:A3", "B4", ": 2.", ": B."))
    assert "A1:B1" not in told
