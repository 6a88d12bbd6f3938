"""Numbers in the words of a round that only its hidden figures explain: taken out, or confirmed by another person."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from consultations.actions import ConsultationAction
from consultations.facts.meetings import WRITTEN
from consultations.facts.prose import prose_of_notice, refuse_telling_notice
from consultations.facts.speakers import NAME as SPEAKERS
from consultations.facts.speakers import published_speakers
from consultations.models import Recommendation, Round
from consultations.services import publish_answers
from consultations.services.rounds import ask_confirmation, confirm_numbers, move_round
from core.workflow import StepRefused
from operations.deeds import record
from operations.trail.patterns import audit_everything, everything_released, newest_releases
from operations.trail.prose import digest_of
from tests.factories.accounts import UserFactory
from tests.factories.assessments import small_number_thresholds
from tests.factories.consultations import (
    CodingFactory,
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RoundFactory,
    telling_round,
)
from tests.factories.municipality import MunicipalityFactory
from vlora_plan.pages.todo import tasks_of

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

    with pytest.raises(StepRefused, match="koordinator tjetër"):
        refuse_telling_notice(closed, actor=writer.pk, comment=said)
    with pytest.raises(StepRefused, match="3"):
        refuse_telling_notice(closed, actor=other.pk, comment="")
    refuse_telling_notice(closed, actor=other.pk, comment=said)


def one_coordinator() -> tuple[Round, Any]:
    """A town with one coordinator, who answers and publishes: the words of the recommendation are fixed by then."""
    MunicipalityFactory()
    consultation, coordinator = telling_round("Tre qendra ditore"), UserFactory(role="coordinator")
    DispositionFactory(recommendation=consultation.recommendations.get(), decided_by=coordinator)
    return consultation, coordinator


def test_a_town_with_one_coordinator_publishes_when_the_officer_has_confirmed(client_of: Any) -> None:
    consultation, coordinator = one_coordinator()
    officer = UserFactory(role="dpo")
    page = reverse("consultations:numbers_confirm", args=[consultation.pk])
    step = reverse("consultations:round_step", args=[consultation.pk, "answer"])
    ask = reverse("consultations:numbers_ask", args=[consultation.pk])
    assert page not in [task.url for task in tasks_of(officer)]

    refused = client_of(coordinator).post(step, {"comment": "3 janë qendrat."}).content.decode()
    assert "nëpunësi për mbrojtjen e të dhënave" in refused
    assert (ask in refused, f'"{page}"' in refused) == (True, False)
    client_of(coordinator).post(ask)
    assert ask not in client_of(coordinator).get(step).content.decode()
    assert page in [task.url for task in tasks_of(officer)]
    assert page not in [task.url for task in tasks_of(coordinator)]

    assert client_of(officer).post(page, {"numbers": ["3"], "reason": "Janë qendra, jo burra."}).status_code == 302
    assert page not in [task.url for task in tasks_of(officer)]
    assert "Janë qendra, jo burra." in client_of(coordinator).get(step).content.decode()
    assert publish_answers(consultation, actor=coordinator).has_public_answers


def test_what_the_officer_does_not_confirm_stays_refused_and_her_reason_is_read(client_of: Any) -> None:
    consultation, coordinator = one_coordinator()
    ask_confirmation(consultation, actor=coordinator)
    confirm_numbers(consultation, numbers=[], reason="Janë burrat që folën.", actor=UserFactory(role="dpo"))
    step = reverse("consultations:round_step", args=[consultation.pk, "answer"])

    assert "Janë burrat që folën." in client_of(coordinator).get(step).content.decode()
    with pytest.raises(StepRefused, match="3"):
        publish_answers(consultation, actor=coordinator)


def test_a_confirmation_holds_for_the_words_it_was_given_for() -> None:
    consultation, coordinator = one_coordinator()
    confirm_numbers(consultation, numbers=[3], reason="Qendra.", actor=UserFactory(role="dpo"))
    DispositionFactory(
        recommendation=consultation.recommendations.get(), decided_by=coordinator, reason_sq="E kërkuan tre burra."
    )

    with pytest.raises(StepRefused, match="3"):
        publish_answers(consultation, actor=coordinator)


def test_nobody_confirms_her_own_words_nor_a_number_that_is_not_asked() -> None:
    consultation, coordinator = one_coordinator()
    officer = UserFactory(role="dpo")

    both_roles = UserFactory(roles=["coordinator", "dpo"])
    record(ConsultationAction.SAVE_RECOMMENDATION, consultation.recommendations.get(), actor=both_roles, after={})
    with pytest.raises(StepRefused):
        confirm_numbers(consultation, numbers=[3], reason="Qendra.", actor=both_roles)
    with pytest.raises(PermissionDenied):
        confirm_numbers(consultation, numbers=[3], reason="Qendra.", actor=coordinator)
    with pytest.raises(PermissionDenied):
        confirm_numbers(consultation, numbers=[3], reason="Qendra.", actor=UserFactory(role="staff"))
    with pytest.raises(PermissionDenied):
        ask_confirmation(consultation, actor=officer)
    with pytest.raises(ValidationError):
        confirm_numbers(consultation, numbers=[27], reason="Qendra.", actor=officer)
    with pytest.raises(ValidationError):
        confirm_numbers(consultation, numbers=[3], reason="  ", actor=officer)
    with pytest.raises(StepRefused):
        ask_confirmation(RoundFactory(), actor=coordinator)
    with pytest.raises(StepRefused):
        ask_confirmation(RoundFactory(is_open=True), actor=coordinator)


def test_a_notice_goes_out_when_the_officer_has_confirmed_its_number(closed: Round) -> None:
    answered(closed, "Pranohet.")
    publish_answers(closed, actor=UserFactory(role="coordinator"))
    writer, officer = UserFactory(role="coordinator"), UserFactory(role="dpo")
    closed.about_sq = "Tre qendra ditore."
    record(ConsultationAction.SAVE_ROUND, closed, actor=writer, after={})
    prose = prose_of_notice(closed)
    after = {"step": "publish", "numbers": "3", "reason": "Qendra.", "sentences": {"3": digest_of(prose.texts, 3)}}
    with pytest.raises(StepRefused, match="3"):
        refuse_telling_notice(closed, actor=writer.pk, comment="")
    record(ConsultationAction.CONFIRM_NUMBERS, closed, actor=officer, after=after)

    refuse_telling_notice(closed, actor=writer.pk, comment="")


def test_a_superseded_answer_says_nothing_any_more() -> None:
    MunicipalityFactory()
    consultation = telling_round("Një qendër")
    wanted, writer = consultation.recommendations.get(), UserFactory(role="coordinator")
    DispositionFactory(recommendation=wanted, reason_sq="E kërkuan tre burra.", decided_by=writer)
    with pytest.raises(StepRefused, match="3"):
        publish_answers(consultation, actor=writer)
    DispositionFactory(recommendation=wanted, reason_sq="Pranohet.", decided_by=writer)

    assert publish_answers(consultation, actor=writer).has_public_answers


def test_who_answers_reads_the_numbers_of_the_recommendation_before_its_words_are_fixed(client_of: Any) -> None:
    MunicipalityFactory()
    wanted = telling_round().recommendations.get()
    page = client_of(UserFactory(role="coordinator")).get(
        reverse("consultations:disposition_create", args=[wanted.pk])
    )

    assert page.context["prose"].telling == [3]
    assert 'said-numbers"' in page.content.decode()
