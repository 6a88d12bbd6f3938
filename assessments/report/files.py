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
from core.office.word import WordFile, write_facts, write_printed
from core.printing.pdf import Progress, render_pdf
from core.printing.printed import printed
from core.tables import DataTable
from municipality.letterhead import BANNER
from municipality.models import Municipality

UPRIGHT_COLUMNS = 6


def render_edition(
    assessment: Assessment, kind: ReportFormat, *, language: str, progress: Progress | None = None
) -> bytes:
    """In `language`, sq or en; the PDF is PDF/A and PDF/UA."""
    municipality = Municipality.objects.get()
    with translation.override(language):
        title = _("Assessment report: %(title)s") % {"title": assessment.title}
        tables = edition_tables(assessment)
        if kind == ReportFormat.XLSX:
            return tables_xlsx(tables, title=title, author=str(municipality), made_at=timezone.localtime())
        if kind == ReportFormat.DOCX:
            return _edition_word(assessment, tables, municipality, title=title, language=language)
        pictures = edition_pictures(assessment)
        parts = [{"anchor": "pictures", "title": _("At a glance")}, *_contents(tables)]
        context = {
            "assessment": assessment,
            "municipality": municipality,
            "pictures": pictures,
            "tables": [made for table in tables for made in printed([table])],
            "contents": [*parts, {"anchor": "texts", "title": _("Method, sources and limits")}],
            "is_demo": municipality.is_demo,
        }
    return render_pdf("assessments/pdf/report.html", context, language=language, title=title, progress=progress)


def _contents(tables: list[DataTable]) -> list[dict[str, str]]:
    return [{"anchor": f"table-{place}", "title": str(table.caption)} for place, table in enumerate(tables, start=1)]


def _edition_word(
    assessment: Assessment, tables: list[DataTable], municipality: Municipality, *, title: str, language: str
) -> bytes:
    word = WordFile(title=title, author=str(municipality), language=language, made_at=timezone.localtime())
    word.header(*([BANNER] if municipality.is_demo else []), footer=title)
    word.heading(title, 1)
    period = f"{short_date(assessment.starts_on)} – {short_date(assessment.ends_on)}"
    write_facts(word, [(_("Municipality"), str(municipality)), (_("Period"), period)])
    texts = ((_("Method"), assessment.method), (_("Sources"), assessment.sources), (_("Limits"), assessment.limits))
    for heading, said in texts:
        if said:
            word.heading(heading, 2)
            for line in str(said).splitlines():
                word.paragraph(line)
    for table in tables:
        word.turn(is_lying=len(table.columns) > UPRIGHT_COLUMNS)
        word.heading(str(table.caption), 2)
        write_printed(word, printed([table])[0])
    return word.bytes()
