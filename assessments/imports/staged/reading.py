"""Rows of a sheet of figures into the staging table: each different cell is read once, the rows go in by COPY."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import RowOutcome, SexScope
from assessments.imports.columns import (
    NOTHING,
    ColumnContent,
    ColumnReader,
    ImportColumn,
    clean_text,
    columns_of,
    is_nothing,
    read_text,
)
from assessments.imports.incoming import IncomingRow
from assessments.models import DataPoint, SheetImport
from core.search import folded
from core.sheet_reader.cells import SheetCell

FIGURE_COLUMNS = (
    *("definition", "value", "starts_on", "ends_on", "unit", "sex", "age_from", "age_to", "group"),
    *("source", "source_en", "method", "quality"),
)
#: What says which figure a row is about; the rest is what it says of it.
KEYS = frozenset({"definition", "starts_on", "ends_on", "source"})
SAID = ("value", "source_en", "method", "quality")
BLANK = {"sex": SexScope.ALL.value}
#: What “n/a” puts there, where that is another thing than a blank cell, which leaves what stands.
EMPTIED = BLANK | {"source_en": ""}
SOURCES = ("source", "source_en")
MOST_LABEL = 60
COPY = """COPY assessments_stagedfigure (
    sheet_import_id, number, label, cells, errors, outcome, definition_key, value, starts_on, ends_on, unit_key, sex,
    age_from, age_to, group_key, source, source_en, method, quality
) FROM STDIN"""

# A long sheet on a slow machine is no runaway statement of a page. Rows just copied have no statistics: the planner
# takes them for a handful and would meet each with all that stand; by hash it is a fifth of a second.
LONG_SHEET = "SELECT set_config('statement_timeout', '5min', true), set_config('enable_nestloop', 'off', true)"
LINES_AT_ONCE = 500
MOST_REMEMBERED = 2_000  # different cells of a column
ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

Read = tuple[Any, str]


def figure_columns() -> list[ImportColumn]:
    return columns_of(DataPoint, FIGURE_COLUMNS)


class FigureReader:
    """Reads cells of figures as every import does; what stands in many rows is read once."""

    def __init__(self, run: SheetImport) -> None:
        self.columns = figure_columns()
        stored = DataPoint.objects.filter(assessment=run.assessment_id).values_list(*SOURCES).distinct().order_by()
        named = ((name, words) for pair in stored for name, words in zip(SOURCES, pair, strict=True))
        self._odd_sources = {(name, clean_text(words)) for name, words in named if folded(words) in NOTHING}
        self._reader = ColumnReader(self.columns)
        self._read: dict[str, dict[str, Read]] = {column.name: {} for column in self.columns}

    def values(self, row: IncomingRow) -> tuple[list[Any], list[dict[str, str]]]:
        """The values of one row in the order of the columns, and one sentence for each cell that cannot be read."""
        values, errors = [], []
        if row.is_merged:
            errors.append({"column": "", "sentence": _("The row has merged cells. Part them and fill each.")})
        for column in self.columns:
            value, sentence = self._cell(column, row.cells.get(column.name))
            values.append(value)
            if sentence:
                errors.append({"column": column.name, "sentence": sentence})
        return values, errors

    def _cell(self, column: ImportColumn, packed: str | None) -> Read:
        if not packed:
            is_missing = column.name in KEYS
            return BLANK.get(column.name), _("This cell is blank. It is needed in every row.") if is_missing else ""
        known = self._read[column.name]
        if packed not in known:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            known[packed] = self._value_or_complaint(column, SheetCell.unpacked(packed))
        return known[packed]

    def _value_or_complaint(self, column: ImportColumn, cell: SheetCell) -> Read:
        try:
            return self._value(column, cell), ""
        except ValidationError as refusal:
            return None, " ".join(refusal.messages)

    def _value(self, column: ImportColumn, cell: SheetCell) -> Any:
        if is_nothing(cell) and (column.name, clean_text(cell.text)) not in self._odd_sources:
            if column.is_required:
                raise ValidationError(_("Something must stand here; “n/a” is not possible."))
            return EMPTIED.get(column.name)
        value = self._reader.read(column, cell)
        if column.content is ColumnContent.ROW:
            return value.pk
        field: Any = DataPoint._meta.get_field(column.name)
        field.run_validators(value)
        return value


def stage(run: SheetImport, rows: Iterable[IncomingRow]) -> None:
    """Copy the rows of a sheet into the staging table, with what can be said of each cell alone."""
    reader = FigureReader(run)  # it asks the database, which then only listens
    with connection.cursor() as cursor:
        cursor.execute(LONG_SHEET)  # to the end of the deed's transaction
        cursor.copy_expert(COPY, CopiedLines(_lines(run, rows, reader)))


class CopiedLines:
    """Lines of COPY as the driver reads them, a piece at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def read(self, _size: int) -> str:
        return "".join(islice(self._lines, LINES_AT_ONCE))


def _copied(value: Any) -> str:
    return "\\N" if value is None else str(value).translate(ESCAPED)


def _lines(run: SheetImport, rows: Iterable[IncomingRow], reader: FigureReader) -> Iterator[str]:
    for row in rows:
        values, errors = reader.values(row)
        cells, told = json.dumps(row.cells), json.dumps(errors) if errors else "[]"
        line = (run.pk, row.number, label_of(row), cells, told, RowOutcome.FAILED.value, *values)
        yield "\t".join(map(_copied, line)) + "\n"


@lru_cache(maxsize=1_000)
def _day(packed: str, _language: str | None) -> str:
    """As a reader of this language writes a day, however the spreadsheet kept it."""
    return read_text(SheetCell.unpacked(packed)) if packed else ""


def label_of(row: IncomingRow) -> str:
    """How a reader finds the row again: what it counts, where, when and of whom."""
    named = [row.cells.get(name, "")[1:].strip() for name in ("definition", "unit")]
    named += [_day(row.cells.get("ends_on", ""), get_language()), row.cells.get("sex", "")[1:].strip()]
    low, high = (row.cells.get(name, "")[1:].strip() for name in ("age_from", "age_to"))
    ages = f"{low or 0}–{high}" if high else f"{low}+" if low else ""
    return " · ".join(each for each in (*named, ages) if each)[:MOST_LABEL]
