"""Words that begin like a formula stay words in every sheet that leaves the house, and come back as they were."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.enums import Role
from core.office.plain_cells import FORMULA_SIGNS, csv_of, escaped, unescaped
from core.office.sheets import tables_csv, tables_xlsx
from core.tables import Column, ColumnKind, DataTable, Row, Words
from municipality.services import install_reference_data
from socialplan.publishing.documents.bundle import Enclosure, contents_csv
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory, ServiceFactory

NASTY = ["=1+1", "+355 69", "-5 vende", "@njësia", "\tfillim", "'=1+1", "''-x", "'thonjëz", "e thjeshtë"]
WRITERS = re.compile(r"csv\.writer|DictWriter|xlsxwriter|openpyxl|\.export_data|IMPORT_EXPORT_ESCAPE")
ONLY_HERE = {"core/office/plain_cells.py", "core/office/workbook.py"}
APPS = (
    "core", "operations", "municipality", "accounts", "assessments", "consultations", "socialplan", "monitoring",
    "vlora_plan",
)  # fmt: skip


def cells_of_csv(content: str, delimiter: str = ",") -> set[str]:
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), delimiter=delimiter))
    assert not any(cell.startswith(FORMULA_SIGNS) for row in rows for cell in row)
    return {unescaped(cell) for row in rows for cell in row}


def cells_of_xlsx(content: bytes) -> set[Any]:
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.data_type == "s" and cell.value.startswith(FORMULA_SIGNS))
    return {cell.value for cell in cells}


@given(st.text(alphabet="'=+-@\t\r\na1 ", max_size=8))
def test_the_escape_is_undone_without_loss_and_leaves_no_sign_in_front(words: str) -> None:
    assert unescaped(escaped(words)) == words
    assert not escaped(words).startswith(FORMULA_SIGNS)


def test_numbers_are_not_touched() -> None:
    assert csv_of([[-5, 1.5, None, "-5"]]) == "-5,1.5,,'-5\r\n"


def test_nothing_else_in_the_house_writes_a_sheet() -> None:
    root = Path(settings.BASE_DIR)
    sources = {str(path.relative_to(root)): path.read_text() for app in APPS for path in (root / app).rglob("*.py")}

    assert {name for name, text in sources.items() if WRITERS.search(text)} == ONLY_HERE


@pytest.mark.parametrize("sheet_format", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["need", "service"])
@pytest.mark.django_db
def test_needs_and_services_go_out_and_come_back_as_written(name: str, sheet_format: str, client_of: Any) -> None:
    install_reference_data()
    assessment = AssessmentFactory()
    for words in NASTY:
        if name == "need":
            NeedFactory(assessment=assessment, name_sq=words)
        else:
            ServiceFactory(name_sq=words)
    client: Client = client_of(UserFactory(role=Role.COORDINATOR))
    arguments = [assessment.pk, sheet_format] if name == "need" else [sheet_format]

    content = client.get(reverse(f"assessments:{name}_export", args=arguments)).getvalue()

    found = cells_of_csv(content.decode()) if sheet_format == "csv" else cells_of_xlsx(content)
    assert [words for words in NASTY if words not in found] == []


def test_tables_of_figures_go_out_and_come_back_as_written() -> None:
    columns = (Column(Words.same("=kokë")), Column(Words.same("n"), ColumnKind.NUMBER))
    rows = tuple(Row((Words.same(words), -5)) for words in NASTY)
    table = DataTable("t", Words.same("@titull"), columns, rows, Words.same("-shënim"))

    from_csv = {unescaped(cell) for row in csv.reader(io.StringIO(tables_csv([table]), newline="")) for cell in row}
    from_xlsx = cells_of_xlsx(tables_xlsx([table], title="=t", made_at=datetime(2026, 1, 1, tzinfo=UTC)))

    expected = {"=kokë", "@titull", "-shënim", *NASTY}
    assert expected - from_csv == set()
    assert expected - from_xlsx == set()
    assert -5 in from_xlsx


def test_the_list_of_a_bundle_escapes_names_as_well() -> None:
    enclosures = [Enclosure(words, words, b"") for words in NASTY]

    assert set(NASTY) - cells_of_csv(contents_csv(enclosures), ";") == set()
