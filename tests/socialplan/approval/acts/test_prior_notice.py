"""The prior notice of law 146/2014: its twenty working days by the calendar of the country, and when it comes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from time_machine import travel

from core.workflow import StepRefused
from municipality.models import CalendarDay, DeadlineRule
from municipality.services import install_reference_data
from operations.deeds import Entry
from socialplan.approval.acts.prior_notice import PriorNotice
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.deadlines import DeadlineCalendar, Timing, legal_dates
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.approval.bodies import fresh, recorder, refused_at

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# Notice and end, counted by hand over the feasts of each year (docs/law.md#working-days).
ENDS = [
    ("2024-03-11", "2024-04-12"),
    ("2024-03-18", "2024-04-18"),
    ("2024-04-08", "2024-05-09"),
    ("2024-11-18", "2024-12-20"),
    ("2025-03-10", "2025-04-10"),
    ("2026-03-09", "2026-04-10"),
]
STATES = sorted(set(PlanState.values) - {PlanState.AMENDING})


@pytest.fixture
def national(db: None) -> None:
    MunicipalityFactory()
    install_reference_data()


def notify(version: PlanVersion, actor: Any, day: date) -> Any:
    act = PriorNotice(register_no="9")
    return record_act(version, act, kind="prior_notice", actor=actor, entry=Entry(day, True, "DEMO"))


def end_of_views(version: PlanVersion, today: date | None = None) -> Any:
    dates = legal_dates(fresh(version), deadlines=DeadlineCalendar(today))
    return next((each for each in dates if each.code == "prior_notice"), None)


@pytest.mark.parametrize(("notice", "end"), ENDS)
@travel("2026-06-01 10:00:00+00:00", tick=False)
def test_views_are_taken_until_the_twentieth_working_day(
    notice: str, end: str, national: None, people: dict[str, Any]
) -> None:
    version, last = PlanVersionFactory(), date.fromisoformat(end)
    notify(version, people["coordinator"], date.fromisoformat(notice))

    found = end_of_views(version, last)

    assert (found.due_on, found.timing) == (last, Timing.OPEN)
    assert end_of_views(version, date.fromordinal(last.toordinal() + 1)).timing == Timing.OVER


def test_a_day_off_that_the_government_gives_lengthens_the_time(national: None, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()
    notify(version, people["coordinator"], date(2024, 4, 8))
    assert end_of_views(version).due_on == date(2024, 5, 9)

    CalendarDay.objects.create(
        day=date(2024, 4, 22), kind="day_off", name_sq="Pushim", legal_basis="VKM", source="Fletorja Zyrtare"
    )

    assert end_of_views(version).due_on == date(2024, 5, 10)


def test_a_working_saturday_that_nobody_checked_shortens_nothing(national: None, people: dict[str, Any]) -> None:
    version = PlanVersionFactory()
    notify(version, people["coordinator"], date(2024, 4, 8))

    CalendarDay.objects.create(
        day=date(2024, 4, 20), kind="working_saturday", name_sq="Ditë pune", legal_basis="VKM", source="Gazeta"
    )

    assert end_of_views(version).due_on == date(2024, 5, 9)


@travel("2029-12-20 10:00:00+00:00", tick=False)
def test_a_notice_that_runs_into_a_year_without_feasts_is_refused(national: None, people: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        notify(PlanVersionFactory(), people["coordinator"], date(2029, 12, 17))


def test_without_a_rule_the_notice_is_kept_and_its_end_is_unknown(law: Any, people: dict[str, Any]) -> None:
    DeadlineRule.objects.filter(code="prior_notice").delete()
    version = PlanVersionFactory()

    notify(version, people["coordinator"], date(2024, 3, 11))

    assert (end_of_views(version).due_on, end_of_views(version).timing) == (None, Timing.MISSING)


def test_a_municipality_need_not_give_one(law: Any) -> None:
    assert end_of_views(PlanVersionFactory()) is None
    assert list(ACTS["prior_notice"].duty(PlanVersionFactory())) == []


@pytest.mark.parametrize("state", STATES)
def test_it_belongs_to_the_time_of_drafting(state: str, law: Any, people: dict[str, Any]) -> None:
    version = PlanVersionFactory(state=state)

    if state in {PlanState.DRAFTING, PlanState.IN_CONSULTATION}:
        assert notify(version, people["coordinator"], date(2024, 3, 11)).register_no == "9"
    else:
        with pytest.raises(StepRefused):
            notify(version, people["coordinator"], date(2024, 3, 11))


@pytest.mark.parametrize(("days_before", "is_right"), [(-1, False), (0, True), (1, True)])
def test_it_comes_before_the_notice_of_the_consultation(
    days_before: int, is_right: bool, law: Any, people: dict[str, Any]
) -> None:
    version = PlanVersionFactory()
    opened = RoundFactory(is_closed=True, kind="draft_plan", notice_on=date(2024, 4, 8))
    version.plan.round_links.create(round=opened)
    day = date.fromordinal(opened.notice_on.toordinal() - days_before)

    if is_right:
        assert notify(version, people["coordinator"], day).happened_on == day
    else:
        assert set(refused_at(lambda: notify(version, people["coordinator"], day))) == {"happened_on"}


def test_one_counts_and_the_right_one_follows_the_wrong(law: Any, people: dict[str, Any]) -> None:
    version, coordinator = PlanVersionFactory(), people["coordinator"]
    wrong = notify(version, coordinator, date(2024, 3, 11))
    assert set(refused_at(lambda: notify(version, coordinator, date(2024, 3, 12)))) == {""}

    withdraw_act(version, wrong, kind="prior_notice", reason="Dita e gabuar.", actor=coordinator)
    assert end_of_views(version) is None

    assert notify(version, coordinator, date(2024, 3, 12)).pk
    assert end_of_views(version) is not None


def test_it_has_its_number_in_the_register(law: Any, people: dict[str, Any]) -> None:
    record = recorder(PlanVersionFactory(), "prior_notice", people["coordinator"], month=3)

    assert set(refused_at(lambda: record(PriorNotice(register_no=""), 11))) == {"register_no"}
    assert set(refused_at(lambda: record(PriorNotice(register_no="9" * 41), 11))) == {"register_no"}
