"""Deeds on accounts that one person alone does not do: asking, confirming, stopping, and taking effect."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.actions import AccountAction
from accounts.enums import CONFIRMED_ROLES, DECIDING_ROLES, PowerKind, Role
from accounts.models import PowerChange, RoleAssignment, User
from accounts.second_person import recovery_wait
from core.workflow import require
from operations.deeds import record
from operations.queue.messages import write_message, write_messages

NOT_A_SECOND = gettext_lazy(
    "One of you two has the deciding role from the other, and newly: another person confirms this."
)


def account_to_change(user: User) -> User:
    """The account, held until the deed is done; ValidationError where its person was erased."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if user.is_erased:
        raise ValidationError(_("The person of this account was erased; nothing of it changes any more."))
    return user


def may_stand_alone(subject: User, *, actor: User) -> bool:
    """Nobody else has an account, so that nobody could confirm it: it is by one until somebody comes."""
    return not User.objects.exclude(pk__in=[subject.pk, actor.pk]).exists()


def lacks_second_person(changes: list[PowerChange]) -> set[int]:
    """The keys of the changes that nobody who has an account today could confirm."""
    changes = [change for change in changes if change.awaits_confirmation]
    if not changes:
        return set()
    deciders = set(User.objects.holding(*DECIDING_ROLES).values_list("pk", flat=True))
    return {change.pk for change in changes if not deciders - {change.proposed_by_id, change.subject_id}}


@transaction.atomic
def ask_role(user: User, role: str, *, actor: User) -> PowerChange:
    """Ask for a role that opens contributors' data; it holds when another person has confirmed it."""
    require(actor, "accounts.change_user")
    _new_assignment(user, role, granted_by=actor)
    is_by_one = may_stand_alone(user, actor=actor)
    change = _ask(PowerChange(kind=PowerKind.ROLE, subject=user, role=role, is_by_one=is_by_one), actor=actor)
    if is_by_one:
        change.effective_at = timezone.now()
        _apply(change)
    return change


@transaction.atomic
def ask_email(user: User, email: str, *, actor: User) -> PowerChange:
    """Ask for another e-mail address of an account; ValidationError when it is taken or no address."""
    require(actor, "accounts.change_user")
    user = account_to_change(user)
    is_by_one = user.pk == actor.pk and may_stand_alone(user, actor=actor)
    addresses = {"old_email": user.email, "new_email": email.strip().lower()}
    user.email = addresses["new_email"]
    user.full_clean(exclude=["password"])
    change = PowerChange(kind=PowerKind.EMAIL, subject=user, is_by_one=is_by_one, **addresses)
    change.effective_at = timezone.now() + recovery_wait() if is_by_one else None
    return _ask(change, actor=actor)


def ask_second_factor_reset(user: User, *, actor: User) -> PowerChange:
    """Ask for a lost device to be forgotten. Never one's own."""
    return _ask(PowerChange(kind=PowerKind.SECOND_FACTOR, subject=user), actor=actor)


@transaction.atomic
def _ask(change: PowerChange, *, actor: User) -> PowerChange:
    require(actor, "accounts.change_user")
    account_to_change(change.subject)
    change.proposed_by = actor
    change.full_clean(exclude=["proposed_at"])
    change.save()
    _record(AccountAction.ASK_CHANGE, change, actor=actor)
    _tell(change, "asked")
    return change


@transaction.atomic
def confirm_change(change: PowerChange, *, actor: User) -> PowerChange:
    """The second person's yes: a role holds at once, a recovery after the wait."""
    change = _locked(change)
    require(actor, "accounts.confirm_powerchange", change)
    if not change.awaits_confirmation:
        raise ValidationError(_("This was confirmed or stopped already."))
    if not actor.has_perm("accounts.be_second_person", change):
        raise ValidationError(NOT_A_SECOND)
    change.confirmed_by, change.confirmed_at = actor, timezone.now()
    if change.effective_at is None:
        change.effective_at = change.confirmed_at + (timedelta() if change.kind == PowerKind.ROLE else recovery_wait())
    change.save(update_fields=["confirmed_by", "confirmed_at", "effective_at"])
    _record(AccountAction.CONFIRM_CHANGE, change, actor=actor)
    _tell(change, "confirmed")
    if change.kind == PowerKind.ROLE and change.is_under_way:
        _apply(change)
    return change


@transaction.atomic
def stop_change(change: PowerChange, *, actor: User) -> PowerChange:
    """Refuse, withdraw or stop it before it holds; a role given by one is closed."""
    change = _locked(change)
    require(actor, "accounts.stop_powerchange", change)
    if not change.can_be_stopped:
        raise ValidationError(_("This is in effect or was stopped already."))
    change.stopped_by, change.stopped_at = actor, timezone.now()
    change.save(update_fields=["stopped_by", "stopped_at"])
    given = RoleAssignment.objects.active().filter(change=change).first()
    if given is not None:
        given.revoked_on, given.revoked_by = max(timezone.localdate(), given.granted_on), actor
        given.save(update_fields=["revoked_on", "revoked_by", "updated_at"])
    _record(AccountAction.STOP_CHANGE, change, actor=actor)
    _tell(change, "stopped")
    return change


def end_change(change: PowerChange, *, actor: User | None) -> None:
    """Stopped because its account goes: nobody is left to be told."""
    change.stopped_by, change.stopped_at = actor, timezone.now()
    change.save(update_fields=["stopped_by", "stopped_at"])
    _record(AccountAction.STOP_CHANGE, change, actor=actor)


def apply_due_changes(now: datetime | None = None) -> int:
    """Let every recovery take effect whose wait is over, each for itself; returns how many there were."""
    due = list(PowerChange.objects.due(now or timezone.now()).order_by("pk"))
    for change in due:
        _apply_due(change)
    return len(due)


@transaction.atomic
def _apply_due(change: PowerChange) -> None:
    change = _locked(change)
    if not change.is_under_way:
        return
    if change.kind == PowerKind.EMAIL and User.objects.by_email(change.new_email).exists():
        change.stopped_at = timezone.now()  # by nobody: another account has this address meanwhile
        change.save(update_fields=["stopped_at"])
        _record(AccountAction.STOP_CHANGE, change, actor=None)
        _tell(change, "stopped")
        return
    _apply(change)


def _apply(change: PowerChange) -> None:
    change.applied_at = timezone.now()
    change.save(update_fields=["applied_at", "effective_at"])
    if change.kind == PowerKind.ROLE:
        assignment = _new_assignment(change.subject, change.role, granted_by=change.proposed_by)
        assignment.change = change
        assignment.save()
    elif change.kind == PowerKind.EMAIL:
        subject = User.objects.select_for_update(of=("self",)).get(pk=change.subject_id)
        subject.email = change.new_email
        subject.save(update_fields=["email", "updated_at"])
    else:
        TOTPDevice.objects.filter(user=change.subject_id).delete()
    _record(AccountAction.APPLY_CHANGE, change, actor=None)
    _tell(change, "applied")


def _new_assignment(user: User, role: str, *, granted_by: User) -> RoleAssignment:
    """The role's row, checked and not saved."""
    assignment = RoleAssignment(user=user, role=role, granted_on=timezone.localdate(), granted_by=granted_by)
    assignment.full_clean()
    return assignment


def _locked(change: PowerChange) -> PowerChange:
    return (
        PowerChange.objects.select_for_update(of=("self",)).select_related("subject", "proposed_by").get(pk=change.pk)
    )


def _record(action: AccountAction, change: PowerChange, *, actor: User | None) -> None:
    """Which account, what, and the row that keeps the addresses; the addresses themselves are not in the trail."""
    after = {"user": change.subject_id, "kind": change.kind, "role": change.role, "is_by_one": change.is_by_one}
    record(action, change, actor=actor, after=after)


def _tell(change: PowerChange, stage: str) -> None:
    """The officer of every change; of a recovery also the person, at the address of before while it is hers."""
    payload, key = {"change": change.pk, "stage": stage}, f"{change.pk}:{stage}"
    officers = User.objects.holding(Role.DPO)
    write_messages(
        "accounts.change_to_officer", event_key=f"accounts.change_to_officer:{key}", to=officers, payload=payload
    )
    if change.kind == PowerKind.ROLE:
        return
    address = change.new_email if stage == "applied" else change.old_email
    write_message(
        "accounts.change_to_person",
        dedupe_key=f"accounts.change_to_person:{key}",
        to=address or change.subject,
        payload=payload,
        language=change.subject.language,
    )


def tell_of_erasure(user: User, *, actor: User) -> None:
    """The officer hears of every account whose person was erased, unless she did it herself."""
    kind = "accounts.person_erased"
    officers = User.objects.holding(Role.DPO).exclude(pk=actor.pk)
    write_messages(kind, event_key=f"{kind}:{user.pk}", to=officers, payload={"account": user.pk})


def tell_of_deciding_role(assignment: RoleAssignment) -> None:
    """The officer hears of every role that decides."""
    if assignment.role in DECIDING_ROLES - CONFIRMED_ROLES:
        kind = "accounts.role_given"
        payload = {"assignment": assignment.pk}
        write_messages(kind, event_key=f"{kind}:{assignment.pk}", to=User.objects.holding(Role.DPO), payload=payload)
