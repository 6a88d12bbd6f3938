"""When somebody was here before this login: home tells what has changed since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import update_last_login
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts.models import User

LAST_VISIT = "last_visit"


def read_before_written_over() -> None:
    """At a login the time of the one before is read first; then Django writes the new one in its place."""
    user_logged_in.disconnect(dispatch_uid="update_last_login")
    user_logged_in.connect(keep_last_visit, dispatch_uid="keep_last_visit")
    user_logged_in.connect(update_last_login, dispatch_uid="update_last_login")


def keep_last_visit(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The time of the login before this one stands in the session; a first login has none."""
    if user.last_login is not None:
        request.session[LAST_VISIT] = user.last_login.isoformat()


def last_visit(request: HttpRequest) -> datetime | None:
    kept = request.session.get(LAST_VISIT)
    return datetime.fromisoformat(kept) if kept else None
