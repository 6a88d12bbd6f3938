"""Places of answers in a plan."""

from typing import Any

import pytest

from consultations.models import Disposition
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


@pytest.mark.parametrize(("is_old", "is_stuck"), [(True, False), (False, True)], ids=["of before", "of now"])
def test_already_covered_needs_its_place_only_where_it_was_said_since(
    journey: Journey, people: dict[str, Any], is_old: bool, is_stuck: bool
) -> None:
    """The round of an old answer takes no other one: a plan that stood approved meanwhile goes on."""
    said = {"answer": "already_covered", "reason_sq": "Hyn në plan.", "is_before_places": is_old}
    answer = DispositionFactory(recommendation__round__is_closed=True, **said)
    assert Disposition.objects.filter(pk=answer.pk).needing_target().exists() is answer.needs_target is is_stuck

    if is_stuck:
        with pytest.raises(StepRefused):
            journey.to_council(answer.recommendation.round)
    else:
        journey.to_council(answer.recommendation.round)
        assert journey.version.state == "before_council"


def test_an_old_answer_may_still_be_given_its_place(journey: Journey, people: dict[str, Any]) -> None:
    said = {"answer": "already_covered", "reason_sq": "Hyn në plan.", "is_before_places": True}
    answer, measure = DispositionFactory(**said), journey.version.measures.get()
    place = {"node_kind": NodeKind.MEASURE, "node_key": measure.key, "actor": people["staff"]}

    assert point_disposition(answer, journey.version, **place).disposition == answer
