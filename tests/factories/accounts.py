from datetime import date
from functools import cache
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from accounts.enums import OrganisationKind, PowerKind, Role
from accounts.models import Membership, Organisation, PowerChange, RoleAssignment, User

PASSWORD = "mjeshtër-i-provave-2024"


@cache
def password_hash() -> str:
    return make_password(PASSWORD)


class UserFactory(DjangoModelFactory):
    """`UserFactory(role="staff")` or `UserFactory(roles=["staff", "mayor"])`; the password is PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = factory.Sequence(lambda n: f"Llogaria {n}")
    password = factory.LazyFunction(password_hash)

    @factory.post_generation
    def role(self: User, create: bool, role: str | None, **kwargs: Any) -> None:  # type: ignore[misc]
        if role:
            RoleAssignmentFactory(user=self, role=Role(role))

    @factory.post_generation
    def roles(self: User, create: bool, roles: list[str] | None, **kwargs: Any) -> None:  # type: ignore[misc]
        for role in roles or []:
            RoleAssignmentFactory(user=self, role=Role(role))


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    user = factory.SubFactory(UserFactory)
    role = Role.STAFF
    granted_on = date(2024, 1, 1)


class PowerChangeFactory(DjangoModelFactory):
    """One administrator has asked for a reset of somebody's second factor."""

    class Meta:
        model = PowerChange

    kind = PowerKind.SECOND_FACTOR
    subject = factory.SubFactory(UserFactory)
    proposed_by = factory.SubFactory(UserFactory, role="admin")


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organizata {n}")
    kind = OrganisationKind.CIVIL_SOCIETY


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory, role="ngo")
    organisation = factory.SubFactory(OrganisationFactory)
    approved_on = date(2024, 1, 15)
