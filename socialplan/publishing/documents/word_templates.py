"""The Word template of a paper: the municipality's own, or the delivered one made of the paper's text."""

from __future__ import annotations

import io
import re

from django.utils import timezone
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm

from core.office.word import WordFile, write_markup
from core.office.word.placed import PlacedWordFile
from core.office.word.styles import OFFICIAL, OFFICIAL_LINE
from core.text.richtext import only_allowed
from municipality.models import Municipality
from operations.files import content_of
from socialplan.publishing.models import DocumentTemplate
from socialplan.publishing.placeholders import OWN_PARAGRAPH, PLACE, PLACEHOLDERS, placeholders_for

HEADINGS = {"h2": OFFICIAL, "h3": OFFICIAL_LINE, "h4": "Heading 3"}
ARMS_HEIGHT = Cm(2.2)


def template_of(text: DocumentTemplate) -> bytes:
    """The file that papers of this kind are made from today."""
    own = text.word_templates.filter(is_in_use=True).select_related("file").first()
    return content_of(own.file) if own else delivered_template(text)


def delivered_template(text: DocumentTemplate) -> bytes:
    """A Word file with the arms above the paper's text and its places as docxtpl knows them, to go on working in."""
    word = WordFile(title=str(text), language=text.language, made_at=timezone.localtime(text.updated_at))
    word.header()
    place = Municipality.objects.select_related("arms").first()
    if place is not None and place.arms is not None:
        paragraph = word.paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run().add_picture(io.BytesIO(content_of(place.arms)), height=ARMS_HEIGHT)
    write_markup(word, placed(only_allowed(text.body)), headings=HEADINGS)
    return word.bytes()


def placed(body: str) -> str:
    """The places of a text as they are written in a Word template; what is a list or table brings its paragraphs."""
    body = OWN_PARAGRAPH.sub(_own_paragraph, body)
    return PLACE.sub(lambda found: found[0] if found[1].startswith(("p ", " ")) else f"{{{{ {found[1]} }}}}", body)


def _own_paragraph(found: re.Match[str]) -> str:
    known = PLACEHOLDERS.get(found[1])
    return f"<p>{{{{p {found[1]} }}}}</p>" if known is not None and known.is_block else found[0]


def faults_of(content: bytes, kind: str) -> list[str]:
    """Why papers of this kind cannot be made from the file."""
    known = placeholders_for(kind)
    words = [each.name for each in known if not each.is_block]
    return PlacedWordFile(content).faults(words, [each.name for each in known if each.is_block])
