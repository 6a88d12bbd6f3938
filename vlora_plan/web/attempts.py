"""A kind limit on guessing: so many wrong codes from one place, then a pause."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import HttpRequest

WRONG_CODES_ALLOWED = 10
PAUSE_SECONDS = 10 * 60


def _key(request: HttpRequest) -> str:
    """The visitor's address only as a digest, so that it is kept nowhere."""
    place = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
    return f"wrong-codes:{place}"


def must_pause(request: HttpRequest) -> bool:
    return cache.get(_key(request), 0) >= WRONG_CODES_ALLOWED


def note_wrong_code(request: HttpRequest) -> None:
    cache.add(_key(request), 0, PAUSE_SECONDS)
    cache.incr(_key(request))
