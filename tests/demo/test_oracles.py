"""The sums, lights and dates that the demonstration must show (domain.md §8.5–8.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum

from assessments.models import Need, Service, TargetGroup
from consultations.models import ConsultationEvent, Contribution, Disposition, Round
from monitoring.enums import Light, ReportState
from monitoring.figures import period_figures
from monitoring.models import Period, YearlyReport
from operations.models import Event
from socialplan.canonical import version_content
from socialplan.enums import PlanState
from socialplan.models import (
    FundingLine,
    Indicator,
    Measure,
    MeasureCost,
    PlanVersion,
    SpecificObjective,
    StrategicGoal,
)

GOALS = {
    "QS1": (9_780, 27_310, 25_160),
    "QS2": (5_050, 13_250, 13_900),
    "QS3": (9_500, 23_300, 25_000),
    "QS4": (6_100, 12_650, 12_700),
    "QS5": (6_560, 12_970, 13_220),
}
SOURCES = {
    "MB": (16_120, 31_945, 32_110),
    "KG": (5_820, 9_400, 9_840),
    "SF": (5_805, 24_640, 23_920),
    "DON": (5_905, 13_275, 13_550),
}
YEARS = (2024, 2025, 2026)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _read(demo: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_everything_is_loaded_whole() -> None:
    counted = {
        model: model.objects.count()
        for model in (TargetGroup, Need, Service, StrategicGoal, SpecificObjective, Measure, FundingLine, Indicator)
    }

    assert list(counted.values()) == [5, 25, 25, 5, 15, 40, 211, 30]


def test_it_is_never_loaded_twice() -> None:
    before = Event.objects.count()

    call_command("load_demo", verbosity=0)

    assert Event.objects.count() == before


def test_costs_by_goal_and_year_add_up() -> None:
    rows = MeasureCost.objects.values_list("measure__objective__goal__code", "year").annotate(sum=Sum("amount"))

    assert {(goal, year): amount // 1000 for goal, year, amount in rows} == {
        (goal, year): amount for goal, amounts in GOALS.items() for year, amount in zip(YEARS, amounts, strict=True)
    }
    assert MeasureCost.objects.aggregate(sum=Sum("amount"))["sum"] == 216_450_000


def test_money_by_source_adds_up_and_the_gap_is_computed() -> None:
    rows = FundingLine.objects.values_list("source__code", "cost__year").annotate(sum=Sum("amount"))

    assert {(source, year): amount for source, year, amount in rows} == {
        (source, year): amount * 1000
        for source, amounts in SOURCES.items()
        for year, amount in zip(YEARS, amounts, strict=True)
    }
    costs = MeasureCost.objects.aggregate(sum=Sum("amount"))["sum"]
    assert costs - FundingLine.objects.aggregate(sum=Sum("amount"))["sum"] == 24_120_000


def test_lights_of_the_first_year_for_staff() -> None:
    figures = period_figures(Period.objects.get())

    assert Counter(line.progress.light for line in figures.indicators) == {
        Light.GREEN: 14,
        Light.AMBER: 5,
        Light.RED: 9,
        Light.GREY: 2,
    }
    assert figures.total.planned == 33_650_000


def test_what_the_public_sees_hides_small_counts_with_progress_and_light() -> None:
    figures = period_figures(Period.objects.get()).for_public()
    foster = next(line for line in figures.indicators if line.code == "T2.2a")

    assert (foster.actual, foster.progress.percent, foster.progress.light) == (None, None, Light.PROTECTED)


def test_the_plan_is_in_force_by_the_dates_of_the_law() -> None:
    version = PlanVersion.objects.get()

    assert version.state == PlanState.IN_FORCE
    assert version.decision.happened_on == date(2024, 5, 30)
    assert version.announcement.in_force_on == date(2024, 6, 13)
    assert Round.objects.get(kind="draft_plan").closes_on == date(2024, 5, 9)


def test_contributions_and_answers_are_those_of_the_record() -> None:
    assert Contribution.objects.count() == 34
    assert Counter(Contribution.objects.values_list("channel", flat=True)) == {"event": 21, "web": 9, "paper": 4}
    assert Counter(Disposition.objects.values_list("answer", flat=True)) == {
        "accepted": 16,
        "partly": 7,
        "not_accepted": 8,
        "outside_competence": 3,
    }
    assert ConsultationEvent.objects.count() == 10


def test_the_report_is_published_with_one_proof_missing() -> None:
    report = YearlyReport.objects.with_proofs().get()

    assert report.state == ReportState.PUBLISHED
    assert (report.compulsory_sent, report.compulsory_proved) == (4, 3)


def test_every_deed_of_the_demonstration_is_marked_as_entered_afterwards_in_the_steps() -> None:
    version = PlanVersion.objects.get()

    assert set(version.state_changes.values_list("is_back_entry", flat=True)) == {True}


def test_the_history_holds_after_the_load() -> None:
    call_command("verify_history", verbosity=0)


def test_a_small_baseline_is_neither_sealed_nor_published() -> None:
    version = PlanVersion.objects.get()
    sealed = next(row for row in version_content(version)["indicators"] if row["code"] == "T2.2a")
    public = next(
        line for line in period_figures(Period.objects.get()).for_public().indicators if line.code == "T2.2a"
    )

    assert sealed["baseline"] is None
    assert public.baseline is None
    assert version.indicators.get(code="T2.2a").baseline == 3
