"""A form sent after the login expired is kept in the session until its sender has logged in again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

SESSION_KEY = "kept_post"
STORED_SECONDS = 2 * 60 * 60
NEVER_STORED = frozenset({"csrfmiddlewaretoken"})
# what a page carries by itself and nobody typed: sent again, not shown
CARRIED = frozenset({"expected_revision", "opened", "draft"})


@dataclass(frozen=True, slots=True)
class StoredPost:
    path: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def readable(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in self.fields if value.strip() and name not in CARRIED]


def keep_post(request: HttpRequest) -> None:
    """Keep what was typed; files cannot be kept, and the page will say so."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_STORED and "password" not in name
        for value in values
    ]
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
        "owner": getattr(request, "expired_user_id", None),
        "at": int(time.time()),
    }


def stored_post(request: HttpRequest) -> StoredPost | None:
    """What is kept for this person: nothing after two hours, nothing that another account had typed."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or time.time() - kept["at"] > STORED_SECONDS or kept["owner"] not in {None, request.user.pk}:
        return None
    return StoredPost(kept["path"], [(name, value) for name, value in kept["fields"]], kept["had_files"])


def forget_post(request: HttpRequest, path: str) -> None:
    """Once the form has been sent again, it is no longer kept."""
    if request.session.get(SESSION_KEY, {}).get("path") == path:
        del request.session[SESSION_KEY]
