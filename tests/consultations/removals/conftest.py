"""The town, and its data-protection officer, who alone takes words out."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.municipality import MunicipalityFactory


@pytest.fixture(autouse=True)
def _municipality() -> None:
    MunicipalityFactory()


@pytest.fixture
def officer() -> User:
    person: User = UserFactory(role="dpo")
    return person
