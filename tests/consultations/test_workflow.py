import itertools
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from consultations.enums import RoundKind, RoundState, RoundStep
from consultations.models import FeedbackEntry, RoundExtension
from consultations.services import extend_round, move_round, publish_round, save_round
from consultations.workflow import ROUND_WORKFLOW
from core.workflow import StepRefused
from municipality.models import DeadlineRule
from operations.deeds import Entry
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.municipality import CalendarDayFactory, DeadlineRuleFactory

pytestmark = pytest.mark.django_db
ON_8_APRIL = Entry(date(2024, 4, 8), source_document="Regjistri i njoftimeve")

LEGAL = {
    (RoundState.PLANNED, RoundStep.PUBLISH): RoundState.OPEN,
    (RoundState.OPEN, RoundStep.CLOSE): RoundState.CLOSED,
    (RoundState.CLOSED, RoundStep.ANSWER): RoundState.ANSWERED,
    (RoundState.ANSWERED, RoundStep.REPORT): RoundState.REPORTED,
    (RoundState.ANSWERED, RoundStep.TAKE_UP): RoundState.CLOSED,
    (RoundState.REPORTED, RoundStep.TAKE_UP): RoundState.CLOSED,
    (RoundState.CLOSED, RoundStep.REOPEN): RoundState.OPEN,
    (RoundState.ANSWERED, RoundStep.REOPEN): RoundState.OPEN,
    (RoundState.REPORTED, RoundStep.REOPEN): RoundState.OPEN,
}
SPRING_2024 = ((4, 1), (4, 10), (5, 1), (5, 6))


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


@pytest.fixture
def law() -> DeadlineRule:
    for month, day in SPRING_2024:
        CalendarDayFactory(day=date(2024, month, day), is_proclaimed_yearly=True)
    return DeadlineRuleFactory(maximum=40)


@pytest.mark.parametrize(("state", "step"), list(itertools.product(RoundState, RoundStep)))
def test_each_step_is_taken_only_from_its_state(state, step, coordinator):
    consultation = RoundFactory(state=state, notice_on=date(2024, 2, 6))
    for group in consultation.groups.all():
        FeedbackEntry.objects.create(
            round=consultation,
            group=group,
            channel="meeting",
            content="x",
            informed_on=date(2024, 5, 13),
            recorded_by=coordinator,
        )

    if (state, step) in LEGAL:
        assert move_round(consultation, step, actor=coordinator, comment="Arsyeja").state == LEGAL[state, step]
        assert consultation.state_changes.get().step == step
    else:
        with pytest.raises(StepRefused):
            move_round(consultation, step, actor=coordinator, comment="Arsyeja")
        consultation.refresh_from_db()
        assert consultation.state == state
        assert not consultation.state_changes.exists()


@pytest.mark.parametrize("role", ["staff", "expert", "ngo", "admin", "mayor", "secretary", "councillor", "dpo"])
@pytest.mark.parametrize("step", list(RoundStep))
def test_nobody_takes_a_step_of_the_coordinator(role, step):
    consultation = RoundFactory(state=min(ROUND_WORKFLOW[step].sources), notice_on=date(2024, 2, 6))

    with pytest.raises(PermissionDenied):
        move_round(consultation, step, actor=UserFactory(role=role))


@pytest.mark.parametrize("field", ["draft_sq", "reasons_sq", "manner_sq", "meetings_sq", "coordinator_contact"])
def test_a_draft_is_not_published_without_each_field_of_the_notice(field, coordinator, law):
    consultation = RoundFactory(publishable=True, **{field: ""})
    ConsultationEventFactory(round=consultation, kind="public_hearing")

    (offer,) = ROUND_WORKFLOW.offers(consultation, coordinator)

    assert len(offer.missing) == 1
    with pytest.raises(StepRefused):
        publish_round(consultation, actor=coordinator)


@pytest.mark.parametrize("kind", RoundKind.values)
def test_no_round_is_published_that_does_not_promise_its_answers(kind, coordinator, law):
    consultation = RoundFactory(publishable=True, kind=kind, answer_days=None)

    (silent,) = ROUND_WORKFLOW.offers(consultation, coordinator)
    with pytest.raises(StepRefused, match="përgjigjet"):
        publish_round(consultation, actor=coordinator)
    consultation.answer_days = 20
    (promising,) = ROUND_WORKFLOW.offers(consultation, coordinator)

    assert len(silent.missing) == len(promising.missing) + 1


def test_a_notice_names_no_meeting_where_none_open_to_all_is_held(coordinator, law):
    consultation = RoundFactory(publishable=True, meetings_sq="")
    ConsultationEventFactory(round=consultation, kind="focus_group")

    assert publish_round(consultation, actor=coordinator, entry=ON_8_APRIL).state == RoundState.OPEN


def test_listening_needs_no_notice_and_has_no_statutory_close(coordinator):
    consultation = publish_round(RoundFactory(kind=RoundKind.LISTENING), actor=coordinator)

    assert consultation.state == RoundState.OPEN
    assert consultation.closes_on is None


def test_publishing_computes_twenty_working_days(coordinator, law):
    consultation = publish_round(
        RoundFactory(publishable=True),
        actor=coordinator,
        entry=ON_8_APRIL,
    )

    assert consultation.closes_on == date(2024, 5, 9)
    change = consultation.state_changes.get()
    assert (change.happened_on, change.is_back_entry) == (date(2024, 4, 8), True)


@pytest.mark.parametrize("days", [10, 19, 41])
def test_a_period_outside_the_law_is_refused(days, coordinator, law):
    consultation = RoundFactory(
        publishable=True, working_days=days, complexity_decision_no="12", complexity_decision_on=date(2024, 4, 1)
    )

    with pytest.raises(StepRefused):
        publish_round(consultation, actor=coordinator)


def test_a_longer_period_needs_the_recorded_decision(coordinator, law):
    consultation = RoundFactory(publishable=True, working_days=40)
    with pytest.raises(StepRefused):
        publish_round(consultation, actor=coordinator)

    consultation.complexity_decision_no, consultation.complexity_decision_on = "12", date(2024, 4, 1)
    consultation.save()
    moved = publish_round(consultation, actor=coordinator, entry=ON_8_APRIL)

    assert moved.closes_on == date(2024, 6, 6)


def test_an_extension_lengthens_up_to_the_longest_period(coordinator, law):
    consultation = publish_round(RoundFactory(publishable=True), actor=coordinator, entry=ON_8_APRIL)
    decision = {
        "round": consultation,
        "decision_no": "7",
        "decision_on": date(2024, 5, 2),
        "reason": "Pak komente.",
        "notified_on": date(2024, 5, 3),
    }

    for day in (date(2024, 6, 7), date(2024, 5, 9), date(2024, 5, 2)):
        with pytest.raises(ValidationError):
            extend_round(RoundExtension(to_day=day, **decision), actor=coordinator)
    extended = extend_round(RoundExtension(to_day=date(2024, 5, 20), **decision), actor=coordinator)

    assert extended.closes_on == date(2024, 5, 20)


def test_an_open_round_does_not_close_before_its_last_day(coordinator):
    with pytest.raises(StepRefused):
        move_round(RoundFactory(is_open=True), RoundStep.CLOSE, actor=coordinator)


def test_answers_wait_for_every_contribution_and_recommendation(coordinator):
    consultation = RoundFactory(is_closed=True)
    ContributionFactory(round=consultation)
    with pytest.raises(StepRefused):
        move_round(consultation, RoundStep.ANSWER, actor=coordinator)

    bare = RoundFactory(is_closed=True)
    RecommendationFactory(round=bare)
    with pytest.raises(StepRefused):
        move_round(bare, RoundStep.ANSWER, actor=coordinator)


def test_a_published_notice_is_not_edited(coordinator):
    consultation = RoundFactory(is_open=True)
    consultation.title_sq = "Tjetër"

    with pytest.raises(StepRefused):
        save_round(consultation, actor=coordinator, groups=[])
