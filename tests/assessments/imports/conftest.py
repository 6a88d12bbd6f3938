"""An edition, and a sheet of needs that is read into it."""

from __future__ import annotations

import pytest

from accounts.models import User
from assessments.models import Assessment
from tests.factories.accounts import UserFactory
from tests.factories.assessments import (
    AssessmentFactory,
    TargetGroupFactory,
)
from tests.factories.municipality import AdministrativeUnitFactory


@pytest.fixture
def staff() -> User:
    return UserFactory(role="staff")


@pytest.fixture
def edition() -> Assessment:
    TargetGroupFactory(code="RE")
    AdministrativeUnitFactory(code="shushice", name_sq="Shushicë", name_en="")
    return AssessmentFactory()
