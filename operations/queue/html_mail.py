"""The words of a mail as HTML: paragraphs, links, whose mail it is; no picture, nothing from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands around the words of every mail."""

    name: str
    banner: str
    footer: str


def html_of(subject: str, body: str, head: Letterhead | None, *, language: str) -> str:
    """The same words as in the text, paragraph by paragraph."""
    paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
    shown = {"subject": subject, "paragraphs": paragraphs, "head": head, "language": language}
    return render_to_string("operations/email/mail.html", shown)
