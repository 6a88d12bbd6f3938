"""Who is logged in is read by one statement, with the roles held today, and asks nothing of Django's permissions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.login.backends import LinkBackend, PasswordBackend
from accounts.models import RoleAssignment
from tests.factories.accounts import UserFactory
from tests.factories.municipality import OfficeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("backend", [PasswordBackend, LinkBackend])]


def test_a_person_comes_with_roles_and_office(backend: Any, django_assert_num_queries: Any) -> None:
    user = UserFactory(role="coordinator", office=OfficeFactory(code="DSS"))
    RoleAssignment.objects.create(user=user, role="admin", granted_on=date(2020, 1, 1), revoked_on=date(2021, 1, 1))

    with django_assert_num_queries(1):
        person = backend().get_user(user.pk)
        assert (person, person.roles, person.office.code) == (user, {"coordinator"}, "DSS")
        assert not person.has_perm("accounts.view_user")
        assert person.has_perm("consultations.add_round")


def test_who_may_not_come_in_is_nobody(backend: Any) -> None:
    user = UserFactory(role="staff", is_active=False)

    assert backend().get_user(user.pk) is None
    assert backend().get_user(0) is None
