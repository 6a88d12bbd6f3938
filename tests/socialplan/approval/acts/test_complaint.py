"""Complaints under law 146/2014: to whom, until when, what came of them, and who never reads of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from municipality.models import DeadlineRule
from operations.models import Event
from socialplan.approval.acts.complaint import ComplaintForm
from socialplan.approval.acts.registry import ACTS
from socialplan.approval.deadlines import DeadlineCalendar, Timing, legal_dates
from socialplan.approval.enums import ComplaintRecipient
from socialplan.approval.models import Complaint, ComplaintOutcome
from socialplan.approval.services.records import record_act
from socialplan.approval.services.withdrawals import withdraw_act
from socialplan.approval.status import complaints_of
from socialplan.approval.timeline import timeline_of
from socialplan.content.enums import PlanState
from socialplan.content.models import PlanVersion
from tests.factories.municipality import CalendarDayFactory
from tests.factories.socialplan import PlanVersionFactory, publish
from tests.socialplan.approval.bodies import fresh, recorder, refused_at
from tests.socialplan.conftest import on

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEAD, COMMISSIONER = ComplaintRecipient.HEAD, ComplaintRecipient.COMMISSIONER


@pytest.fixture
def version(law: Any) -> PlanVersion:
    """Decided on 30.5.2024, in force since 13.6.2024."""
    return publish(PlanVersionFactory())


def complain(
    version: PlanVersion, actor: Any, day: date = date(2024, 6, 20), *, recipient: str = HEAD, number: str = "1"
) -> Any:
    complaint = Complaint(number=number, recipient=recipient, subject="Afati i njoftimit nuk u mbajt.")
    return record_act(version, complaint, kind="complaint", actor=actor, entry=on(day.year, day.month, day.day))


def answer(version: PlanVersion, complaint: Any, actor: Any, day: int = 25) -> Any:
    outcome = ComplaintOutcome(complaint=complaint, measures="Njoftimi u përsërit.")
    return recorder(version, "outcome", actor)(outcome, day)


def late_ones(version: PlanVersion) -> list[str]:
    found = PlanVersion.objects.with_acts().get(pk=version.pk)
    return [each.complaint.number for each in complaints_of(found, DeadlineCalendar()) if each.is_late]


@pytest.mark.parametrize("role", ["secretary", "coordinator"])
@pytest.mark.parametrize("state", [PlanState.DRAFTING, PlanState.IN_CONSULTATION, PlanState.BEFORE_COUNCIL])
def test_before_the_adoption_a_complaint_goes_to_the_head_of_the_municipality(
    state: str, role: str, law: Any, people: dict[str, Any]
) -> None:
    version = PlanVersionFactory(state=state)

    said = refused_at(lambda: complain(version, people[role], recipient=COMMISSIONER))

    assert set(said) == {"recipient"}
    assert complain(version, people[role]).recipient == HEAD


@pytest.mark.parametrize(
    ("day", "may_be_the_commissioner"),
    [(date(2024, 5, 29), False), (date(2024, 5, 30), True), (date(2024, 6, 29), True), (date(2024, 12, 1), True)],
)
def test_from_the_day_of_the_decision_on_the_commissioner_is_open(
    day: date, may_be_the_commissioner: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    def ask() -> Any:
        return complain(version, people["secretary"], day, recipient=COMMISSIONER)

    if may_be_the_commissioner:
        assert ask().pk
    else:
        assert set(refused_at(ask)) == {"recipient"}
    assert complain(version, people["secretary"], day, number="2").pk


@pytest.mark.parametrize(("state", "first"), [(PlanState.DRAFTING, HEAD), (PlanState.IN_FORCE, COMMISSIONER)])
def test_the_form_proposes_whom_the_law_names(state: str, first: str, law: Any) -> None:
    version = publish(PlanVersionFactory()) if state == PlanState.IN_FORCE else PlanVersionFactory(state=state)

    assert ComplaintForm(version=PlanVersion.objects.with_acts().get(pk=version.pk)).initial["recipient"] == first


@pytest.mark.parametrize(
    ("day", "recipient", "is_late"),
    [
        (date(2024, 6, 29), COMMISSIONER, False),
        (date(2024, 6, 30), COMMISSIONER, True),
        (date(2024, 6, 30), HEAD, False),
    ],
)
def test_a_late_complaint_to_the_commissioner_is_recorded_and_marked(
    day: date, recipient: str, is_late: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    """Thirty days from Thursday 30.5.2024: until Saturday 29.6.2024."""
    complain(version, people["secretary"], day, recipient=recipient)

    assert late_ones(version) == (["1"] if is_late else [])


@pytest.mark.parametrize(("day", "is_late"), [(1, False), (2, True)])
def test_a_last_day_on_a_saturday_moves_where_the_rule_says_so(
    day: int, is_late: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    """Saturday 29.6.2024 becomes Monday 1.7.2024."""
    DeadlineRule.objects.filter(code="complaint").update(moves_to_working_day=True)
    complain(version, people["secretary"], date(2024, 7, day), recipient=COMMISSIONER)

    assert late_ones(version) == (["1"] if is_late else [])


def test_a_feast_on_the_monday_moves_it_once_more(version: PlanVersion, people: dict[str, Any]) -> None:
    DeadlineRule.objects.filter(code="complaint").update(moves_to_working_day=True)
    CalendarDayFactory(day=date(2024, 7, 1))
    complain(version, people["secretary"], date(2024, 7, 2), recipient=COMMISSIONER)

    found = {each.code: each for each in legal_dates(fresh(version), deadlines=DeadlineCalendar(date(2024, 7, 2)))}

    assert late_ones(version) == []
    assert (found["complaint"].due_on, found["complaint"].timing) == (date(2024, 7, 2), Timing.OPEN)


def test_without_a_rule_no_complaint_is_called_late(version: PlanVersion, people: dict[str, Any]) -> None:
    DeadlineRule.objects.filter(code="complaint").delete()
    complain(version, people["secretary"], date(2025, 1, 1), recipient=COMMISSIONER)

    assert late_ones(version) == []


def test_a_number_stands_once_in_a_version_as_long_as_it_counts(version: PlanVersion, people: dict[str, Any]) -> None:
    secretary = people["secretary"]
    wrong = complain(version, secretary)
    assert set(refused_at(lambda: complain(version, secretary))) == {"number"}

    withdraw_act(version, wrong, kind="complaint", reason="Te plani tjetër.", actor=secretary)

    assert complain(version, secretary).pk != wrong.pk
    assert complain(publish(PlanVersionFactory(plan__title_sq="Tjetër")), secretary).number == "1"


@pytest.mark.parametrize(("day", "is_right"), [(19, False), (20, True), (21, True)])
def test_nothing_comes_of_a_complaint_before_it_is_received(
    day: int, is_right: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    complaint = complain(version, people["secretary"])

    if is_right:
        assert answer(version, complaint, people["secretary"], day).pk
    else:
        assert "20.06.2024" in refused_at(lambda: answer(version, complaint, people["secretary"], day))["happened_on"]


def test_one_outcome_counts(version: PlanVersion, people: dict[str, Any]) -> None:
    secretary = people["secretary"]
    complaint = complain(version, secretary)
    wrong = answer(version, complaint, secretary)
    refused_at(lambda: answer(version, complaint, secretary))

    withdraw_act(version, wrong, kind="outcome", reason="Masa e gabuar.", actor=secretary)

    assert complaint.outcome is None
    assert answer(version, complaint, secretary, 26) == Complaint.objects.get(pk=complaint.pk).outcome


def test_neither_subject_nor_measure_enters_the_trail(version: PlanVersion, people: dict[str, Any]) -> None:
    """The trail is kept for good, and a complaint may tell of a person."""
    complaint = complain(version, people["secretary"])
    answer(version, complaint, people["secretary"])

    told = " ".join(str(each.after) for each in Event.objects.filter(action__startswith="approval.record_complaint"))

    assert told
    assert "Afati" not in told
    assert "përsërit" not in told


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        ("secretary", True),
        ("coordinator", True),
        ("mayor", True),
        ("admin", True),
        ("staff", True),
        ("dpo", True),
        ("councillor", False),
        ("expert", False),
        ("ngo", False),
    ],
)
def test_who_reads_of_a_complaint_in_the_history(
    role: str, reads: bool, version: PlanVersion, people: dict[str, Any]
) -> None:
    complain(version, people["secretary"])
    found = PlanVersion.objects.with_acts().get(pk=version.pk)

    with override("en"):
        told = " ".join(" ".join([each.title, *each.lines]) for each in timeline_of(found, people[role]))

    assert ("Complaint no. 1" in told) is reads
    assert ("Afati" in told) is reads


def test_a_complaint_is_printed_in_no_plan() -> None:
    assert ACTS["complaint"].printed is None
    assert ACTS["outcome"].printed is None
    assert ACTS["complaint"].paper is None
