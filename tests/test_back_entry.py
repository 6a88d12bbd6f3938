"""In every app, back-entry needs the right, a paper and a day that has passed (docs/law.md#two-times)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.utils import timezone

from accounts.enums import Role
from assessments import services as assessments
from assessments.models import Assessment, AssessmentStateChange, Need
from consultations import services as consultations
from consultations.models import AttendanceCount, Contribution, Round
from core.workflow import StepRefused
from monitoring.enums import ValueStep
from monitoring.models import IndicatorValue, YearlyReport
from monitoring.services.periods import open_period
from monitoring.services.reports import move_report
from monitoring.services.values import move_value
from operations.deeds import NOW, Entry
from operations.models import Event
from socialplan.approval.models import PrefectOpinion
from socialplan.approval.services.steps import move_plan
from socialplan.content.models import PlanVersion
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory, RoundFactory
from tests.factories.monitoring import IndicatorValueFactory, YearlyReportFactory
from tests.factories.municipality import MunicipalityFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db

# A subject of each app; the room decides whose right it is.
SUBJECTS: dict[str, list[type[Model]]] = {
    "assessments": [Assessment, Need],
    "consultations": [Round, Contribution],
    "socialplan": [PlanVersion, PrefectOpinion],
    "monitoring": [IndicatorValue, YearlyReport],
}
BY_SUBJECT = [(app, subject) for app, subjects in SUBJECTS.items() for subject in subjects]
MAY = {
    "assessments": {Role.STAFF, Role.EXPERT, Role.COORDINATOR, Role.ADMIN},
    "consultations": {Role.COORDINATOR},
    "socialplan": set(Role) - {Role.NGO, Role.COUNCILLOR},
    "monitoring": {Role.STAFF, Role.COORDINATOR, Role.ADMIN, Role.MAYOR, Role.SECRETARY},
}
PAST = {"happened_on": date(2024, 4, 8), "source_document": "Protokolli 12"}


@pytest.mark.parametrize(("app", "subject"), BY_SUBJECT)
def test_only_these_roles_enter_afterwards(app: str, subject: type[Model]) -> None:
    entry = Entry(**PAST)
    allowed = set()
    for role in Role:
        try:
            entry.checked(UserFactory(role=role), subject)
        except PermissionDenied:
            continue
        allowed.add(role)

    assert allowed == MAY[app]


@pytest.mark.parametrize(("app", "subject"), BY_SUBJECT)
def test_a_past_day_is_marked_and_needs_its_paper(app: str, subject: type[Model]) -> None:
    actor = UserFactory(role=sorted(MAY[app])[0])

    with pytest.raises(StepRefused, match="dokumenti burimor"):
        Entry(date(2024, 4, 8)).checked(actor, subject)
    with pytest.raises(StepRefused, match="ardhm"):
        Entry(timezone.localdate() + timedelta(days=1)).checked(actor, subject)
    assert Entry(**PAST).checked(actor, subject).is_back_entry
    assert not Entry().checked(None, subject).is_back_entry


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
    deed(NOW, staff)
    before = Event.objects.count()

    with pytest.raises(PermissionDenied):
        deed(Entry(**PAST), staff)

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


DEEDS = [enter_contribution, publish_round, verify_assessment, submit_value]


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_the_row_and_the_history_say_that_it_was_entered_afterwards(deed: Callable[[Any], Any]) -> None:
    row = deed(Entry(**PAST))

    event = Event.objects.latest("sequence")
    assert (row.happened_on, row.is_back_entry) == (date(2024, 4, 8), True)
    assert (event.happened_on, event.is_back_entry, event.source_document) == (
        date(2024, 4, 8),
        True,
        "Protokolli 12",
    )


def open_round() -> tuple[Any, Callable[..., Any], str, str]:
    return RoundFactory(), consultations.move_round, "publish", "close"


def drafted_edition() -> tuple[Any, Callable[..., Any], str, str]:
    edition = AssessmentFactory(method_sq="m", sources_sq="s", limits_sq="l")
    NeedFactory(assessment=edition)
    return edition, assessments.move_assessment, "verify", "return"


def entered_value() -> tuple[Any, Callable[..., Any], str, str]:
    return IndicatorValueFactory(), move_value, "submit", "return"


def written_report() -> tuple[Any, Callable[..., Any], str, str]:
    return YearlyReportFactory(submittable=True), move_report, "review", "return"


def drafted_version() -> tuple[Any, Callable[..., Any], str, str]:
    return PlanVersionFactory(content=True), move_plan, "review", "return"


ACTORS = {
    open_round: ("coordinator", "coordinator"),
    drafted_edition: ("expert", "coordinator"),
    entered_value: ("staff", "coordinator"),
    written_report: ("staff", "coordinator"),
    drafted_version: ("staff", "admin"),
}


@pytest.mark.parametrize("made", ACTORS, ids=lambda made: made.__name__)
def test_a_step_is_not_dated_before_the_one_it_follows(
    made: Callable[[], tuple[Any, Callable[..., Any], str, str]],
) -> None:
    document, moves, first, second = made()
    one, other = (UserFactory(role=role) for role in ACTORS[made])
    document = moves(document, first, actor=one, entry=Entry(**PAST))

    with pytest.raises(ValidationError, match=r"08\.04\.2024") as refusal:
        moves(
            document,
            second,
            actor=other,
            comment="Shënim",
            entry=Entry(date(2024, 4, 5), source_document="Protokolli 11"),
        )

    assert set(refusal.value.message_dict) == {"happened_on"}
    assert document.state_changes.count() == 1


def test_an_expert_opens_no_period() -> None:
    with pytest.raises(PermissionDenied):
        open_period(version=PlanVersionFactory(content=True, state="in_force"), actor=UserFactory(role="expert"))
