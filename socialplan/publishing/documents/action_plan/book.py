"""The spreadsheet of the action plan before anything is written into it: its sheets, their heads and places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.office.workbook import Book, Emphasis, Sheet, lay_out
from socialplan.content.models import FundingLine, FundingSource, Measure, MeasureCost, PlanVersion, StrategicGoal
from socialplan.publishing.documents.frame import frame_of

HEAD_ROW = 4
FIRST_ROW = HEAD_ROW + 1
FACTS_WIDTHS = (9, 44, 26, 24, 14, 16, 16, 12, 11)
MONEY_WIDTH = 14


def load_goals(version: PlanVersion) -> list[StrategicGoal]:
    """Goals with everything below them that the matrix prints."""
    measures: QuerySet[Measure] = Measure.objects.select_related("office").prefetch_related(
        Prefetch("costs", MeasureCost.objects.prefetch_related(Prefetch("lines", FundingLine.objects.order_by("pk")))),
        "group_links__group",
        "unit_links__unit",
        "indicator_links__indicator",
    )
    return list(version.strategicgoals.prefetch_related(Prefetch("objectives__measures", measures)))


@dataclass
class CellAddresses:
    """Where things stand, so that formulas can point at them: rows counted from 0."""

    lines: dict[int, tuple[int, int]] = field(default_factory=dict)
    goals: dict[int, int] = field(default_factory=dict)
    last_line: int = 0
    total: int = 0


class ActionPlanBook:
    def __init__(self, version: PlanVersion) -> None:
        self.version = version
        self.years = list(version.plan.years)
        self.goals = load_goals(version)
        self.sources = list(FundingSource.objects.filter(lines__version=version).distinct())
        self.frame = frame_of(version)
        self.at = CellAddresses()
        self.book = Book(
            title=f"{_('Action plan and budget')}: {version.plan.title}",
            issuer=self.frame.issuer,
            comments=" · ".join([*self.frame.status_lines, self.frame.footer]),
            made_at=self.frame.made_at,
        )
        self.matrix, self.by_goal, self.by_source, self.lines, self.indicators, self.notes = self.book.sheets(
            pgettext("sheet", "Action plan"),
            pgettext("sheet", "Budget by goal"),
            pgettext("sheet", "Budget by source"),
            pgettext("sheet", "Funding lines"),
            pgettext("sheet", "Indicators"),
            pgettext("sheet", "Notes"),
        )

    def begin(self, sheet: Sheet, title: str, *, note: str, widths: Sequence[float], frozen_columns: int = 2) -> None:
        state = f"{self.version.get_state_display()}, v{self.version.number}."
        about = " ".join([*self.frame.status_lines, state, note])
        sheet.edges(f"{title} – {self.version.plan.title}", about, columns=len(widths))
        lay_out(sheet, widths=widths, head_row=HEAD_ROW, frozen_columns=frozen_columns, footer=self.footer)

    @property
    def footer(self) -> str:
        """What the foot of a printed page says; Excel takes 255 signs."""
        return " · ".join([*self.frame.header, self.frame.footer])[:230]

    @property
    def measures(self) -> list[Measure]:
        objectives = [objective for goal in self.goals for objective in goal.objectives.all()]
        return [measure for objective in objectives for measure in objective.measures.all()]


@dataclass(frozen=True, slots=True)
class MoneyColumns:
    """The columns of the matrix from the first year on."""

    years: range
    total: int
    sources: range
    funded: int
    gap: int

    @classmethod
    def of(cls, book: ActionPlanBook) -> MoneyColumns:
        first = len(FACTS_WIDTHS)
        total = first + len(book.years)
        funded = total + 1 + len(book.sources)
        return cls(range(first, total), total, range(total + 1, funded), funded, funded + 1)


def amounts_note() -> str:
    return _("Amounts in new lek (ALL).")


def write_heads(sheet: Sheet, heads: list[str], *, row: int = HEAD_ROW, figures: Collection[int] = ()) -> None:
    """Heads of the columns of `figures` stand to the right, as their figures do."""
    for column, head in enumerate(heads):
        sheet.text(row, column, head, Emphasis.HEAD, is_right=column in figures)


def write_years(book: ActionPlanBook, sheet: Sheet, column: int, *, row: int = HEAD_ROW) -> None:
    """Years stand as numbers, because formulas compare with them."""
    for place, year in enumerate(book.years):
        sheet.number(row, column + place, year, Emphasis.HEAD)
