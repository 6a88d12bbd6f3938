"""The voice in a need's score: the share of contributions that raised it, of the rounds of its edition alone."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from assessments.enums import AssessmentState
from assessments.models import Assessment
from consultations.services.voice import voice_shares, write_voice
from core.workflow import StepRefused
from operations.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.assessments import AssessmentFactory, NeedFactory
from tests.factories.consultations import CodingFactory, ContributionFactory, RecommendationFactory, RoundFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Assessment:
    made: Assessment = AssessmentFactory()
    return made


@pytest.fixture
def round_(edition: Assessment) -> Any:
    return RoundFactory(is_open=True, assessment=edition)


def raised(round_: Any, need: Any, *contributions: Any) -> Any:
    """A recommendation on the need that rests on these contributions."""
    recommendation = RecommendationFactory(round=round_)
    recommendation.needs.add(need)
    for each in contributions:
        CodingFactory(recommendation=recommendation, contribution=each)
    return recommendation


def test_where_nobody_spoke_no_share_is_made_up(edition: Assessment) -> None:
    NeedFactory(assessment=edition)

    assert voice_shares(edition) == {}


def test_a_need_nobody_raised_has_a_share_of_nothing(edition: Assessment, round_: Any) -> None:
    need = NeedFactory(assessment=edition)
    ContributionFactory(round=round_)

    assert voice_shares(edition) == {need.pk: Decimal("0.0")}


def test_one_who_said_it_twice_is_one_voice(edition: Assessment, round_: Any) -> None:
    """Three spoke, one of them in two recommendations on the same need: a third, not two thirds."""
    need, other = NeedFactory(assessment=edition), NeedFactory(assessment=edition)
    first, second, _third = ContributionFactory.create_batch(3, round=round_)
    raised(round_, need, first)
    raised(round_, need, first)
    raised(round_, other, first, second)

    assert voice_shares(edition) == {need.pk: Decimal("33.3"), other.pk: Decimal("66.7")}


def test_the_rounds_of_an_edition_are_counted_together_and_no_others(edition: Assessment, round_: Any) -> None:
    need = NeedFactory(assessment=edition)
    raised(round_, need, ContributionFactory(round=round_))
    ContributionFactory(round=RoundFactory(is_open=True, assessment=edition))
    ContributionFactory(round=RoundFactory(is_open=True, with_assessment=True))

    assert voice_shares(edition) == {need.pk: Decimal("50.0")}


def test_the_shares_are_written_with_an_event(edition: Assessment, round_: Any) -> None:
    need = NeedFactory(assessment=edition)
    raised(round_, need, ContributionFactory(round=round_))

    write_voice(edition, actor=UserFactory(role="coordinator"))

    need.refresh_from_db()
    assert need.voice_score == Decimal(100)
    assert Event.objects.get(action="assessments.write_voice").after == {need.code: "100.0"}


@pytest.mark.parametrize("role", ["ngo", "councillor", "mayor", "dpo", "secretary"])
def test_who_keeps_no_consultation_writes_no_voice(role: str, edition: Assessment, round_: Any) -> None:
    need = NeedFactory(assessment=edition, voice_score=None)
    ContributionFactory(round=round_)

    with pytest.raises(PermissionDenied):
        write_voice(edition, actor=UserFactory(role=role))

    need.refresh_from_db()
    assert need.voice_score is None


def test_a_published_edition_keeps_the_voice_it_was_published_with(round_: Any, edition: Assessment) -> None:
    NeedFactory(assessment=edition)
    ContributionFactory(round=round_)
    Assessment.objects.filter(pk=edition.pk).update(state=AssessmentState.PUBLISHED)

    with pytest.raises(StepRefused):
        write_voice(edition, actor=UserFactory(role="coordinator"))
    assert not Event.objects.filter(action="assessments.write_voice").exists()
