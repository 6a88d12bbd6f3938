"""Official papers: the municipality's own text, its places filled, as a Word file to be signed."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.translation import gettext as _

from core.printing.printed import printed
from core.tables import DataTable
from core.text.richtext import only_allowed
from operations.queue.jobs import JobRefused, Progress
from socialplan.approval.acts_table import acts_table
from socialplan.content.blocks import printed_tables
from socialplan.content.enums import BlockKind
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.frame import Frame, frame_of, new_file
from socialplan.publishing.documents.values import BLANK, Values, values_of
from socialplan.publishing.documents.word import WordFile, write_markup, write_printed
from socialplan.publishing.documents.word.styles import OFFICIAL, OFFICIAL_LINE
from socialplan.publishing.enums import TemplateKind
from socialplan.publishing.models import DocumentTemplate, LegalBasis
from socialplan.publishing.placeholders import OWN_PARAGRAPH, PLACE

HEADINGS = {"h2": OFFICIAL, "h3": OFFICIAL_LINE, "h4": "Heading 3"}
OF_RECORD = ("consultation_rounds", "answers_by_kind")
Maker = Callable[[PlanVersion, str, Progress], bytes]


def paper_of(kind: TemplateKind) -> Maker:
    """The function that makes a paper of this kind."""

    def make(version: PlanVersion, language: str, progress: Progress) -> bytes:
        with translation.override(language):
            frame = frame_of(version)
            return write_paper(
                version, text_of(kind, language, version.plan.kind), frame, values=values_of(version, frame)
            )

    return make


def text_of(kind: TemplateKind, language: str, document: str) -> DocumentTemplate:
    """The municipality's own text of a paper for this kind of document; JobRefused where there is none."""
    text = DocumentTemplate.objects.filter(kind=kind, language=language, document=document).first()
    if text is None:
        raise JobRefused(_("The text of this paper is missing: %(paper)s.") % {"paper": kind.label})
    return text


def write_paper(version: PlanVersion, text: DocumentTemplate, frame: Frame, *, values: Values) -> bytes:
    """The text with its places filled; lists and tables stand where their places had a paragraph."""
    title = f"{text.get_kind_display()}: {version.plan.title}"
    word = new_file(frame, title, text.language, is_letter=True)
    place, body = 0, only_allowed(text.body)
    for found in OWN_PARAGRAPH.finditer(body):
        if found[1] in values:
            continue
        write_markup(word, filled(body[place : found.start()], values), headings=HEADINGS)
        write_block(word, version, found[1])
        place = found.end()
    write_markup(word, filled(body[place:], values), headings=HEADINGS)
    return word.bytes()


def filled(markup: str, values: Values) -> str:
    """What is put in is text, never markup; a place that a later text no longer knows is left as a line to fill in."""
    return PLACE.sub(lambda found: conditional_escape(values.get(found[1], BLANK)), markup)


def write_block(word: WordFile, version: PlanVersion, name: str) -> None:
    if name == "legal_basis":
        write_markup(word, legal_basis(), headings=HEADINGS)
        return
    tables = tables_of(version, name)
    for table in printed(tables):
        write_printed(word, table)
    if not tables:
        word.paragraph(_("Nothing is recorded yet."))


def legal_basis() -> str:
    """The acts cited; what the lawyer has not checked says so in the paper itself."""
    unchecked = format_html(" <em>[{}]</em>", _("to be checked by the legal office"))
    rows = [(row.text, "" if row.is_checked else unchecked) for row in LegalBasis.objects.cited()]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}{};</li>", rows)) if rows else f"<p>{BLANK}</p>"


def tables_of(version: PlanVersion, name: str) -> list[DataTable]:
    if name == "acts":
        return acts_table(version)
    if name in OF_RECORD:
        record = printed_tables(version, [BlockKind.CONSULTATION_RECORD])[BlockKind.CONSULTATION_RECORD]
        return [table for table in record if table.name == name]
    return printed_tables(version, [name]).get(name, [])
