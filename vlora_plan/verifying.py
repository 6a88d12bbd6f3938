"""Whether a document is the adopted one: by the hash of its content, or by the file itself."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from operations.models import StoredFile
from socialplan.enums import SEALED_STATES
from socialplan.models import CouncilDecision, PlanReport, Seal

HASH = re.compile(r"[0-9a-f]{64}")
MAX_FILE_BYTES = 30 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
STREAM = re.compile(rb"stream\r?\n")


@dataclass(frozen=True, slots=True)
class Finding:
    """`seal` is the adopted content found; `is_whole_file` says that the very file was issued here."""

    sha256: str
    seal: Seal | None
    is_file: bool = False
    is_whole_file: bool = False

    @property
    def decision(self) -> CouncilDecision | None:
        """The council's decision that adopted the content found."""
        return getattr(self.seal.version, "decision", None) if self.seal else None


def clean_hash(text: str) -> str | None:
    """The hash in what somebody typed or pasted; None when it is none."""
    plain = re.sub(r"\s", "", text).lower()
    return plain if HASH.fullmatch(plain) else None


def verify_hash(sha256: str) -> Finding:
    return Finding(sha256, _seal(sha256))


def verify_file(content: bytes) -> Finding:
    """A PDF as it was issued, or at least one that carries the adopted content as its attachment."""
    sha256 = hashlib.sha256(content).hexdigest()
    if seal := _seal_of_issued_file(sha256):
        return Finding(seal.sha256, seal, is_file=True, is_whole_file=True)
    for attachment in _unpacked_streams(content):
        inner = hashlib.sha256(attachment).hexdigest()
        if seal := _seal(inner):
            return Finding(inner, seal, is_file=True)
    return Finding(sha256, None, is_file=True)


def _seal(sha256: str) -> Seal | None:
    sealed = Seal.objects.select_related("version__plan", "version__decision").defer("canonical_json")
    return sealed.filter(sha256=sha256).first()


def _seal_of_issued_file(sha256: str) -> Seal | None:
    files = StoredFile.objects.filter(sha256=sha256)
    reports = PlanReport.objects.filter(state__in=SEALED_STATES, version__seal__isnull=False)
    report = reports.filter(job__result_file__in=files).first()
    return None if report is None else _seal(report.version.seal.sha256)


def _unpacked_streams(content: bytes) -> Iterator[bytes]:
    """The file's streams, plain or deflated, up to a bound; what cannot be read is passed over."""
    room = MAX_UNPACKED_BYTES
    for start in STREAM.finditer(content):
        end = content.find(b"endstream", start.end())
        if end < 0 or room <= 0:
            return
        packed = content[start.end() : end]
        try:
            unpacked = zlib.decompressobj().decompress(packed, room)
        except zlib.error:
            unpacked = packed.rstrip(b"\r\n")
        room -= len(unpacked)
        yield unpacked
