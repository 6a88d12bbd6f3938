"""The legal dates of docs/law.md: computed from the rows of today, never shorter than what was published."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override
from time_machine import travel

from core.workflow import StepRefused
from municipality.models import DeadlineRule
from operations.models import Event
from socialplan.approval.acts.prior_notice import PriorNotice
from socialplan.approval.deadlines import DeadlineCalendar, LegalDate, Timing, legal_dates
from socialplan.approval.enums import Outcome
from socialplan.approval.models import CouncilSession
from socialplan.approval.services.records import record_act
from socialplan.approval.services.steps import bring_into_force, enforce_due_versions, expire_ended_versions, move_plan
from socialplan.approval.timeline import timeline_of
from socialplan.approval.workflow import PLAN_WORKFLOW
from socialplan.content.enums import PlanState, PlanStep
from socialplan.content.models import PlanVersion
from tests.factories.consultations import RoundFactory
from tests.factories.municipality import CalendarDayFactory, DeadlineRuleFactory
from tests.factories.socialplan import PlanVersionFactory
from tests.socialplan.conftest import Journey, on

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def dates(version: PlanVersion, today: str = "2024-06-04") -> dict[str, LegalDate]:
    deadlines = DeadlineCalendar(date.fromisoformat(today))
    return {each.code: each for each in legal_dates(PlanVersion.objects.get(pk=version.pk), deadlines=deadlines)}


def test_the_worked_example(journey: Journey, answered_round: Any) -> None:
    """Adopted Thursday 30.5.2024, announced Monday 3.6.2024 (docs/law.md#announcement)."""
    DeadlineRule.objects.filter(code="complaint").update(moves_to_working_day=True)
    journey.to_announced(answered_round)
    journey.prefect("legal")

    found = dates(journey.version)

    assert {code: each.due_on for code, each in found.items()} == {
        "council_notice": date(2024, 5, 29),
        "announcement": date(2024, 6, 9),
        "entry_into_force": date(2024, 6, 13),
        "prefect_deposit": date(2024, 6, 13),
        "prefect_opinion": date(2024, 6, 15),
        "complaint": date(2024, 7, 1),
    }
    assert "29.06.2024" in found["complaint"].note
    assert found["announcement"].rule == DeadlineRule.objects.get(code="announcement")
    assert {code: each.timing for code, each in found.items()} == {
        "council_notice": Timing.DONE,
        "announcement": Timing.DONE,
        "entry_into_force": Timing.OPEN,
        "prefect_deposit": Timing.DONE,
        "prefect_opinion": Timing.DONE,
        "complaint": Timing.OPEN,
    }


@pytest.mark.parametrize(("today", "timing"), [("2024-02-28", Timing.OPEN), ("2024-02-29", Timing.OVER)])
def test_views_are_taken_for_twenty_working_days_after_a_prior_notice(today: str, timing: Timing) -> None:
    """Wednesday 31.1.2024, and no holiday until the end of February."""
    DeadlineRuleFactory(code="prior_notice", days=20, unit="working")
    version = PlanVersionFactory()
    assert "prior_notice" not in dates(version, today)
    PriorNotice.objects.create(version=version, register_no="9", happened_on=date(2024, 1, 31))

    found = dates(version, today)["prior_notice"]

    assert (found.starts_on, found.due_on, found.timing) == (date(2024, 1, 31), date(2024, 2, 28), timing)


def test_a_complaint_has_thirty_days(journey: Journey, answered_round: Any) -> None:
    journey.to_adopted(answered_round)

    assert dates(journey.version)["complaint"].due_on == date(2024, 6, 29)


@pytest.mark.parametrize(
    ("today", "timing"), [("2024-06-09", Timing.OPEN), ("2024-06-10", Timing.OVERDUE), ("2024-05-31", Timing.OPEN)]
)
def test_a_duty_is_overdue_the_day_after(today: str, timing: Timing, journey: Journey, answered_round: Any) -> None:
    journey.to_adopted(answered_round)

    announcement = dates(journey.version, today)["announcement"]

    assert announcement.timing == timing
    assert "07.06.2024" in announcement.note


def test_what_has_not_begun_has_no_day(journey: Journey) -> None:
    found = dates(journey.version)

    assert {each.timing for each in found.values()} == {Timing.WAITING}
    assert {each.due_on for each in found.values()} == {None}


def test_a_rule_that_is_not_set_is_said(journey: Journey, answered_round: Any) -> None:
    journey.to_adopted(answered_round)
    DeadlineRule.objects.filter(code="announcement").delete()

    assert dates(journey.version)["announcement"].timing == Timing.MISSING


def test_a_longer_rule_moves_the_entry_into_force(journey: Journey, answered_round: Any) -> None:
    journey.to_announced(answered_round)
    DeadlineRule.objects.filter(code="entry_into_force").update(days=15)

    found = dates(journey.version)["entry_into_force"]

    assert found.due_on == date(2024, 6, 18)
    assert "13.06.2024" in found.note
    with travel("2024-06-14 12:00"):
        assert enforce_due_versions() == 0
        with pytest.raises(StepRefused):
            bring_into_force(journey.version, actor=journey.people["secretary"])
    with travel("2024-06-18 12:00"):
        assert enforce_due_versions() == 1


def test_a_shorter_rule_shortens_nothing_that_was_announced(journey: Journey, answered_round: Any) -> None:
    journey.to_announced(answered_round)
    DeadlineRule.objects.filter(code="entry_into_force").update(days=5)

    assert dates(journey.version)["entry_into_force"].due_on == date(2024, 6, 13)
    with travel("2024-06-12 12:00"):
        assert enforce_due_versions() == 0


def test_what_came_into_force_stays_so(journey: Journey, answered_round: Any) -> None:
    journey.to_force(answered_round)
    DeadlineRule.objects.filter(code="entry_into_force").update(days=60)

    assert dates(journey.version)["entry_into_force"].due_on == date(2024, 6, 13)


def force_said(version: PlanVersion, today: date) -> str:
    with override("en"):
        return DeadlineCalendar(today).force_in_words(PlanVersion.objects.get(pk=version.pk))


def test_the_day_of_force_is_told_as_announced_until_it_has_come(journey: Journey, answered_round: Any) -> None:
    version = journey.to_announced(answered_round)
    assert force_said(version, date(2024, 6, 4)) == "13.06.2024, as announced"

    DeadlineRule.objects.filter(code="entry_into_force").update(days=15)
    later = force_said(version, date(2024, 6, 4))
    assert [part in later for part in ("announced for 13.06.2024", "computed on 04.06.2024", "18.06.2024")] == [
        True
    ] * 3

    with travel("2024-06-19 12:00"):
        bring_into_force(version, actor=journey.people["secretary"])
    assert force_said(version, date(2024, 6, 20)) == "18.06.2024"


def test_what_was_repealed_before_its_day_never_came_into_force(journey: Journey, answered_round: Any) -> None:
    version = journey.to_announced(answered_round)
    journey.mayor_returns()
    journey.reexamine()
    journey.session(date(2024, 6, 27))
    journey.vote(Outcome.REPEALED, number="1/DEMO")

    assert force_said(version, date(2024, 6, 28)) == "did not come into force; announced for 13.06.2024"


def test_a_plan_whose_years_are_over_expires_by_itself(journey: Journey, answered_round: Any) -> None:
    version = journey.to_force(answered_round)
    with travel("2026-12-31 12:00"):
        assert expire_ended_versions() == 0
    with travel("2027-01-01 12:00"):
        assert (expire_ended_versions(), expire_ended_versions()) == (1, 0)

    version.refresh_from_db()
    change = version.state_changes.last()
    assert (version.state, change.step, change.happened_on) == (PlanState.EXPIRED, PlanStep.EXPIRE, date(2026, 12, 31))
    assert (change.source_document, change.actor) == (str(version.decision), None)
    assert Event.objects.get(action="approval.expire_version").actor is None


def test_the_law_waits_for_nobody_and_nobody_is_named_for_it(journey: Journey, answered_round: Any) -> None:
    version = journey.to_announced(answered_round)
    journey.people["secretary"].assignments.update(revoked_on=date(2024, 6, 10))

    assert enforce_due_versions() == 1

    version.refresh_from_db()
    change = version.state_changes.last()
    assert (version.state, change.happened_on, change.actor) == (PlanState.IN_FORCE, date(2024, 6, 13), None)
    assert [
        entry.who
        for entry in timeline_of(version, journey.people["secretary"])
        if entry.title == str(PLAN_WORKFLOW[PlanStep.ENFORCE].done)
    ] == ["vetvetiu, në datën që cakton ligji"]


def test_nobody_takes_a_step_that_a_person_has_to_take(journey: Journey, answered_round: Any) -> None:
    version = journey.to_council(answered_round)

    for step in PlanStep:
        if step not in {PlanStep.ENFORCE, PlanStep.SUPERSEDE, PlanStep.EXPIRE}:
            with pytest.raises(PermissionDenied):
                move_plan(version, step, actor=None)


@pytest.fixture
def round_in_april() -> Any:
    DeadlineRuleFactory(code="consultation", days=20, maximum=40)
    return RoundFactory(
        is_open=True, kind="draft_plan", notice_on=date(2024, 4, 8), closes_on=date(2024, 5, 6), working_days=None
    )


def test_a_day_off_moves_the_close_of_a_round_at_once(round_in_april: Any) -> None:
    version = PlanVersionFactory()
    version.plan.round_links.create(round=round_in_april)
    assert dates(version)["consultation"].due_on == date(2024, 5, 6)

    CalendarDayFactory(day=date(2024, 5, 1))

    found = dates(version)["consultation"]
    assert found.due_on == date(2024, 5, 7)
    assert "06.05.2024" in found.note


def test_a_published_close_is_never_shortened(round_in_april: Any) -> None:
    version = PlanVersionFactory()
    version.plan.round_links.create(round=round_in_april)
    DeadlineRule.objects.filter(code="consultation").update(days=15)

    assert dates(version)["consultation"].due_on == date(2024, 5, 6)


def test_a_round_is_a_date_of_the_version_it_was_held_for(round_in_april: Any) -> None:
    """Else an amendment's consultation would stand among the dates of the version in force, under its number."""
    first = PlanVersionFactory()
    amendment = PlanVersionFactory(plan=first.plan, number=2, derived_from=first)
    link = first.plan.round_links.create(round=round_in_april, version=amendment)
    assert "consultation" in dates(amendment)
    assert "consultation" not in dates(first)

    first.plan.round_links.filter(pk=link.pk).update(version=None)

    assert "consultation" in dates(first)
    assert "consultation" not in dates(amendment)


def test_an_extraordinary_session_is_not_late(journey: Journey, answered_round: Any) -> None:
    journey.to_council(answered_round)
    session = CouncilSession(
        meeting_on=date(2024, 5, 21), kind="extraordinary", called_by="Kryetari", agenda_item=1, place="Salla"
    )
    record_act(journey.version, session, kind="session", actor=journey.people["secretary"], entry=on(2024, 5, 20))

    found = dates(journey.version)["council_notice"]

    assert (found.timing, bool(found.note)) == (Timing.DONE, True)
