"""Every file the product makes, who makes it, and which tables it has to hold: a second opinion on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from assessments.enums import ImportKind
from assessments.fund.package import render_package
from assessments.fund.tables import call_table, package_tables
from assessments.imports.files import template_file
from assessments.imports.tables import row_import
from assessments.models import Service
from assessments.report.files import render_edition
from assessments.report.pictures import edition_pictures
from assessments.report.tables import edition_tables
from consultations.doors.attendance_paper import render_attendance_sheet
from consultations.doors.paper import render_paper_form
from consultations.doors.sheet import template_file as sheet_of_words
from consultations.doors.slip import render_slip
from consultations.outputs.open_data import answer_tables_of
from consultations.outputs.register import register_zip
from consultations.outputs.report import RoundReport, render_round
from consultations.outputs.workbook import round_tables, round_workbook
from core.tables import DataTable
from monitoring.grid.indicators import IndicatorSheet
from monitoring.grid.workbook import sheet_file
from monitoring.reporting.outputs import OUTPUTS as OF_REPORTS
from monitoring.reporting.reports import ReportContext
from socialplan.approval.acts_table import acts_table
from socialplan.content.coverage import coverage_of
from socialplan.content.document_outline import figures_for
from socialplan.content.plan_json import CONTENT_FIELDS
from socialplan.publishing.documents.consultation_report import ConsultationReportContext
from socialplan.publishing.documents.transparency import Transparency, render_transparency
from socialplan.publishing.outputs import OUTPUTS as OF_PLANS
from tests.assessments.imports.sheets import table_file
from tests.everywhere.outputs.rows import YearOfFiles
from tests.factories.consultations import ConsultationEventFactory, ContributionFactory
from vlora_plan.help.guides import GUIDES
from vlora_plan.help.printed import render_guide

YEAR = 2024


@dataclass(frozen=True, slots=True)
class MadeFile:
    """`modules` make it; `tables` are the tables that have to stand in it, `rows` the rows of further ones.

    A file that comes back (`comes_back`) begins with its heads; whose it is stands at its printed edges alone.
    """

    name: str
    suffix: str
    modules: tuple[str, ...]
    make: Callable[[YearOfFiles, str], bytes]
    tables: Callable[[YearOfFiles], list[DataTable]] | None = None
    rows: Callable[[YearOfFiles], list[int]] = field(default=lambda town: [])
    comes_back: bool = False


def _page(name: str, *args: object, **query: str) -> Callable[[YearOfFiles, str], bytes]:
    """The answer of a page in the language, asked for by the staff of the town; arguments that are names are read."""

    def make(town: YearOfFiles, language: str) -> bytes:
        client = Client()
        client.force_login(town.staff)
        given = [arg(town) if callable(arg) else arg for arg in args]
        client.cookies["django_language"] = language
        answer = client.get(reverse(name, args=given), query, headers={"accept-language": language})
        assert answer.status_code == 200, (name, answer.status_code)
        return bytes(answer.getvalue())

    return make


def _plan(kind: str) -> Callable[[YearOfFiles, str], bytes]:
    return lambda town, language: OF_PLANS[kind].make(town.version, language, lambda done, whole: None)


def _report(kind: str) -> Callable[[YearOfFiles, str], bytes]:
    return lambda town, language: OF_REPORTS[kind].make(town.report, language=language)


def _edition(kind: str) -> Callable[[YearOfFiles, str], bytes]:
    return lambda town, language: render_edition(town.edition, kind, language=language)  # type: ignore[arg-type]


def _round(kind: str) -> Callable[[YearOfFiles, str], bytes]:
    return lambda town, language: render_round(town.round, kind, language=language)  # type: ignore[arg-type]


def plan_tables(town: YearOfFiles) -> list[DataTable]:
    return [table for tables in (*figures_for(town.version).values(), acts_table(town.version)) for table in tables]


def consultation_tables(town: YearOfFiles) -> list[int]:
    parts = ConsultationReportContext.of(town.version).parts
    return [len(table.rows) for part in parts for table in part.tables]


def edition_of(town: YearOfFiles) -> list[DataTable]:
    return edition_tables(town.edition)


def chart_rows(town: YearOfFiles) -> list[int]:
    return [len(chart.rows) for chart in edition_pictures(town.edition).charts]


def round_of(town: YearOfFiles) -> list[DataTable]:
    return [table for part in RoundReport.of(town.round).parts for table in part.data]


def report_of(town: YearOfFiles) -> list[DataTable]:
    return ReportContext.of(town.report).tables


def transparency_of(town: YearOfFiles) -> list[DataTable]:
    return Transparency.of(YEAR).tables()


def tables_of_package(town: YearOfFiles) -> list[DataTable]:
    return package_tables(town.costing)


def sheets_of_package(town: YearOfFiles) -> list[DataTable]:
    """What a Word file says of the call at its head is a sheet of its own."""
    return [call_table(town.costing.call), *package_tables(town.costing)]


def services_that_go_out(town: YearOfFiles) -> list[int]:
    return [Service.objects.count()]


def relations_of_plan(town: YearOfFiles) -> list[int]:
    """Every relation of a version that is its content, counted in the database."""
    return [getattr(town.version, name).count() for name in CONTENT_FIELDS]


def services_in_directory(town: YearOfFiles) -> list[int]:
    """An undisclosed one stands there too, without its place."""
    return [Service.objects.count()]


def entries_of_calendar(town: YearOfFiles) -> list[int]:
    """The round's last day and each of its events that is public."""
    return [1 + town.round.events.count()]


def _filled(town: YearOfFiles) -> list[DataTable]:
    return [table for table in report_of(town) if table.rows]


PUBLISHING, SHEETS = "socialplan.publishing.documents", "core.office.sheets"
REPORTING = "monitoring.reporting.documents"
FILES: dict[str, MadeFile] = {
    each.name: each
    for each in (
        MadeFile("plan_pdf", "pdf", (f"{PUBLISHING}.plan_pdf",), _plan("plan_pdf"), plan_tables),
        MadeFile(
            "plan_docx", "docx", (f"{PUBLISHING}.plan_word", f"{PUBLISHING}.frame"), _plan("plan_docx"), plan_tables
        ),
        MadeFile(
            "consultation_pdf",
            "pdf",
            (f"{PUBLISHING}.consultation_report",),
            _plan("consultation_pdf"),
            rows=consultation_tables,
        ),
        MadeFile("report_pdf", "pdf", (REPORTING,), _report("pdf"), _filled),
        MadeFile("report_docx", "docx", (REPORTING,), _report("docx"), report_of),
        MadeFile("report_xlsx", "xlsx", (REPORTING,), _report("xlsx"), report_of),
        MadeFile(
            "report_council",
            "pdf",
            (REPORTING,),
            _report("council"),
            lambda town: [
                table
                for part in ReportContext.of(town.report).parts
                if part.part.number in {1, 4, 5, 10}
                for table in part.tables
                if table.rows
            ],
        ),
        MadeFile("report_zip", "zip", (REPORTING,), _report("zip"), report_of),
        MadeFile("edition_pdf", "pdf", ("assessments.report.files",), _edition("pdf"), edition_of, chart_rows),
        MadeFile("edition_docx", "docx", ("assessments.report.files",), _edition("docx"), edition_of),
        MadeFile("edition_xlsx", "xlsx", ("assessments.report.files",), _edition("xlsx"), edition_of),
        MadeFile(
            "edition_json",
            "json",
            ("assessments.report.open_data",),
            _page("assessments:edition_json", lambda town: town.edition.pk),
            edition_of,
        ),
        MadeFile(
            "edition_csv",
            "csv",
            ("assessments.views.open_data",),
            _page("assessments:edition_csv", lambda town: town.edition.pk),
            edition_of,
        ),
        MadeFile("round_pdf", "pdf", ("consultations.outputs.report",), _round("pdf"), round_of),
        MadeFile("round_docx", "docx", ("consultations.outputs.report",), _round("docx"), round_of),
        MadeFile("round_xlsx", "xlsx", ("consultations.outputs.report",), _round("xlsx"), round_of),
        MadeFile(
            "workbook_xlsx",
            "xlsx",
            ("consultations.outputs.workbook",),
            lambda town, language: round_workbook(town.round, language=language, actor=town.staff),
            lambda town: round_tables(town.round),
        ),
        MadeFile(
            "answers_json",
            "json",
            ("consultations.outputs.open_data",),
            _page("consultations:answers_json", lambda town: town.round.pk),
            lambda town: answer_tables_of(town.round),
        ),
        MadeFile(
            "answers_csv",
            "csv",
            ("consultations.views.outputs",),
            _page("consultations:answers_csv", lambda town: town.round.pk),
            lambda town: answer_tables_of(town.round),
        ),
        MadeFile(
            "transparency_pdf",
            "pdf",
            (f"{PUBLISHING}.transparency",),
            lambda town, language: render_transparency(YEAR, language),
            transparency_of,
        ),
        *(
            MadeFile(
                f"transparency_{suffix}",
                suffix,
                ("socialplan.publishing.views.transparency",),
                _page("publishing:transparency_sheet", YEAR, suffix),
                transparency_of,
            )
            for suffix in ("csv", "xlsx")
        ),
        *(
            MadeFile(
                f"coverage_{suffix}",
                suffix,
                ("socialplan.content.views.coverage",),
                _page("content:coverage_export", lambda town: town.version.pk, suffix),
                lambda town: coverage_of(town.version).tables,
            )
            for suffix in ("csv", "xlsx")
        ),
        *(
            MadeFile(
                f"package_{suffix}",
                suffix,
                ("assessments.fund.package",),
                lambda town, language, suffix=suffix: render_package(town.costing, suffix, language=language),
                tables,
            )
            for suffix, tables in (("docx", tables_of_package), ("xlsx", sheets_of_package))
        ),
        *(
            MadeFile(
                f"services_{suffix}",
                suffix,
                ("assessments.lists.exports",),
                _page("assessments:service_export", suffix),
                rows=services_that_go_out,
                comes_back=True,
            )
            for suffix in ("csv", "xlsx")
        ),
        *(
            MadeFile(
                f"needs_table_{suffix}",
                suffix,
                ("assessments.imports.files",),
                lambda town, language, suffix=suffix: table_file(ImportKind.NEEDS, town.edition, suffix),
                rows=lambda town: [len(row_import(ImportKind.NEEDS, town.edition).known)],
                comes_back=True,
            )
            for suffix in ("csv", "xlsx")
        ),
    )
}
#: Files whose content is not tables of figures; what they hold is asked by the tests of their own subject.
WITHOUT_TABLES: dict[str, MadeFile] = {
    each.name: each
    for each in (
        MadeFile("summary_pdf", "pdf", (f"{PUBLISHING}.summary",), _plan("summary_pdf")),
        MadeFile("comparison_pdf", "pdf", (f"{PUBLISHING}.comparison",), _plan("comparison_pdf")),
        MadeFile("draft_decision_docx", "docx", (f"{PUBLISHING}.official",), _plan("draft_decision_docx")),
        MadeFile("explanatory_report_docx", "docx", (f"{PUBLISHING}.official",), _plan("explanatory_report_docx")),
        MadeFile("action_plan_xlsx", "xlsx", (f"{PUBLISHING}.action_plan.book",), _plan("action_plan_xlsx")),
        MadeFile(
            "paper_form_pdf",
            "pdf",
            ("consultations.doors.paper",),
            lambda town, language: render_paper_form(town.round, language=language, is_large=False, progress=None),
        ),
        MadeFile(
            "slip_pdf",
            "pdf",
            ("consultations.doors.slip",),
            lambda town, language: render_slip(ContributionFactory(round=town.round), language=language),
        ),
        MadeFile(
            "attendance_sheet_pdf",
            "pdf",
            ("consultations.doors.attendance_paper",),
            lambda town, language: render_attendance_sheet(
                ConsultationEventFactory(),
                language=language,
                progress=None,
            ),
        ),
        MadeFile(
            "guide_pdf",
            "pdf",
            ("vlora_plan.help.printed",),
            lambda town, language: render_guide(GUIDES["staff"], language=language),
        ),
        MadeFile(
            "organisation_sheet_xlsx",
            "xlsx",
            ("consultations.doors.sheet",),
            lambda town, language: sheet_of_words(town.round),
            comes_back=True,
        ),
        MadeFile(
            "grid_xlsx",
            "xlsx",
            ("monitoring.grid.workbook",),
            lambda town, language: sheet_file(IndicatorSheet(town.report.period)),
            comes_back=True,
        ),
        MadeFile(
            "years_xlsx",
            "xlsx",
            ("monitoring.views.dashboard",),
            _page("monitoring:years_file", lambda town: town.report.period_id),
        ),
        *(
            MadeFile(
                f"years_public_{suffix}",
                suffix,
                ("monitoring.views.public",),
                _page("monitoring:years_public_file", suffix),
            )
            for suffix in ("xlsx", "csv")
        ),
        MadeFile("report_iati", "xml", ("monitoring.reporting.iati",), _report("iati")),
        MadeFile(
            "template_xlsx",
            "xlsx",
            ("assessments.imports.files",),
            lambda town, language: template_file(ImportKind.NEEDS),
            comes_back=True,
        ),
    )
}
#: Several files as one: each is held like a file by itself.
BUNDLES: dict[str, MadeFile] = {
    each.name: each
    for each in (
        MadeFile("dossier_zip", "zip", (f"{PUBLISHING}.dossier",), _plan("dossier_zip")),
        MadeFile("letters_zip", "zip", (f"{PUBLISHING}.letters",), _plan("letters_zip")),
        MadeFile(
            "register_zip", "zip", ("consultations.outputs.register",), lambda town, language: register_zip(town.round)
        ),
    )
}
#: Files in a form that somebody else has set; `rows` counts what must stand in each of their lists.
SET_FORMS: dict[str, MadeFile] = {
    each.name: each
    for each in (
        MadeFile(
            "plan_json",
            "json",
            ("socialplan.content.plan_json",),
            _page("publishing:version_json", lambda town: town.version.pk),
            rows=relations_of_plan,
        ),
        MadeFile(
            "hsds_json",
            "json",
            ("assessments.service_map.hsds",),
            _page("assessments:directory_json"),
            rows=services_in_directory,
        ),
        MadeFile(
            "calendar_ics",
            "ics",
            ("consultations.outputs.calendar",),
            _page("consultations:round_calendar", lambda town: town.round.pk),
            rows=entries_of_calendar,
        ),
    )
}
#: What calls a writer and makes no file of its own: the writers, bundles of files made elsewhere, texts of templates.
NO_FILES = {
    "core.office.sheets",
    "core.printing.pdf",
    "socialplan.publishing.documents.bundle",
    "socialplan.publishing.documents.opinions",
    "socialplan.publishing.documents.word_templates",
}
