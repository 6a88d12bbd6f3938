"""Who logged in, with password or link: read with office and roles by one statement, and without Django's permissions.

Permissions are rules (`rules.py` of each app); Django's own tables of them are empty and are never asked.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from sesame.backends import ModelBackend as SesameBackend

from accounts.models import RoleAssignment, User


class KnownPerson:
    """Reads the person of a session; stands before one of Django's backends."""

    def get_user(self, user_id: int) -> User | None:
        held = RoleAssignment.objects.filter(user=OuterRef("pk"), revoked_on=None).order_by().values("role")
        people = User.objects.select_related("office").annotate(held=ArraySubquery(held))
        person = people.filter(pk=user_id, is_active=True).first()
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
