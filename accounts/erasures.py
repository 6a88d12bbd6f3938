"""Accounts that were closed or whose person was erased, for the ledger outside the database.

A restore must not open one again, and must not bring a name back.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import AccountAction
from accounts.enums import PowerKind
from accounts.models import ERASED, PowerChange, User
from accounts.power import end_change
from operations.deeds import record
from operations.models import Event, OutgoingMessage
from operations.trail.erasures import Erasure, ErasureKind, find, name_of, register_erasures

ACCOUNT, PERSON = "account", "account person"


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


def closed_by(user: User) -> int | None:
    """The number of who closed the account last."""
    told = Event.objects.filter(action=AccountAction.DEACTIVATE_ACCOUNT, subject_id=str(user.pk))
    return told.order_by("-sequence").values_list("actor", flat=True).first()


def erased_name(user: User) -> str:
    return f"Ish-përdorues {user.pk} / Former user {user.pk}"


def erase_person(user: User, *, actor: User | None) -> None:
    """Empty what says whose a closed account was, and end what it still holds.

    The rows that she wrote keep the account's number as their author.
    """
    changes = PowerChange.objects.filter(subject=user)
    addresses = {user.email, *chain.from_iterable(changes.values_list("old_email", "new_email"))} - {""}
    for change in changes.filter(stopped_at=None, applied_at=None):
        end_change(change, actor=actor)
    today = timezone.localdate()
    for assignment in user.assignments.filter(revoked_on=None):
        assignment.revoked_on, assignment.revoked_by = max(today, assignment.granted_on), actor
        assignment.save(update_fields=["revoked_on", "revoked_by", "updated_at"])
    for membership in user.memberships.filter(revoked_on=None):
        membership.revoked_on = max(today, membership.approved_on or today)
        membership.save(update_fields=["revoked_on", "updated_at"])
    user.name, user.email = erased_name(user), f"{user.pk}{ERASED}"
    user.office = None
    user.set_unusable_password()
    user.save(update_fields=["name", "email", "office", "password", "updated_at"])
    TOTPDevice.objects.filter(user=user).delete()
    changes.filter(kind=PowerKind.EMAIL).update(old_email="", new_email="")
    OutgoingMessage.objects.filter(recipient=user, sent_at=None).delete()
    OutgoingMessage.objects.filter(kind__startswith="accounts.", address__in=addresses).delete()


def erased_persons() -> Iterator[Erasure]:
    told = Event.objects.filter(action=AccountAction.ERASE_ACCOUNT).order_by("sequence")
    last = {int(event.subject_id): event for event in told}
    for user in User.objects.filter(pk__in=last):
        yield Erasure(PERSON, account_name(user), last[user.pk].recorded_at.isoformat())


def is_erased(erasure: Erasure) -> bool:
    user = find(User.objects.all(), erasure, "created_at")
    return user is None or (user.is_erased and user.name == erased_name(user))


def erase_again(erasure: Erasure) -> None:
    user = find(User.objects.select_for_update(of=("self",)), erasure, "created_at")
    if user.is_active:
        close_again(erasure)
        user.refresh_from_db()
    erase_person(user, actor=None)
    record(AccountAction.ERASE_ACCOUNT, user, actor=None, after={"replayed": True})


register_erasures(PERSON, ErasureKind(erased_persons, is_erased, erase_again))
