"""Accounts that were closed, for the ledger outside the database: a restore must not open one again."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.actions import AccountAction
from accounts.models import User
from operations.deeds import record
from operations.models import Event
from operations.trail.erasures import Erasure, ErasureKind, find, name_of, register_erasures

ACCOUNT = "account"


def account_name(user: User) -> str:
    return name_of(user, user.created_at)


def closed_accounts() -> Iterator[Erasure]:
    """Each account that was ever closed, as its last closing or opening left it."""
    told = Event.objects.filter(action__in=[AccountAction.DEACTIVATE_ACCOUNT, AccountAction.ACTIVATE_ACCOUNT])
    last = {int(event.subject_id): event for event in told.order_by("sequence")}
    for user in User.objects.filter(pk__in=last):
        event = last[user.pk]
        is_open = event.action == AccountAction.ACTIVATE_ACCOUNT
        yield Erasure(ACCOUNT, account_name(user), event.recorded_at.isoformat(), is_lifted=is_open)


def is_closed(erasure: Erasure) -> bool:
    user = find(User.objects.all(), erasure, "created_at")
    return user is None or not user.is_active


def close_again(erasure: Erasure) -> None:
    user = find(User.objects.select_for_update(of=("self",)), erasure, "created_at")
    user.is_active = False
    user.save(update_fields=["is_active", "updated_at"])
    record(AccountAction.DEACTIVATE_ACCOUNT, user, actor=None, after={"replayed": True})


register_erasures(ACCOUNT, ErasureKind(closed_accounts, is_closed, close_again))
