"""Who is logged in is read by one statement, with the roles held today, and asks nothing of Django's permissions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connections

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


def test_each_thread_asks_over_its_own_connection_and_gets_its_own_person(backend: Any) -> None:
    """The statement is put together once for all of them."""
    users = [UserFactory(role=role, office=OfficeFactory()) for role in ("staff", "coordinator", "expert")]

    found = [backend().get_user(user.pk) for user in users]
    users[0].is_active = False
    users[0].save()

    assert [(each, each.office, each.roles) for each in found] == [
        (user, user.office, {role}) for user, role in zip(users, ("staff", "coordinator", "expert"), strict=True)
    ]
    assert backend().get_user(users[0].pk) is None
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(asked_elsewhere, backend, users[1].pk).result() is None, "not committed, so not seen there"


def asked_elsewhere(backend: Any, key: int) -> Any:
    try:
        return backend().get_user(key)
    finally:
        connections.close_all()
