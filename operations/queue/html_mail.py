"""The words of a mail as HTML: paragraphs, links, whose mail it is; no picture, nothing from elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

#: A line that ends with an address, and the words before it.
LEADS_ON = re.compile(r"(?P<words>.*?):?\s*(?P<address>https?://\S+)")
#: A telephone shows about so many signs beside each other; an address may be parted after them.
SIGNS = 24


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands around the words of every mail."""

    name: str
    banner: str
    footer: str


def html_of(subject: str, body: str, head: Letterhead | None, *, language: str) -> str:
    """The same words as in the text, paragraph by paragraph."""
    paragraphs = [paragraph(part.strip()) for part in body.split("\n\n") if part.strip()]
    shown = {"subject": subject, "paragraphs": paragraphs, "head": head, "language": language}
    return render_to_string("operations/email/mail.html", shown)


def paragraph(text: str) -> SafeString:
    """Words that lead on are the link themselves; an address that stands alone fits a telephone."""
    return format_html_join(mark_safe("<br>"), "{}", ((_line(each),) for each in text.splitlines()))


def _line(text: str) -> str:
    if (found := LEADS_ON.fullmatch(text.strip())) is None:
        return urlize(text, nofollow=True, autoescape=True)
    return format_html(
        '<a href="{}" rel="nofollow">{}</a>', found["address"], found["words"] or _parted(found["address"])
    )


def _parted(address: str) -> SafeString:
    pieces = (address[start : start + SIGNS] for start in range(0, len(address), SIGNS))
    return format_html_join(mark_safe("<wbr>"), "{}", ((piece,) for piece in pieces))
