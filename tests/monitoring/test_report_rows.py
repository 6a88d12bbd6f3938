"""The yearly report on paper and as page: as many tables and rows as figures, each figure in place, sq and en."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from lxml import html
from pypdf import PdfReader

from monitoring.disclosure import ReachedRow
from monitoring.enums import MeasureStatus, ReportState, ValueState
from monitoring.figures import BudgetFigures, PeriodFigures, freeze_figures
from monitoring.models import BeneficiaryCount, Period, YearlyReport
from monitoring.reports import ReportContext, render_report
from tests.documents import pattern_of_row, tagged_rows, without_layout
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
    """A figure as it is printed: grouped, with no more decimals than it has."""
    if value is None:
        return NOTHING
    whole = Decimal(value) == int(value)
    return number_format(value, decimal_pos=0 if whole else places, force_grouping=True)


def percent(value: int | None) -> str:
    return NOTHING if value is None else f"{value} %"


def of_money(name: str, money: BudgetFigures) -> Row:
    amounts = (money.planned, money.allocated, money.committed, money.spent)
    return (name, *(number(amount) for amount in amounts), percent(money.execution))


def of_indicators(figures: PeriodFigures) -> list[Row]:
    return [
        (
            f"{line.code} {line.title} ({line.counted_in})",
            number(line.baseline, 2),
            number(line.target, 2),
            HIDDEN if line.progress.light == "protected" else number(line.actual, 2),
            percent(line.progress.rounded),
            str(line.progress.light.label),
        )
        for line in figures.indicators
    ]


def of_measures(figures: PeriodFigures) -> list[Row]:
    return [
        (f"{line.code} {line.title}", line.status_label or NOTHING, percent(line.share_done), number(line.money.spent))
        for line in figures.measures
    ]


def of_groups(table: list[ReachedRow]) -> list[Row]:
    return [(row.name, *(HIDDEN if cell.value is None else number(cell.value) for cell in row.cells)) for row in table]


def tables_of(report: YearlyReport) -> dict[str, list[Row]]:
    """Every table of the public report with its rows, from the figures."""
    context = ReportContext.of(report)
    figures = context.figures
    total = of_money(str(translation.gettext("Total")), figures.total)
    return {
        "indicators": of_indicators(figures),
        "goals": [*(of_money(f"{line.code} {line.title}", line.money) for line in figures.by_goal), total],
        "sources": [*(of_money(f"{line.code} {line.title}", line.money) for line in figures.by_source), total],
        "groups": of_groups(context.groups),
        "measures": of_measures(figures),
    }


def rows_of_page(client: Client, address: str) -> list[list[str]]:
    """The words of each row below the heads, table by table, without the link to the trace."""
    link = without_layout("· " + translation.gettext("Trace"))
    page = html.fromstring(client.get(address).content)
    return [
        [without_layout(row.text_content()).replace(link, "") for row in table.xpath("./tbody/tr | ./tfoot/tr")]
        for table in page.xpath("//table")
    ]


def test_rows_stand_in_the_order_of_the_plan(report: YearlyReport) -> None:
    figures, version = ReportContext.of(report).figures, report.period.version

    for lines, rows in (
        (figures.indicators, version.indicators),
        (figures.measures, version.measures),
        (figures.by_goal, version.strategicgoals),
    ):
        assert [line.code for line in lines] == [row.code for row in rows.all()]


@LANGUAGES
def test_the_public_page_shows_every_row(report: YearlyReport, client: Client, language: str) -> None:
    with translation.override(language):
        tables = tables_of(report)
        shown = rows_of_page(client, reverse("monitoring:progress_public"))

    in_order = [tables[name] for name in ("indicators", "measures", "goals", "sources", "groups")]
    assert [len(table) for table in shown] == [MANY, MANY, GOALS + 1, SOURCES + 1, GROUPS + 1]
    assert [len(table) for table in in_order] == [len(table) for table in shown]
    pairs = zip([each for table in shown for each in table], [each for rows in in_order for each in rows], strict=True)
    assert [(text, row) for text, row in pairs if not re.fullmatch(pattern_of_row(row), text)] == []


@LANGUAGES
def test_the_printed_report_holds_every_row(report: YearlyReport, language: str) -> None:
    with translation.override(language):
        tables = tables_of(report)
    reader = PdfReader(BytesIO(render_report(report, language=language)))
    text = without_layout("".join(page.extract_text() for page in reader.pages))

    assert tagged_rows(reader) == 2 * MANY + GOALS + SOURCES + GROUPS + 3  # totals of both moneys and of the groups
    assert [row for rows in tables.values() for row in rows if not re.search(pattern_of_row(row), text)] == []
