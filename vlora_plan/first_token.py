"""The word by which the first administrator shows that she can read this server's own screen.

It follows from the installation's secret key, so that it is stored nowhere, and opens nothing once an account exists.
"""

from __future__ import annotations

import base64
import re

from django.utils.crypto import constant_time_compare, salted_hmac

LETTERS = 16  # 80 bits


def first_token() -> str:
    """Four groups of four letters and figures, as they are printed."""
    mark = salted_hmac("vlora_plan.first_run", "first administrator", algorithm="sha256").digest()
    word = base64.b32encode(mark).decode()[:LETTERS]
    return "-".join(word[place : place + 4] for place in range(0, LETTERS, 4))


def is_first_token(typed: str) -> bool:
    """Whether that is what was typed, in small letters or without the lines between as well."""
    plain = re.sub(r"[\s\-\u2013]", "", typed).upper()
    return constant_time_compare(plain, first_token().replace("-", ""))
