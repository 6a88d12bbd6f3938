"""Who can be the second person, and how long a recovery waits for her."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import RoleAssignment, RoleAssignmentQuerySet
from municipality.enums import ThresholdCode
from municipality.models import Threshold

DEFAULT_WAIT_HOURS = 24


def recovery_wait() -> timedelta:
    """How long a recovery stands confirmed before it takes effect, and a new decider is no second person."""
    hours = Threshold.objects.filter(code=ThresholdCode.RECOVERY_WAIT).values_list("value", flat=True).first()
    return timedelta(hours=DEFAULT_WAIT_HOURS if hours is None else hours)


def newly_given(roles: RoleAssignmentQuerySet, giver: int, *, confirmer: int | None = None) -> RoleAssignmentQuerySet:
    """Of these, what this person alone has given, or with this one's confirmation, since a recovery's wait began."""
    alone = Q(change__confirmed_at=None) | Q(change__confirmed_by=confirmer)
    return roles.filter(alone, granted_by=giver, created_at__gt=timezone.now() - recovery_wait())


def is_one_persons_second(first: int, second: int) -> bool:
    """Whether one of the two decides only by what the other has newly given, while somebody else could confirm.

    So nobody opens the second pair of eyes for herself. Where an installation begins, all are new, and all confirm.
    """
    deciding = RoleAssignment.objects.deciding()
    for person, giver in ((first, second), (second, first)):
        own = deciding.filter(user=person)
        new = newly_given(own, giver)
        if new.exists() and not own.exclude(pk__in=new.values("pk")).exists():
            others = deciding.exclude(user__in=[first, second])
            return others.exclude(pk__in=newly_given(others, giver, confirmer=person).values("pk")).exists()
    return False


def bound_to(person: int | None, askers: set[int]) -> set[int]:
    """Of those who ask for changes, the ones whose second person this one cannot be today."""
    if person is None or not askers:
        return set()
    new = RoleAssignment.objects.deciding().filter(created_at__gt=timezone.now() - recovery_wait())
    between = new.filter(Q(user=person, granted_by__in=askers) | Q(granted_by=person, user__in=askers))
    near = {one for pair in between.values_list("user_id", "granted_by_id") for one in pair} - {person}
    return {asker for asker in near if is_one_persons_second(person, asker)}
