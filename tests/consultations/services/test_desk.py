"""The desk of the data-protection officer: the register, who read, requests, incidents with a clock, the matrix."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import override
from rules.permissions import permissions

from accounts.enums import Role
from accounts.models import User
from consultations.codes import reference_code
from consultations.facts.privacy_desk import access_matrix, stored_rows
from consultations.models import DataOpening, PersonRequest, PrivacyIncident
from consultations.services import open_data
from consultations.services.desk import answer_request, open_incident, settle_incident, take_request
from core.workflow import StepRefused
from municipality import delivered_rows
from municipality.models import Threshold
from operations.retention import table
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.consultations import ContributionFactory, PersonRequestFactory, PrivacyIncidentFactory
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.pages.todo import tasks_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rules() -> None:
    MunicipalityFactory()
    for fields in delivered_rows.read("thresholds"):
        Threshold.objects.create(**fields)


@pytest.fixture
def officer() -> User:
    return UserFactory(role="dpo")


def asked(**more: Any) -> PersonRequest:
    made = {"kind": "erasure", "received_on": date(2026, 3, 2), "protocol_no": "17/2026", "about": "Fjalët e saj"}
    return PersonRequest(**(made | more))


@time_machine.travel(NOON, tick=False)
def test_a_request_hangs_on_the_contribution_by_its_code_and_has_its_last_day(officer: User) -> None:
    said = ContributionFactory()

    kept = take_request(asked(), actor=officer, code=reference_code(said.submission_key))

    assert (kept.contribution, kept.due_on) == (said, date(2026, 4, 1))
    assert reverse("consultations:person_request_answer", args=[kept.pk]) in [task.url for task in tasks_of(officer)]
    with pytest.raises(ValidationError) as refusal:
        take_request(asked(), actor=officer, code="AAAA-BBBB-CCCC-DDDD")
    assert set(refusal.value.error_dict) == {"code"}


@time_machine.travel(NOON, tick=False)
def test_a_request_is_answered_once(officer: User) -> None:
    kept = take_request(asked(), actor=officer)
    said = {"outcome": "done", "answer": "U hoq", "answered_on": date(2026, 3, 2), "actor": officer}

    answer_request(kept, **said)  # type: ignore[arg-type]

    with pytest.raises(StepRefused):
        answer_request(kept, **said)  # type: ignore[arg-type]
    assert not PersonRequest.objects.waiting().exists()


def test_an_answer_is_kept_whole_or_not_at_all() -> None:
    with pytest.raises(IntegrityError, match="person_request_answered_whole"):
        PersonRequestFactory(outcome="done")


@time_machine.travel(NOON, tick=False)
def test_the_clock_of_an_incident_runs_from_its_discovery(officer: User) -> None:
    made = PrivacyIncident(discovered_at=NOON - timedelta(hours=10), what="Listë e dërguar gabim", kinds="adresa")

    kept = open_incident(made, actor=officer)

    assert kept.due_at == NOON + timedelta(hours=62)
    assert (kept.hours_left, kept.is_late) == (62, False)
    with time_machine.travel(NOON + timedelta(hours=63), tick=False):
        assert (kept.hours_left, kept.is_late) == (0, True)
        assert kept.get_absolute_url() in [task.url for task in tasks_of(officer)]


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(("is_told", "reason"), [(True, "jo"), (False, "")])
def test_an_incident_is_notified_or_its_silence_has_a_reason(officer: User, is_told: bool, reason: str) -> None:
    kept = PrivacyIncidentFactory(discovered_at=NOON - timedelta(hours=1), due_at=NOON + timedelta(hours=71))

    with pytest.raises(ValidationError):
        settle_incident(
            kept,
            notified_at=NOON if is_told else None,
            reference="K-1",
            persons_told_on=None,
            no_notice_reason=reason,
            actor=officer,
        )


@time_machine.travel(NOON, tick=False)
def test_a_notified_incident_is_a_task_no_longer(officer: User) -> None:
    kept = PrivacyIncidentFactory(discovered_at=NOON - timedelta(hours=1), due_at=NOON + timedelta(hours=71))

    told = {"notified_at": NOON, "reference": "K-1", "persons_told_on": None, "no_notice_reason": ""}
    settle_incident(kept, actor=officer, **told)  # type: ignore[arg-type]

    assert not PrivacyIncident.objects.waiting().exists()
    with pytest.raises(StepRefused):
        settle_incident(kept, actor=officer, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.DPO])
def test_nobody_else_keeps_this_desk(role: str) -> None:
    with pytest.raises(PermissionDenied):
        take_request(asked(received_on=date(2024, 3, 2)), actor=UserFactory(role=role))


def test_the_register_says_of_every_table_what_the_purge_does() -> None:
    rows = stored_rows()

    assert len(rows) == len(table())
    assert {row.days for row in rows if row.term and row.term.code == "keep_contacts"} == {1095}


def test_the_desk_shows_who_opened_what_and_why(client_of: Any, officer: User) -> None:
    coordinator = UserFactory(role="coordinator")
    opening = DataOpening(contribution=ContributionFactory(), opened="original", reason="Kërkesë e gjykatës")
    open_data(opening, actor=coordinator)

    page = client_of(officer).get(reverse("consultations:privacy_desk")).content.decode()

    assert "Kërkesë e gjykatës" in page
    assert str(coordinator) in page


def test_the_matrix_is_what_accounts_of_each_role_get() -> None:
    """A second opinion: real accounts with one role each, asked one by one; a member speaks for an organisation."""
    people = [UserFactory(role=role) for role in Role.values]
    MembershipFactory(user=next(person for person in people if Role.NGO in person.roles))

    found = {row.permission: row.allowed for row in access_matrix()}

    assert set(found) == set(permissions)
    assert found == {name: [person.has_perm(name) for person in people] for name in permissions}


def test_what_an_office_or_a_document_decides_is_said_so(client_of: Any, officer: User) -> None:
    """No role alone reads what tells of danger: the office of the account does."""
    row = next(row for row in access_matrix() if row.permission == "consultations.view_danger")
    with override("en"):
        page = client_of(officer).get(reverse("consultations:access_matrix")).content.decode()

    assert row.is_by_document
    assert "decided by the office or by the document" in page
