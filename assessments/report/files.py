"""The assessment report as PDF and in Word, and every table as a spreadsheet: what everybody may read, never more."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.enums import ReportFormat
from assessments.models import Assessment
from assessments.report.pictures import edition_pictures
from assessments.report.tables import edition_tables
from core.i18n import short_date
from core.office.sheets import tables_xlsx
from core.office.word import WordFile, write_facts, write_pictures, write_printed
from core.printing.issuer import Issuer
from core.printing.outcome import Progress
from core.printing.pdf import render_pdf
from core.printing.printed import printed
from core.tables import DataTable
from municipality.letterhead import issuer

UPRIGHT_COLUMNS = 6


def render_edition(
    assessment: Assessment, kind: ReportFormat, *, language: str, progress: Progress | None = None
) -> bytes:
    """In `language`, sq or en; the PDF is PDF/A and PDF/UA."""
    with translation.override(language):
        by = issuer()
        title = _("Assessment report: %(title)s") % {"title": assessment.title}
        tables = edition_tables(assessment)
        if kind == ReportFormat.XLSX:
            return tables_xlsx(tables, title=title, issuer=by, made_at=timezone.localtime())
        if kind == ReportFormat.DOCX:
            return _edition_word(assessment, tables, by, title=title, language=language)
        pictures = edition_pictures(assessment)
        parts = [
            {"anchor": "pictures", "title": _("At a glance")},
            {"anchor": "texts", "title": _("Method, sources and limits")},
        ]
        context = {
            "assessment": assessment,
            "pictures": pictures,
            "tables": printed(tables, is_lying=any(_is_lying(table) for table in tables)),
            "contents": [*parts, *_contents(tables)],
        }
    template = "assessments/pdf/report.html"
    return render_pdf(template, context, language=language, title=title, issuer=by, progress=progress)


def _is_lying(table: DataTable) -> bool:
    return len(table.columns) > UPRIGHT_COLUMNS


def _contents(tables: list[DataTable]) -> list[dict[str, str]]:
    return [{"anchor": f"table-{place}", "title": str(table.caption)} for place, table in enumerate(tables, start=1)]


def _edition_word(assessment: Assessment, tables: list[DataTable], by: Issuer, *, title: str, language: str) -> bytes:
    word = WordFile(title=title, issuer=by, language=language, made_at=timezone.localtime())
    word.header(footer=title)
    word.letterhead()
    word.heading(title, 1)
    period = f"{short_date(assessment.starts_on)} – {short_date(assessment.ends_on)}"
    write_facts(word, [(_("Municipality"), by.name), (_("Period"), period)])
    texts = ((_("Method"), assessment.method), (_("Sources"), assessment.sources), (_("Limits"), assessment.limits))
    for heading, said in texts:
        if said:
            word.heading(heading, 2)
            for line in str(said).splitlines():
                word.paragraph(line)
    pictures = edition_pictures(assessment)
    write_pictures(word, [*pictures.charts, *([pictures.map] if pictures.map.tiles else [])])
    shown = [printed([table])[0] for table in tables]
    word.turn(is_lying=any(made.is_wide for made in shown))
    for table, made in zip(tables, shown, strict=True):
        word.heading(str(table.caption), 2)
        write_printed(word, made)
    return word.bytes()
