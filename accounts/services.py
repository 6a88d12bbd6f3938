"""Deeds on accounts, roles, organisations and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import AccountAction
from accounts.enums import CONFIRMED_ROLES, Role
from accounts.erasures import closed_by, erase_person
from accounts.models import Membership, Organisation, PowerChange, RoleAssignment, User
from accounts.power import (
    account_to_change,
    ask_email,
    ask_role,
    ask_second_factor_reset,
    may_stand_alone,
    tell_of_deciding_role,
    tell_of_erasure,
)
from core.workflow import StepRefused, require
from operations.deeds import note_head, record
from operations.queue.messages import write_message
from operations.trail.session_actor import actor_changes


@transaction.atomic
def create_first_administrator(*, email: str, name: str, password: str, language: str = "sq") -> User:
    """The one account that may be made by nobody; ValidationError as soon as any account exists."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE accounts_user IN SHARE ROW EXCLUSIVE MODE")
    if User.objects.exists():
        raise ValidationError(_("This installation already has its accounts."))
    user = User.objects.create_user(email, password, name=name, language=language)
    RoleAssignment.objects.create(user=user, role=Role.ADMIN, granted_on=timezone.localdate())
    actor_changes(user.pk)
    record(AccountAction.CREATE_FIRST_ADMINISTRATOR, user, actor=user, after={"role": Role.ADMIN})
    return user


@transaction.atomic
def create_account(*, actor: User, email: str, name: str, roles: Iterable[str] = (), **fields: Any) -> User:
    """An account without password, with its roles; its owner gets a link by mail."""
    require(actor, "accounts.change_user")
    user = User.objects.create_user(email, None, name=name, **fields)
    record(AccountAction.CREATE_ACCOUNT, user, actor=actor, after={"office": str(user.office or "")})
    for role in roles:
        grant_role(user, role, actor=actor)
    invite(user, actor=actor)
    return user


@transaction.atomic
def change_account(user: User, *, actor: User, **fields: Any) -> User:
    """Change name, language or office; another e-mail address is asked for, and waits for a second person."""
    require(actor, "accounts.change_user")
    # as it is kept: a form has already written what was typed into the row it was given
    user = account_to_change(user)
    email = fields.pop("email", user.email)
    if email != user.email:
        ask_email(user, email, actor=actor)
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=[*fields, "updated_at"])
    record(AccountAction.CHANGE_ACCOUNT, user, actor=actor, after={"fields": sorted(fields)})
    return user


@transaction.atomic
def invite(user: User, *, actor: User) -> None:
    """Mail the link that the account's roles allow; ValidationError while a recovery of the account waits."""
    require(actor, "accounts.change_user")
    user = account_to_change(user)
    if PowerChange.objects.under_way().recoveries().filter(subject=user).exists():
        raise ValidationError(_("A recovery of this account waits; a link can be sent when it has taken effect."))
    kind = "accounts.invitation_link" if user.may_use_magic_link else "accounts.password_link"
    write_message(kind, dedupe_key=f"{kind}:{user.pk}:{token_hex(8)}", to=user, payload={}, language=user.language)
    record(AccountAction.INVITE_USER, user, actor=actor, after={})


@transaction.atomic
def grant_role(user: User, role: str, *, actor: User, granted_on: date | None = None) -> RoleAssignment | PowerChange:
    """Give a role, which holds at once, or ask for one that needs a second person. Never one's own."""
    require(actor, "accounts.change_user")
    account_to_change(user)
    if role in CONFIRMED_ROLES:
        return ask_role(user, role, actor=actor)
    assignment = RoleAssignment(user=user, role=role, granted_on=granted_on or timezone.localdate(), granted_by=actor)
    assignment.full_clean()
    assignment.save()
    record(AccountAction.GRANT_ROLE, assignment, actor=actor, after={"user": user.pk, "role": role})
    tell_of_deciding_role(assignment)
    return assignment


@transaction.atomic
def revoke_role(assignment: RoleAssignment, *, actor: User) -> RoleAssignment:
    """Take a role away at once; the last administrator's role stays (ValidationError)."""
    require(actor, "accounts.change_user")
    assignment = RoleAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if assignment.revoked_on is not None:
        raise ValidationError(_("This role was already revoked."))
    if assignment.role == Role.ADMIN:
        keep_one_administrator(besides=assignment.user_id)
    assignment.revoked_on = max(timezone.localdate(), assignment.granted_on)
    assignment.revoked_by = actor
    assignment.save(update_fields=["revoked_on", "revoked_by", "updated_at"])
    record(
        AccountAction.REVOKE_ROLE,
        assignment,
        actor=actor,
        before={"user": assignment.user_id, "role": assignment.role},
        after={},
    )
    return assignment


def keep_one_administrator(*, besides: int) -> None:
    """Refuses to leave the installation without an administrator; locks the administrators' roles meanwhile."""
    others = RoleAssignment.objects.active().filter(role=Role.ADMIN, user__is_active=True)
    holders = set(others.select_for_update(of=("self",)).values_list("user_id", flat=True))
    if holders <= {besides}:
        raise ValidationError(_("At least one active administrator must remain."))


@transaction.atomic
def set_active(user: User, *, is_active: bool, actor: User) -> User:
    """Open or close an account; a closed one is logged out everywhere at its next click."""
    require(actor, "accounts.change_user")
    user = account_to_change(user)
    if not is_active and Role.ADMIN in user.roles:
        keep_one_administrator(besides=user.pk)
    user.is_active = is_active
    user.save(update_fields=["is_active", "updated_at"])
    action = AccountAction.ACTIVATE_ACCOUNT if is_active else AccountAction.DEACTIVATE_ACCOUNT
    record(action, user, actor=actor, after={})
    transaction.on_commit(note_head)
    return user


@transaction.atomic
def erase_account(user: User, *, actor: User) -> User:
    """Erase for good whose a closed account was: name, addresses, office, second factor, roles and memberships.

    What the person entered, decided or signed stays, under the account's number. ValidationError while it is open,
    and for who closed it where somebody else could do this.
    """
    require(actor, "accounts.erase_user", user)
    user = account_to_change(user)
    if user.is_active:
        raise ValidationError(_("Close the account first: the person loses it when it is erased."))
    if closed_by(user) == actor.pk and not may_stand_alone(user, actor=actor):
        raise ValidationError(_("You closed this account: another person erases whose it was."))
    erase_person(user, actor=actor)
    record(AccountAction.ERASE_ACCOUNT, user, actor=actor, after={})
    tell_of_erasure(user, actor=actor)
    transaction.on_commit(note_head)
    return user


def reset_second_factor(user: User, *, actor: User) -> PowerChange:
    """Ask for a lost device to be forgotten; the person enrols a new one when it has taken effect. Never one's own."""
    return ask_second_factor_reset(user, actor=actor)


@transaction.atomic
def set_own_language(user: User, language: str) -> User:
    """The person's own choice of language."""
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["language", "updated_at"])
    record(AccountAction.SET_LANGUAGE, user, actor=user, after={"language": language})
    return user


@transaction.atomic
def save_organisation(organisation: Organisation, *, actor: User) -> Organisation:
    """Register or change an organisation."""
    require(actor, "accounts.change_organisation")
    organisation.full_clean()
    is_new = organisation.pk is None
    organisation.save()
    record(
        AccountAction.REGISTER_ORGANISATION if is_new else AccountAction.CHANGE_ORGANISATION,
        organisation,
        actor=actor,
        after={"kind": organisation.kind, "is_active": organisation.is_active},
    )
    return organisation


@transaction.atomic
def approve_membership(
    user: User, organisation: Organisation, *, actor: User, approved_on: date | None = None
) -> Membership:
    """Let an account speak for an organisation."""
    require(actor, "accounts.change_organisation")
    account_to_change(user)
    membership = Membership(user=user, organisation=organisation, approved_on=approved_on or timezone.localdate())
    membership.full_clean()
    membership.save()
    record(
        AccountAction.APPROVE_MEMBERSHIP,
        membership,
        actor=actor,
        after={"user": user.pk, "organisation": organisation.pk},
    )
    return membership


@transaction.atomic
def revoke_membership(membership: Membership, *, actor: User) -> Membership:
    """End a membership at once; what was sent for the organisation stays."""
    require(actor, "accounts.change_organisation")
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.revoked_on is not None:
        raise ValidationError(_("This membership was already revoked."))
    membership.revoked_on = max(timezone.localdate(), membership.approved_on or date.min)
    membership.save(update_fields=["revoked_on", "updated_at"])
    record(AccountAction.REVOKE_MEMBERSHIP, membership, actor=actor, after={})
    return membership


def demonstration_only() -> None:
    """Refuses outside the demonstration."""
    if not settings.DEMO_MODE:
        raise StepRefused(_("Demonstration accounts exist in the demonstration only."))
