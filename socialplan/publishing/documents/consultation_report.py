"""The consultation report that accompanies the draft to the council: notices, events, words heard, answers given."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultations.models import FeedbackEntry, Round, RoundExtension
from consultations.outputs.notice import RoundNotice, notice_of
from consultations.outputs.procedure import procedure_table
from core.printing.pdf import render_pdf
from core.printing.printed import PrintedTable, printed
from core.table_heads import code_column, text
from core.tables import DataTable, Row
from municipality.enums import DeadlineCode
from municipality.models import DeadlineRule
from operations.queue.jobs import Progress
from socialplan.content.blocks import printed_tables
from socialplan.content.blocks.consultation import rounds_of
from socialplan.content.enums import BlockKind
from socialplan.content.models import PlanVersion
from socialplan.publishing.documents.frame import Frame, frame_of

TEMPLATE = "publishing/pdf/consultation.html"
PLACE_COLUMN = 4


@dataclass(frozen=True, slots=True)
class ReportPart:
    anchor: str
    title: str
    tables: tuple[PrintedTable, ...]

    @property
    def is_wide(self) -> bool:
        return any(table.is_wide for table in self.tables)


@dataclass(frozen=True, slots=True)
class ConsultationReportContext:
    version: PlanVersion
    frame: Frame
    notices: list[RoundNotice]
    parts: list[ReportPart]
    next_steps: list[str]

    @classmethod
    def of(cls, version: PlanVersion) -> ConsultationReportContext:
        """Figures are those of the plan's own annex: frozen from review on, and only what is published."""
        kinds = [BlockKind.PARTICIPATION, BlockKind.CONSULTATION_RECORD]
        figures = printed_tables(version, kinds)
        rounds = rounds_with_notice(version)
        return cls(
            version=version,
            frame=frame_of(version),
            notices=[notice_of(each) for each in rounds],
            parts=[
                *_procedures(rounds),
                *_parts(figures[BlockKind.PARTICIPATION], figures[BlockKind.CONSULTATION_RECORD]),
            ],
            next_steps=_next_steps(rounds),
        )

    @property
    def contents(self) -> list[dict[str, str]]:
        entries = [("notices", _("Notices and rounds")), *((part.anchor, part.title) for part in self.parts)]
        return [{"anchor": anchor, "title": title} for anchor, title in [*entries, ("next", _("Next steps"))]]


def render_consultation(version: PlanVersion, language: str, progress: Progress) -> bytes:
    with translation.override(language):
        report = ConsultationReportContext.of(version)
        return render_pdf(
            TEMPLATE,
            {
                "report": report,
                "version": version,
                "contents": report.contents,
                "proof": report.frame.footer,
            },
            language=language,
            issuer=report.frame.issuer,
            made_at=report.frame.made_at,
            title=_("Consultation report: %(plan)s") % {"plan": version.plan.title},
            progress=progress,
        )


def rounds_with_notice(version: PlanVersion) -> list[Round]:
    found = Round.objects.filter(pk__in=[each.pk for each in rounds_of(version)]).order_by("notice_on", "pk")
    extensions = Prefetch("extensions", RoundExtension.objects.order_by("pk"))
    return list(found.prefetch_related("groups", extensions))


def _procedures(rounds: list[Round]) -> list[ReportPart]:
    """The scorecard of each round, as its public page has it."""
    tables = printed([procedure_table(each) for each in rounds])
    return [ReportPart("procedure", _("How the procedure is kept"), tables)] if rounds else []


def _parts(participation: list[DataTable], record: list[DataTable]) -> list[ReportPart]:
    named = {table.name: table for table in record}
    wanted = (
        ("events", _("Events and attendance"), participation),
        ("received", _("What was received"), _named(named, "consultation_rounds", "contributions_by_channel")),
        ("answers", _("Recommendations and answers"), _named(named, "answers_by_kind", "answers")),
        ("changes", _("Changes made in the plan"), _changes(named.get("answers"))),
    )
    return [ReportPart(anchor, title, printed(tables)) for anchor, title, tables in wanted if tables]


def _named(tables: dict[str, DataTable], *names: str) -> list[DataTable]:
    return [tables[name] for name in names if name in tables]


def _changes(answers: DataTable | None) -> list[DataTable]:
    """The recommendations that the plan reflects, with the codes of the places where it does."""
    if answers is None:
        return []
    rows = [Row((row.cells[0], row.cells[1], row.cells[PLACE_COLUMN])) for row in answers.rows]
    placed = tuple(row for row in rows if row.cells[2] is not None)
    columns = (code_column(), text(gettext_lazy("Recommendation")), text(gettext_lazy("Place in the plan")))
    return [DataTable("changes", answers.columns[PLACE_COLUMN].head, columns, placed)] if placed else []


def _next_steps(rounds: list[Round]) -> list[str]:
    informed = FeedbackEntry.objects.filter(round__in=rounds).count()
    said = ngettext(
        "%(count)s message has been sent or spoken to those who took part, and is kept in the ledger.",
        "%(count)s messages have been sent or spoken to those who took part, and are kept in the ledger.",
        informed,
    )
    rule = DeadlineRule.objects.filter(code=DeadlineCode.COMPLAINT).first()
    steps = [said % {"count": informed}, _("Until the adoption, complaints about the consultation go to the mayor.")]
    if rule is not None:
        words = {"days": rule.days, "unit": rule.get_unit_display(), "source": rule.source_label}
        steps.append(
            _("After it they go to the Commissioner, within %(days)s %(unit)s of the adoption (%(source)s).") % words
        )
    return steps
