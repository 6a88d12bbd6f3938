"""Recommendations: on what they rest, and the answer with its reason."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from consultations.enums import ANSWERS_WITH_TARGET, PROMISES, Answer
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


def test_outside_competence_names_the_body_and_the_page_says_it(coordinator, client):
    recommendation = RecommendationFactory()
    client.force_login(coordinator, backend="accounts.login.backends.PasswordBackend")
    address = reverse("consultations:disposition_create", args=[recommendation.pk])
    typed = {"answer": "outside_competence", "reason_sq": "Nuk na takon.", "happened_on": "", "source_document": "VKB"}
    typed["happened_on"] = timezone.localdate().strftime("%d.%m.%Y")

    refused = client.post(address, typed)
    assert "competent_body_sq" in refused.context["form"].errors
    assert client.post(address, typed | {"competent_body_sq": "OSHEE"}).status_code == 302

    answer = recommendation.current_disposition()
    assert str(answer.get_answer_display()).endswith(": OSHEE")
    assert "OSHEE" in client.get(recommendation.get_absolute_url()).content.decode()


def test_already_covered_points_at_a_place_and_promises_nothing_new():
    assert Answer.ALREADY_COVERED in ANSWERS_WITH_TARGET - PROMISES
    assert Disposition(answer=Answer.ALREADY_COVERED).needs_target
