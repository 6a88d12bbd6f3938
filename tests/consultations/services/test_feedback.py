"""Feedback: an entry for each group addressed."""

from datetime import date

import pytest

from consultations.enums import RoundState, RoundStep
from consultations.models import FeedbackEntry
from consultations.services import move_round, record_feedback
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.assessments import TargetGroupFactory
from tests.factories.consultations import (
    RoundFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


def test_reporting_back_waits_for_every_group_addressed(coordinator):
    told, untold = TargetGroupFactory(), TargetGroupFactory()
    consultation = RoundFactory(state=RoundState.ANSWERED, notice_on=date(2024, 4, 8), groups=[told, untold])
    line = {"round": consultation, "channel": "meeting", "content": "Përgjigjet", "informed_on": date(2024, 5, 13)}
    record_feedback(FeedbackEntry(group=told, **line), actor=coordinator)
    with pytest.raises(StepRefused):
        move_round(consultation, RoundStep.REPORT, actor=coordinator)

    record_feedback(FeedbackEntry(group=untold, **line), actor=coordinator)

    assert move_round(consultation, RoundStep.REPORT, actor=coordinator).state == RoundState.REPORTED
