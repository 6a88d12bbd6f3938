"""The files of a monitoring report as one table: what each holds, and what makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.together.side_by_side import Reader
from monitoring.enums import ReportOutputKind
from monitoring.models import ReportFile, YearlyReport
from monitoring.reporting.documents import render_extract, render_open_data, render_report, render_sheet, render_word
from monitoring.reporting.iati import render_iati

ALL_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ReportOutput:
    kind: ReportOutputKind
    about: str | Promise
    make: Callable[..., bytes]
    content_type: str
    languages: tuple[str, ...] = ALL_LANGUAGES
    suffix: str = ""

    def file_name(self, report: YearlyReport, language: str) -> str:
        period = report.period
        days = f"{period.starts_on:%Y%m%d}-{period.ends_on:%Y%m%d}"
        name = f"monitoring-report-{days}-r{report.revision}-{language}"
        return f"{name}-{self.kind.value}.{self.suffix}" if self.suffix else f"{name}.{self.kind.value}"


OUTPUTS: dict[str, ReportOutput] = {
    str(output.kind): output
    for output in (
        ReportOutput(
            ReportOutputKind.PDF,
            _("The whole report, archival and accessible, with its annexes."),
            render_report,
            "application/pdf",
        ),
        ReportOutput(
            ReportOutputKind.DOCX, _("The same, for colleagues who work in a word processor."), render_word, DOCX
        ),
        ReportOutput(ReportOutputKind.XLSX, _("Every table of the report, a sheet each."), render_sheet, XLSX),
        ReportOutput(
            ReportOutputKind.ZIP,
            _("Every table as CSV, all of them as JSON, and what each column holds."),
            render_open_data,
            "application/zip",
        ),
        ReportOutput(
            ReportOutputKind.IATI,
            _("The published results for donors' systems, in both languages."),
            render_iati,
            "application/xml",
            suffix="xml",
        ),
        ReportOutput(
            ReportOutputKind.COUNCIL,
            _("What the mayor reports to the council every six months: results, money, what is to be decided."),
            render_extract,
            "application/pdf",
            suffix="pdf",
        ),
    )
}


def may_open(user: Any, file: ReportFile) -> bool:
    """What is public is open to everybody, the rest to whoever may ask for a file of this report."""
    return file.is_public or user.has_perm("monitoring.request_report_file", file.report)


@dataclass(frozen=True, slots=True)
class ReportFileEntry:
    """A kind of file with its newest ones, and the languages to ask for."""

    output: ReportOutput
    files: list[ReportFile]

    @property
    def requests(self) -> list[tuple[str, str]]:
        words = {"sq": gettext("Make it in Albanian"), "en": gettext("Make it in English")}
        return [(language, words[language]) for language in self.output.languages]


def read_files_of(report: YearlyReport) -> Reader[list[ReportFileEntry]]:
    found = report.files.newest().with_jobs()
    yield [found]
    files = in_order(found)
    return [
        ReportFileEntry(output, [file for file in files if file.kind == output.kind]) for output in OUTPUTS.values()
    ]


def in_order(files: Iterable[ReportFile]) -> list[ReportFile]:
    """By kind as they are offered, the Albanian one first."""
    kinds = list(OUTPUTS)
    return sorted(files, key=lambda file: (kinds.index(file.kind), file.language != "sq"))
