"""In every app, back-entry needs the right, a paper and a day that has passed (docs/law.md#two-times)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from assessments import services as assessments
from assessments.models import AssessmentStateChange
from consultations import services as consultations
from consultations.models import AttendanceCount, Contribution
from consultations.services import entries as of_consultations
from core.workflow import StepRefused
from monitoring.enums import ValueStep
from monitoring.services import entries as of_monitoring
from monitoring.services.periods import open_period
from monitoring.services.values import move_value
from operations.entries import Entry
from operations.models import Event
from socialplan.content.services import entries as of_socialplan
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.monitoring import IndicatorValueFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db

KINDS: dict[str, type[Entry]] = {
    "assessments": assessments.Entry,
    "consultations": of_consultations.Entry,
    "socialplan": of_socialplan.Entry,
    "monitoring": of_monitoring.Entry,
}
MAY = {
    "assessments": {Role.STAFF, Role.EXPERT, Role.COORDINATOR, Role.ADMIN},
    "consultations": {Role.COORDINATOR},
    "socialplan": set(Role) - {Role.NGO, Role.COUNCILLOR},
    "monitoring": {Role.STAFF, Role.COORDINATOR, Role.ADMIN, Role.MAYOR, Role.SECRETARY},
}
PAST = {"happened_on": date(2024, 4, 8), "source_document": "Protokolli 12"}


@pytest.mark.parametrize("app", KINDS)
def test_only_these_roles_enter_afterwards(app: str) -> None:
    entry = KINDS[app](**PAST)
    allowed = set()
    for role in Role:
        try:
            entry.checked(UserFactory(role=role))
        except PermissionDenied:
            continue
        allowed.add(role)

    assert allowed == MAY[app]


@pytest.mark.parametrize("app", KINDS)
def test_a_past_day_is_marked_and_needs_its_paper(app: str) -> None:
    actor = UserFactory(role=sorted(MAY[app])[0])

    with pytest.raises(StepRefused, match="dokumenti burimor"):
        KINDS[app](date(2024, 4, 8)).checked(actor)
    with pytest.raises(StepRefused, match="ardhm"):
        KINDS[app](timezone.localdate() + timedelta(days=1)).checked(actor)
    assert KINDS[app](**PAST).checked(actor).is_back_entry
    assert not KINDS[app]().checked(None).is_back_entry


def save_event(entry: Any, actor: Any) -> None:
    consultations.save_event(ConsultationEventFactory(), actor=actor, groups=[], entry=entry)


def record_attendance(entry: Any, actor: Any) -> None:
    counts = [AttendanceCount(sex="women", count=20)]
    consultations.record_attendance(ConsultationEventFactory(), counts, actor=actor, entry=entry)


def set_aside(entry: Any, actor: Any) -> None:
    consultations.mark_no_proposal(ContributionFactory(), reason="Falënderim.", actor=actor, entry=entry)


@pytest.mark.parametrize("deed", [save_event, record_attendance, set_aside])
def test_staff_do_these_deeds_today_and_not_afterwards(deed: Callable[..., None]) -> None:
    MunicipalityFactory()
    staff = UserFactory(role="staff")
    deed(of_consultations.NOW, staff)
    before = Event.objects.count()

    with pytest.raises(PermissionDenied):
        deed(of_consultations.Entry(**PAST), staff)

    assert Event.objects.count() == before


def enter_contribution(entry: Any) -> Contribution:
    contribution = ContributionFactory.build(round=RoundFactory(is_closed=True), organisation=None)
    receipt = consultations.enter_contribution(contribution, actor=UserFactory(role="coordinator"), entry=entry)
    return receipt.contribution


def publish_round(entry: Any) -> Any:
    moved = consultations.publish_round(RoundFactory(), actor=UserFactory(role="coordinator"), entry=entry)
    return moved.state_changes.get()


def verify_assessment(entry: Any) -> AssessmentStateChange:
    edition = AssessmentFactory(method_sq="m", sources_sq="s", limits_sq="l")
    NeedFactory(assessment=edition)
    return assessments.move_assessment(
        edition, "verify", actor=UserFactory(role="expert"), entry=entry
    ).state_changes.get()


def submit_value(entry: Any) -> Any:
    value = move_value(IndicatorValueFactory(), ValueStep.SUBMIT, actor=UserFactory(role="staff"), entry=entry)
    return value.state_changes.get()


DEEDS = {
    enter_contribution: of_consultations.Entry,
    publish_round: of_consultations.Entry,
    verify_assessment: assessments.Entry,
    submit_value: of_monitoring.Entry,
}


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_the_row_and_the_history_say_that_it_was_entered_afterwards(deed: Callable[[Any], Any]) -> None:
    row = deed(DEEDS[deed](**PAST))

    event = Event.objects.latest("sequence")
    assert (row.happened_on, row.is_back_entry) == (date(2024, 4, 8), True)
    assert (event.happened_on, event.is_back_entry, event.source_document) == (
        date(2024, 4, 8),
        True,
        "Protokolli 12",
    )


def test_a_step_is_not_dated_before_the_one_it_follows() -> None:
    coordinator = UserFactory(role="coordinator")
    consultation = consultations.publish_round(RoundFactory(), actor=coordinator, entry=of_consultations.Entry(**PAST))

    with pytest.raises(StepRefused, match=r"08\.04\.2024"):
        consultations.close_round(
            consultation,
            actor=coordinator,
            entry=of_consultations.Entry(date(2024, 4, 5), source_document="Protokolli 11"),
        )


def test_an_expert_opens_no_period() -> None:
    with pytest.raises(PermissionDenied):
        open_period(version=PlanVersionFactory(content=True, state="in_force"), actor=UserFactory(role="expert"))
