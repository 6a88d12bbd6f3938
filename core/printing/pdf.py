"""A template and its figures as a PDF; the engine is loaded when one is made: the machine may lack its libraries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from core.printing.issuer import Issuer
from core.printing.outcome import PdfAttachment, PdfUnavailable, Progress


def render_html(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    title: str,
    issuer: Issuer | None = None,
    made_at: datetime | None = None,
) -> str:
    """The document's HTML in `language`; the template gets title, language, issuer and moment besides its context."""
    edges = {
        "title": title,
        "language": language,
        "issuer": issuer or Issuer(),
        "made_at": timezone.localtime(made_at),
    }
    with translation.override(language):
        return render_to_string(template, {"proof": "", "verify_address": "", **context, **edges})


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    title: str,
    issuer: Issuer | None = None,
    made_at: datetime | None = None,
    progress: Progress | None = None,
    attachments: Sequence[PdfAttachment] = (),
) -> bytes:
    """`template` as PDF/A-3a and PDF/UA-1 in `language`; calls `progress(page, total)` while pages are laid out.

    Raises PdfUnavailable while the engine does not load: it is tried anew each time, so no restart is needed.
    """
    try:
        engine = import_module("core.printing.typesetting")
    except OSError as error:
        raise PdfUnavailable(str(error)) from error
    html = render_html(template, context, language=language, title=title, issuer=issuer, made_at=made_at)
    pictures = issuer.pictures if issuer else {}
    made: bytes = engine.typeset(html, progress=progress, attachments=attachments, pictures=pictures)
    return made
