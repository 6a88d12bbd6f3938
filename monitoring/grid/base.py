"""What the sheets of a monitoring period share: whose rows come first, and how a row of the database is filled."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from core.grid.cells import GridRow
from core.grid.table_rows import TableSheet
from monitoring.models import Period
from municipality.models import Office


class ResultSheet(TableSheet):
    """One sheet of a period. The rows of `office` come first; without one, all stand in the plan's order."""

    by = ""  # what its columns are folded by; nothing where all stand

    def __init__(self, period: Period, *, office: Office | None = None) -> None:
        self.period = period
        self.office = office

    @property
    def folds(self) -> list[tuple[str, str]]:
        """By code and name what its columns may be folded by, where they are too many to be seen at once."""
        return []

    def fold(self, by: str) -> None:
        """Leave the columns of one fold; a word that is none leaves all. Written and read is the whole sheet."""
        self.by = by if by in dict(self.folds) else ""

    def own_first(self, rows: list[tuple[Office | None, GridRow]]) -> list[GridRow]:
        """Each row under the heading of whose it is, one's own office before the others."""
        if self.office is None:
            return [row for _office, row in rows]
        own, others = str(self.office), _("Other offices")
        marked = [(office == self.office, row) for office, row in rows]
        return [
            *(replace(row, group=own) for is_own, row in marked if is_own),
            *(replace(row, group=others) for is_own, row in marked if not is_own),
        ]
