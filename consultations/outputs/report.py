"""The report of a round, or of one group in it: notice, events, what was received, answers, what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import TargetGroup
from consultations.enums import RoundFileFormat
from consultations.models import Round
from consultations.open_draft.source import reflected_in
from consultations.outputs.notice import RoundNotice, notice_of
from consultations.outputs.procedure import procedure_table
from consultations.outputs.statistics import speaker_tables
from consultations.outputs.tables import (
    answered_of,
    answers_tables,
    channels_table,
    identical_table,
    late_table,
    meetings_table,
    participation_table,
    published_answer,
    rounds_table,
)
from consultations.record import records_of
from core.office.sheets import tables_xlsx
from core.office.word import WordFile, write_facts, write_printed
from core.printing.issuer import Issuer
from core.printing.outcome import Progress
from core.printing.pdf import render_pdf
from core.printing.printed import PrintedTable, printed
from core.table_heads import code_column, text
from core.tables import DataTable, Row
from municipality.letterhead import issuer

PLACE_COLUMN = 4


@dataclass(frozen=True, slots=True)
class RoundReportPart:
    anchor: str
    title: str
    data: tuple[DataTable, ...]
    #: Said where there is nothing to count.
    nothing: str

    @property
    def tables(self) -> tuple[PrintedTable, ...]:
        return printed(self.data) if self.data else ()

    @property
    def is_wide(self) -> bool:
        return any(table.is_wide for table in self.tables)


@dataclass(frozen=True, slots=True)
class RoundReport:
    """Everything the report says, in the language of the moment; only what is published."""

    round: Round
    group: TargetGroup | None
    notice: RoundNotice
    parts: list[RoundReportPart]

    @classmethod
    def of(cls, consultation: Round, group: TargetGroup | None = None) -> RoundReport:
        answered = answered_of([consultation], group)
        places = reflected_in(consultation, [published_answer(each) for each in answered])
        answers = answers_tables(answered, places)
        found = [
            ("procedure", _("How the procedure is kept"), _procedure(consultation, group), _OF_THE_WHOLE),
            ("events", _("Events and attendance"), _events(consultation, group), _NO_EVENTS),
            ("received", _("What was received"), _received(consultation, group), _NOTHING_RECEIVED),
            ("answers", _("Recommendations and answers"), answers, _NO_ANSWERS),
            ("changes", _("Changes made in the plan"), _changes(answers), _NO_CHANGES),
        ]
        parts = [RoundReportPart(anchor, title, tuple(made), str(none)) for anchor, title, made, none in found]
        return cls(consultation, group, notice_of(consultation), parts)

    @property
    def title(self) -> str:
        if self.group is None:
            return _("Consultation report: %(round)s") % {"round": self.round.title}
        words = {"round": self.round.title, "group": self.group}
        return _("Consultation report: %(round)s, %(group)s") % words

    @property
    def contents(self) -> list[dict[str, str]]:
        entries = [("notice", _("Notice")), *((part.anchor, part.title) for part in self.parts)]
        return [{"anchor": anchor, "title": title} for anchor, title in entries]


_OF_THE_WHOLE = gettext_lazy("Days, meetings and answers are counted for the whole round, in its own report.")
_NO_EVENTS = gettext_lazy("No event of which more than kind and day may be told.")
_NOTHING_RECEIVED = gettext_lazy("Contributions are counted for the whole round, never for one group alone.")
_NO_ANSWERS = gettext_lazy("No answer is published yet.")
_NO_CHANGES = gettext_lazy("No published answer points at a place in the plan yet.")


def _procedure(consultation: Round, group: TargetGroup | None) -> list[DataTable]:
    return [] if group else [procedure_table(consultation)]


def _events(consultation: Round, group: TargetGroup | None) -> list[DataTable]:
    told = participation_table([consultation], group)
    return told if group else [*told, *meetings_table([consultation])]


def _received(consultation: Round, group: TargetGroup | None) -> list[DataTable]:
    """Of one group alone nothing: contributions by group are counts of people, and stand suppressed in the whole."""
    if group is not None:
        return []
    return [
        rounds_table(records_of([consultation])),
        *channels_table([consultation]),
        *identical_table([consultation]),
        *late_table([consultation]),
        *speaker_tables(consultation),
    ]


def _changes(answers: Sequence[DataTable]) -> list[DataTable]:
    """The recommendations that the plan reflects, with the codes of the places where it does."""
    if not answers:
        return []
    whole = answers[-1]
    placed = tuple(
        Row((row.cells[0], row.cells[1], row.cells[PLACE_COLUMN])) for row in whole.rows if row.cells[PLACE_COLUMN]
    )
    columns = (code_column(), text(gettext_lazy("Recommendation")), text(gettext_lazy("Place in the plan")))
    return [DataTable("changes", whole.columns[PLACE_COLUMN].head, columns, placed)] if placed else []


def render_round(
    consultation: Round,
    kind: RoundFileFormat,
    *,
    language: str,
    group: TargetGroup | None = None,
    progress: Progress | None = None,
) -> bytes:
    """In `language`, sq or en: the PDF is PDF/A and PDF/UA, the spreadsheet holds the tables alone."""
    with translation.override(language):
        by = issuer()
        report = RoundReport.of(consultation, group)
        if kind == RoundFileFormat.XLSX:
            tables = [table for part in report.parts for table in part.data]
            return tables_xlsx(tables, title=report.title, issuer=by, made_at=timezone.localtime())
        if kind == RoundFileFormat.DOCX:
            return _word(report, by, language)
        context: Mapping[str, object] = {
            "report": report,
            "contents": report.contents,
        }
        title = report.title
    template = "consultations/pdf/report.html"
    return render_pdf(template, context, language=language, title=title, issuer=by, progress=progress)


def _word(report: RoundReport, by: Issuer, language: str) -> bytes:
    title = report.title
    word = WordFile(title=title, issuer=by, language=language, made_at=timezone.localtime())
    word.header(footer=title)
    word.letterhead()
    word.heading(title, 1)
    write_facts(word, [(_("Municipality"), by.name), *report.notice.facts])
    for line in report.notice.about.splitlines():
        word.paragraph(line)
    for part in report.parts:
        word.turn(is_lying=part.is_wide)
        word.heading(part.title, 2)
        if not part.data:
            word.paragraph(part.nothing)
        for table in part.tables:
            write_printed(word, table)
    return word.bytes()
