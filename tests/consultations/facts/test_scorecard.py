"""The public scorecard of a round against its days and rows counted by hand."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from consultations.facts.scorecard import scorecard_of
from consultations.models import AnswerPublication, ContributionContact, FeedbackEntry, PublishedAnswer, Round
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    ConsultationEventFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.municipality import CalendarDayFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    MunicipalityFactory()
    for day in range(4):  # the feasts of the year are entered, none within the period
        CalendarDayFactory(day=date(2024, 1, 2 + day), is_proclaimed_yearly=True)
    one = RoundFactory(
        is_closed=True, kind="draft_plan", notice_on=date(2024, 4, 8), closes_on=date(2024, 5, 10), answer_days=10
    )
    ConsultationEventFactory(round=one, kind="public_hearing")
    ConsultationEventFactory(round=one, kind="public_hearing", short_notice_days=7, short_notice_reason="Nxitim")
    ConsultationEventFactory(round=one, kind="focus_group")
    return one


def test_the_scorecard_counts_days_meetings_answers_and_who_was_told(consultation):
    answered = DispositionFactory(recommendation=RecommendationFactory(round=consultation), answer="accepted")
    RecommendationFactory(round=consultation)
    batch = AnswerPublication.objects.create(
        round=consultation, published_by=UserFactory(), happened_on=date(2024, 5, 22)
    )
    PublishedAnswer.objects.create(publication=batch, disposition=answered)
    told, waits = (ContributionFactory(round=consultation) for _each in range(2))
    for one in (told, waits):
        ContributionContact.objects.create(contribution=one, name="Kodi 1")
    FeedbackEntry.objects.create(
        round=consultation,
        contribution=told,
        channel="in_person",
        content="U tha",
        informed_on=date(2024, 5, 23),
        recorded_by=UserFactory(),
    )

    card = scorecard_of(consultation)

    assert (card.meetings, card.lawful_meetings) == (2, 1)
    assert (card.recommendations, card.answered, card.share_answered) == (2, 1, 50)
    assert card.notice_days == 24  # weekdays of 9.4.–10.5.: no feast is entered here
    assert (card.answer_due, card.days_to_answer, card.is_late) == (date(2024, 5, 24), 8, False)
    assert (card.telling.informed, card.telling.to_tell, card.share_informed) == (1, 1, 50)


def test_everybody_reads_the_promise_and_how_it_is_kept(consultation):
    page = Client().get(reverse("consultations:public_round_detail", args=[consultation.pk])).content.decode()

    assert "brenda 10 ditëve të punës pas ditës së fundit" in page
    assert "24.05.2024" in page
    assert "kjo ditë ka kaluar" in page
    assert "1 nga 2" in page


def read_round(one: Round) -> str:
    return Client().get(reverse("consultations:public_round_detail", args=[one.pk])).content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("open", "Përgjigjet publikohen së bashku pas mbylljes"),
        ("closed", "Përgjigjet po përgatiten"),
        ("answered", "nuk u parashtrua asgjë që kërkonte përgjigje"),
        ("reported", "nuk u parashtrua asgjë që kërkonte përgjigje"),
    ],
)
def test_a_round_without_answers_says_why_there_are_none(state, said):
    MunicipalityFactory()
    page = read_round(RoundFactory(state=state, notice_on=date(2024, 4, 8)))

    told = [each for each in ("së bashku pas mbylljes", "po përgatiten", "u parashtrua asgjë") if each in page]
    assert said in page
    assert len(told) == 1
    assert (reverse("publishing:transparency", args=[2024]) in page) == (state in {"answered", "reported"})


def test_a_round_without_a_last_day_says_so_and_promises_once():
    MunicipalityFactory()
    page = read_round(RoundFactory(state="open", notice_on=date(2024, 4, 8), answer_days=20))

    assert "ky raund ende nuk ka ditë të fundit" in page
    assert page.count("Përgjigjet e premtuara") == 1
    assert "brenda 20 ditëve të punës pas mbylljes së raundit" in page
    assert "pas ditës së fundit" not in page
    assert "Si po mbahet procedura" not in page
