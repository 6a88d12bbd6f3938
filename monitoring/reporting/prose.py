"""What a report says in words, and the numbers its tables give: for staff, and for the public."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from monitoring.figures import PeriodFigures
from monitoring.models import YearlyReport
from monitoring.releases import as_it_would_be_published
from monitoring.reporting.amended_tables import changed_targets_table
from monitoring.reporting.quality import public_notes, quality_of
from monitoring.reporting.reach_tables import reach_parts_table, reach_table
from monitoring.reporting.reasons import report_figures
from monitoring.reporting.tables import (
    lights_table,
    measures_table,
    money_tables,
    parts_table,
    persons_table,
    results_table,
)
from operations.trail.prose import Prose


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
    texts += [part.note for line in public.reach for parted in line.parts for part in parted.parts]
    for measure in public.measures:
        texts += [measure.narrative_sq, measure.narrative_en, measure.why]
    texts += [note.reason for note in public_notes(quality_of(report), public.indicators)]
    for advice in report.recommendations.all():
        texts += [advice.text_sq, advice.text_en]
    for answer in report.follow_ups.all():
        texts += [answer.text_sq, answer.text_en]
    return texts


def prose_of_report(report: YearlyReport, figures: PeriodFigures) -> Prose:
    """`figures` with what the public must not see marked: what its tables have beside theirs is hidden."""
    public = numbers_of(figures, is_public=True)
    hidden = frozenset(numbers_of(figures, is_public=False))
    return Prose(texts_of(report, figures.for_public()), hidden, {}, public)


def prose_before_release(report: YearlyReport) -> Prose:
    """With the figures as validation would fix them now."""
    return prose_of_report(report, as_it_would_be_published(report.period, report_figures(report)))


def numbers_of(figures: PeriodFigures, *, is_public: bool) -> dict[int, str]:
    """The whole numbers of the report's tables, as the public or as staff have them; each with its row."""
    shown = figures.for_public() if is_public else figures
    tables = [results_table(shown), lights_table(shown), measures_table(shown), *money_tables(shown)]
    if changed := changed_targets_table(shown):
        tables.append(changed)
    tables += [parts_table(shown.parts), reach_table(shown.reach), reach_parts_table(shown.reach)]
    if rows := figures.group_table(is_public=is_public):
        tables.append(persons_table(rows))
    found = {len(figures.behind): _("rows behind their target")}
    for table in tables:
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell, int | Decimal) and cell == int(cell):
                    found.setdefault(int(cell), f"{table.caption}: {row.cells[0]}")
    return found
