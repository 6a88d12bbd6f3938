"""What a removal keeps so that it can be taken back: the row, all below it, and nothing beside it."""

from __future__ import annotations

from typing import Any

import pytest

from socialplan.content.models import ContentRow, IndicatorTarget, Measure, MeasureCost, PlanVersion
from socialplan.content.plan_json import content_sha256
from socialplan.drafting.services.subtree import IN_ORDER, put_back, snapshot
from tests.factories.socialplan import (
    FundingLineFactory,
    FundingSourceFactory,
    MeasureCostFactory,
    MeasureFactory,
    PlanVersionFactory,
    RiskFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def version() -> PlanVersion:
    """One goal with an objective, a measure with two years of cost, an indicator with a target; a risk beside."""
    made: PlanVersion = PlanVersionFactory(content=True)
    RiskFactory(version=made)
    dearer = MeasureCostFactory(measure=made.measures.get(), year=2025)
    FundingLineFactory(cost=dearer, source=FundingSourceFactory(code="GOV"))
    return made


def models_of(plain: list[dict[str, Any]]) -> dict[str, int]:
    names = [each["model"].removeprefix("content.") for each in plain]
    return {name: names.count(name) for name in names}


def fresh(version: PlanVersion) -> PlanVersion:
    return PlanVersion.objects.get(pk=version.pk)


def test_a_goal_takes_everything_below_it_and_no_risk(version: PlanVersion) -> None:
    found = models_of(snapshot(version.strategicgoals.get()))

    assert found == {
        "strategicgoal": 1,
        "specificobjective": 1,
        "measure": 1,
        "indicator": 1,
        "measurecost": 2,
        "fundingline": 2,
        "indicatortarget": 1,
    }


def test_a_measure_takes_its_money_and_leaves_its_neighbours(version: PlanVersion) -> None:
    MeasureFactory(objective=version.specificobjectives.get())
    measure = version.measures.order_by("pk")[0]

    assert models_of(snapshot(measure)) == {"measure": 1, "measurecost": 2, "fundingline": 2}


def test_parents_stand_before_what_hangs_on_them(version: PlanVersion) -> None:
    names = [model._meta.label_lower for model in IN_ORDER]
    kept = [names.index(each["model"]) for each in snapshot(version.strategicgoals.get())]

    assert kept == sorted(kept)


@pytest.mark.parametrize("relation", ["strategicgoals", "specificobjectives", "measures", "indicators", "risks"])
def test_what_was_removed_comes_back_to_the_byte(relation: str, version: PlanVersion) -> None:
    """Keys and numbers included: a comment or a yearly value hangs on them."""
    row: ContentRow = getattr(version, relation).get()
    before, kept = content_sha256(fresh(version)), snapshot(row)
    key, number = row.key, row.pk

    row.delete()
    assert content_sha256(fresh(version)) != before
    put_back(kept)

    assert content_sha256(fresh(version)) == before
    assert getattr(version, relation).get(pk=number).key == key


def test_a_later_change_elsewhere_survives_the_putting_back(version: PlanVersion) -> None:
    measure = version.measures.get()
    kept = snapshot(measure)
    measure.delete()
    target = IndicatorTarget.objects.get(version=version)
    target.value = 700
    target.save()

    put_back(kept)

    assert IndicatorTarget.objects.get(pk=target.pk).value == 700
    assert MeasureCost.objects.filter(measure__version=version).count() == 2


@pytest.mark.parametrize("measures", [1, 4])
def test_the_number_of_questions_does_not_grow_with_the_rows(
    measures: int, version: PlanVersion, django_assert_num_queries: Any
) -> None:
    goal = version.strategicgoals.get()
    for _number in range(measures - Measure.objects.filter(version=version).count()):
        MeasureCostFactory(measure=MeasureFactory(objective=version.specificobjectives.get()))

    with django_assert_num_queries(QUESTIONS):
        snapshot(goal)


QUESTIONS = 11
