"""Official papers: the municipality's own text, its places filled, as a Word file to be signed."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from core.office.word import WordFile, describe, write_printed
from core.office.word.placed import PlacedWordFile, lend_styles, put_edges, xml_of
from core.printing.printed import printed
from core.tables import DataTable
from operations.queue.jobs import JobRefused, Progress
from socialplan.approval.acts_table import acts_table
from socialplan.content.blocks import printed_tables
from socialplan.content.enums import BlockKind
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.frame import Frame, frame_of, new_file
from socialplan.publishing.documents.values import BLANK, Values, submission_of, values_of
from socialplan.publishing.documents.word_templates import template_of
from socialplan.publishing.enums import TemplateKind
from socialplan.publishing.models import DocumentTemplate, LegalBasis
from socialplan.publishing.placeholders import PLACEHOLDERS

OF_RECORD = ("consultation_rounds", "answers_by_kind")
Maker = Callable[[PlanVersion, str, Progress], bytes]


def paper_of(kind: TemplateKind) -> Maker:
    """The function that makes a paper of this kind."""

    def make(version: PlanVersion, language: str, progress: Progress) -> bytes:
        with translation.override(language):
            frame = frame_of(version)
            text = text_of(kind, language, version.plan.kind)
            submission = submission_of(version)
            if submission is not None:
                frame = replace(frame, decision="")
            return write_paper(version, text, frame, values=values_of(version, frame, as_of=submission))

    return make


def text_of(kind: TemplateKind, language: str, document: str) -> DocumentTemplate:
    """The municipality's own text of a paper for this kind of document; JobRefused where there is none."""
    text = DocumentTemplate.objects.filter(kind=kind, language=language, document=document).first()
    if text is None:
        raise JobRefused(_("The text of this paper is missing: %(paper)s.") % {"paper": kind.label})
    return text


def write_paper(
    version: PlanVersion, text: DocumentTemplate, frame: Frame, *, values: Values, template: bytes = b""
) -> bytes:
    """The Word template in use, or the one given, with its places filled; whose it is stands at the edges of each."""
    placed = PlacedWordFile(template or template_of(text))
    scratch = new_file(frame, "", text.language, is_letter=True)
    blocks = {
        name: xml_of(placed.document, partial(write_block, version=version, name=name), scratch)
        for name in placed.places
        if (known := PLACEHOLDERS.get(name)) is not None and known.is_block
    }
    document = placed.filled(values, blocks, otherwise=BLANK)
    title = f"{text.get_kind_display()}: {version.plan.title}"
    lend_styles(document, scratch)
    put_edges(document, [*filter(None, [frame.issuer.banner])], frame.footer)
    describe(document, title=title, author=frame.owner, language=text.language, made_at=frame.made_at)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def write_block(word: WordFile, *, version: PlanVersion, name: str) -> None:
    if name == "legal_basis":
        for line in legal_basis():
            word.paragraph(line)
        return
    tables = tables_of(version, name)
    for table in printed(tables):
        write_printed(word, table)
    if not tables:
        word.paragraph(_("Nothing is recorded yet."))


def legal_basis() -> list[str]:
    """The acts cited, a line each; what the lawyer has not checked says so in the paper itself."""
    unchecked = _("to be checked by the legal office")
    lines = [f"– {row.text}{'' if row.is_checked else f' [{unchecked}]'};" for row in LegalBasis.objects.cited()]
    return lines or [BLANK]


def tables_of(version: PlanVersion, name: str) -> list[DataTable]:
    if name == "acts":
        submission = submission_of(version)
        return acts_table(version, until=submission.happened_on if submission else None)
    if name in OF_RECORD:
        record = printed_tables(version, [BlockKind.CONSULTATION_RECORD])[BlockKind.CONSULTATION_RECORD]
        return [table for table in record if table.name == name]
    return printed_tables(version, [name]).get(name, [])
