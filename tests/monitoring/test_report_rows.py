"""The yearly report in every form: as many rows as figures, each figure in place, totals alike, sq and en."""

from __future__ import annotations

import json
import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from monitoring.disclosure import ReachedRow
from monitoring.enums import MeasureStatus, ReportState, ValueState
from monitoring.figures import BudgetFigures, PeriodFigures
from monitoring.models import BeneficiaryCount, Period, YearlyReport
from monitoring.reporting.documents import render_open_data, render_report, render_sheet, render_word
from monitoring.reporting.freezing import freeze_figures
from monitoring.reporting.reports import ReportContext
from tests.documents import pattern_of_row, without_layout
from tests.factories.assessments import TargetGroupFactory
from tests.factories.monitoring import (
    BudgetExecutionFactory,
    IndicatorValueFactory,
    MeasureProgressFactory,
    PeriodFactory,
    YearlyReportFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import (
    FundingLineFactory,
    FundingSourceFactory,
    IndicatorFactory,
    IndicatorTargetFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
    put_in_state,
)

pytestmark = pytest.mark.django_db

MANY, GOALS, SOURCES, GROUPS = 30, 5, 4, 6
HIDDEN, NOTHING = "■", "–"
PROGRAMMES = 1
LANGUAGES = pytest.mark.parametrize("language", ["sq", "en"])

Row = tuple[str, ...]


def full_period() -> Period:
    """Thirty measures and thirty indicators in five goals, paid from four sources, for six groups."""
    version = PlanVersionFactory()
    goals = StrategicGoalFactory.create_batch(GOALS, version=version)
    objectives = [SpecificObjectiveFactory(goal=goal) for goal in goals]
    sources = [
        FundingSourceFactory(code=f"B{n}", name_sq=f"Burimi {n}", name_en=f"Source {n}") for n in range(SOURCES)
    ]
    measures = [MeasureFactory(objective=objectives[n % GOALS]) for n in range(MANY)]
    for number, measure in enumerate(measures):
        cost = MeasureCostFactory(measure=measure, amount=90_000_000)
        FundingLineFactory(cost=cost, source=sources[number % SOURCES], amount=1_234_567 + number)
    indicators = [
        IndicatorFactory(
            objective=objectives[n % GOALS], baseline=Decimal(1000) + n, counts_people=n == 7, unit_label_en="persons"
        )
        for n in range(MANY)
    ]
    for number, indicator in enumerate(indicators[1:]):
        IndicatorTargetFactory(indicator=indicator, value=Decimal("2500.5") + number)
    period: Period = PeriodFactory(version=put_in_state(version, "in_force"))
    fill(period, measures, indicators, sources)
    return period


def fill(period: Period, measures: list[Any], indicators: list[Any], sources: list[Any]) -> None:
    """Entries of the period: one measure and two indicators without any, and a group of few persons."""
    for number, measure in enumerate(measures[1:]):
        status = list(MeasureStatus)[number % 2]
        MeasureProgressFactory(period=period, measure=measure, status=status, share_done=number * 3)
        BudgetExecutionFactory(
            period=period, measure=measure, source=sources[number % SOURCES], spent=700_000 + number
        )
    for number, indicator in enumerate(indicators[2:]):
        amount = 3 if indicator.counts_people else Decimal("1800.25") + number * 20
        IndicatorValueFactory(period=period, indicator=indicator, amount=amount, state=ValueState.APPROVED)
    for number in range(GROUPS):
        women, men = (2, 41) if number == 1 else (1100 + number, 1200 + number)
        BeneficiaryCount.objects.create(period=period, group=TargetGroupFactory(), women=women, men=men)


@pytest.fixture
def report() -> YearlyReport:
    MunicipalityFactory()
    period = full_period()
    made: YearlyReport = YearlyReportFactory(
        period=period, state=ReportState.PUBLISHED, figures=freeze_figures(period)
    )
    return made


def number(value: Any, places: int = 0) -> str:
    """A figure as it is printed: grouped, with the decimals of its column."""
    return NOTHING if value is None else number_format(value, decimal_pos=places, force_grouping=True)


def percent(value: int | None) -> str:
    return NOTHING if value is None else f"{value} %"


def of_money(name: str, money: BudgetFigures) -> Row:
    amounts = (money.planned, money.allocated, money.committed, money.spent)
    shares = (money.spent * 100 // money.planned, money.spent * 100 // money.allocated if money.allocated else None)
    return (name, *(number(amount) for amount in amounts), *(percent(share) for share in shares))


def of_indicators(figures: PeriodFigures) -> list[Row]:
    """Name, this period, target of the year, progress, light; what stands between is passed over."""
    rows = []
    for line in figures.indicators:
        is_protected = line.progress.light == "protected"
        rows.append(
            (
                f"{line.code} {line.title} ({line.counted_in})",
                HIDDEN if is_protected else number(line.actual, 2),
                number(line.target, 1),
                HIDDEN if is_protected else percent(line.progress.rounded),
                str(line.progress.light.label),
            )
        )
    return rows


def of_measures(figures: PeriodFigures) -> list[Row]:
    return [
        (f"{line.code} {line.title}", line.status_label or NOTHING, percent(line.share_done), number(line.money.spent))
        for line in figures.measures
    ]


def of_groups(table: list[ReachedRow]) -> list[Row]:
    return [(row.name, *(HIDDEN if cell.value is None else number(cell.value) for cell in row.cells)) for row in table]


def tables_of(report: YearlyReport) -> dict[str, list[Row]]:
    """The rows of the tables that hold figures, by the tables' names, from the figures."""
    context = ReportContext.of(report)
    figures = context.figures
    total = of_money(str(translation.gettext("Total")), figures.total)
    nameless = str(translation.gettext("No programme named"))
    return {
        "money_by_goal": [*(of_money(f"{line.code} {line.title}", line.money) for line in figures.by_goal), total],
        "money_by_source": [*(of_money(f"{line.code} {line.title}", line.money) for line in figures.by_source), total],
        "money_by_programme": [*(of_money(line.code or nameless, line.money) for line in figures.by_programme), total],
        "persons": of_groups(context.groups),
        "results": of_indicators(figures),
        "measures": of_measures(figures),
    }


def loosely(row: Row) -> str:
    """The cells in their order, whatever stands between them in the same row."""
    return r".*?".join(re.escape(without_layout(cell)) for cell in row)


SIZES = {
    "money_by_goal": GOALS + 1,
    "money_by_source": SOURCES + 1,
    "money_by_programme": PROGRAMMES + 1,
    "persons": GROUPS + 1,
    "results": MANY + GOALS,
    "measures": MANY,
}


def rows_of_page(client: Client, address: str) -> dict[str, list[str]]:
    """The words of each row below the heads, by the table's caption, without the link to the trace."""
    link = without_layout("· " + translation.gettext("Trace"))
    page = html.fromstring(client.get(address).content)
    return {
        table.xpath("string(caption)").strip(): [
            without_layout(row.text_content()).replace(link, "") for row in table.xpath("./tbody/tr | ./tfoot/tr")
        ]
        for table in page.xpath("//table")
    }


def table_pages(client: Client) -> list[str]:
    """The addresses to which the list of tables leads."""
    start = reverse("monitoring:progress_tables_public")
    page = html.fromstring(client.get(start).content)
    return [href for href in page.xpath("//main//li/a/@href") if href.startswith(start) and href != start]


def captions(report: YearlyReport) -> dict[str, str]:
    """The name of each table by the words it begins with."""
    return {str(table.caption): table.name for table in ReportContext.of(report).tables}


def test_rows_stand_in_the_order_of_the_plan(report: YearlyReport) -> None:
    figures, version = ReportContext.of(report).figures, report.period.version

    for lines, rows in (
        (figures.indicators, version.indicators),
        (figures.measures, version.measures),
        (figures.by_goal, version.strategicgoals),
    ):
        assert [line.code for line in lines] == [row.code for row in rows.all()]


@LANGUAGES
def test_the_public_pages_show_every_row(report: YearlyReport, client: Client, language: str) -> None:
    """The page of what was done, and those of its tables, to each of which the list of them leads."""
    with translation.override(language):
        tables, named = tables_of(report), captions(report)
        page = rows_of_page(client, reverse("monitoring:progress_public"))
        for address in table_pages(client):
            page |= rows_of_page(client, address)

    shown = {
        name: rows for caption, rows in page.items() for words, name in named.items() if caption.startswith(words)
    }
    assert {name: len(shown[name]) for name in SIZES} == SIZES
    for name, expected in tables.items():
        text = "\n".join(shown[name])
        assert [row for row in expected if not re.search(loosely(row), text)] == []


def test_every_table_that_tells_something_has_its_page(report: YearlyReport, client: Client) -> None:
    """On a phone it is folded to its heads where these tell its rows apart."""
    told = [table.name for table in ReportContext.of(report).tables if table.rows]
    pages = table_pages(client)

    assert [address.rstrip("/").rsplit("/", 1)[1] for address in pages] == [*told, "years"]
    for address in pages:
        (table,) = (page := html.fromstring(client.get(address).content)).xpath("//table")
        heads = [row.text_content() for row in table.xpath("./tbody//th")]
        assert bool(page.xpath("//*[contains(@class, 'stacking')]")) is (len(set(heads)) == len(heads)), address
        assert page.xpath("string(//h1)").strip() == page.xpath("string(//table/caption)").strip()


def test_late_measures_are_found_from_the_page_whatever_is_chosen(client: Client) -> None:
    """Their table stands on the page where there are any of the choice, else their part leads to all of them."""
    MunicipalityFactory()
    version = PlanVersionFactory()
    first, second = (
        MeasureFactory(objective=SpecificObjectiveFactory(goal=goal))
        for goal in StrategicGoalFactory.create_batch(2, version=version)
    )
    period = PeriodFactory(version=put_in_state(version, "in_force"))
    MeasureProgressFactory(period=period, measure=first, status=MeasureStatus.DELAYED, deviation="Prokurimi.")
    MeasureProgressFactory(period=period, measure=second, status=MeasureStatus.COMPLETED, share_done=100)
    YearlyReportFactory(period=period, state=ReportState.PUBLISHED, figures=freeze_figures(period))
    start, late = reverse("monitoring:progress_public"), reverse("monitoring:progress_table_public", args=["late"])

    pages = [client.get(f"{start}?goal={measure.objective.goal.code}").content.decode() for measure in (first, second)]

    assert [late in page for page in pages] == [False, True]
    assert first.title_sq in client.get(late).content.decode()


def test_the_table_of_results_leads_to_their_traces(report: YearlyReport, client: Client) -> None:
    page = client.get(reverse("monitoring:progress_table_public", args=["results"])).content.decode()

    for line in ReportContext.of(report).figures.indicators:
        assert reverse("site:trace", args=["indicator", line.key]) in page


def test_a_table_that_is_none_is_not_found(report: YearlyReport, client: Client) -> None:
    for name in ("none", "measure", "..", "years2"):
        assert client.get(f"{reverse('monitoring:progress_tables_public')}{name}/").status_code == 404


@LANGUAGES
def test_totals_are_equal_on_page_paper_word_sheet_and_for_machines(
    report: YearlyReport, client: Client, language: str
) -> None:
    with translation.override(language):
        figures = ReportContext.of(report).figures
        total = of_money(str(translation.gettext("Total")), figures.total)
        address = reverse("monitoring:progress_table_public", args=["money_by_goal"])
        page = without_layout(html.fromstring(client.get(address).content).text_content())
        caption = next(words for words, name in captions(report).items() if name == "money_by_goal")
    paper = PdfReader(BytesIO(render_report(report, language=language)))
    word = docx.Document(BytesIO(render_word(report, language=language)))
    book = load_workbook(BytesIO(render_sheet(report, language=language)))
    machine = json.loads(zipfile.ZipFile(BytesIO(render_open_data(report, language=language))).read("report.json"))

    assert re.search(pattern_of_row(total), page)
    printed = without_layout("".join(each.extract_text() for each in paper.pages))
    assert re.search(pattern_of_row(total), printed)
    words = [tuple(cell.text for cell in row.cells) for table in word.tables for row in table.rows]
    assert [tuple(map(without_layout, row)) for row in words].count(tuple(map(without_layout, total))) == 3
    amounts = (figures.total.planned, figures.total.allocated, figures.total.committed, figures.total.spent)
    sheet = next(each for each in book.worksheets if each.title == caption[:31])
    assert any(row[1:5] == amounts for row in sheet.iter_rows(values_only=True))
    by_goal = next(table for table in machine["tables"] if table["name"] == "money_by_goal")
    assert tuple(by_goal["rows"][-1]["cells"][1:5]) == amounts
    assert len(machine["tables"]) == len(book.worksheets) == len(ReportContext.of(report).tables)
