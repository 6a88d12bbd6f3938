"""What is published as data asks the database as often for one publication as for three: six times at most."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

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

NAMES = [
    *(f"api:{code}_{kind}" for code in DATASETS for kind in ("json", "csv")),
    "consultations:answers_json",
    "consultations:answers_csv",
]
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


def asked(name: str) -> tuple[int, int]:
    """How often the address asks, and how long its answer is; what it writes is undone."""
    args = [Round.objects.earliest("-pk").pk] if name.startswith("consultations:") else []
    with transaction.atomic():
        with CaptureQueriesContext(connection) as found:
            answer = Client().get(reverse(name, args=args))
        assert answer.status_code == 200
        transaction.set_rollback(True)
    return len(found), len(answer.content)


@pytest.fixture(scope="module")
def answers(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[int, dict[str, tuple[int, int]]]:
    """Of one publication and of three, made once each for all addresses; everything is undone."""
    found, media = {}, tmp_path_factory.mktemp("published")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), translation.override("sq"):
        for count in (1, 3):
            with transaction.atomic():
                MunicipalityFactory()
                small_number_thresholds()
                published(count)
                found[count] = {name: asked(name) for name in NAMES}
                transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_data_are_asked_for_as_often_whatever_is_published(
    name: str, answers: dict[int, dict[str, tuple[int, int]]]
) -> None:
    one, several = answers[1][name], answers[3][name]

    assert several[1] > one[1]  # there was more to read
    assert several[0] == one[0] <= MOST
