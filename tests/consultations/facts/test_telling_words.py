"""Numbers in the words of a round that only its hidden figures explain: taken out, or confirmed by another person."""

from __future__ import annotations

import pytest

from consultations.actions import ConsultationAction
from consultations.facts.meetings import WRITTEN
from consultations.facts.prose import refuse_telling_notice
from consultations.facts.speakers import NAME as SPEAKERS
from consultations.facts.speakers import published_speakers
from consultations.models import Recommendation, Round
from consultations.services import publish_answers
from consultations.services.rounds import move_round
from core.workflow import StepRefused
from operations.deeds import record
from operations.trail.patterns import audit_everything, everything_released, newest_releases
from tests.factories.accounts import UserFactory
from tests.factories.assessments import small_number_thresholds
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Round:
    """Fifty residents spoke, three of them men: 3 is hidden, and so is what would give it away."""
    MunicipalityFactory()
    small_number_thresholds()
    consultation: Round = RoundFactory(is_closed=True)
    for sex, count in (("women", 27), ("men", 3), ("undeclared", 20)):
        ContributionFactory.create_batch(count, round=consultation, sex=sex, spoken_by="resident")
    for said in consultation.contributions.all():
        CodingFactory(
            contribution=said,
            recommendation__round=consultation,
            recommendation__title_sq="Një qendër",
            recommendation__title_en="A centre",
        )
    return consultation


def answered(consultation: Round, reason: str, **more: object) -> None:
    first, *others = (wanted for wanted in consultation.recommendations.all())
    DispositionFactory(recommendation=first, reason_sq=reason, reason_en="As said.", **more)
    for wanted in others:
        DispositionFactory(recommendation=wanted, reason_sq="Pranohet.", reason_en="Accepted.", **more)


def test_the_margins_of_speakers_stand_in_the_audit_over_everything(closed: Round) -> None:
    answered(closed, "Pranohet.")
    publish_answers(closed, actor=UserFactory(role="coordinator"))
    closed.refresh_from_db()

    [(_name, release)] = newest_releases([(SPEAKERS, f"round:{closed.pk}")])

    assert release.counts["sex|men"].value == 3
    assert "sex|men" in release.hidden
    assert published_speakers(closed)["margins"]["sex"]["men"] is None
    assert any(f"{SPEAKERS}:round:{closed.pk}:sex|men" in each.hidden for each in everything_released())
    assert audit_everything() == []


@pytest.mark.parametrize("reason", ["Tre burra e kërkuan.", "Three men asked for it.", "E kërkuan 3 burra."])
def test_an_answer_that_says_a_hidden_number_is_confirmed_by_another_than_its_writer(
    closed: Round, reason: str
) -> None:
    writer, other = (UserFactory(role="coordinator") for _ in range(2))
    answered(closed, reason, decided_by=writer)

    with pytest.raises(StepRefused, match="3"):
        publish_answers(closed, actor=other)
    with pytest.raises(StepRefused, match="3"):
        move_round(closed, "answer", actor=writer, comment="3 janë ditët e javës.")
    assert move_round(closed, "answer", actor=other, comment="3 janë ditët e javës.").has_public_answers


def test_an_answer_without_such_a_number_goes_out(closed: Round) -> None:
    answered(closed, "Pranohet për 30 persona.")

    assert publish_answers(closed, actor=UserFactory(role="coordinator")).has_public_answers


def test_who_worded_a_recommendation_does_not_confirm_its_numbers(closed: Round) -> None:
    writer, other = (UserFactory(role="coordinator") for _ in range(2))
    wanted = closed.recommendations.all()[0]
    Recommendation.objects.filter(pk=wanted.pk).update(title_sq="Tre burra duan një qendër")
    answered(closed, "Pranohet.")
    record(ConsultationAction.SAVE_RECOMMENDATION, wanted, actor=writer, after={"code": wanted.code})

    with pytest.raises(StepRefused, match="3"):
        move_round(closed, "answer", actor=writer, comment="3 janë ditët e javës.")
    assert move_round(closed, "answer", actor=other, comment="3 janë ditët e javës.").has_public_answers


def test_who_ever_wrote_in_the_minutes_does_not_confirm_their_numbers(closed: Round) -> None:
    answered(closed, "Pranohet.")
    first, last, other = (UserFactory(role="coordinator") for _ in range(3))
    event = ConsultationEventFactory(round=closed, minutes_public_sq="Folën tre burra.", minutes_by=last)
    record(ConsultationAction.SAVE_EVENT, event, actor=first, after={WRITTEN: "0"})

    for writer in (first, last):
        with pytest.raises(StepRefused, match="3"):
            move_round(closed, "answer", actor=writer, comment="3 janë ditët e javës.")
    assert move_round(closed, "answer", actor=other, comment="3 janë ditët e javës.").has_public_answers


@pytest.mark.parametrize("deed", [ConsultationAction.SAVE_ROUND, ConsultationAction.FREEZE_DRAFT])
def test_who_wrote_a_notice_does_not_confirm_its_numbers(closed: Round, deed: ConsultationAction) -> None:
    """Nor where she is alone: the sentence says what is left."""
    answered(closed, "Pranohet.")
    publish_answers(closed, actor=UserFactory(role="coordinator"))
    closed.about_sq = "Tre burra e kërkuan."
    writer, other = (UserFactory(role="coordinator") for _ in range(2))
    record(deed, closed, actor=writer, after={})
    said = "3 janë ditët e javës."

    with pytest.raises(StepRefused, match="dikush tjetër"):
        refuse_telling_notice(closed, actor=writer.pk, comment=said)
    with pytest.raises(StepRefused, match="3"):
        refuse_telling_notice(closed, actor=other.pk, comment="")
    refuse_telling_notice(closed, actor=other.pk, comment=said)
