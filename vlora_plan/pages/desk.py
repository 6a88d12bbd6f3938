"""A person's desk: her tasks in their order, and whose task it is what several might do."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from core.together.prepared import prepared
from core.together.side_by_side import Reader, read

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, on which document, by when, and what is missing before it can be done.

    `button`: the word for the deed. `owner`: the role whose task it is; empty where only one may do it.
    """

    label: str
    document: str
    url: str
    due_on: date | None = None
    missing: list[str] = field(default_factory=list)
    button: str = ""
    owner: str = ""

    @property
    def is_late(self) -> bool:
        return self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def is_later(self) -> bool:
        """It cannot be done yet, or there is more than a month for it."""
        return bool(self.missing) or (self.due_on is not None and self.due_on > timezone.localdate() + SOON)

    @property
    def button_label(self) -> str:
        if self.missing:
            return _("See what is missing")
        return self.button or pgettext("button", "Open")

    @property
    def owner_label(self) -> str:
        return str(Role(self.owner).label) if self.owner else ""

    @property
    def time_left(self) -> str:
        return time_left(self.due_on) if self.due_on else ""


def time_left(day: date) -> str:
    """How far a day is from today, in words."""
    days = (day - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return ngettext("late by %(count)s day", "late by %(count)s days", -days) % {"count": -days}


@dataclass(frozen=True, slots=True)
class TaskDesk:
    """What is late, what is to be done now, what later; and what somebody of another role does."""

    late: list[Task]
    now: list[Task]
    later: list[Task]
    others: list[Task]

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.now)


def desk_of(user: User, tasks: Sequence[Task]) -> TaskDesk:
    held = read(read_roles_held()) if any(task.owner for task in tasks) else frozenset()
    return piled(user, tasks, held)


def piled(user: User, tasks: Sequence[Task], held: AbstractSet[str]) -> TaskDesk:
    """The tasks on their piles; one is another's only while somebody holds the role whose task it is."""
    desk = TaskDesk([], [], [], [])
    for task in tasks:
        _pile(desk, task, is_own=not task.owner or task.owner in user.roles or task.owner not in held).append(task)
    return desk


def _pile(desk: TaskDesk, task: Task, *, is_own: bool) -> list[Task]:
    if not is_own:
        return desk.others
    if task.missing:
        return desk.later
    if task.is_late:
        return desk.late
    return desk.later if task.is_later else desk.now


def read_roles_held() -> Reader[frozenset[str]]:
    """The roles that somebody holds today."""
    held = _roles_held()
    yield [held]
    return frozenset(held)


@prepared
def _roles_held() -> QuerySet[Any, Any]:
    active = RoleAssignment.objects.filter(revoked_on=None, user__is_active=True)
    return active.order_by("role").values_list("role", flat=True).distinct()
