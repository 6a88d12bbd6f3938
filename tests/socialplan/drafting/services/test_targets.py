"""Places of answers in a plan."""

from typing import Any

import pytest

from core.workflow import StepRefused
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget
from socialplan.drafting.services.targets import point_disposition
from tests.factories.consultations import DispositionFactory
from tests.socialplan.conftest import Journey

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_accepted_recommendation_needs_its_place(journey: Journey, people: dict[str, Any]) -> None:
    answer = DispositionFactory(recommendation__round__is_closed=True)
    round_ = answer.recommendation.round
    with pytest.raises(StepRefused):
        journey.to_council(round_)
    measure = journey.version.measures.get()
    place = {"node_kind": NodeKind.MEASURE, "node_key": measure.key, "actor": people["staff"]}
    target = point_disposition(answer, journey.version, **place)

    assert point_disposition(answer, journey.version, **place) == target
    assert list(DispositionTarget.objects.at(measure)) == [target]
