"""Rows that the first to write begins: two who begin one at the same moment write over nothing of each other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.workflow import StepRefused
from monitoring.models import MeasureProgress, RecommendationFollowUp, ReportSection, YearlyReport
from monitoring.services.builder import follow_up
from monitoring.services.passports import set_passport
from monitoring.services.periods import report_measure
from monitoring.services.reports import write_section
from tests.access.monitoring import with_old_recommendation
from tests.conftest import session_of
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import PeriodFactory, YearlyReportFactory, measure_of
from tests.factories.municipality import MunicipalityFactory

Write = Callable[[User, str, bool], Any]


def progress() -> Write:
    period = PeriodFactory()
    of = {"period": period, "measure": measure_of(period), "status": "on_track"}
    return lambda actor, words, begins: report_measure(**of, actor=actor, begins=begins, narrative_sq=words)


def section() -> Write:
    report = YearlyReportFactory()
    report.sections.all().delete()
    return lambda actor, words, begins: write_section(
        report, "summary", actor=actor, begins=begins, body_sq=words, body_en=""
    )


def advice() -> Write:
    report, recommendation = with_old_recommendation()
    report = YearlyReport.objects.get(pk=report)
    old = report.previous.recommendations.get(pk=recommendation)
    return lambda actor, words, begins: follow_up(
        report, old, actor=actor, begins=begins, outcome="done", text_sq=words
    )


def passport() -> Write:
    indicator = PeriodFactory().version.indicators.first()
    return lambda actor, words, begins: set_passport(indicator, may_be_negative=False, actor=actor, begins=begins)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [progress, section, advice, passport])
def test_a_page_that_saw_no_row_writes_into_none(row: Callable[[], Write]) -> None:
    MunicipalityFactory()
    write, actor = row(), UserFactory(roles=["staff", "coordinator"])
    write(actor, "Të parat.", True)

    with pytest.raises(StepRefused):
        write(actor, "Të dytat.", True)

    write(actor, "Të treta, mbi të parat.", False)


def summary_page() -> tuple[str, Any, str]:
    report = YearlyReportFactory()
    report.sections.all().delete()
    return reverse("monitoring:section_edit", args=[report.pk, "summary"]), ReportSection.objects, "body_sq"


def progress_page() -> tuple[str, Any, str]:
    period = PeriodFactory()
    address = reverse("monitoring:progress_edit", args=[period.pk, measure_of(period).pk])
    return address, MeasureProgress.objects, "narrative_sq"


def advice_page() -> tuple[str, Any, str]:
    address = reverse("monitoring:follow_up", args=with_old_recommendation())
    return address, RecommendationFollowUp.objects, "text_sq"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("page", [summary_page, progress_page, advice_page])
def test_of_two_who_begin_a_row_at_one_moment_the_later_is_asked(page: Callable[[], tuple[str, Any, str]]) -> None:
    MunicipalityFactory()
    address, rows, name = page()
    session, start = session_of("staff"), Barrier(2)
    browsers = {words: Client() for words in ("Fjalët e njërit.", "Fjalët e tjetrit.")}
    sent = {}
    for words, browser in browsers.items():
        browser.cookies[settings.SESSION_COOKIE_NAME] = session
        shown: Any = browser.get(address)
        chosen = {"status": "on_track", "outcome": "done", "share_done": "20"}
        sent[words] = chosen | {
            "once": shown.context["once"],
            "opened": shown.context["form"].shown_digests,
            name: words,
        }

    def press(words: str) -> int:
        start.wait()
        try:
            return int(browsers[words].post(address, sent[words]).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(sent, pool.map(press, sent), strict=True))

    assert sorted(answers.values()) == [200, 302]
    assert [words for words, code in answers.items() if code == 302] == [*rows.values_list(name, flat=True)]
