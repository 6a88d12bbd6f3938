"""What is published as data asks the database as often for one publication as for three: six times at most."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.enums import AssessmentState
from assessments.models import Assessment
from consultations.models import Round
from consultations.services import publish_answers
from socialplan.content.models import PlanRound
from tests.access.site import DATASETS
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ServiceFactory, small_number_thresholds
from tests.factories.consultations import (
    CodingFactory,
    ContributionFactory,
    DispositionFactory,
    RecommendationFactory,
    RoundFactory,
)
from tests.factories.municipality import MunicipalityFactory
from tests.factories.tracing import chain_of, linked_draft, point, publish_report

pytestmark = pytest.mark.django_db
MOST = 6


def published(count: int) -> None:
    """So many plans in force, each with its edition, its report, services, and a round with answers and speakers."""
    for _number in range(count):
        chain = chain_of(linked_draft(count))
        publish_report(chain.period)
        ServiceFactory.create_batch(count, is_listed=True)
        consultation = RoundFactory(is_closed=True)
        PlanRound.objects.create(plan=chain.period.version.plan, round=consultation)
        recommendations = RecommendationFactory.create_batch(count, round=consultation)
        for said in ContributionFactory.create_batch(12, round=consultation, sex="women"):
            CodingFactory(contribution=said, recommendation=recommendations[0])
        for recommendation in recommendations:
            point(DispositionFactory(recommendation=recommendation), chain.period.version)
        publish_answers(consultation, actor=UserFactory(role="coordinator"))
    Assessment.objects.update(state=AssessmentState.PUBLISHED)


def asked(name: str, count: int, *, of_a_round: bool) -> tuple[int, int]:
    """How often the address asks, and how long its answer is; everything made for it is undone."""
    with transaction.atomic():
        published(count)
        args = [Round.objects.earliest("-pk").pk] if of_a_round else []
        with CaptureQueriesContext(connection) as found:
            answer = Client().get(reverse(name, args=args))
        assert answer.status_code == 200
        transaction.set_rollback(True)
    return len(found), len(answer.content)


@pytest.mark.parametrize(
    "name",
    [
        *(f"api:{code}_{kind}" for code in DATASETS for kind in ("json", "csv")),
        "consultations:answers_json",
        "consultations:answers_csv",
    ],
)
def test_data_are_asked_for_as_often_whatever_is_published(name: str) -> None:
    MunicipalityFactory()
    small_number_thresholds()

    one, several = (asked(name, count, of_a_round=name.startswith("consultations:")) for count in (1, 3))

    assert several[1] > one[1]  # there was more to read
    assert several[0] == one[0] <= MOST
