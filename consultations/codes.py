"""Reference codes: 80 bits, easy to read aloud, derived from the submission so that a repeat gives the same one."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LENGTH = 16


def covering_key(form_key: UUID, typed: Mapping[str, Any]) -> UUID:
    """The key of a submission: the form's own key bound to all that was typed into it.

    The same form with the same content gives the same key, any other content another one. It tells nothing of what
    it covers: the form's key is stored nowhere and the digest needs the installation's secret.
    """
    content = json.dumps([str(form_key), typed], sort_keys=True, ensure_ascii=False, default=str)
    digest = hmac.new(settings.SECRET_KEY.encode(), f"submission:{content}".encode(), hashlib.sha256).digest()
    return UUID(bytes=digest[:16], version=4)


def reference_code(submission_key: UUID) -> str:
    """The code of a submission, as XXXX-XXXX-XXXX-XXXX; nobody can compute it without the installation's secret."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"reference:{submission_key}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest[:10], "big")
    signs = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def code_digest(code: str) -> str:
    """What is stored: SHA-256 of the code without spaces, hyphens and mistaken look-alikes."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum()).translate(LOOKALIKES)
    return hashlib.sha256(plain.encode()).hexdigest()


def text_digest(submission_key: UUID, text: str) -> str:
    """The fingerprint on the receipt: SHA-256 over the submission key and the text as received."""
    return hashlib.sha256(f"{submission_key}\n{text}".encode()).hexdigest()
