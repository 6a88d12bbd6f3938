"""What arrives wrong in a sheet is answered by row, column and sentence, or refused whole; nothing partial is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from assessments.enums import ImportKind, RowOutcome
from assessments.imports.services import SheetUpload, read_sheet, shown_lines
from assessments.models import DataPoint, Service, SheetImport, StagedFigure
from operations.files import OLD_OFFICE
from tests.assessments.imports.test_figures import FIGURE
from tests.assessments.imports.test_needs_and_services import pasted, service_row
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, FigureDefinitionFactory, ServiceTypeFactory
from tests.factories.municipality import AdministrativeUnitFactory

pytestmark = pytest.mark.django_db
ROW = {**FIGURE, "unit": "", "value": "5"}
Change = Callable[[Any], Any]


def book(change: Change = lambda sheet: None, *, rows: int = 1) -> SheetUpload:
    """A workbook of figures, changed in its sheet."""
    made = openpyxl.Workbook()
    made.active.append(list(ROW))
    for number in range(rows):
        made.active.append([*list(ROW.values())[:9], f"Fleta {number}", *list(ROW.values())[10:]])
    change(made.active)
    content = io.BytesIO()
    made.save(content)
    return SheetUpload("shifrat.xlsx", content.getvalue())


def put(cell: str, value: Any) -> Change:
    return lambda sheet: sheet.__setitem__(cell, value)


def hide(sheet: Any) -> None:
    sheet.parent.create_sheet("Tjetra")
    sheet.sheet_state = "hidden"


def figures(*rows: dict[str, str]) -> SheetUpload:
    return pasted(*({**ROW, **row} for row in rows))


def services(**wrong: str) -> SheetUpload:
    return pasted(service_row(**wrong))


# what arrives, and for each wrong row the column and a part of its sentence
def with_macros(upload: SheetUpload) -> SheetUpload:
    """The same workbook as a spreadsheet saves it with a program of its own inside."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(upload.content)) as plain, zipfile.ZipFile(made, "w") as package:
        for part in plain.infolist():
            content = plain.read(part.filename)
            if part.filename == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                )
            package.writestr(part, content)
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Sub Auto_Open()")
    return SheetUpload("a.xlsm", made.getvalue())


def long_sheet(rows: int = 100_000) -> SheetUpload:
    """A CSV of so many figures, the value of the last one no number."""
    names = list(ROW)
    line = ";".join(ROW[name] if name not in {"value", "source"} else f"{{{name}}}" for name in names)
    body = [line.format(value=number, source=f"Regjistri {number}") for number in range(rows - 1)]
    body.append(line.format(value="shumë", source="Regjistri i fundit"))
    return SheetUpload("shifra.csv", "\n".join([";".join(names), *body]).encode())


ROWS: dict[str, tuple[Callable[[], SheetUpload], list[tuple[int, str, str]]]] = {
    "impossible age": (lambda: services(age_from="130"), [(2, "age_from", "120")]),
    "ages in the wrong order": (lambda: services(age_from="9", age_to="3"), [(2, "", "below")]),
    "negative places": (lambda: services(capacity="-1"), [(2, "capacity", "0")]),
    "30 February": (lambda: figures({"ends_on": "2024-02-30"}), [(2, "ends_on", "no day")]),
    "year 0202": (lambda: figures({"starts_on": "01.01.0202"}), [(2, "starts_on", "0202")]),
    "a point or a comma": (lambda: figures({"value": "1.234"}), [(2, "value", "1234")]),
    "merged cells": (lambda: book(lambda sheet: sheet.merge_cells("J2:K2")), [(2, "", "merged")]),
    "a formula without its result": (lambda: book(put("B2", "=1+1")), [(2, "value", "formula")]),
    "one bad row at the end of a hundred thousand": (long_sheet, [(100_001, "value", "shumë")]),
    "one unit under two names": (
        lambda: figures({"unit": "Shushice"}, {"unit": "Shushicë"}),
        [(2, "", "row 3"), (3, "", "row 2")],
    ),
}
REFUSED: dict[str, tuple[Callable[[], SheetUpload], str]] = {
    "hidden sheet": (lambda: book(hide), "these are hidden: Sheet. Unhide"),
    "nothing at all": (lambda: book(lambda sheet: sheet.delete_rows(1, 9)), "Is it the right file"),
    "wrong sheet": (lambda: book(lambda sheet: sheet.delete_cols(1, 11)), "columns"),
    "one far cell": (lambda: book(put("XFD1048576", "x")), "far outside"),
    "30 MB": (lambda: SheetUpload("a.csv", b"x;y\n" + b"1;2\n" * 7_500_000), "Divide it"),
    "macros": (lambda: with_macros(book()), "without macros, as one of: XLSX, ODS, CSV"),
    "a workbook of an old program": (
        lambda: SheetUpload("a.xls", OLD_OFFICE + bytes(600)),
        "as one of: XLSX, ODS, CSV",
    ),
    "no more than the beginning of a file": (lambda: SheetUpload("a.xlsx", b"PK\x03\x04"), "."),
    "names of persons": (lambda: figures({"source": "Ana, tel. 069 123 4567"}), "persons"),
}


def read(upload: SheetUpload) -> SheetImport:
    FigureDefinitionFactory(code="banoret")
    ServiceTypeFactory(code="COM-DAY")
    AdministrativeUnitFactory(code="shushice", name_sq="Shushicë", name_en="")
    kind = ImportKind.SERVICES if b"service_type" in upload.content else ImportKind.FIGURES
    edition = AssessmentFactory() if kind == ImportKind.FIGURES else None
    with override("en"):
        return read_sheet(kind, upload, assessment=edition, actor=UserFactory(role="staff"))


@pytest.mark.parametrize("name", ROWS)
def test_a_wrong_row_is_named_by_row_column_and_sentence(name: str) -> None:
    make, expected = ROWS[name]
    run = read(make())

    labels = {str(line.number): line for line in shown_lines(run, RowOutcome.FAILED, 9)}
    raw = {row.number: row.errors for row in run.staged.all()} or {row["number"]: row["errors"] for row in run.lines}
    assert len(labels) == run.failed == len(expected)
    for number, column, sentence in expected:
        assert [each["column"] for each in raw[number]] == [column], raw[number]
        assert sentence in raw[number][0]["sentence"]
    assert not DataPoint.objects.exists()
    assert not Service.objects.exists()


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_meant_is_refused_whole(name: str) -> None:
    make, sentence = REFUSED[name]

    with pytest.raises(ValidationError, match=sentence):
        read(make())

    assert not SheetImport.objects.exists()
    assert not StagedFigure.objects.exists()


def test_a_wrong_row_of_a_workbook_is_named_by_its_day_as_people_write_days() -> None:
    run = read(book(lambda sheet: (put("D2", date(2023, 12, 31))(sheet), put("B2", -1)(sheet))))

    with override("sq"):
        assert [line.label for line in shown_lines(run, RowOutcome.FAILED, 9)] == [
            "banoret · 31.12.2023 · women · 0–5"
        ]


def test_what_is_only_doubtful_is_taken_with_a_word() -> None:
    mixed = read(figures({"value": "1,5"}, {"value": "2.5", "source": "B"}))
    assert (mixed.new, any("comma" in each for each in mixed.remarks)) == (2, True)
    crowded = read(services(capacity="5", users="9"))
    assert (crowded.new, crowded.lines[0]["warnings"][0]["column"]) == (1, "users")
