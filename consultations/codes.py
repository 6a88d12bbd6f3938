"""Reference codes: 80 bits, easy to read aloud, derived from the submission so that a repeat gives the same one."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
LENGTH = 16


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
