"""What every document of a version carries at its edges: whose it is, of which content, and whether it is one yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.office.word import WordFile
from core.printing.issuer import Issuer
from municipality.letterhead import issuer
from socialplan.content.models import PlanVersion
from socialplan.content.plan_json import content_sha256


@dataclass(frozen=True, slots=True)
class Frame:
    issuer: Issuer
    is_sealed: bool
    sha256: str
    number: int
    decision: str
    made_at: datetime

    @property
    def owner(self) -> str:
        return self.issuer.name

    @property
    def header(self) -> list[str]:
        """The lines at the head of every page."""
        return [line for line in (self.issuer.banner, *self.status_lines) if line]

    @property
    def status_lines(self) -> list[str]:
        return [] if self.is_sealed else [_("DRAFT – not adopted")]

    @property
    def footer(self) -> str:
        """The number of the decision, the version, the hash of the content."""
        return " · ".join(filter(None, [self.decision, f"v{self.number}", self.sha256]))

    @property
    def proofs(self) -> list[tuple[str, str]]:
        proofs = [(_("Content hash (SHA-256)"), self.sha256)]
        return [*proofs, (_("Check this content at"), self.verify_address)] if self.is_sealed else proofs

    @property
    def verify_address(self) -> str:
        return settings.SITE_URL.rstrip("/") + reverse("site:verify_hash", args=[self.sha256])


def frame_of(version: PlanVersion) -> Frame:
    """A sealed version names its sealed hash, a draft that of what it is now."""
    seal = getattr(version, "seal", None)
    return Frame(
        issuer=issuer(),
        is_sealed=seal is not None,
        sha256=seal.sha256 if seal else content_sha256(version),
        number=version.number,
        decision=str(version.acts["decision"] or ""),
        made_at=timezone.localtime(),
    )


def new_file(frame: Frame, title: str, language: str, *, is_letter: bool = False) -> WordFile:
    """An empty Word file with its edges and properties; a letter or act says by itself what it is."""
    lines = [] if is_letter else frame.status_lines
    comments = " · ".join([*filter(None, [frame.issuer.banner]), *lines, frame.footer])
    word = WordFile(title=title, issuer=frame.issuer, language=language, made_at=frame.made_at, comments=comments)
    word.header(*lines, footer=frame.footer)
    return word
