"""Signs of automation that one post carries by itself; none of them refuses anybody.

A page's token is signed and tells when the page was made; the browser may add a small proof of work to it. Without
JavaScript there is no proof, and that alone sets nothing apart.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

SUBMISSION_SALT = "consultations.submission"
SUBMISSION_MAX_AGE = 7 * 24 * 3600
PROOF_BITS = 13
MOST_OF_PROOF = 20  # characters of a number found by a browser


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """What a page's token says: its key, and since when the page has been open; None where nobody knows."""

    key: uuid.UUID
    opened_at: int | None

    @property
    def seconds_open(self) -> float | None:
        return None if self.opened_at is None else time.time() - self.opened_at


def new_submission() -> str:
    """A signed, dated key that makes a submission count once, however often it is sent."""
    return signing.dumps(f"{uuid.uuid4()}:{int(time.time())}", salt=SUBMISSION_SALT)


def read_submission(token: str) -> OpenedForm:
    """BadSignature where it is forged or too old."""
    key, _colon, opened_at = signing.loads(token, salt=SUBMISSION_SALT, max_age=SUBMISSION_MAX_AGE).partition(":")
    return OpenedForm(uuid.UUID(key), int(opened_at) if opened_at else None)


def is_proved(token: str, found: str) -> bool:
    """Whether the browser has found a number that makes the token's digest begin with enough zeros."""
    if not found.isdigit() or len(found) > MOST_OF_PROOF:
        return False
    digest = hashlib.sha256(f"{token}:{found}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - PROOF_BITS) == 0


def signs_of(opened: OpenedForm, *, trap: str) -> list[str]:
    """`trap`: the field that no person sees."""
    found = ["trap"] if trap else []
    seconds = opened.seconds_open
    if seconds is not None and seconds < settings.INTAKE_MINIMUM_SECONDS:
        found.append("fast")
    return found
