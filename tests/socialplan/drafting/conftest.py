"""A measure of a draft, and hands that write its cells."""

from typing import Any

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory
from tests.factories.socialplan import (
    MeasureFactory,
    SpecificObjectiveFactory,
    StrategicGoalFactory,
)


@pytest.fixture
def colleague(db: None) -> Any:
    return UserFactory(role="staff")


@pytest.fixture
def objective(db: None) -> Any:
    """QS1 and its objective 1.1 with the measures 1.1.1 to 1.1.3."""
    goal = StrategicGoalFactory(code="QS1", position=1)
    objective = SpecificObjectiveFactory(goal=goal, code="1.1", position=1)
    for number in (1, 2, 3):
        MeasureFactory(objective=objective, code=f"1.1.{number}", position=number, title_sq=f"Masa {number}")
    OfficeFactory(code="DSS", name_sq="Drejtoria e Shërbimeve Sociale", name_en="Directorate of Social Services")
    return objective


@pytest.fixture
def measure(objective: Any) -> Any:
    return objective.measures.first()
