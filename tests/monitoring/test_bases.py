"""Every count of lights states its base: on each page and in each file, with what a decision ended beside it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from monitoring.enums import ReportState
from monitoring.figures import period_figures
from monitoring.models import YearlyReport
from monitoring.reporting.freezing import freeze_figures
from monitoring.reporting.outputs import OUTPUTS
from monitoring.reporting.rolled import roll_up
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import YearlyReportFactory
from tests.monitoring.test_facts import amended

pytestmark = pytest.mark.django_db
PAGES: dict[str, Callable[[YearlyReport], str]] = {
    "period": lambda report: report.period.get_absolute_url(),
    "report": lambda report: report.get_absolute_url(),
    "dashboard": lambda report: reverse("monitoring:dashboard"),
    "dashboard of one goal": lambda report: f"{reverse('monitoring:dashboard')}?goal={goal_of(report)}",
    "public": lambda report: reverse("monitoring:progress_public"),
}
READERS = {"pdf": "pdf", "council": "pdf", "docx": "docx", "xlsx": "xlsx", "zip": "zip"}


def goal_of(report: YearlyReport) -> str:
    return str(report.period.version.strategicgoals.first().code)  # type: ignore[union-attr]


@pytest.fixture
def report() -> YearlyReport:
    period = amended(31)
    found: YearlyReport = YearlyReportFactory(
        period=period, state=ReportState.PUBLISHED, figures=freeze_figures(period)
    )
    return found


def bases(report: YearlyReport) -> tuple[str, str]:
    """The base of the whole plan in Albanian: its indicators, and the one that ended."""
    count = len(period_figures(report.period).indicators)
    return f"{count} nga {count} treguesit e planit", "1 të përfunduar me vendim"


@pytest.mark.parametrize("rolled", [False, True])
@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("role", ["staff", "councillor", ""])
def test_a_page_with_lights_says_of_how_many(
    report: YearlyReport, where: str, role: str, rolled: bool, client_of: Any
) -> None:
    if rolled:
        roll_up(report.period)
    client = client_of(UserFactory(role=role)) if role else Client()
    answer = client.get(PAGES[where](report))
    if answer.status_code != 200:
        assert (answer.status_code in {302, 403, 404}, where == "public") == (True, False)
        return
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    whole, ended = bases(report)

    if where != "dashboard of one goal":
        assert whole in text
    else:
        assert re.search(r"\d+ nga \d+ treguesit e planit", text)
    assert ended in text


@pytest.mark.parametrize("kind", READERS)
def test_a_file_with_lights_says_of_how_many(report: YearlyReport, kind: str) -> None:
    with translation.override("sq"):
        content = OUTPUTS[kind].make(report, language="sq")
    text = " ".join(text_of(content, READERS[kind]).split())

    assert all(words in text for words in bases(report))


def text_of(content: bytes, suffix: str) -> str:
    if suffix == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if suffix == "docx":
        document = docx.Document(BytesIO(content))
        return "\n".join(each.text for each in document.element.body.iter() if each.text)
    if suffix == "xlsx":
        sheets = load_workbook(BytesIO(content)).worksheets
        return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row if cell)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("report.json").decode() + archive.read("lights.csv").decode()
