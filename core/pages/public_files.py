"""A file that everybody may fetch, and its answer: who has it already is told so instead of being sent it again."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

FAST = 1  # of zlib: ten times smaller already, in a tenth of the time


@dataclass(frozen=True, slots=True)
class PublicFile:
    content: bytes
    etag: str

    @classmethod
    def of(cls, content: bytes) -> PublicFile:
        return cls(content, hashlib.sha256(content).hexdigest())

    @classmethod
    def from_packed(cls, packed: bytes | memoryview, etag: str) -> PublicFile:
        return cls(zlib.decompress(packed), etag)

    @property
    def packed(self) -> bytes:
        return zlib.compress(self.content, FAST)


def answer_with(
    request: HttpRequest, file: PublicFile, content_type: str, *, name: str = "", seconds: int = 0
) -> HttpResponse:
    """With the hash as its ETag; empty where the reader has this very file. Without `seconds` a cache asks each time:
    what became undisclosed is told by nobody who kept it."""
    etag = quote_etag(file.etag)
    response = HttpResponse(file.content, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={seconds}" if seconds else "public, no-cache"
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return get_conditional_response(request, etag=etag, response=response) or response
