"""Pictures beside the budget's tables; the table holds their figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.printing.charts import BarChart, bar_chart
from core.tables import ColumnKind, DataTable, RowKind
from socialplan.content.enums import BlockKind

# Which column of the table names the bars.
NAMED_BY = {BlockKind.BUDGET_BY_GOAL: 1, BlockKind.BUDGET_BY_SOURCE: 1}


def chart_of(kind: str, tables: Sequence[DataTable]) -> BarChart | None:
    """Stacked by year, in thousand lek; for the two blocks that compare what the money is for, and whose it is."""
    if not tables or kind not in NAMED_BY:
        return None
    table, name = tables[0], NAMED_BY[BlockKind(kind)]
    money = [place for place, column in enumerate(table.columns) if column.kind is ColumnKind.MONEY]
    rows = [row for row in table.rows if row.kind is RowKind.PLAIN]
    series = [(str(table.columns[place].head), [_thousands(row.cells[place]) for row in rows]) for place in money[:-1]]
    return bar_chart(str(table.caption), _("thousand new lek"), [str(row.cells[name]) for row in rows], series)


def _thousands(amount: object) -> int | None:
    return round(amount / 1000) if isinstance(amount, int) else None
