"""The plan on paper: as many tables and rows as figures, each figure in its row, in both languages."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from core.printing.printed import PrintedTable, printed
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.plan_pdf import PlanReportContext, load_version, render_plan
from tests.bench.enlarged import enlarged_plan
from tests.documents import pattern_of_row, tagged_rows, without_layout
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> PlanVersion:
    MunicipalityFactory()
    return load_version(enlarged_plan(measures=40, indicators=35, pages=0).pk)


def tables_of(version: PlanVersion) -> list[PrintedTable]:
    """Every table of the plan as it is to be read in the language of the moment."""
    report = PlanReportContext.of(version)
    blocks = [*report.figures.values(), report.acts]
    return [table for tables in blocks for table in printed(tables)]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_the_printed_plan_holds_every_row(version: PlanVersion, language: str) -> None:
    with translation.override(language):
        rows = [row for table in tables_of(version) for row in table.rows]
    reader = PdfReader(BytesIO(render_plan(version, language=language)))
    text = without_layout("".join(page.extract_text() for page in reader.pages))

    assert len(rows) > 40 + 35
    assert tagged_rows(reader) == len(rows)
    words = [(row.head.text, *(cell.text for cell in row.cells)) for row in rows]
    assert [row for row in words if not re.search(pattern_of_row(row), text)] == []
