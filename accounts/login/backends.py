"""Who logged in, with password or link: read with office and roles by one statement, and without Django's permissions.

Permissions are rules (`rules.py` of each app); Django's own tables of them are empty and are never asked.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from sesame.backends import ModelBackend as SesameBackend

from accounts.models import RoleAssignment, User
from core.together.by_key import RowsByKey


@cache
def people() -> RowsByKey[Any]:
    held = RoleAssignment.objects.filter(user=OuterRef("pk"), revoked_on=None).order_by().values("role")
    active = User.objects.filter(is_active=True).select_related("office")
    return RowsByKey(active.annotate(held=ArraySubquery(held)))


class KnownPerson:
    """Reads the person of a session; stands before one of Django's backends."""

    def get_user(self, user_id: int) -> User | None:
        person = people().get(user_id)
        if person is not None:
            person.roles = frozenset(person.held)
        return person

    def has_perm(self, user: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user: Any, app_label: str) -> bool:
        return False


class PasswordBackend(KnownPerson, ModelBackend):
    pass


class LinkBackend(KnownPerson, SesameBackend):
    pass
