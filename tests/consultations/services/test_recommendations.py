"""Recommendations: on what they rest, and the answer with its reason."""

import pytest
from django.core.exceptions import ValidationError

from consultations.enums import Answer
from consultations.models import (
    Contribution,
    Disposition,
    NoProposal,
    Recommendation,
)
from consultations.services import (
    answer_recommendation,
    code_contribution,
    mark_no_proposal,
    save_recommendation,
)
from core.workflow import StepRefused
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ContributionFactory,
    RecommendationFactory,
)


@pytest.fixture
def coordinator(db):
    return UserFactory(role="coordinator")


def test_a_recommendation_rests_on_contributions_of_its_round(coordinator):
    contribution = ContributionFactory()
    recommendation = Recommendation(round=contribution.round, code="R1", title_sq="Rampa", text_sq="Të ndërtohen.")

    for wrong in ([], [ContributionFactory()]):
        with pytest.raises(ValidationError):
            save_recommendation(recommendation, actor=coordinator, contributions=wrong, needs=[])
    save_recommendation(recommendation, actor=coordinator, contributions=[contribution], needs=[])

    assert list(Contribution.objects.uncoded()) == list(Contribution.objects.exclude(pk=contribution.pk))


def test_no_proposal_needs_a_reason_and_coding_takes_it_back(coordinator):
    contribution = ContributionFactory()
    recommendation = RecommendationFactory(round=contribution.round)
    with pytest.raises(ValidationError):
        mark_no_proposal(contribution, reason="  ", actor=coordinator)

    mark_no_proposal(contribution, reason="Falënderim.", actor=coordinator)
    assert not Contribution.objects.uncoded().exists()
    code_contribution(contribution, recommendations=[recommendation], actor=coordinator)

    assert not NoProposal.objects.exists()
    with pytest.raises(StepRefused):
        mark_no_proposal(contribution, reason="Falënderim.", actor=coordinator)


def test_not_accepted_is_refused_without_a_reason(coordinator):
    recommendation = RecommendationFactory()
    for answer in set(Answer) - {Answer.ACCEPTED}:
        with pytest.raises(ValidationError):
            answer_recommendation(Disposition(recommendation=recommendation, answer=answer), actor=coordinator)

    answer_recommendation(Disposition(recommendation=recommendation, answer=Answer.ACCEPTED), actor=coordinator)
    answer_recommendation(
        Disposition(recommendation=recommendation, answer=Answer.NOT_ACCEPTED, reason_sq="Jashtë buxhetit."),
        actor=coordinator,
    )

    assert recommendation.current_disposition().answer == Answer.NOT_ACCEPTED
    assert Disposition.objects.current().count() == 1
