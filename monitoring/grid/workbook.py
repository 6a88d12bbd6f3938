"""A sheet of a period as an XLSX that comes back: each row carries its key, so that nothing is written elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.grid.blocks import BlockPlan, plan_row
from core.grid.cells import GridColumn, GridRow, Value
from core.office.sheets import rows_xlsx
from core.search import folded
from core.sheet_reader.cells import CellContent
from core.sheet_reader.reading import ReadSheet, cell_of
from monitoring.grid.base import ResultSheet
from municipality.letterhead import issuer

Typed = dict[str, dict[str, str]]  # by the key of the row, what stands in each column
MOST_ROWS = 5_000
SIGN = 6  # characters of a cell's sign


def mark_of(sheet: ResultSheet) -> str:
    """Which plan, period and sheet a row belongs to."""
    period = sheet.period
    return f"{period.plan_id}-{period.pk}-{sheet.code}"


def sheet_file(sheet: ResultSheet) -> bytes:
    """Every row with its key, code and cells; read again unchanged it changes nothing."""
    head = [_("Key (leave it)"), _("Code"), *(column.label for column in sheet.columns)]
    mark = mark_of(sheet)
    rows = [
        [
            f"{mark}/{row.key}/{stood(sheet, row)}",
            row.code,
            *(_cell(column, row.values.get(column.name)) for column in sheet.columns),
        ]
        for row in sheet.rows()
    ]
    written = [place for place, column in enumerate(sheet.columns, start=2) if column in sheet.editable]
    choices = {
        place: [label for _code, label in column.choices]
        for place, column in enumerate(sheet.columns, start=2)
        if column in sheet.editable and column.choices
    }
    made_at = timezone.localtime()
    return rows_xlsx(head, rows, title=sheet.title, issuer=issuer(), made_at=made_at, written=written, choices=choices)


def stood(sheet: ResultSheet, row: GridRow) -> str:
    """A sign for each writable cell of the row, by which it is seen later whether somebody changed it meanwhile."""
    return "".join(_sign(row.values.get(column.name)) for column in sheet.editable)


def _sign(value: Value) -> str:
    return hashlib.sha256(str("" if value is None else value).encode()).hexdigest()[:SIGN]


def _cell(column: GridColumn, value: Value) -> Any:
    if value is None or value == "":
        return None
    is_figure = column.is_number and not column.is_word(value)
    return Decimal(str(value)) if is_figure else column.show(value)


def typed_rows(sheet: ResultSheet, read: ReadSheet) -> tuple[Typed, dict[str, str]]:
    """What the file says by row and column, and the signs of what stood there.

    ValidationError for a sheet of another period, plan or kind.
    """
    if not read.rows:
        raise ValidationError(_("The sheet is empty."))
    head = [_text(each) for each in read.rows[0][1]]
    columns = {words: each for each in sheet.editable for words in (folded(each.label), each.name)}
    places = {place: columns[folded(words)] for place, words in enumerate(head) if folded(words) in columns}
    if not places:
        raise ValidationError(_("No column of the sheet is one that is written here; download it anew and fill that."))
    if len(read.rows) > MOST_ROWS:
        raise ValidationError(
            _("The sheet has %(count)s lines; %(limit)s fit.") % {"count": len(read.rows), "limit": MOST_ROWS}
        )
    found: Typed = {}
    signs: dict[str, str] = {}
    for number, packed in read.rows[1:]:
        mark, _slash, key = _text(packed[0] if packed else "").partition("/")
        if mark != mark_of(sheet):
            raise ValidationError(
                _("Row %(row)s is not of this sheet: its key names another plan, period or sheet.") % {"row": number}
            )
        key, _slash, signs_of_row = key.partition("/")
        signs[key] = signs_of_row
        found[key] = {
            column.name: _typed(column, packed[place] if place < len(packed) else "")
            for place, column in places.items()
        }
    return found, signs


@dataclass(frozen=True, slots=True)
class BothWrote:
    """A cell that the file changes and that somebody else has changed since the file was downloaded."""

    row: str
    column: str
    name: str
    theirs: str
    mine: str

    @property
    def field(self) -> str:
        return f"merge-{self.row}-{self.column}"


def merged(sheet: ResultSheet, typed: Typed, signs: Mapping[str, str]) -> tuple[Typed, list[BothWrote]]:
    """What the file itself changed, without what others wrote meanwhile; and the cells that both wrote."""
    kept: Typed = {}
    both: list[BothWrote] = []
    rows = {row.key: row for row in sheet.rows()}
    for key, cells in typed.items():
        row, known = rows.get(key), _signs(sheet, signs.get(key, ""))
        kept[key] = {}
        for name, text in cells.items():
            column = sheet.column(name)
            now = row.values.get(name) if row else None
            if row is None or name not in known or _sign(now) == known[name]:
                kept[key][name] = text
            elif _is_new(column, text, known[name], now):
                label = f"{row.code} {row.title}, {column.label}"
                both.append(BothWrote(key, name, label, column.show(now), text))
    return {key: cells for key, cells in kept.items() if cells}, both


def _is_new(column: GridColumn, text: str, sign: str, now: Value) -> bool:
    """Whether the file says something else than stood there, and than stands there now."""
    try:
        mine = column.read(text)
    except ValidationError:
        return True
    return _sign(mine) != sign and mine != now


def _signs(sheet: ResultSheet, signs: str) -> dict[str, str]:
    names = [column.name for column in sheet.editable]
    if len(signs) != SIGN * len(names):
        return {}
    return {name: signs[place * SIGN : (place + 1) * SIGN] for place, name in enumerate(names)}


def _text(packed: str) -> str:
    cell = cell_of(packed)
    return "" if cell is None else cell.text.strip()


def _typed(column: GridColumn, packed: str) -> str:
    """A number of the spreadsheet as it is printed here; a word as it stands."""
    cell = cell_of(packed)
    if cell is None:
        return ""
    is_number = cell.kind is CellContent.NUMBER and column.is_number
    return column.show(cell.text) if is_number else cell.text


def plan_rows(sheet: ResultSheet, typed: Typed) -> BlockPlan:
    """What the rows would change; rows that are not in the file stay as they are."""
    plan, known = BlockPlan(), {row.key: row for row in sheet.rows()}
    for key, cells in typed.items():
        if key not in known:
            plan.complaints.append(_("A row of the file is not in this sheet any more; download it anew."))
            continue
        plan_row(plan, sheet, known[key], cells)
    return plan


def as_typed(stored: Any) -> Typed:
    """What a preview handed on, when it comes back; ValidationError where it is something else."""
    is_whole = isinstance(stored, dict) and all(
        isinstance(cells, dict) and all(isinstance(text, str) for text in cells.values()) for cells in stored.values()
    )
    if not is_whole:
        raise ValidationError(_("Nothing has been pasted: some cells are refused."))
    return {str(key): dict(cells) for key, cells in stored.items()}
