"""What the monitoring report says, as everybody may read it: its frozen figures, its written parts, its sending."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.printing.printed import PrintedRow, PrintedTable, printed
from core.printing.progress_pictures import ProgressPicture
from core.tables import HIDDEN, Cell, DataTable, RowKind
from core.together.prepared import hanging_on
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.disclosure import ReachedRow
from monitoring.figures import PeriodFigures
from monitoring.models import (
    RecommendationFollowUp,
    ReportRecommendation,
    ReportSection,
    ReportSubmission,
    YearlyReport,
)
from monitoring.releases import as_it_would_be_published
from monitoring.reporting.parts import PARTS, AskedPart, annexes
from monitoring.reporting.promise import Promise, read_promise_of
from monitoring.reporting.quality import QualityNote, public_notes, read_quality_of
from monitoring.reporting.reasons import read_report_figures
from monitoring.reporting.tables import results_table
from municipality.models import Municipality

NO_KEY = str(UUID(int=0))  # stands in an address where each key is put


@dataclass(frozen=True)
class WrittenPart:
    """One of the eleven parts: what people wrote, and the figures that stand in it."""

    part: AskedPart
    section: ReportSection | None
    tables: tuple[DataTable, ...]
    pictures: tuple[ProgressPicture, ...] = ()

    @property
    def anchor(self) -> str:
        return f"part-{self.part.code}"

    @property
    def title(self) -> str:
        return f"{self.part.number}. {self.part.code.label}"

    @property
    def body(self) -> str:
        return str(self.section.body) if self.section else ""


@dataclass(frozen=True)
class ReportContext:
    """The report as the public may read it: figures about few persons stay protected."""

    report: YearlyReport
    municipality: Municipality
    figures: PeriodFigures
    groups: list[ReachedRow]
    sections: list[ReportSection]
    recommendations: list[ReportRecommendation]
    follow_ups: list[RecommendationFollowUp]
    submissions: list[ReportSubmission]
    promise: Promise | None
    quality: list[QualityNote]

    @classmethod
    def of(cls, report: YearlyReport) -> ReportContext:
        return read(cls.read_of(report))

    @classmethod
    def read_of(cls, report: YearlyReport) -> Reader[ReportContext]:
        document, _true = yield from cls.read_with_true_figures(report)
        return document

    @classmethod
    def read_with_true_figures(cls, report: YearlyReport) -> Reader[tuple[ReportContext, PeriodFigures]]:
        """The report, and the figures it is made of as staff see them."""
        places, sections, recommendations = (
            Municipality.objects.all(),
            hanging_on(report, "sections"),
            hanging_on(report, "recommendations"),
        )
        follow_ups = hanging_on(report, "follow_ups", "recommendation")
        submissions = hanging_on(report, "submissions", "addressee", "receipt__proof")
        figures, promise, quality, _lists = yield from side_by_side(
            read_report_figures(report),
            read_promise_of(report),
            read_quality_of(report),
            read_lists(places, sections, recommendations, follow_ups, submissions),
        )
        true = as_it_would_be_published(report.period, figures) if report.figures is None else figures
        public = true.for_public()
        document = cls(
            report=report,
            municipality=places[0],
            figures=public,
            groups=true.group_table(is_public=True),
            sections=list(sections),
            recommendations=list(recommendations),
            follow_ups=list(follow_ups),
            submissions=list(submissions),
            promise=promise,
            quality=public_notes(quality, public.indicators),
        )
        return document, figures

    @property
    def persons(self) -> Cell:
        """Persons reached in all; hidden where the total itself must be."""
        if not self.groups:
            return 0
        total = self.groups[-1].cells[-1].value
        return HIDDEN if total is None else total

    @cached_property
    def parts(self) -> list[WrittenPart]:
        return [replace(part, pictures=tuple(part.part.pictures(self))) for part in self.parts_without_pictures()]

    def parts_without_pictures(self) -> list[WrittenPart]:
        """As a page that shows pictures of its own reads them."""
        written = {section.code: section for section in self.sections}
        return [WrittenPart(part, written.get(part.code), tuple(part.tables(self))) for part in PARTS]

    @cached_property
    def annexes(self) -> list[DataTable]:
        return annexes(self)

    @property
    def tables(self) -> list[DataTable]:
        """Every table of the report in its order: sheet, CSV and JSON hold the same ones as page and paper."""
        return [*(table for part in self.parts for table in part.tables), *self.annexes]

    def to_plain(self) -> dict[str, Any]:
        """The report for machines."""
        period = self.report.period
        return {
            "municipality": self.municipality.name_sq,
            "plan": {"title": period.version.plan.title_sq, "first_year": period.version.plan.first_year},
            "version": period.version.number,
            "period": {"from": period.starts_on.isoformat(), "to": period.ends_on.isoformat()},
            "cut_off": period.cut_off_on.isoformat(),
            "revision": self.report.revision,
            "figures_sha256": self.report.figures_sha256,
            "tables": [table.to_plain() for table in self.tables],
        }


def traced_results(context: ReportContext) -> PrintedTable:
    """The core table for a page; traced is what belongs to a version that stands."""
    (table,) = printed([results_table(context.figures)])
    keys = {f"{line.code} ": line.key for line in context.figures.indicators}
    version = context.report.period.version

    page = f"{reverse('site:trace', args=['indicator', NO_KEY])}?version={version.pk}"

    def traced(row: PrintedRow) -> PrintedRow:
        key = next((key for start, key in keys.items() if row.head.text.startswith(start)), "")
        if not key or row.kind != RowKind.PLAIN:
            return row
        return replace(row, traced_at=page.replace(NO_KEY, key))

    return replace(table, rows=tuple(map(traced, table.rows))) if version.stands else table
