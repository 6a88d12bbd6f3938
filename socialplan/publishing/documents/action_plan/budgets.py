"""The sheets of the budget: by goal and year, by source and year with the gap, and by certainty."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.office.workbook import Area, Emphasis
from socialplan.content.enums import FundingState
from socialplan.publishing.documents.action_plan.book import (
    FIRST_ROW,
    HEAD_ROW,
    MONEY_WIDTH,
    ActionPlanBook,
    MoneyColumns,
    amounts_note,
    write_heads,
    write_years,
)


def write_by_goal(book: ActionPlanBook) -> None:
    sheet, columns, count = book.by_goal, MoneyColumns.of(book), len(book.years)
    widths: list[float] = [9, 60, *[MONEY_WIDTH] * (count + 4)]
    book.begin(sheet, pgettext("sheet", "Budget by goal"), note=amounts_note(), widths=widths)
    write_heads(sheet, [_("Code"), _("Strategic goal")])
    write_years(book, sheet, 2)
    heads = [_("Total"), _("Share"), pgettext("column", "Funded"), pgettext("column", "Gap")]
    for place, head in enumerate(heads):
        sheet.text(HEAD_ROW, 2 + count + place, head, Emphasis.HEAD, is_right=True)
    last = FIRST_ROW + len(book.goals)
    pairs = list(zip(range(2, 2 + count), columns.years, strict=True))
    for row, goal in enumerate(book.goals, start=FIRST_ROW):
        sheet.text(row, 0, goal.code)
        sheet.text(row, 1, goal.title)
        for column, there in [*pairs, (4 + count, columns.funded)]:
            sheet.same(row, column, book.matrix.at(book.at.goals[goal.pk], there))
    sheet.text(last, 0, "", Emphasis.TOTAL)
    sheet.text(last, 1, _("Total"), Emphasis.TOTAL)
    for column in (*range(2, 2 + count), 4 + count):
        parts = [sheet.column(column, FIRST_ROW, last - 1)] if book.goals else []
        sheet.total(last, column, *parts, level=Emphasis.TOTAL)
    for row in range(FIRST_ROW, last + 1):
        level = Emphasis.TOTAL if row == last else Emphasis.PLAIN
        sheet.total(row, 2 + count, Area(sheet, row, 2, row, 1 + count), level=level)
        sheet.difference(row, 5 + count, sheet.at(row, 2 + count), sheet.at(row, 4 + count), level)
    for row in range(FIRST_ROW, last + 1):
        level = Emphasis.TOTAL if row == last else Emphasis.PLAIN
        sheet.share(row, 3 + count, sheet.at(row, 2 + count), sheet.at(last, 2 + count), level)


def write_by_source(book: ActionPlanBook) -> None:
    """Funding by source and year with the gap; then by source and certainty; then by certainty and year."""
    sheet, count = book.by_source, len(book.years)
    widths: list[float] = [9, 44, *[MONEY_WIDTH] * (max(count, len(FundingState)) + 2)]
    book.begin(sheet, pgettext("sheet", "Budget by source"), note=amounts_note(), widths=widths)
    _write_sources_by_year(book)
    row = FIRST_ROW + len(book.sources) + 5
    row = _write_certainties(book, row)
    _write_certainties_by_year(book, row + 2)


def _amounts_and(book: ActionPlanBook, *columns: int) -> tuple[Area | None, list[Area]]:
    """All amounts of the funding lines, and other columns of the same rows."""
    first, last = FIRST_ROW, book.at.last_line
    if last < first:
        return None, [book.lines.at(first, column) for column in columns]
    return book.lines.column(6, first, last), [book.lines.column(column, first, last) for column in columns]


def _write_sources_by_year(book: ActionPlanBook) -> None:
    sheet, count = book.by_source, len(book.years)
    amounts, (line_years, line_sources) = _amounts_and(book, 2, 3)
    write_heads(sheet, [_("Code"), _("Funding source")])
    write_years(book, sheet, 2)
    sheet.text(HEAD_ROW, 2 + count, _("Total"), Emphasis.HEAD, is_right=True)
    sheet.text(HEAD_ROW, 3 + count, _("Share"), Emphasis.HEAD, is_right=True)
    funded = FIRST_ROW + len(book.sources)
    cost, gap = funded + 1, funded + 2
    for row, source in enumerate(book.sources, start=FIRST_ROW):
        sheet.text(row, 0, source.code)
        sheet.text(row, 1, source.name)
        for column in range(2, 2 + count):
            alike = [(line_sources, sheet.at(row, 0)), (line_years, sheet.at(HEAD_ROW, column))]
            sheet.total_where(row, column, amounts, alike)
    for row, name in ((funded, pgettext("row", "Funded")), (cost, pgettext("row", "Cost")), (gap, _("Gap"))):
        sheet.text(row, 0, "", Emphasis.TOTAL)
        sheet.text(row, 1, name, Emphasis.TOTAL)
    for column in range(2, 2 + count):
        parts = [sheet.column(column, FIRST_ROW, funded - 1)] if book.sources else []
        sheet.total(funded, column, *parts, level=Emphasis.TOTAL)
        sheet.same(cost, column, book.by_goal.at(FIRST_ROW + len(book.goals), column), Emphasis.TOTAL)
        sheet.difference(gap, column, sheet.at(cost, column), sheet.at(funded, column), Emphasis.TOTAL)
    for row in range(FIRST_ROW, gap + 1):
        level = Emphasis.TOTAL if row >= funded else Emphasis.PLAIN
        sheet.total(row, 2 + count, Area(sheet, row, 2, row, 1 + count), level=level)
    for row in range(FIRST_ROW, gap + 1):
        level = Emphasis.TOTAL if row >= funded else Emphasis.PLAIN
        sheet.share(row, 3 + count, sheet.at(row, 2 + count), sheet.at(cost, 2 + count), level)


def _write_certainties(book: ActionPlanBook, head: int) -> int:
    """Per source what is secured, applied for, expected; returns the row of the total."""
    sheet, states = book.by_source, [str(state.label) for state in FundingState]
    amounts, (line_sources, line_states) = _amounts_and(book, 3, 5)
    sheet.text(head - 1, 0, _("How certain the money of each source is"), Emphasis.TITLE)
    write_heads(
        sheet, [_("Code"), _("Funding source"), *states, _("Total")], row=head, figures=range(2, len(states) + 3)
    )
    last = head + 1 + len(book.sources)
    for row, source in enumerate(book.sources, start=head + 1):
        sheet.text(row, 0, source.code)
        sheet.text(row, 1, source.name)
        for column in range(2, 2 + len(states)):
            alike = [(line_sources, sheet.at(row, 0)), (line_states, sheet.at(head, column))]
            sheet.total_where(row, column, amounts, alike)
        sheet.total(row, 2 + len(states), Area(sheet, row, 2, row, 1 + len(states)))
    sheet.text(last, 0, "", Emphasis.TOTAL)
    sheet.text(last, 1, _("Total"), Emphasis.TOTAL)
    for column in range(2, 3 + len(states)):
        parts = [sheet.column(column, head + 1, last - 1)] if book.sources else []
        sheet.total(last, column, *parts, level=Emphasis.TOTAL)
    return last


def _write_certainties_by_year(book: ActionPlanBook, head: int) -> None:
    sheet, count = book.by_source, len(book.years)
    amounts, (line_years, line_states) = _amounts_and(book, 2, 5)
    write_heads(sheet, ["", _("Certainty")], row=head)
    write_years(book, sheet, 2, row=head)
    sheet.text(head, 2 + count, _("Total"), Emphasis.HEAD, is_right=True)
    last = head + 1 + len(FundingState)
    for row, state in enumerate(FundingState, start=head + 1):
        sheet.text(row, 0, "")
        sheet.text(row, 1, state.label)
        for column in range(2, 2 + count):
            alike = [(line_states, sheet.at(row, 1)), (line_years, sheet.at(head, column))]
            sheet.total_where(row, column, amounts, alike)
        sheet.total(row, 2 + count, Area(sheet, row, 2, row, 1 + count))
    sheet.text(last, 0, "", Emphasis.TOTAL)
    sheet.text(last, 1, _("Total"), Emphasis.TOTAL)
    for column in range(2, 3 + count):
        sheet.total(last, column, sheet.column(column, head + 1, last - 1), level=Emphasis.TOTAL)
