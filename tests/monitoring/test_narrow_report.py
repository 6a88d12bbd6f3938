"""What was done, of a choice: only what answers to it, the way back to the whole, and choices that say things once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from monitoring.enums import MeasureStatus, ReportState, SectionCode
from monitoring.models import YearlyReport
from monitoring.reporting.freezing import freeze_figures
from monitoring.reporting.rolled import roll_up
from tests.factories.accounts import UserFactory
from tests.factories.monitoring import MeasureProgressFactory, PeriodFactory, YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory, OfficeFactory
from tests.factories.socialplan import (
    IndicatorFactory,
    MeasureFactory,
    PlanVersionFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
    put_in_state,
)

pytestmark = pytest.mark.django_db
WRITTEN = "Viti i parë i planit."


@pytest.fixture
def report() -> YearlyReport:
    """Two goals, each with a measure of an office of its own; none names a unit or a group."""
    MunicipalityFactory()
    version = PlanVersionFactory()
    goals = [StrategicGoalFactory(version=version, code=code) for code in ("QS1", "QS2")]
    for goal, name in zip(goals, ("Drejtoria e parë", "Drejtoria e dytë"), strict=True):
        objective = SpecificObjectiveFactory(goal=goal)
        office = OfficeFactory(code=f"ZYRA-{goal.code}", name_sq=name)
        MeasureFactory(objective=objective, office=office)
        IndicatorFactory(objective=objective)
    period = PeriodFactory(version=put_in_state(version, "in_force"))
    for measure in version.measures.all():
        MeasureProgressFactory(period=period, measure=measure, status=MeasureStatus.DELAYED, deviation="Prokurimi.")
    made: YearlyReport = YearlyReportFactory(period=period)
    made.sections.update_or_create(code=SectionCode.SUMMARY, defaults={"body_sq": WRITTEN, "body_en": WRITTEN})
    figures = freeze_figures(period)
    made.state_changes.create(step="publish", from_state="draft", to_state=ReportState.PUBLISHED)
    YearlyReport.objects.filter(pk=made.pk).update(state=ReportState.PUBLISHED, figures=figures)
    return made


def page(language: str = "sq", **chosen: str) -> Any:
    with translation.override(language):
        return Client().get(reverse("monitoring:progress_public"), chosen)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sq", "Asgjë nga raporti nuk i përgjigjet kësaj zgjedhjeje."),
        ("en", "Nothing of the report answers to this choice."),
    ],
)
def test_a_choice_to_which_nothing_answers_says_so(report: YearlyReport, language: str, words: str) -> None:
    shown = page(language, goal="QS1", office="ZYRA-QS2").content.decode()

    assert words in shown
    assert "<figure" not in shown
    assert words not in page(language, goal="QS1").content.decode()


@pytest.mark.parametrize("chosen", [{"goal": "QS1"}, {"goal": "QS1", "office": "ZYRA-QS2"}], ids=str)
def test_nothing_of_the_whole_stands_beside_a_part(report: YearlyReport, chosen: dict[str, str]) -> None:
    key_figures = "Shifrat kryesore"
    whole, part = page().content.decode(), page(**chosen).content.decode()
    back = f'<a href="{reverse("monitoring:progress_public")}">Shfaqni të gjithë raportin</a>'

    assert [each in whole for each in (WRITTEN, key_figures, back)] == [True, True, False]
    assert [each in part for each in (WRITTEN, key_figures, back)] == [False, False, True]


@pytest.mark.parametrize("board", ["public", "dashboard", "rolled dashboard"])
def test_what_can_be_chosen_says_its_name_once_and_only_where_there_is_something(
    report: YearlyReport, board: str, client_of: Any
) -> None:
    if board == "rolled dashboard":
        roll_up(report.period)
    answer = page() if board == "public" else client_of(UserFactory(role="staff")).get(reverse("monitoring:dashboard"))
    fields = answer.context["form"].fields

    named = {name: [words for _code, words in fields[name].choices][1:] for name in ("goal", "office")}
    assert named["goal"] == [str(goal) for goal in report.period.version.strategicgoals.all()]
    assert set(named["office"]) == {"Drejtoria e parë", "Drejtoria e dytë"}
    assert [name for name in ("unit", "group") if name in fields] == []
