"""What a report says in words, and the numbers its tables give: for staff, and for the public."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.tables import Cell
from monitoring.figures import PeriodFigures
from monitoring.models import YearlyReport
from monitoring.reporting.amended_tables import changed_targets_table
from monitoring.reporting.quality import public_notes, quality_of
from monitoring.reporting.reach_tables import reach_parts_table, reach_table
from monitoring.reporting.tables import (
    lights_table,
    measures_table,
    money_tables,
    parts_table,
    persons_table,
    results_table,
)


def texts_of(report: YearlyReport, public: PeriodFigures) -> list[str]:
    """Everything written by people that goes out with the report, in both languages."""
    texts = [report.revision_note]
    for section in report.sections.all():
        texts += [section.body_sq, section.body_en]
    for line in public.indicators:
        texts += [line.why_sq, line.why_en, line.change_reason]
    texts += [part.note for line in public.parts for part in line.parts]
    texts += [each.reason for each in public.transfers]
    texts += [line.note for line in public.reach]
    for measure in public.measures:
        texts += [measure.narrative_sq, measure.narrative_en, measure.why]
    texts += [note.reason for note in public_notes(quality_of(report), public.indicators)]
    for advice in report.recommendations.all():
        texts += [advice.text_sq, advice.text_en]
    for answer in report.follow_ups.all():
        texts += [answer.text_sq, answer.text_en]
    return texts


def numbers_of(figures: PeriodFigures, *, is_public: bool) -> set[int]:
    """The whole numbers of the report's tables, as the public or as staff have them."""
    shown = figures.for_public() if is_public else figures
    tables = [results_table(shown), lights_table(shown), measures_table(shown), *money_tables(shown)]
    if changed := changed_targets_table(shown):
        tables.append(changed)
    tables += [parts_table(shown.parts), reach_table(shown.reach), reach_parts_table(shown.reach)]
    if rows := figures.group_table(is_public=is_public):
        tables.append(persons_table(rows))
    cells = (cell for table in tables for row in table.rows for cell in row.cells)
    return set(_whole(cells)) | ({len(figures.behind)})


def _whole(cells: Iterator[Cell]) -> Iterator[int]:
    for cell in cells:
        if isinstance(cell, int | Decimal) and cell == int(cell):
            yield int(cell)
