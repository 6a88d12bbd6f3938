"""What the plan's PDF says: every figure read once, then printed in one language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.printing.outcome import PdfAttachment
from core.printing.parts.cutting import MARK
from core.printing.pdf import render_pdf
from core.printing.printed import printed
from core.tables import DataTable
from municipality.letterhead import issuer
from socialplan.approval.acts_table import acts_table
from socialplan.approval.deadlines import DeadlineCalendar
from socialplan.content.chapters import Figures
from socialplan.content.document_outline import DocumentOutline, OutlineSection, figures_for, read
from socialplan.content.models import Chapter, PlanVersion
from socialplan.content.plan_json import plan_json_text, sha256_of
from socialplan.publishing.documents.glance import Glance

Progress = Callable[[int, int], None]
TEMPLATE = "publishing/pdf/plan.html"
CHAPTER = "content/partials/_chapter.html"
SECTION = "publishing/pdf/_section.html"
ACTS = "publishing/pdf/_acts.html"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A chapter of the document as HTML; the same figures and words give the same hash whenever it is printed."""

    anchor: str
    title: str
    html: SafeString
    headings: tuple[tuple[str, str], ...] = ()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.html.encode()).hexdigest()

    @property
    def entry(self) -> dict[str, Any]:
        """Its lines in the table of contents."""
        children = [{"anchor": anchor, "title": title} for anchor, title in self.headings]
        return {"anchor": self.anchor, "title": self.title, "children": children}


@dataclass(frozen=True, slots=True)
class PlanReportContext:
    version: PlanVersion
    chapters: tuple[Chapter, ...]
    figures: Figures
    acts: tuple[DataTable, ...]
    content: str
    sha256: str
    is_sealed: bool
    made_at: datetime

    @classmethod
    def of(cls, version: PlanVersion) -> PlanReportContext:
        """A sealed version prints its sealed hash; a draft the hash of what it is now."""
        seal = getattr(version, "seal", None)
        content = seal.canonical_json if seal else plan_json_text(version)
        return cls(
            version=version,
            chapters=tuple(version.chapters.all()),
            figures=figures_for(version),
            acts=tuple(acts_table(version)),
            content=content,
            sha256=seal.sha256 if seal else sha256_of(content),
            is_sealed=seal is not None,
            made_at=timezone.localtime(),
        )

    def fragments(self) -> Iterator[Fragment]:
        """The body in the language of the moment, a piece a chapter: what stayed the same is known by its hash."""
        reading: DocumentOutline = read(self.chapters, self.figures, has_page_notes=True)
        for chapter in reading.chapters:
            headings = tuple((heading.anchor, heading.title) for heading in chapter.headings)
            html = render_to_string(CHAPTER, {"chapter": chapter})
            yield Fragment(chapter.anchor, chapter.title, html, headings)
        for section in reading.parts:
            yield Fragment(section.anchor, section.title, _section(section, section.title, is_annex=False))
        for letter, section in zip("AB", reading.annexes, strict=False):
            named = _annex_name(letter, section.title)
            yield Fragment(section.anchor, named, _section(section, named, is_annex=True))
        if self.acts:
            named = _annex_name("ABC"[len(reading.annexes)], _("Acts"))
            context = {"tables": printed(self.acts), "report": self, "title": named, "anchor": "acts"}
            yield Fragment("acts", named, render_to_string(ACTS, context))

    @property
    def proof(self) -> str:
        """The line at the foot of every page: number of the decision, version, hash of the content."""
        act = self.version.acts["decision"]
        return " · ".join(filter(None, [str(act or ""), f"v{self.version.number}", self.sha256]))

    @property
    def in_force(self) -> str:
        """The day of force of an announced version; the file is kept as it was made, and says so where days move."""
        return DeadlineCalendar(self.made_at.date()).force_in_words(self.version)

    @property
    def verify_address(self) -> str:
        return settings.SITE_URL.rstrip("/") + reverse("site:verify_hash", args=[self.sha256])

    @property
    def qr(self) -> SafeString:
        """The address as a QR code; segno draws it from the address alone."""
        code = segno.make(self.verify_address, error="m")
        label = _("QR code with the address for checking this document")
        return mark_safe(code.svg_inline(svgclass=None, lineclass=None, omitsize=True, title=label))  # noqa: S308


def _annex_name(letter: str, title: str) -> str:
    return _("Annex %(letter)s: %(title)s") % {"letter": letter, "title": title}


def _section(section: OutlineSection, title: str, *, is_annex: bool) -> SafeString:
    """A section of figures; the tables of a lying one are pieces at which a long document may be parted."""
    context = {"title": title, "is_annex": is_annex}
    pieces = [
        render_to_string(SECTION, {**context, "section": piece, "is_continued": number > 0})
        for number, piece in enumerate(_pieces(section))
    ]
    return mark_safe(MARK.join(pieces))  # noqa: S308  made by templates alone


def _pieces(section: OutlineSection) -> Iterator[OutlineSection]:
    if not section.is_wide:
        yield section
        return
    for block in section.blocks:
        last = len(block.tables) - 1
        for place, table in enumerate(block.tables):
            piece = replace(block, tables=(table,), chart=block.chart if place == last else None)
            yield replace(section, blocks=(piece,))


def load_version(pk: int) -> PlanVersion:
    """The version with the acts that its cover names."""
    acts = ("plan__assessment", "derived_from", "seal", "decision", "announcement")
    mendable = ("withdrawals", "mayor_orders", "deposits__registrations")
    return PlanVersion.objects.select_related(*acts).prefetch_related(*mendable).get(pk=pk)


def _glance_entry(glance: Glance | None) -> list[dict[str, Any]]:
    return [{"anchor": "glance", "title": _("The plan at a glance"), "children": []}] if glance else []


def render_plan(version: PlanVersion, *, language: str, progress: Progress | None = None) -> bytes:
    """The plan as PDF/A-3a + PDF/UA-1 with its canonical JSON inside; marked as a draft unless sealed."""
    with translation.override(language):
        context = PlanReportContext.of(version)
        fragments, glance = list(context.fragments()), Glance.of(context.figures)
        attachment = PdfAttachment("plan.json", context.content.encode(), _("The content, machine-readable"))
        return render_pdf(
            TEMPLATE,
            {
                "report": context,
                "version": version,
                "acts": version.acts,
                "fragments": fragments,
                "contents": [*_glance_entry(glance), *(fragment.entry for fragment in fragments)],
                "glance": glance,
                "proof": context.proof,
                "verify_address": context.verify_address if context.is_sealed else "",
            },
            language=language,
            title=version.plan.title,
            issuer=issuer(),
            made_at=context.made_at,
            progress=progress,
            attachments=[attachment],
        )
