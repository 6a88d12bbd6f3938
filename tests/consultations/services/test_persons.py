"""Persons counted once: a code, no name, and the shares of the project."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from consultations.engagement import engagement
from consultations.enums import EngagedKind, Sex
from consultations.models import (
    Recommendation,
    UniquePerson,
)
from consultations.services import (
    register_person,
)
from municipality.models import Project
from tests.factories.accounts import UserFactory
from tests.factories.consultations import (
    CodingFactory,
    UniquePersonFactory,
)
from tests.factories.municipality import ProjectFactory


@pytest.fixture
def coordinator(db):
    return UserFactory(role="coordinator")


def test_engaged_persons_are_counted_once_and_compared_with_the_promise(coordinator):
    ProjectFactory()
    UniquePersonFactory.create_batch(22, sex=Sex.WOMEN)
    UniquePersonFactory.create_batch(5, sex=Sex.MEN)
    UniquePersonFactory.create_batch(23, kind=EngagedKind.AUTHORITY, sex=Sex.WOMEN)
    UniquePersonFactory.create_batch(10, kind=EngagedKind.AUTHORITY, sex=Sex.MEN)

    cso, authority = engagement(Project.objects.first())

    assert (cso.persons, str(cso.women_share), cso.light) == (27, "81.5", "green")
    assert (authority.persons, str(authority.women_share), str(authority.distance)) == (33, "69.7", "-0.3")
    assert authority.light == "amber"


def test_unknown_sex_is_in_the_total_and_out_of_the_share(coordinator):
    ProjectFactory()
    UniquePersonFactory(sex=Sex.WOMEN)
    UniquePersonFactory(sex=Sex.UNDECLARED)

    cso, _authority = engagement(Project.objects.first())

    assert (cso.persons, cso.undeclared, str(cso.women_share)) == (2, 1, "100.0")


def test_the_same_person_is_not_counted_twice(coordinator):
    def person() -> UniquePerson:
        return UniquePerson(kind=EngagedKind.CSO, sex=Sex.WOMEN, consented_on=date(2024, 2, 6))

    register_person(person(), code="OJF 12", actor=coordinator)
    with pytest.raises(ValidationError):
        register_person(person(), code=" ojf  12 ", actor=coordinator)

    assert UniquePerson.objects.get().person_key != "OJF 12"


def test_a_share_is_taken_of_what_was_said(coordinator):
    CodingFactory()

    assert Recommendation.objects.with_contribution_count().get().contribution_count == 1
