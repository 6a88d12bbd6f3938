"""Links that log in without a password: scoped, short-lived, used once (NGO members and councillors)."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.tokens import default_token_generator
from django.db import connection, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from sesame.utils import get_token

from accounts.actions import AccountAction
from accounts.models import User
from operations.deeds import record
from operations.queue.messages import write_message

SCOPE = "login-link"


def login_path(user: User) -> str:
    """The path of a fresh link in the person's language."""
    with translation.override(user.language):
        return reverse("accounts:link_login", args=[get_token(user, scope=SCOPE)])


def password_path(user: User) -> str:
    """The path where the person sets a password, valid until it is used."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    with translation.override(user.language):
        return reverse("accounts:password_set", args=[key, default_token_generator.make_token(user)])


@transaction.atomic
def send_link(email: str) -> str:
    """Write the mail that the account's roles allow; an unknown address writes nothing, and nobody is told.

    Returns the path of the link for the page of the demonstration, empty outside of it.
    """
    user = User.objects.by_email(email).filter(is_active=True).first()
    if user is None:
        return ""
    kind = "accounts.login_link" if user.may_use_magic_link else "accounts.password_link"
    write_message(
        kind,
        dedupe_key=f"{kind}:{user.pk}:{timezone.now():%Y%m%d%H%M}",
        to=user,
        payload={},
        language=user.language,
    )
    if not (settings.DEMO_MODE and user.may_use_magic_link):
        return ""
    return login_path(user)


@transaction.atomic
def use_link(request: HttpRequest, token: str) -> User | None:
    """Log in by the link, once: the same link sent twice at one moment opens one session only."""
    with connection.cursor() as cursor:
        number = int.from_bytes(sha256(token.encode()).digest()[:8], "big", signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
    user = authenticate(request, sesame=token, scope=SCOPE)
    if not isinstance(user, User) or not user.may_use_magic_link:
        return None
    login(request, user)
    record(AccountAction.USE_LOGIN_LINK, user, actor=user, after={})
    return user
