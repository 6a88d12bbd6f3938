"""What each column of the report's tables holds, for who reads them without the report."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.tables import Column, ColumnKind, DataTable, Row, Words

KINDS: dict[ColumnKind, str | Promise] = {
    ColumnKind.TEXT: _("text"),
    ColumnKind.NUMBER: _("number"),
    ColumnKind.MONEY: _("whole new lek (ALL)"),
    ColumnKind.PERCENT: _("percent"),
}
# By table and the column's place, where the head alone does not tell it.
NOTES: dict[tuple[str, int], str | Promise] = {
    ("results", 1): _("The value before the plan; empty where none is known."),
    ("results", 3): _("The approved value of the period before this one."),
    ("results", 4): _("The approved value of this period."),
    ("results", 5): _("Flows are added over the periods of the plan; of states and shares it is the newest value."),
    ("results", 6): _("As the plan in force wrote it for the year, not reduced for a part of a year."),
    ("results", 7): _("The target of the plan's last year."),
    ("results", 8): _("(actual − baseline) / (target − baseline), in percent; without a baseline actual / target."),
    ("results", 9): _("Green, amber or red by the thresholds of the municipality; grey without data; protected."),
    ("measures", 2): _("As the office in charge estimates it."),
    ("measures", 3): _("What the plan expects from its sources for the year, without the gap."),
    ("money_by_goal", 1): _("What the plan expects from its sources for the year, without the gap."),
    ("money_by_goal", 2): _("What the yearly budget of the council holds."),
    ("money_by_goal", 3): _("By contract or order."),
    ("money_by_goal", 5): _("Cut to whole percent; empty where nothing was planned."),
    ("parts", 3): _("The value of the part; of a share in percent, from its numerator and denominator."),
    ("reach", 1): _("As the office in charge counts them; measures share persons, so they are not added up."),
    ("reach_parts", 3): _("Parts by sex, age and unit add up to the number in all; groups may overlap."),
    ("reach_parts", 4): _("Why there is no figure: not collected with its reason, or not applicable."),
    ("persons", 4): _("Persons of the group, each counted once where the register allows it."),
}


def column_notes(tables: Iterable[DataTable]) -> DataTable:
    columns = tuple(Column(Words.said(head)) for head in (_("Table"), _("Column"), _("Kind"), _("Note")))
    rows = tuple(
        Row(
            (
                Words.same(table.name),
                column.head,
                Words.said(KINDS[column.kind]),
                Words.said(note) if (note := NOTES.get((table.name, place))) else None,
            )
        )
        for table in tables
        for place, column in enumerate(table.columns)
    )
    return DataTable("columns", Words.said(_("What each column holds")), columns, rows)
