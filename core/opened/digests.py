"""Short digests of what a page showed of each field, as it carries them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

DIGITS = 12
OPENED = "opened"


def digest(text: str) -> str:
    """A comparable text as a page carries it."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def read_opened(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def comparable(value: Any) -> str:
    """A value as text that is the same for what is the same: line ends are one, 12.00 is 12, a row is its key."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Model):
        return str(value.pk)
    if not isinstance(value, str | bytes) and isinstance(value, Iterable):
        return "\n".join(sorted(map(comparable, value)))
    return str(value).replace("\r\n", "\n").strip()
