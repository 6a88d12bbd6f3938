"""Whether a document is the adopted one: by the hash of its content, or by the file itself."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from socialplan.approval.in_force import status_in_words
from socialplan.approval.models import CouncilDecision
from socialplan.content.enums import SEALED_STATES, PlanState
from socialplan.content.models import ContentSnapshot, PlanVersion, Seal
from socialplan.publishing.enums import OutputKind
from socialplan.publishing.models import PlanReport

HASH = re.compile(r"[0-9a-f]{64}")
MAX_FILE_BYTES = 30 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
LEAST_CHARGED_BYTES = 16 * 1024  # so that the empty streams of a forged file do not go on for ever: 4,096 at most
STREAM = re.compile(rb"stream\r?\n")


class Found(Enum):
    """What a hash or a file turned out to be."""

    CONTENT = "content"
    FILE = "file"
    OTHER_FILE = "other file"
    ALTERED = "altered"
    DRAFT = "draft"
    NOTHING = "nothing"


ADOPTED = (_("This is the document the council adopted"), "success")
OF_STATE: dict[str, tuple[Promise, str]] = {
    PlanState.ADOPTED: (_("The council adopted this document; it is not in force yet"), "success"),
    PlanState.ANNOUNCED: (_("The council adopted this document; it is not in force yet"), "success"),
    PlanState.SUPERSEDED: (_("The council adopted this document, and a later version has replaced it"), "warning"),
    PlanState.EXPIRED: (_("The council adopted this document, and its period is over"), "warning"),
    PlanState.REPEALED: (_("The council has repealed this document: it no longer holds"), "danger"),
}
OF_KIND: dict[Found, tuple[Promise, str]] = {
    Found.OTHER_FILE: (_("This file was issued here, but it is not the plan itself"), "info"),
    Found.ALTERED: (_("This file is not the one that was issued"), "danger"),
    Found.DRAFT: (_("This is a draft, not adopted"), "warning"),
    Found.NOTHING: (_("This is not an adopted plan"), "danger"),
}
ADVICE: dict[Found, Promise] = {
    Found.CONTENT: _(
        "The hash is that of the adopted content. Whether the pages in your hand show this content is told by the "
        "file: choose it below, or compare them with the published document."
    ),
    Found.FILE: _("The file is, byte for byte, the one that was issued here."),
    Found.OTHER_FILE: _(
        "It was made here from the version named below. Only the PDF of the plan is what was adopted."
    ),
    Found.ALTERED: _(
        "It carries the adopted content inside, but it was not issued here, so its pages may say something else. "
        "Rely on the published document only."
    ),
    Found.DRAFT: _("Nobody is bound by it, and it may have been changed since."),
    Found.NOTHING: _(
        "No version adopted by the council has this content. It may be a draft, or it may have been changed."
    ),
}


@dataclass(frozen=True, slots=True)
class Verification:
    """`version` is what the hash or file belongs to; `report` the file that was issued, where it is one."""

    sha256: str
    found: Found
    version: PlanVersion | None = None
    report: PlanReport | None = None

    @property
    def _heading_and_tone(self) -> tuple[Promise, str]:
        if self.version is None or self.found not in {Found.CONTENT, Found.FILE}:
            return OF_KIND[self.found]
        return OF_STATE.get(self.version.state, ADOPTED)

    @property
    def heading(self) -> Promise:
        return self._heading_and_tone[0]

    @property
    def tone(self) -> str:
        return self._heading_and_tone[1]

    @property
    def advice(self) -> Promise:
        return ADVICE[self.found]

    @property
    def is_draft(self) -> bool:
        return self.found is Found.DRAFT

    @property
    def decision(self) -> CouncilDecision | None:
        """The council's decision on the content found; a draft has none, whatever was decided later."""
        return None if self.version is None or self.is_draft else self.version.own_decision

    @property
    def published(self) -> PlanVersion | None:
        """The version found, where everybody may read it."""
        return self.version if self.version and self.version.is_published else None

    @property
    def in_force(self) -> PlanVersion | None:
        """The version of the same plan that is in force instead."""
        return self.version.in_force_beside() if self.version else None

    @property
    def status(self) -> str:
        """While a version is in force, the sentence on the adopted one of the same plan that is not yet."""
        if self.version is None:
            return ""
        return status_in_words(self.version.plan.versions.select_related("announcement"))


def clean_hash(text: str) -> str | None:
    """The hash in what somebody typed or pasted; None when it is none."""
    plain = re.sub(r"\s", "", text).lower()
    return plain if HASH.fullmatch(plain) else None


def verify_hash(sha256: str) -> Verification:
    if seal := _seal(sha256):
        return Verification(sha256, Found.CONTENT, seal.version)
    if version := _draft_with(sha256):
        return Verification(sha256, Found.DRAFT, version)
    return Verification(sha256, Found.NOTHING)


def verify_file(content: bytes) -> Verification:
    """A PDF as it was issued; any other file is refused, with what is known of the content it carries."""
    sha256 = hashlib.sha256(content).hexdigest()
    if report := _issued_report(sha256):
        return _of_report(sha256, report)
    for inner in _known_of([hashlib.sha256(stream).hexdigest() for stream in _unpacked_streams(content)]):
        found = verify_hash(inner)
        return Verification(inner, Found.ALTERED, found.version) if found.found is Found.CONTENT else found
    return Verification(sha256, Found.NOTHING)


def _known_of(digests: list[str]) -> list[str]:
    """Which of these are a content known here, the sealed first; three queries, however many there are."""
    among = {"sha256__in": digests}
    sealed = Seal.objects.filter(**among).values_list("sha256", flat=True)
    reviewed = ContentSnapshot.objects.filter(**among).values_list("sha256", flat=True)
    printed = PlanReport.objects.filter(content_sha256__in=digests).exclude(state__in=SEALED_STATES)
    return [*sealed, *reviewed, *printed.values_list("content_sha256", flat=True)]


def _seal(sha256: str) -> Seal | None:
    sealed = Seal.objects.select_related("version__plan", "version__decision", "version__announcement")
    return sealed.defer("canonical_json").filter(sha256=sha256).first()


def _draft_with(sha256: str) -> PlanVersion | None:
    """The version of which a draft with this content was sent to review, or printed."""
    versions = PlanVersion.objects.select_related("plan", "announcement")
    kept = ContentSnapshot.objects.filter(sha256=sha256).values("version")
    printed = PlanReport.objects.filter(content_sha256=sha256).exclude(state__in=SEALED_STATES).values("version")
    return versions.filter(pk__in=kept.union(printed)).order_by("-pk").first()


def _issued_report(sha256: str) -> PlanReport | None:
    """The request for which this very file was made; the adopted one where a file was made for several."""
    acts = ("version__plan", "version__seal", "version__decision", "version__announcement")
    reports = PlanReport.objects.filter(job__result_file__sha256=sha256).select_related(*acts)
    found = list(reports.defer("version__seal__canonical_json"))
    return next((report for report in found if report.prints_adopted_content), found[0] if found else None)


def _of_report(sha256: str, report: PlanReport) -> Verification:
    if not report.prints_adopted_content:
        return Verification(report.content_sha256 or sha256, Found.DRAFT, report.version, report)
    if report.kind != OutputKind.PLAN_PDF:
        return Verification(sha256, Found.OTHER_FILE, report.version, report)
    return Verification(report.version.seal.sha256, Found.FILE, report.version, report)


def _unpacked_streams(content: bytes) -> Iterator[bytes]:
    """The file's streams, plain or deflated, up to a bound in bytes and number; what cannot be read is passed over."""
    room, place = MAX_UNPACKED_BYTES, 0
    while room > 0 and (start := STREAM.search(content, place)):
        place = content.find(b"endstream", start.end())
        if place < 0:
            return
        packed = content[start.end() : place]
        place += len(b"endstream")
        try:
            unpacked = zlib.decompressobj().decompress(packed, room)
        except zlib.error:
            unpacked = packed.rstrip(b"\r\n")
        room -= max(len(unpacked), LEAST_CHARGED_BYTES)
        yield unpacked
