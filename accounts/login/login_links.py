"""Links that log in without a password: scoped, short-lived, used once (NGO members and councillors)."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.tokens import default_token_generator
from django.db import connection, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from sesame.backends import ModelBackend
from sesame.utils import get_token

from accounts.actions import AccountAction
from accounts.models import User
from operations.deeds import record
from operations.enums import MessageState
from operations.models import OutgoingMessage
from operations.queue.messages import write_message

LINK_REQUEST = "accounts.link_request"
SCOPE = "login-link"
INVITATION = "invitation"
INVITATION_HOLDS = timedelta(days=3)


def login_path(user: User) -> str:
    """The path of a fresh link in the person's language."""
    with translation.override(user.language):
        return reverse("accounts:link_login", args=[get_token(user, scope=SCOPE)])


def invitation_path(user: User) -> str:
    """The path of an invitation in the person's language; it works once, for three days."""
    with translation.override(user.language):
        return reverse("accounts:link_login", args=[get_token(user, scope=INVITATION)])


def password_path(user: User) -> str:
    """The path where the person sets a password, valid until it is used."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    with translation.override(user.language):
        return reverse("accounts:password_set", args=[key, default_token_generator.make_token(user)])


@transaction.atomic
def ask_for_link(email: str, *, language: str) -> None:
    """Write down that a link was asked for. Whose address it is, is looked up when the mail is made.

    So an unknown address takes as long as a known one. One that waits already is not written again.
    """
    address = email.strip().lower()
    waiting = OutgoingMessage.objects.filter(kind=LINK_REQUEST, address=address, state=MessageState.PENDING)
    if not waiting.exists():
        key = f"{LINK_REQUEST}:{token_hex(16)}"
        write_message(LINK_REQUEST, dedupe_key=key, to=address, payload={}, language=language)


def demo_path(email: str) -> str:
    """The path of a link for the page of the demonstration, which sends no mail; empty outside of it."""
    if not settings.DEMO_MODE:
        return ""
    user = User.objects.by_email(email).filter(is_active=True).first()
    return login_path(user) if user and user.may_use_magic_link else ""


@transaction.atomic
def use_link(request: HttpRequest, token: str) -> User | None:
    """Log in by the link, once: the same link sent twice at one moment opens one session only."""
    with connection.cursor() as cursor:
        number = int.from_bytes(sha256(token.encode()).digest()[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    user = authenticate(request, sesame=token, **_kind_of(token))
    if not isinstance(user, User) or not user.may_use_magic_link:
        return None
    login(request, user)
    record(AccountAction.USE_LOGIN_LINK, user, actor=user, after={})
    return user


def _kind_of(token: str) -> dict[str, Any]:
    """Whether it is an invitation, which holds longer than a link somebody asked for at the login page."""
    invitation = {"scope": INVITATION, "max_age": INVITATION_HOLDS}
    is_invitation = ModelBackend().authenticate(None, token, **invitation) is not None
    return invitation if is_invitation else {"scope": SCOPE}
