"""Devices that an account has been used from: known by a signed cookie of their own, nothing else is looked at."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.enums import DECIDING_ROLES
from accounts.models import User
from operations.queue.messages import write_message

KIND = "accounts.new_device"
KNOWN_SECONDS = 365 * 24 * 60 * 60


def cookie_name(user: User) -> str:
    return f"device_{user.pk}"


def salt_of(user: User) -> str:
    """Bound to the password: after a change of it every device is new again."""
    return f"accounts.device:{user.pk}:{user.get_session_auth_hash()}"


def is_known(request: HttpRequest, user: User) -> bool:
    known = request.get_signed_cookie(cookie_name(user), default=None, salt=salt_of(user), max_age=KNOWN_SECONDS)
    return known is not None


@transaction.atomic
def note_login(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember the device; whoever holds a deciding role is told by mail of one that is new to the account."""
    if not user.roles & DECIDING_ROLES:
        return
    if not is_known(request, user):
        write_message(
            KIND,
            dedupe_key=f"{KIND}:{user.pk}:{secrets.token_hex(8)}",
            to=user,
            payload={"at": timezone.now().isoformat()},
            language=user.language,
        )
    response.set_signed_cookie(
        cookie_name(user),
        "known",
        salt=salt_of(user),
        max_age=KNOWN_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
