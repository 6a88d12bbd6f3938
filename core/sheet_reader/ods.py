"""Reads the sheets of an ODS: values as they were saved, repeated cells and rows without padding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.sheet_reader.cells import MOST_COLUMNS, CellContent, SheetCell, SheetRefused, column_letters, refuse_far
from core.sheet_reader.xlsx import elements, local
from core.word_package.archive import Archive

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
NUMBERS = frozenset({"float", "percentage", "currency"})
MOST_REPEATED = 10_000


class OdsBook:
    def __init__(self, content: bytes, room: int) -> None:
        archive = Archive(content, room)
        archive.refuse_encrypted()
        if "content.xml" not in archive.names:
            raise SheetRefused("damaged")
        self._content = archive.read("content.xml")

    def lines(self) -> Iterator[Any]:
        hidden = set()
        for element in elements(self._content, "style", "table"):
            if local(element) == "style":
                shown = next(element.iter(f"{STYLE}table-properties"), None)
                if shown is not None and shown.get(f"{TABLE}display") == "false":
                    hidden.add(element.get(f"{STYLE}name"))
            elif element.tag == f"{TABLE}table" and local(element.getparent()) == "spreadsheet":
                yield {"sheet": element.get(f"{TABLE}name", ""), "hidden": element.get(f"{TABLE}style-name") in hidden}
                yield from _sheet(element)


def _sheet(table: Any) -> Iterator[Any]:
    merged: list[str] = []
    hidden_rows: list[int] = []
    hidden_columns: list[list[int]] = []
    place = 0
    for column in table.iter(f"{TABLE}table-column"):
        repeated = int(column.get(f"{TABLE}number-columns-repeated", 1))
        if column.get(f"{TABLE}visibility") in {"collapse", "filter"} and place < MOST_COLUMNS:
            hidden_columns.append([place, place + repeated - 1])
        place += repeated
    number = 1
    for row in table.iter(f"{TABLE}table-row"):
        repeated = int(row.get(f"{TABLE}number-rows-repeated", 1))
        cells = _row(row, number, merged)
        if cells:
            if repeated > MOST_REPEATED:
                raise SheetRefused("far", f"A{number + repeated}")
            if row.get(f"{TABLE}visibility") in {"collapse", "filter"}:
                hidden_rows.extend(range(number, number + repeated))
            for each in range(number, number + repeated):
                yield [each, cells]
        number += repeated
    yield {"merged": merged, "hidden_rows": hidden_rows, "hidden_columns": hidden_columns}


def _row(row: Any, number: int, merged: list[str]) -> list[str]:
    cells: list[str] = []
    place = 0
    for element in row:
        if local(element) not in {"table-cell", "covered-table-cell"}:
            continue
        repeated = int(element.get(f"{TABLE}number-columns-repeated", 1))
        cell = _cell(element) if local(element) == "table-cell" else None
        if cell is not None:
            refuse_far(place + repeated - 1, number)
            cells.extend([""] * (place - len(cells)))
            cells.extend([cell.packed] * repeated)
            if reference := _merged(element, place, number):
                merged.append(reference)
        place += repeated
    return cells


def _merged(element: Any, place: int, number: int) -> str:
    wide = int(element.get(f"{TABLE}number-columns-spanned", 1))
    high = int(element.get(f"{TABLE}number-rows-spanned", 1))
    if (wide, high) == (1, 1):
        return ""
    return f"{column_letters(place)}{number}:{column_letters(place + wide - 1)}{number + high - 1}"


def _cell(element: Any) -> SheetCell | None:
    kind = element.get(f"{OFFICE}value-type", "")
    has_formula = element.get(f"{TABLE}formula") is not None
    text = "\n".join(_letters(each) for each in element if each.tag == f"{TEXT}p")
    if has_formula and text.startswith(("#", "Err:")):
        return SheetCell(CellContent.FAULT, text, is_formula=True)
    if kind in NUMBERS:
        number = float(element.get(f"{OFFICE}value", "0"))
        plain = str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
        return SheetCell(CellContent.NUMBER, plain, has_formula)
    if kind == "date":
        return SheetCell(CellContent.DAY, element.get(f"{OFFICE}date-value", "")[:10], has_formula)
    if kind == "boolean":
        is_true = element.get(f"{OFFICE}boolean-value") == "true"
        return SheetCell(CellContent.TRUTH, "1" if is_true else "0", has_formula)
    text = element.get(f"{OFFICE}string-value") or text
    if text:
        return SheetCell(CellContent.TEXT, text, has_formula)
    return SheetCell(CellContent.UNCALCULATED, "") if has_formula and not kind else None


def _letters(paragraph: Any) -> str:
    """The text of a paragraph; several spaces, tabs and breaks are elements of their own."""
    said = [paragraph.text or ""]
    for each in paragraph:
        name = local(each)
        if name == "s":
            said.append(" " * min(int(each.get(f"{TEXT}c", 1)), 1_000))
        elif name in {"tab", "line-break"}:
            said.append("\t" if name == "tab" else "\n")
        elif name not in {"annotation", "note"}:
            said.append(_letters(each))
        said.append(each.tail or "")
    return "".join(said)
