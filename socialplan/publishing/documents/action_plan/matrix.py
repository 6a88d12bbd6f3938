"""The sheet of the action plan: measures under their objectives and goals."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.office.workbook import Area, Emphasis
from socialplan.content.models import Measure, StrategicGoal
from socialplan.publishing.documents.action_plan.book import (
    FACTS_WIDTHS,
    FIRST_ROW,
    HEAD_ROW,
    MONEY_WIDTH,
    ActionPlanBook,
    MoneyColumns,
    amounts_note,
    write_heads,
    write_years,
)


def write_matrix(book: ActionPlanBook) -> None:
    """Measures under their objectives and goals; each level is the sum of the one below it."""
    sheet, columns = book.matrix, MoneyColumns.of(book)
    legend = "; ".join(f"{source.code}: {source.name}" for source in book.sources)
    widths = [*FACTS_WIDTHS, *[MONEY_WIDTH] * (columns.gap - len(FACTS_WIDTHS) + 1)]
    book.begin(sheet, pgettext("sheet", "Action plan"), note=f"{amounts_note()} {legend}", widths=widths)
    heads = [_("Code"), _("Measure"), _("Responsible"), _("Partners"), _("Groups"), _("Administrative units")]
    write_heads(sheet, [*heads, _("Indicators"), _("Deadline"), _("Budget programme")])
    write_years(book, sheet, columns.years.start)
    sources = [source.code for source in book.sources]
    for column, head in zip(range(columns.total, columns.gap + 1), [_("Total"), *sources, "", ""], strict=True):
        sheet.text(HEAD_ROW, column, head, Emphasis.HEAD, is_right=True)
    sheet.text(HEAD_ROW, columns.funded, pgettext("column", "Funded"), Emphasis.HEAD, is_right=True)
    sheet.text(HEAD_ROW, columns.gap, pgettext("column", "Gap"), Emphasis.HEAD, is_right=True)
    row = FIRST_ROW
    for goal in book.goals:
        row = _write_goal(book, goal, row)
    _write_sums(book, row, list(book.at.goals.values()), Emphasis.TOTAL)
    sheet.text(row, 1, _("Total"), Emphasis.TOTAL)
    book.at.total = row


def _write_goal(book: ActionPlanBook, goal: StrategicGoal, row: int) -> int:
    """The goal's row, its objectives' rows and their measures; returns the next free row."""
    goal_row, objective_rows = row, []
    row += 1
    for objective in goal.objectives.all():
        objective_row, first = row, row + 1
        row = first
        for measure in objective.measures.all():
            _write_measure(book, measure, row)
            row += 1
        _write_sums(book, objective_row, list(range(first, row)), Emphasis.SECOND)
        book.matrix.text(objective_row, 0, objective.code, Emphasis.SECOND)
        book.matrix.text(objective_row, 1, objective.title, Emphasis.SECOND)
        objective_rows.append(objective_row)
    _write_sums(book, goal_row, objective_rows, Emphasis.FIRST)
    book.matrix.text(goal_row, 0, goal.code, Emphasis.FIRST)
    book.matrix.text(goal_row, 1, goal.title, Emphasis.FIRST)
    book.at.goals[goal.pk] = goal_row
    return row


def _write_sums(book: ActionPlanBook, row: int, rows: list[int], level: Emphasis) -> None:
    """A row that adds up other rows: a block where they follow each other, else one by one."""
    sheet, columns = book.matrix, MoneyColumns.of(book)
    is_block = bool(rows) and rows == list(range(rows[0], rows[-1] + 1))
    for column in range(len(FACTS_WIDTHS)):
        sheet.text(row, column, "", level)
    for column in (*columns.years, *columns.sources):
        parts = [sheet.column(column, rows[0], rows[-1])] if is_block else [sheet.at(each, column) for each in rows]
        sheet.total(row, column, *parts, level=level)
    _write_row_sums(book, row, level)


def _write_row_sums(book: ActionPlanBook, row: int, level: Emphasis) -> None:
    """Total = sum of the years; funded = sum of the sources; gap = total less funded."""
    sheet, columns = book.matrix, MoneyColumns.of(book)
    sheet.total(row, columns.total, Area(sheet, row, columns.years.start, row, columns.years.stop - 1), level=level)
    sources = [Area(sheet, row, columns.sources.start, row, columns.sources.stop - 1)] if columns.sources else []
    sheet.total(row, columns.funded, *sources, level=level)
    sheet.difference(row, columns.gap, sheet.at(row, columns.total), sheet.at(row, columns.funded), level)


def _write_measure(book: ActionPlanBook, measure: Measure, row: int) -> None:
    sheet, columns = book.matrix, MoneyColumns.of(book)
    facts = [
        measure.code,
        measure.title,
        measure.office or "",
        measure.partners_label,
        ", ".join(link.group.code for link in measure.group_links.all()),
        ", ".join(str(link.unit) for link in measure.unit_links.all()),
        ", ".join(link.indicator.code for link in measure.indicator_links.all()),
    ]
    for column, fact in enumerate(facts):
        sheet.text(row, column, fact)
    sheet.day(row, len(facts), measure.due_on)
    sheet.text(row, len(facts) + 1, measure.budget_programme)
    amounts = {cost.year: cost.amount for cost in measure.costs.all()}
    for column, year in zip(columns.years, book.years, strict=True):
        sheet.amount(row, column, amounts.get(year, 0))
    first, last = book.at.lines.get(measure.pk, (0, -1))
    has_lines = last >= first
    for column in columns.sources:
        alike = [(book.lines.column(3, first, last), sheet.at(HEAD_ROW, column))] if has_lines else []
        sheet.total_where(row, column, book.lines.column(6, first, last) if has_lines else None, alike)
    _write_row_sums(book, row, Emphasis.PLAIN)
