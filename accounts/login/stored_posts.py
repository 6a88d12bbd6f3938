"""A form that could not be accepted is not lost: kept in the session through a new login, or shown to be sent again.

Only who was logged in here is given room in the session table; everybody else gets the words back in the page itself.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SESSION_KEY = "kept_post"
STORED_SECONDS = 2 * 60 * 60
STORED_BYTES = 300_000
NEVER_STORED = frozenset({"csrfmiddlewaretoken"})
# what a page carries by itself and nobody typed: sent again, not shown
CARRIED = frozenset({"expected_revision", "opened", "draft", "once", "submission", "shown", "content_shown", "offer"})
# Says which account was logged in from this browser, until it is closed; it opens nothing.
COOKIE = "logged_in"
SALT = "accounts.logged-in"


@dataclass(frozen=True, slots=True)
class StoredPost:
    path: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def readable(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if value.strip() and name not in CARRIED]


def read_post(request: HttpRequest) -> StoredPost:
    """What was typed; files cannot be kept, and the page will say so."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_STORED and not is_secret(name)
        for value in values
    ]
    return StoredPost(request.get_full_path(), fields, bool(request.FILES))


def is_secret(name: str) -> bool:
    return "password" in name


def keep_post(request: HttpRequest) -> bool:
    """Keep what was typed; False where it is too much, or where nobody was logged in whose words they could be."""
    owner, post = owner_of(request), read_post(request)
    size = len(json.dumps(post.fields, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    if owner is None or size > STORED_BYTES:
        return False
    request.session[SESSION_KEY] = {
        "path": post.path,
        "fields": post.fields,
        "had_files": post.had_files,
        "owner": owner,
        "at": int(time.time()),
    }
    return True


def owner_of(request: HttpRequest) -> int | None:
    """Whose login has just ended, or who was logged in from this browser before."""
    ended = getattr(request, "expired_user_id", None) or request.user.pk
    return ended or logged_in_before(request)


def logged_in_before(request: HttpRequest) -> int | None:
    said = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=settings.SESSION_ABSOLUTE_SECONDS * 2)
    return int(said) if said else None


def note_logged_in(request: HttpRequest, response: HttpResponse) -> None:
    """The browser forgets it when it is closed, as it does the session."""
    if request.user.is_authenticated and logged_in_before(request) != request.user.pk:
        response.set_signed_cookie(
            COOKIE,
            str(request.user.pk),
            salt=SALT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def stored_post(request: HttpRequest) -> StoredPost | None:
    """What is kept for this person: nothing after two hours, nothing that another account had typed."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or time.time() - kept["at"] > STORED_SECONDS:
        return None
    if request.user.is_authenticated and kept["owner"] != request.user.pk:
        return None
    return StoredPost(kept["path"], [(name, value) for name, value in kept["fields"]], kept["had_files"])


def forget_post(request: HttpRequest, path: str) -> None:
    """Once the form has been sent again, it is no longer kept."""
    if request.session.get(SESSION_KEY, {}).get("path") == path:
        del request.session[SESSION_KEY]


def shown_again(request: HttpRequest, *, needs_login: bool) -> HttpResponse:
    """The page that holds the words itself, with a token of now; nothing of them is stored anywhere."""
    context = {"kept": read_post(request), "is_stored": False, "needs_login": needs_login}
    return render(request, "registration/resend.html", context, status=HTTPStatus.FORBIDDEN)
