"""The sums, lights and dates that the demonstration must show, as a second opinion."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.enums import Role
from assessments.models import Need, Service, TargetGroup
from assessments.rolled import refresh_edition_roll_ups
from consultations.enums import Confidentiality
from consultations.models import ConsultationEvent, Contribution, Disposition, MinutesPoint, Round
from consultations.privacy import NEUTRAL_TITLE
from consultations.reckoning import accepting_rounds
from core.tables import Words
from monitoring.enums import Light, MeasureStatus, ReportState, SectionCode
from monitoring.figures import period_figures
from monitoring.models import Period, YearlyReport
from monitoring.reporting.dashboard import dashboard_pictures
from monitoring.reporting.freezing import thaw_figures
from monitoring.reporting.rolled import refresh_roll_ups
from municipality.calendar import threshold
from municipality.enums import ThresholdCode
from municipality.models import Project
from operations.actions import OperationsAction
from operations.models import Event
from operations.trail import rows
from operations.trail.figure_words import figures_in_words, publications_in_words
from operations.trail.patterns import audit_everything, everything_released, newest_of_all
from socialplan.content.coverage import coverage_of
from socialplan.content.enums import PlanKind, PlanState
from socialplan.content.models import (
    FundingLine,
    Indicator,
    Measure,
    MeasureCost,
    PlanVersion,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.content.plan_json import version_content
from tests.access import ANONYMOUS
from tests.conftest import empty_tables
from tests.everywhere.page_queries import (
    ABOVE_FOR_THE_PUBLIC,
    ABOVE_INSIDE,
    INSIDE,
    PUBLIC,
    READERS,
    Walk,
    ceiling,
    counted,
    walk_of,
)
from tests.factories.demonstration import put_into_database
from vlora_plan.pages.results import ResultProgress, results

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
def demo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    media = tmp_path_factory.mktemp("demonstration")
    with django_db_blocker.unblock():
        put_into_database(media, tmp_path_factory)
        with override_settings(MEDIA_ROOT=media), transaction.atomic():
            yield
            transaction.set_rollback(True)
        empty_tables()


@pytest.fixture(autouse=True)
def _read(demo: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def the_plan() -> PlanVersion:
    return PlanVersion.objects.of_plans().get()


def test_the_money_by_group_adds_up_to_the_plan() -> None:
    report = coverage_of(the_plan())

    assert [sum(column) for column in zip(*(row.parts for row in report.groups), strict=True)] == [
        1_000 * sum(goal[place] for goal in GOALS.values()) for place in range(len(YEARS))
    ]
    assert report.cost == 216_450_000
    assert all(row.cost >= row.part for row in report.groups)


def test_everything_is_loaded_whole() -> None:
    counted = {
        model: (model.objects.in_use() if model is TargetGroup else model.objects).count()
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


def test_what_was_done_of_a_delayed_measure_is_not_what_was_planned() -> None:
    lines = {True: set[str](), False: set[str]()}
    for line in period_figures(Period.objects.get()).measures:
        lines[line.status == MeasureStatus.DELAYED] |= {line.narrative_sq, line.narrative_en}

    assert len(lines[True]) == 2
    assert lines[True] & lines[False] == set()


@pytest.mark.parametrize("language", ["sq", "en"])
def test_every_name_in_the_pictures_of_the_year_is_whole(language: str) -> None:
    with translation.override(language):
        pictures = dashboard_pictures(period_figures(Period.objects.get()))

        assert [text.text for each in pictures for text in each.texts if "…" in text.text] == []


def test_the_summary_counts_the_lights_that_the_public_sees() -> None:
    report = YearlyReport.objects.get()
    lights = thaw_figures(report.figures).for_public().lights

    assert lights == {Light.GREEN: 12, Light.AMBER: 4, Light.RED: 8, Light.GREY: 2, Light.PROTECTED: 4}
    summary = report.sections.get(code=SectionCode.SUMMARY)
    for words in ("dymbëdhjetë", "katër afër", "tetë larg", "dy pa të dhëna", "katër të tjerëve"):
        assert words in summary.body_sq
    for words in ("twelve", "four close", "eight off", "two without data", "other four"):
        assert words in summary.body_en
    for told in (summary.body_sq, summary.body_en):
        assert not re.search("katërmbëdhjetë|pesë|nëntë|fourteen|five|nine", told)


def test_what_the_public_sees_hides_small_counts_with_progress_and_light() -> None:
    figures = period_figures(Period.objects.get()).for_public()
    foster = next(line for line in figures.indicators if line.code == "T2.2a")

    assert (foster.actual, foster.progress.percent, foster.progress.light) == (None, None, Light.PROTECTED)


def test_the_plan_is_in_force_by_the_dates_of_the_law() -> None:
    version = the_plan()

    assert version.state == PlanState.IN_FORCE
    assert version.decision.happened_on == date(2024, 5, 30)
    assert version.announcement.in_force_on == date(2024, 6, 13)
    assert Round.objects.get(kind="draft_plan").closes_on == date(2024, 5, 9)


def test_the_monitoring_strategy_is_in_force_under_a_decision_of_its_own() -> None:
    plan, strategy = the_plan(), PlanVersion.objects.get(plan__kind=PlanKind.MONITORING_STRATEGY)

    assert strategy.state == PlanState.IN_FORCE
    assert strategy.decision.happened_on == plan.decision.happened_on
    assert (plan.decision.number, strategy.decision.number) == ("00/DEMO", "01/DEMO")
    assert strategy.sessions.get().agenda_item == 4
    assert set(strategy.state_changes.values_list("is_back_entry", flat=True)) == {True}
    assert (strategy.chapters.count(), strategy.measures.count(), strategy.risks.count()) == (9, 0, 3)
    assert not Period.objects.filter(version=strategy).exists()


def test_the_strategy_names_the_thresholds_of_the_settings() -> None:
    bodies = {
        row["code"]: row["body_sq"]
        for row in version_content(PlanVersion.objects.get(plan__kind=PlanKind.MONITORING_STRATEGY))["chapters"]
    }

    for code in (ThresholdCode.LIGHT_GREEN, ThresholdCode.LIGHT_AMBER):
        assert f"{threshold(code)} %" in bodies["5"]
    assert f"nën {threshold(ThresholdCode.SMALL_NUMBER)} nuk botohet" in bodies["6"]
    assert f"kufiri është {threshold(ThresholdCode.SMALL_NUMBER_PROTECTED)}" in bodies["6"]
    assert "{" not in "".join(bodies.values())


def test_plan_and_strategy_are_final() -> None:
    finalised = results(Project.objects.get())[2]

    assert finalised.progress == ResultProgress.REACHED
    assert len(finalised.evidence) == len(finalised.facts) == 2


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


def test_the_minutes_of_both_hearings_are_approved_by_another_and_no_point_is_left_open() -> None:
    hearings = ConsultationEvent.objects.filter(kind="public_hearing").order_by("held_on")

    assert [event.points.count() for event in hearings] == [3, 5]
    for event in hearings:
        assert all(event.minutes)
        assert event.minutes_approved_by not in (None, event.minutes_by)
    assert not MinutesPoint.objects.open().exists()
    assert MinutesPoint.objects.filter(contribution__isnull=False).count() == 6


def test_every_round_of_the_demonstration_promises_its_answers() -> None:
    assert not Round.objects.filter(answer_days=None).exists()


def test_one_round_of_the_demonstration_is_open_for_a_visitor() -> None:
    (one,) = accepting_rounds()

    assert not one.contributions.exists()
    assert one.notice_on == timezone.localdate(one.created_at)


def test_the_report_is_published_with_one_proof_missing() -> None:
    report = YearlyReport.objects.with_proofs().get()

    assert report.state == ReportState.PUBLISHED
    assert (report.compulsory_sent, report.compulsory_proved) == (4, 3)


def test_every_deed_of_the_demonstration_is_marked_as_entered_afterwards_in_the_steps() -> None:
    version = the_plan()

    assert set(version.state_changes.values_list("is_back_entry", flat=True)) == {True}


def test_the_history_holds_after_the_load() -> None:
    call_command("verify_history", verbosity=0)


def test_a_small_baseline_is_neither_sealed_nor_published() -> None:
    version = the_plan()
    sealed = next(row for row in version_content(version)["indicators"] if row["code"] == "T2.2a")
    public = next(
        line for line in period_figures(Period.objects.get()).for_public().indicators if line.code == "T2.2a"
    )

    assert sealed["baseline"] is None
    assert public.baseline is None
    assert version.indicators.get(code="T2.2a").baseline == 3


def sealed_tables(kind: str) -> list[dict[str, Any]]:
    """The tables of a block as they were sealed."""
    rows = json.loads(the_plan().seal.canonical_json)["datablocks"]
    return next(row["figures"] for row in rows if row["kind"] == kind)


def column(table: dict[str, Any], head: str) -> dict[str, Any]:
    """What stands in a column by the first cell of its row."""
    place = [each["head"]["en"] for each in table["columns"]].index(head)
    return {row["cells"][0]["en"]: row["cells"][place] for row in table["rows"]}


def test_the_sealed_tables_hold_the_sums_of_the_demonstration() -> None:
    by_goal = column(sealed_tables("budget_by_goal")[0], "Total")
    by_source = column(sealed_tables("budget_by_source")[0], "Total")

    assert by_goal == {goal: sum(amounts) * 1000 for goal, amounts in GOALS.items()} | {"Total": 216_450_000}
    assert by_source == {source: sum(amounts) * 1000 for source, amounts in SOURCES.items()} | {
        "Gap": 24_120_000,
        "Total": 216_450_000,
    }
    assert sum(len(table["rows"]) - 1 for table in sealed_tables("action_matrix")) == 40
    indicators = [row for row in sealed_tables("indicator_table")[0]["rows"] if row["kind"] == "plain"]
    assert len(indicators) == 30
    rounds, channels, answers, _told = sealed_tables("consultation_record")
    assert column(rounds, "Contributions")["Total"] == 34
    assert column(channels, "Contributions") == {
        "Web form": 9,
        "Consultation event": 21,
        "Paper or post": 4,
        "Total": 34,
    }
    assert list(column(answers, "Recommendations").values()) == [16, 7, 8, 3, 34]


def test_the_survivors_meeting_shows_no_figure_in_the_sealed_plan() -> None:
    (table,) = sealed_tables("participation")

    survivors = ConsultationEvent.objects.get(groups__code="GBV", confidentiality=Confidentiality.COUNTS_ONLY)
    day = Words.day(survivors.held_on).to_plain()
    (row,) = [row for row in table["rows"] if row["cells"][0] == day]
    assert row["cells"][1] == Words.said(NEUTRAL_TITLE).to_plain()
    assert row["cells"][2] is None
    assert set(row["cells"][3:]) == {"hidden"}
    totals = [row for row in table["rows"] if row["kind"] == "total"]
    assert all("hidden" in row["cells"] or None not in row["cells"][3:] for row in totals)


def test_no_sealed_figure_counts_fewer_persons_than_may_be_told() -> None:
    """Below 5, and 10 for protected groups; a zero of people in general is told."""
    services, (needs,) = sealed_tables("service_map"), sealed_tables("need_table")
    protected = set(Service.objects.filter(is_undisclosed=True).values_list("code", flat=True))
    protected |= set(Service.objects.filter(groups__is_protected=True).values_list("code", flat=True))
    shown = [
        (code, count)
        for head in ("Users", "Waiting")
        for code, count in column(services[0], head).items()
        if count != "hidden"
    ]
    assert shown
    assert not [code for code, count in shown if count < 10 and code in protected]
    assert not [code for code, count in shown if 0 < count < 5]

    groups = dict(Need.objects.values_list("code", "group__is_protected"))
    for head in ("Persons affected", "Persons covered"):
        told = {code: count for code, count in column(needs, head).items() if count != "hidden"}
        assert not [code for code, count in told.items() if count < 10 and groups[code]]
        assert not [code for code, count in told.items() if 0 < count < 5]
    assert column(needs, "Persons covered")["N13"] == "hidden"
    assert column(sealed_tables("indicator_table")[0], "Baseline")["T2.2a"] == "hidden"


def test_nothing_published_gives_a_hidden_figure_away() -> None:
    """One integer programme over all that this installation has published: 0 exact, 0 under the threshold."""
    hidden = {key for release in everything_released() for key in release.hidden}

    assert hidden
    assert audit_everything() == []
    call_command("audit_publications", verbosity=0)


def test_every_figure_that_was_ever_released_has_a_name() -> None:
    """Who lowers a threshold, or publishes words, reads what a figure counts, never the key of it."""
    other = gettext("another figure")
    for name, scope, release in newest_of_all():
        words = figures_in_words(release.counts, name)

        assert words.keys() == release.counts.keys()
        assert name not in publications_in_words([(name, scope)])[name, scope]
        assert [key for key, said in words.items() if said == other or said.startswith("–")] == []
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|@|\|", " ".join(words.values()))


def test_an_undisclosed_service_has_no_place_in_the_sealed_plan() -> None:
    services = sealed_tables("service_map")[0]
    undisclosed = set(Service.objects.filter(is_undisclosed=True).values_list("code", flat=True))
    units = column(services, "Administrative unit")

    assert {units[code]["en"] for code in undisclosed} == {"undisclosed"}


def test_every_kept_row_stands_in_the_chain_as_it_is_and_each_had_its_deed():
    assert list(rows.complaints()) == []
    assert not Event.objects.filter(action=OperationsAction.KEEP_ROWS).exists()
    assert sum(len(kept) for kept in rows.stored_hashes().values()) > 1_000


@pytest.fixture(scope="module")
def walks(demo: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walk]:
    """Every role's way through the demonstration, gone once for all tests."""
    with django_db_blocker.unblock():
        refresh_edition_roll_ups()
        refresh_roll_ups()
        return {reader: walk_of(reader) for reader in (ANONYMOUS, *Role)}


def test_no_link_is_closed_to_whom_it_is_shown(walks: dict[str, Walk]) -> None:
    """A clerk who is shown a link and then refused does not know whether she did something wrong."""
    assert {reader: walk.closed for reader, walk in walks.items() if walk.closed} == {}


def test_no_page_asks_the_database_more_often_than_it_may(walks: dict[str, Walk]) -> None:
    """Public pages six times, those inside fifteen; what is named above that keeps to its number, and needs it."""
    found = {reader: counted(walks[reader]) for reader in READERS}

    assert len({page for pages in found.values() for page in pages}) > 200
    above = {
        (page, reader): (queries, address)
        for reader, pages in found.items()
        for page, (queries, address) in pages.items()
        if queries > ceiling(page, reader)
    }
    assert above == {}
    inside = {page: max(found[each].get(page, (0, ""))[0] for each in READERS[1:]) for page in ABOVE_INSIDE}
    public = {page: found[READERS[0]][page][0] for page in ABOVE_FOR_THE_PUBLIC}
    assert [page for page, queries in inside.items() if queries <= INSIDE] == []
    assert [page for page, queries in public.items() if queries <= PUBLIC] == []
