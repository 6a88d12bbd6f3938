"""The sheet of funding lines: the one place where money that is paid is entered."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.office.workbook import Emphasis, Sheet
from socialplan.content.models import FundingLine, FundingSource, Measure
from socialplan.publishing.documents.action_plan.book import (
    FIRST_ROW,
    HEAD_ROW,
    MONEY_WIDTH,
    ActionPlanBook,
    amounts_note,
    write_heads,
)


def write_lines(book: ActionPlanBook) -> None:
    """Every funding line on its row: the one place where money that is paid is entered."""
    sheet, row = book.lines, FIRST_ROW
    note = f"{amounts_note()} {_('Change an amount here and every other sheet follows.')}"
    widths: list[float] = [9, 44, 8, 10, 26, 14, MONEY_WIDTH, 10, MONEY_WIDTH, 12, 12]
    book.begin(sheet, pgettext("sheet", "Funding lines"), note=note, widths=widths)
    heads = [_("Code"), _("Measure"), _("Year"), _("Source"), _("Name of the source"), _("Certainty")]
    heads += [_("Amount (ALL)"), _("Currency"), _("Amount in that currency"), _("Rate"), _("Date of the rate")]
    write_heads(sheet, heads, figures=(2, 6, 8, 9))
    names = {source.pk: source for source in book.sources}
    for measure in book.measures:
        first = row
        for cost in measure.costs.all():
            for line in cost.lines.all():
                _write_line(sheet, row, measure, cost.year, line, names[line.source_id])
                row += 1
        if row > first:
            book.at.lines[measure.pk] = (first, row - 1)
    book.at.last_line = row - 1
    sheet.text(row, 0, _("Total"), Emphasis.TOTAL)
    sheet.total(row, 6, *([sheet.column(6, FIRST_ROW, row - 1)] if row > FIRST_ROW else []), level=Emphasis.TOTAL)
    sheet.page.autofilter(HEAD_ROW, 0, max(row - 1, FIRST_ROW), len(heads) - 1)


def _write_line(sheet: Sheet, row: int, measure: Measure, year: int, line: FundingLine, source: FundingSource) -> None:
    sheet.text(row, 0, measure.code)
    sheet.text(row, 1, measure.title)
    sheet.number(row, 2, year)
    sheet.text(row, 3, source.code)
    sheet.text(row, 4, source.name)
    sheet.text(row, 5, line.get_state_display())
    sheet.amount(row, 6, line.amount)
    sheet.text(row, 7, line.currency or "ALL")
    sheet.number(row, 8, line.original_amount)
    sheet.number(row, 9, line.rate)
    sheet.day(row, 10, line.rate_on)
