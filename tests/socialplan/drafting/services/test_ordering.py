from typing import Any

import pytest

from core.workflow import StepRefused
from socialplan.content.models import Indicator, Measure, PlanVersion, SpecificObjective, StrategicGoal
from socialplan.drafting.services.content import (
    register_goal,
    register_indicator,
    register_measure,
    register_objective,
    remove,
)
from socialplan.drafting.services.content import store as save
from socialplan.drafting.services.ordering import letters, move_row
from tests.factories.accounts import UserFactory
from tests.factories.socialplan import PlanVersionFactory

pytestmark = pytest.mark.django_db
TITLE = {"title_sq": "Titull"}


@pytest.fixture
def staff() -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def version(staff: Any) -> PlanVersion:
    """Two goals of two objectives; two measures and an indicator in each objective."""
    one: PlanVersion = PlanVersionFactory()
    for _goal in range(2):
        goal = register_goal(one, actor=staff, **TITLE)
        for _objective in range(2):
            objective = register_objective(goal, actor=staff, **TITLE)
            for _measure in range(2):
                register_measure(objective, actor=staff, **TITLE)
            register_indicator(objective, actor=staff, unit_label="persona", **TITLE)
    return one


def codes(version: PlanVersion, model: Any) -> list[str]:
    return list(model.objects.filter(version=version).values_list("code", flat=True))


def at(version: PlanVersion, model: Any, code: str) -> Any:
    return model.objects.get(version=version, code=code)


def test_codes_follow_the_order_of_writing(version: PlanVersion) -> None:
    assert codes(version, StrategicGoal) == ["QS1", "QS2"]
    assert codes(version, SpecificObjective) == ["1.1", "1.2", "2.1", "2.2"]
    assert codes(version, Measure) == ["1.1.1", "1.1.2", "1.2.1", "1.2.2", "2.1.1", "2.1.2", "2.2.1", "2.2.2"]
    assert codes(version, Indicator) == ["T1.1a", "T1.2a", "T2.1a", "T2.2a"]


def test_ten_comes_after_nine(version: PlanVersion, staff: Any) -> None:
    objective = at(version, SpecificObjective, "1.1")
    for _number in range(9):
        register_measure(objective, actor=staff, **TITLE)

    assert codes(version, Measure)[:12] == [f"1.1.{number}" for number in range(1, 12)] + ["1.2.1"]


def test_a_moved_row_takes_its_code_there(version: PlanVersion, staff: Any) -> None:
    moved, follower = at(version, Measure, "1.1.1"), at(version, Measure, "2.1.1")

    move_row(moved, parent=at(version, SpecificObjective, "2.1"), place=0, actor=staff)

    moved.refresh_from_db()
    follower.refresh_from_db()
    assert (moved.code, moved.objective.code, follower.code) == ("2.1.1", "2.1", "2.1.2")
    assert codes(version, Measure) == ["1.1.1", "1.2.1", "1.2.2", "2.1.1", "2.1.2", "2.1.3", "2.2.1", "2.2.2"]


def test_what_stands_below_follows_a_goal(version: PlanVersion, staff: Any) -> None:
    second = at(version, StrategicGoal, "QS2")
    below = list(Measure.objects.filter(objective__goal=second).values_list("key", flat=True))

    move_row(second, place=0, actor=staff)

    found = Measure.objects.filter(key__in=below).values_list("code", flat=True)
    assert list(found) == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    assert codes(version, Indicator) == ["T1.1a", "T1.2a", "T2.1a", "T2.2a"]


def test_another_parent_chosen_in_the_form_moves_the_row_too(version: PlanVersion, staff: Any) -> None:
    measure = at(version, Measure, "1.1.1")
    measure.objective = at(version, SpecificObjective, "1.2")

    save(measure, actor=staff)

    measure.refresh_from_db()
    assert measure.code == "1.2.3"
    assert codes(version, Measure)[:4] == ["1.1.1", "1.2.1", "1.2.2", "1.2.3"]


def test_a_removed_row_leaves_no_gap(version: PlanVersion, staff: Any) -> None:
    remove(at(version, Measure, "1.1.1"), actor=staff)

    assert codes(version, Measure)[:2] == ["1.1.1", "1.2.1"]


def test_a_place_of_another_version_is_refused(version: PlanVersion, staff: Any) -> None:
    other = register_objective(register_goal(PlanVersionFactory(), actor=staff, **TITLE), actor=staff, **TITLE)

    with pytest.raises(StepRefused):
        move_row(at(version, Measure, "1.1.1"), parent=other, place=0, actor=staff)


def test_a_move_from_an_old_page_is_refused(version: PlanVersion, staff: Any) -> None:
    measure = at(version, Measure, "1.1.1")
    move_row(measure, place=1, actor=staff, expected_revision=1)

    with pytest.raises(StepRefused):
        move_row(measure, place=0, actor=staff, expected_revision=1)


def test_letters_go_on_after_z() -> None:
    assert [letters(number) for number in (1, 2, 26, 27, 52, 53)] == ["a", "b", "z", "aa", "az", "ba"]
