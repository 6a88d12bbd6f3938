"""The files of a monitoring report: every one prints the same tables, as everybody may read them."""

from __future__ import annotations

import io
import json
import zipfile

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.i18n import short_date
from core.office.sheets import tables_csv, tables_xlsx
from core.office.word import WordFile, write_facts, write_pictures, write_printed
from core.printing.outcome import Progress
from core.printing.pdf import render_pdf
from core.printing.printed import printed
from core.tables import DataTable
from monitoring.enums import SectionCode
from monitoring.models import YearlyReport
from monitoring.reporting.column_notes import column_notes
from monitoring.reporting.reports import ReportContext, WrittenPart
from municipality.letterhead import issuer, publisher

ANNEXES = "ABCDEF"


def title_of(report: YearlyReport) -> str:
    return _("Monitoring report: %(period)s") % {"period": report.period.title}


def annex_titles(context: ReportContext) -> list[tuple[str, str, DataTable]]:
    """Anchor, title and table of each annex."""
    titles = []
    for letter, table in zip(ANNEXES, context.annexes, strict=False):
        words = {"letter": letter, "title": str(table.caption)}
        titles.append((f"annex-{letter.lower()}", _("Annex %(letter)s: %(title)s") % words, table))
    return titles


def facts_of(context: ReportContext) -> list[tuple[str, str]]:
    """What proves which report this is."""
    report = context.report
    facts = [
        (_("State"), report.get_state_display()),
        (_("Revision"), str(report.revision)),
        (_("Cut-off date"), short_date(report.period.cut_off_on)),
    ]
    if report.revision_note:
        facts.append((_("What this revision corrects"), report.revision_note))
    if report.figures_sha256:
        facts.append((_("Hash of the frozen figures (SHA-256)"), report.figures_sha256))
    return facts


def render_report(report: YearlyReport, *, language: str, progress: Progress | None = None) -> bytes:
    """The report as PDF (PDF/A-3a, PDF/UA-1) in `language`, sq or en; wide annexes lie across."""
    with translation.override(language):
        context = ReportContext.of(report)
        parts = [(part, printed(part.tables)) for part in context.parts]
        annexes = [(anchor, title, printed([table])[0]) for anchor, title, table in annex_titles(context)]
        contents = [{"anchor": part.anchor, "title": part.title} for part in context.parts]
        contents += [{"anchor": anchor, "title": title} for anchor, title, _table in annexes]
        title, facts, by = title_of(report), facts_of(context), issuer()
    return render_pdf(
        "monitoring/pdf/report.html",
        {
            "context": context,
            "parts": parts,
            "annexes": annexes,
            "facts": facts,
            "contents": contents,
            "proof": report.figures_sha256,
        },
        language=language,
        title=title,
        issuer=by,
        made_at=report.updated_at,
        progress=progress,
    )


#: What the mayor reports to the council every six months (docs/law.md#mayor-report): results, money, what to decide.
FOR_COUNCIL = (SectionCode.SUMMARY, SectionCode.ACHIEVED, SectionCode.MONEY, SectionCode.ADVICE)


def render_extract(report: YearlyReport, *, language: str, progress: Progress | None = None) -> bytes:
    """The extract for the council: four parts of the report with the same figures, without annexes."""
    with translation.override(language):
        context = ReportContext.of(report)
        chosen = [part for part in context.parts if part.part.code in FOR_COUNCIL]
        title = _("Report of the mayor to the council: %(period)s") % {"period": report.period.title}
        content = {
            "context": context,
            "parts": [(part, printed(part.tables)) for part in chosen],
            "annexes": [],
            "facts": facts_of(context),
            "contents": [{"anchor": part.anchor, "title": part.title} for part in chosen],
            "proof": report.figures_sha256,
        }
        by = issuer()
    return render_pdf(
        "monitoring/pdf/report.html",
        content,
        language=language,
        title=title,
        issuer=by,
        made_at=report.updated_at,
        progress=progress,
    )


def render_word(report: YearlyReport, *, language: str, progress: Progress | None = None) -> bytes:
    """The same parts, tables and numbers as DOCX, for colleagues who go on working in it."""
    with translation.override(language):
        context = ReportContext.of(report)
        by = issuer()
        word = WordFile(
            title=title_of(report),
            issuer=by,
            language=language,
            made_at=timezone.localtime(report.updated_at),
            comments=report.figures_sha256,
        )
        word.header(footer=report.figures_sha256)
        word.letterhead()
        word.paragraph(title_of(report), "Title")
        write_facts(word, facts_of(context))
        annexes = annex_titles(context)
        entries = [(part.anchor, part.title) for part in context.parts]
        word.contents(_("Contents"), [*entries, *((anchor, title) for anchor, title, _table in annexes)])
        for part in context.parts:
            _write_part(word, part)
        for anchor, title, table in annexes:
            shown = printed([table])[0]
            word.turn(is_lying=shown.is_wide)
            word.heading(title, 1, anchor=anchor)
            write_printed(word, shown)
        return word.bytes()


def _write_part(word: WordFile, part: WrittenPart) -> None:
    tables = printed(part.tables)
    word.turn(is_lying=any(table.is_wide for table in tables))
    word.heading(part.title, 1, anchor=part.anchor)
    for paragraph in filter(None, (each.strip() for each in part.body.splitlines())):
        word.paragraph(paragraph)
    write_pictures(word, part.pictures)
    for table in tables:
        write_printed(word, table)


def render_sheet(report: YearlyReport, *, language: str, progress: Progress | None = None) -> bytes:
    """Every table of the report as a sheet of one XLSX book."""
    with translation.override(language):
        context = ReportContext.of(report)
        return tables_xlsx(
            context.tables,
            title=title_of(report),
            issuer=issuer(),
            made_at=timezone.localtime(report.updated_at),
        )


def render_open_data(report: YearlyReport, *, language: str, progress: Progress | None = None) -> bytes:
    """Every table as CSV, all as JSON, and the notes on the columns; the same report gives the same bytes."""
    with translation.override(language):
        context = ReportContext.of(report)
        members = {f"{table.name}.csv": _csv([table]) for table in context.tables}
        members["columns.csv"] = _csv([column_notes(context.tables)])
        plain = publisher() | context.to_plain()
    members["report.json"] = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name), members[name])
    return written.getvalue()


def _csv(tables: list[DataTable]) -> bytes:
    return ("\ufeff" + tables_csv(tables)).encode()
