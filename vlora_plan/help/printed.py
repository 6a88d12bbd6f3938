"""A guide as a PDF, of the same texts as its page; made once for all readers, anew where a text has changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import translation

from core.printing.pdf import render_html, render_pdf
from municipality.letterhead import issuer
from vlora_plan.help.guides import Guide

TEMPLATE = "vlora_plan/pdf/guide.html"
ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def _shown(guide: Guide) -> dict[str, Any]:
    parts = enumerate(guide.parts, start=1)
    contents = [{"anchor": f"part-{number}", "title": f"{number}. {part.title}"} for number, part in parts]
    return {"guide": guide, "contents": contents}


def render_guide(guide: Guide, *, language: str) -> bytes:
    with translation.override(language):
        return render_pdf(TEMPLATE, _shown(guide), language=language, title=str(guide.title), issuer=issuer())


def guide_file(guide: Guide, *, language: str) -> bytes:
    """Kept under the hash of what it says, so that readers cannot have it made again and again.

    Raises PdfUnavailable where the machine lacks the libraries.
    """
    with translation.override(language):
        title, by = str(guide.title), issuer()
        said = render_html(TEMPLATE, _shown(guide), language=language, title=title, issuer=by, made_at=ANY_DAY)
    name = f"guides/{guide.code}-{language}-{hashlib.sha256(said.encode()).hexdigest()[:20]}.pdf"
    if not default_storage.exists(name):
        default_storage.save(name, File(BytesIO(render_guide(guide, language=language))))
    with default_storage.open(name) as kept:
        return bytes(kept.read())
