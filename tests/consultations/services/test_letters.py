"""The day a letter was received decides, not the day it is typed."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from consultations.enums import RoundState
from consultations.models import Contribution, LateReply, Round
from consultations.requirements import rounds_owing, unanswered
from consultations.services import enter_contribution
from consultations.services.letters import answer_late
from core.workflow import StepRefused
from operations.deeds import Entry
from tests.factories.accounts import UserFactory
from tests.factories.consultations import ContributionFactory, RoundFactory
from vlora_plan.pages.following import follow

pytestmark = pytest.mark.django_db
LAST_DAY = date(2024, 5, 9)


@pytest.fixture
def coordinator():
    return UserFactory(role="coordinator")


def answered_round() -> Round:
    one = RoundFactory(is_closed=True)
    Round.objects.filter(pk=one.pk).update(state=RoundState.ANSWERED)
    one.refresh_from_db()
    return one


def letter(one: Round, **more: object) -> Contribution:
    return Contribution(
        **{"round": one, "channel": "paper", "text": "Na duhet një rampë.", "submission_key": uuid.uuid4()} | more
    )


def test_a_letter_in_time_typed_after_the_answers_makes_them_owed_again(coordinator):
    one = answered_round()
    said = letter(one, protocol_no="118/2024")

    receipt = enter_contribution(said, actor=coordinator, entry=Entry(LAST_DAY))

    one.refresh_from_db()
    assert not receipt.contribution.is_late
    assert receipt.contribution.source_document.endswith("118/2024")
    assert one.state == RoundState.CLOSED
    assert unanswered(one)
    assert rounds_owing().filter(pk=one.pk).exists()


def test_a_late_letter_is_kept_marked_and_holds_nothing_up(coordinator):
    one = answered_round()
    said = letter(one, protocol_no="131/2024")

    kept = enter_contribution(said, actor=coordinator, entry=Entry(date(2024, 5, 10))).contribution

    one.refresh_from_db()
    assert kept.is_late
    assert one.state == RoundState.ANSWERED
    assert not unanswered(one)
    assert list(Contribution.objects.late_unanswered()) == [kept]

    answer_late(LateReply(contribution=kept, reply="Hyn në planin tjetër."), actor=coordinator)

    assert not Contribution.objects.late_unanswered().exists()
    assert follow(kept.pk).late_reply == "Hyn në planin tjetër."


def test_a_late_letter_without_its_protocol_number_is_refused_at_the_field(coordinator):
    entry = Entry(date(2024, 5, 10), source_document="Zarf")
    with pytest.raises(ValidationError) as refusal:
        enter_contribution(letter(answered_round()), actor=coordinator, entry=entry)
    assert list(refusal.value.message_dict) == ["protocol_no"]


def test_what_was_said_at_an_event_does_not_reopen_an_answered_round(coordinator):
    entry = Entry(LAST_DAY, source_document="Procesverbali")
    with pytest.raises(StepRefused):
        enter_contribution(letter(answered_round(), channel="event"), actor=coordinator, entry=entry)


@pytest.mark.parametrize("wrong", [{"channel": "web", "protocol_no": "1"}, {"channel": "paper"}])
def test_the_database_knows_no_late_words_without_a_protocol(wrong):
    with pytest.raises(IntegrityError, match="contribution_late_has_protocol"), transaction.atomic():
        ContributionFactory(is_late=True, **wrong)


def test_a_letter_in_time_has_no_answer_apart(coordinator):
    with pytest.raises(StepRefused):
        answer_late(LateReply(contribution=ContributionFactory(), reply="Po"), actor=coordinator)
