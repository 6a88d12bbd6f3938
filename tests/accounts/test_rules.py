from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import DECIDING_ROLES, Role
from accounts.predicates import is_inside, speaks_for_an_organisation, works_in
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.municipality import OfficeFactory

INSIDE = {Role.STAFF, Role.COORDINATOR, Role.EXPERT, Role.ADMIN, Role.MAYOR, Role.SECRETARY, Role.DPO}
GRID = {
    "accounts.view_user": {Role.ADMIN, Role.DPO},
    "accounts.change_user": {Role.ADMIN},
    "accounts.view_powerchange": DECIDING_ROLES,
    "accounts.confirm_powerchange": DECIDING_ROLES,
    "accounts.be_second_person": DECIDING_ROLES,
    "accounts.stop_powerchange": DECIDING_ROLES,
    "accounts.view_organisation": {Role.ADMIN, Role.DPO, Role.COORDINATOR, Role.STAFF},
    "accounts.change_organisation": {Role.ADMIN},
    "municipality.view_municipality": INSIDE,
    "municipality.change_municipality": {Role.ADMIN},
    "operations.view_event": {Role.ADMIN, Role.DPO},
    "operations.view_every_job": {Role.ADMIN},
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("permission", sorted(GRID))
def test_every_permission_for_every_role(permission: str) -> None:
    holders = {role for role in Role if UserFactory(role=role).has_perm(permission)}

    assert holders == GRID[permission]
    assert not AnonymousUser().has_perm(permission)
    assert not UserFactory().has_perm(permission)


@pytest.mark.parametrize("permission", sorted(GRID))
def test_a_closed_account_and_a_revoked_role_permit_nothing(permission: str) -> None:
    closed = UserFactory(roles=list(Role), is_active=False)
    former = UserFactory(roles=list(Role))
    former.assignments.update(revoked_on="2024-02-01")

    assert not closed.has_perm(permission)
    assert not former.has_perm(permission)


def test_roles_are_read_once_per_user(django_assert_num_queries: Any) -> None:
    user = UserFactory(roles=["staff", "admin"])

    with django_assert_num_queries(1):
        assert is_inside(user)
        assert [user.has_perm(permission) for permission in sorted(GRID)] == [True] * len(GRID)


def test_only_an_approved_member_speaks_for_an_organisation() -> None:
    approved = MembershipFactory().user
    waiting = MembershipFactory(approved_on=None).user
    revoked = MembershipFactory(revoked_on="2024-03-01").user
    of_a_closed_one = MembershipFactory(organisation__is_active=False).user
    without_the_role = MembershipFactory(user=UserFactory(role="staff")).user

    people = (approved, waiting, revoked, of_a_closed_one, without_the_role)
    assert [speaks_for_an_organisation(user) for user in people] == [True, False, False, False, False]


def test_an_office_is_a_matter_of_attachment() -> None:
    legal = UserFactory(role="staff", office=OfficeFactory(code="legal"))

    assert works_in("legal", "finance")(legal)
    assert not works_in("finance")(legal)
    assert not works_in("legal")(UserFactory(role="staff"))
