"""Rounds: answers become public in one batch, once."""

import threading
import uuid
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from consultations.enums import Answer, RoundStep
from consultations.models import (
    Contribution,
    Disposition,
    Recommendation,
    Round,
)
from consultations.requirements import unanswered
from consultations.services import (
    answer_recommendation,
    enter_contribution,
    move_round,
    publish_answers,
    save_event,
)
from core.workflow import StepRefused
from operations.deeds import Entry
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)


@pytest.fixture
def coordinator(db):
    return UserFactory(role="coordinator")


def words(consultation: Round, key: uuid.UUID | None = None) -> Contribution:
    return Contribution(round=consultation, submission_key=key or uuid.uuid4(), text="Na duhet një rampë.")


def test_answers_become_public_in_one_batch_and_then_stay(coordinator):
    consultation = RoundFactory(is_closed=True)
    first, second = RecommendationFactory.create_batch(2, round=consultation)
    DispositionFactory(recommendation=first)
    assert unanswered(consultation)
    DispositionFactory(recommendation=second)
    assert not Recommendation.objects.published().exists()

    publish_answers(consultation, actor=coordinator, entry=Entry(date(2024, 5, 13), source_document="Procesverbali 3"))

    assert Recommendation.objects.published().count() == 2
    assert unanswered(consultation) == []
    with pytest.raises(StepRefused):
        answer_recommendation(Disposition(recommendation=first, answer=Answer.ACCEPTED), actor=coordinator)


def test_after_the_answers_nothing_enters_the_round_that_would_get_none(coordinator, client_of):
    consultation = RoundFactory(is_closed=True)
    DispositionFactory(recommendation=RecommendationFactory(round=consultation))
    paper = Entry(date(2024, 4, 24), source_document="Protokolli 12")
    publish_answers(consultation, actor=coordinator, entry=Entry(date(2024, 5, 13), source_document="Procesverbali 3"))

    with pytest.raises(StepRefused, match="janë publikuar"):
        enter_contribution(words(consultation), actor=coordinator, entry=paper)
    with pytest.raises(StepRefused, match="janë publikuar"):
        save_event(ConsultationEventFactory.build(round=consultation), actor=coordinator, groups=[], entry=paper)
    page = client_of(coordinator).get(consultation.get_absolute_url()).content.decode()
    address = reverse("consultations:event_create", args=[consultation.pk])
    assert address not in page
    assert client_of(coordinator).get(address).status_code == 403
    assert (
        reverse("consultations:contribution_create", args=[consultation.pk]) in page
    )  # for a letter that came in time


@pytest.mark.django_db(transaction=True)
def test_of_two_publishing_at_once_one_wins_and_one_is_told():
    consultation = RoundFactory()
    coordinators = [UserFactory(role="coordinator") for _number in range(2)]
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def publish(actor) -> None:
        try:
            start.wait()
            move_round(consultation, RoundStep.PUBLISH, actor=actor)
            outcomes.append("moved")
        except StepRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=(actor,)) for actor in coordinators]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["moved", "refused"]
    assert consultation.state_changes.count() == 1
