"""What a reader of a public page is sent at first: bytes as a server sends them, hosts asked, cookies set."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse

MOST_BYTES = 60_000
ASKED = re.compile(
    r"<(?:link[^>]*?rel=\"(?:stylesheet|icon)\"[^>]*?href|script[^>]*?src|img[^>]*?src)=\"([^\"]+)\"", re.S
)
DRAWN = re.compile(r"<use[^>]*?href=\"([^\"#]+)")
NEVER_PACKED = {".png", ".jpg", ".webp", ".woff2"}


@cache
def bytes_of(path: str) -> int:
    found: Any = finders.find(path)
    content = Path(found).read_bytes()
    return len(content if Path(found).suffix in NEVER_PACKED else gzip.compress(content))


def asked_by(page: str) -> set[str]:
    return set(ASKED.findall(page)) | set(DRAWN.findall(page))


def faults_of_first_load(answer: HttpResponse) -> list[str]:
    """Where a page is too heavy, asks another host, or leaves something with a reader who sends nothing."""
    page = answer.content.decode()
    asked = asked_by(page)
    faults = [f"asks {address}" for address in asked if not address.startswith("/") or address.startswith("//")]
    files = [address.removeprefix("/static/") for address in asked if address.startswith("/static/")]
    whole = len(gzip.compress(answer.content)) + sum(map(bytes_of, files))
    if whole > MOST_BYTES:
        faults.append(f"{whole} bytes")
    if answer.cookies and "csrfmiddlewaretoken" not in page:
        faults.append(f"sets {sorted(answer.cookies)}")
    return faults
