"""The second year of a plan that was amended in its middle: what the first year said stays, and stands beside it."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.tables import DataTable
from monitoring.enums import FollowUpOutcome, ReportState
from monitoring.figures import InForceLine, period_figures
from monitoring.models import Period, ReportRecommendation, YearlyReport
from monitoring.reporting.documents import render_open_data
from monitoring.reporting.freezing import freeze_figures, frozen_form, sha256_of_figures, thaw_figures
from monitoring.reporting.reports import ReportContext
from monitoring.services.builder import follow_up
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import IndicatorValueFactory, YearlyReportFactory
from tests.monitoring.test_facts import amended

pytestmark = pytest.mark.django_db


@pytest.fixture
def years() -> tuple[YearlyReport, Period]:
    """The first year is published; in June of the second the plan is amended."""
    second = amended(31, days=(date(2024, 6, 12), date(2025, 6, 20)))
    first = Period.objects.exclude(pk=second.pk).get()
    indicator = first.version.indicators.exclude(code="X8").first()
    assert indicator is not None
    IndicatorValueFactory(period=first, indicator=indicator, amount=40, state="approved")
    report: YearlyReport = YearlyReportFactory(
        period=first, state=ReportState.PUBLISHED, figures=freeze_figures(first), revision=1
    )
    ReportRecommendation.objects.create(report=report, text_sq="Të hapet qendra.", text_en="Open the centre.")
    now = second.version.indicators.get(key=indicator.key)
    IndicatorValueFactory(period=second, indicator=now, amount=55, state="approved")
    return report, second


def table(report: YearlyReport, name: str) -> DataTable:
    return next(each for each in ReportContext.of(report).tables if each.name == name)


def test_the_results_stand_beside_those_of_the_year_before(years: tuple[YearlyReport, Period]) -> None:
    first, period = years
    report = YearlyReportFactory(period=period)
    told = {(row.cells[3], row.cells[4]) for row in table(report, "results").rows}

    assert (40, 55) in told
    assert first.figures is not None
    assert sha256_of_figures(frozen_form(thaw_figures(first.figures))) == sha256_of_figures(first.figures)


def test_the_report_says_which_version_was_in_force_when(years: tuple[YearlyReport, Period]) -> None:
    _first, period = years
    figures = period_figures(period)
    before, after = figures.in_force

    assert (before.since, before.ended_on) == ("2024-06-12", "2025-06-20")
    assert (after.since, after.ended_on) == ("2025-06-20", "")
    assert after.number == before.number + 1
    assert thaw_figures(frozen_form(figures)).in_force == figures.in_force
    with translation.override("sq"):
        printed = table(YearlyReportFactory(period=period), "in_force")
    assert [row.cells[2] is None for row in printed.rows] == [False, True]


def test_what_ended_before_or_came_after_the_period_is_not_told(years: tuple[YearlyReport, Period]) -> None:
    report, _second = years
    (only,) = period_figures(report.period).in_force

    assert only == InForceLine(report.period.version.number, only.decision, "2024-06-12", "")


def test_a_frozen_report_from_before_versions_were_told_stays_as_it_was(years: tuple[YearlyReport, Period]) -> None:
    report, _second = years
    assert report.figures is not None
    older = {name: value for name, value in report.figures.items() if name != "in_force"}

    assert thaw_figures(older).in_force == ()


def test_last_years_recommendation_is_followed_up_and_printed(years: tuple[YearlyReport, Period]) -> None:
    first, period = years
    report, advice = YearlyReportFactory(period=period), first.recommendations.get()
    follow_up(
        report,
        advice,
        outcome=FollowUpOutcome.PARTLY,
        text_sq="Prokurimi nisi.",
        text_en="",
        actor=UserFactory(role="staff"),
    )

    assert "Prokurimi nisi." in str(table(report, "follow_up"))


@pytest.mark.parametrize("language", ["sq", "en"])
def test_page_and_data_of_the_second_year_have_the_versions(
    years: tuple[YearlyReport, Period], client: Client, language: str
) -> None:
    _first, period = years
    report = YearlyReportFactory(period=period, state=ReportState.PUBLISHED, figures=freeze_figures(period))
    with translation.override(language):
        page = client.get(reverse("monitoring:progress_public")).content.decode()
    data: Any = json.loads(zipfile.ZipFile(BytesIO(render_open_data(report, language=language))).read("report.json"))

    assert {"sq": "Versionet në fuqi gjatë periudhës", "en": "Versions in force in the period"}[language] in page
    (told,) = [each for each in data["tables"] if each["name"] == "in_force"]
    assert len(told["rows"]) == 2
