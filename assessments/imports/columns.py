"""What a column of an import holds, read from a cell with one sentence where it cannot be, and written to one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum, auto
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.amounts import check_year
from core.i18n import short_date
from core.search import folded
from core.sheet_reader.cells import CellContent, SheetCell

NOT_AVAILABLE = "n/a"
WHAT_IS_WRONG = gettext_lazy("What is wrong")  # the column that the rows to mend carry beside their own
NOTHING = frozenset({"n/a", "n.a.", "na", "s'ka", "nuk ka", "–", "-"})
YES = frozenset({"po", "yes", "1", "true", "e vertete"})
NO = frozenset({"jo", "no", "0", "false", "e gabuar"})
DAYS = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")
BETWEEN = "; "
SPACES = re.compile(r"[\u00a0\u202f\s]+")
PLAIN = re.compile(r"-?\d+", re.ASCII)
DOUBTFUL = re.compile(r"-?\d{1,3}[.,]\d{3}", re.ASCII)
GROUPED = re.compile(r"-?\d{1,3}(?:([ .,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?", re.ASCII)
BROKEN = re.compile(r"-?\d+[.,]\d+", re.ASCII)


class ColumnContent(Enum):
    TEXT = auto()
    WHOLE = auto()
    NUMBER = auto()
    DAY = auto()
    TRUTH = auto()
    CHOICE = auto()
    ROW = auto()
    ROWS = auto()


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One column; `label` in the reader's language, its name and both labels are read as its heading."""

    name: str
    label: Any
    content: ColumnContent
    is_required: bool = False
    help_text: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()
    model: type[models.Model] | None = None

    @property
    def headings(self) -> set[str]:
        return {folded(self.name), *(folded(each) for each in in_both_languages(self.label))}


def in_both_languages(words: Any) -> Iterable[str]:
    for language in ("sq", "en"):
        with override(language):
            yield str(words)


def columns_of(model: type[models.Model], names: Iterable[str], *, required: Iterable[str] = ()) -> list[ImportColumn]:
    """Columns as the fields of a model are: what may not be blank there is required here."""
    return [_column(model._meta.get_field(name), is_required=name in required) for name in names]


def _column(field: Any, *, is_required: bool) -> ImportColumn:
    content, choices, model = ColumnContent.TEXT, (), None
    if field.many_to_many or field.many_to_one:
        content, model = (ColumnContent.ROWS if field.many_to_many else ColumnContent.ROW), field.related_model
    elif field.choices:
        content, choices = ColumnContent.CHOICE, tuple(field.choices)
    elif isinstance(field, models.BooleanField):
        content = ColumnContent.TRUTH
    elif isinstance(field, models.IntegerField):
        content = ColumnContent.WHOLE
    elif isinstance(field, models.DecimalField):
        content = ColumnContent.NUMBER
    elif isinstance(field, models.DateField):
        content = ColumnContent.DAY
    must = is_required or not (field.blank or field.has_default() or field.many_to_many)
    return ImportColumn(field.name, field.verbose_name, content, must, field.help_text, choices, model)


def clean_text(text: str) -> str:
    """One Unicode form, the line ends of the web, no space around."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def is_nothing(cell: SheetCell | None) -> bool:
    """Said to be nothing, which is neither 0 nor a blank cell."""
    return cell is not None and cell.kind is CellContent.TEXT and folded(cell.text) in NOTHING


def refuse_unread(cell: SheetCell) -> None:
    """ValidationError for a formula without a value, an error value, or a letter that nothing can keep."""
    if cell.kind is CellContent.UNCALCULATED:
        raise ValidationError(_("The cell holds a formula without a result. Put the result there as a value."))
    if cell.kind is CellContent.FAULT:
        raise ValidationError(_("The cell shows the error %(fault)s.") % {"fault": cell.text})
    if "\x00" in cell.text:
        raise ValidationError(_("The text contains a character that cannot be stored."))


class ColumnReader:
    """Reads cells into values; the rows that columns name by code are fetched once."""

    def __init__(self, columns: Iterable[ImportColumn]) -> None:
        self._rows: dict[Any, dict[str, Any]] = {
            column.model: _named(column.model._default_manager.all()) for column in columns if column.model is not None
        }
        self._readers: dict[ColumnContent, Callable[[ImportColumn, SheetCell], Any]] = {
            ColumnContent.TEXT: lambda _column, cell: read_text(cell),
            ColumnContent.WHOLE: lambda _column, cell: read_whole(cell),
            ColumnContent.NUMBER: lambda _column, cell: read_number(cell),
            ColumnContent.DAY: lambda _column, cell: read_day(cell),
            ColumnContent.TRUTH: lambda _column, cell: read_truth(cell),
            ColumnContent.CHOICE: read_choice,
            ColumnContent.ROW: lambda column, cell: self._row(column, read_text(cell)),
            ColumnContent.ROWS: self._many,
        }

    def read(self, column: ImportColumn, cell: SheetCell) -> Any:
        """ValidationError with the sentence for this cell."""
        refuse_unread(cell)
        return self._readers[column.content](column, cell)

    def _row(self, column: ImportColumn, text: str) -> Any:
        known = self._rows[column.model]
        found = known.get(text) or known.get(folded(text))
        if found is None:
            raise ValidationError(
                _("“%(text)s” is not in the list. It has: %(known)s.")
                % {"text": text, "known": ", ".join(sorted({each.code for each in known.values()})[:20])}
            )
        return found

    def _many(self, column: ImportColumn, cell: SheetCell) -> list[Any]:
        parts = [part for each in re.split(r"[;\n]", read_text(cell)) if (part := each.strip())]
        found = {row.pk: row for row in (self._row(column, part) for part in parts)}
        return list(found.values())


def _named(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows by code, and by code and names without accents where these name one alone."""
    known: dict[str, Any] = {}
    loose: dict[str, set[int]] = {}
    chosen = list(rows)
    for row in chosen:
        known[row.code] = row
        for words in (row.code, row.name_sq, row.name_en):
            if words:
                loose.setdefault(folded(words), set()).add(row.pk)
    by_key = {row.pk: row for row in chosen}
    return {name: by_key[keys.pop()] for name, keys in loose.items() if len(keys) == 1} | known


def read_text(cell: SheetCell) -> str:
    if cell.kind is CellContent.DAY:
        return short_date(date.fromisoformat(cell.text[:10]))
    if cell.kind is CellContent.TRUTH:
        return str(_("yes") if cell.text == "1" else _("no"))
    return clean_text(cell.text)


def read_number(cell: SheetCell) -> Decimal:
    """A number; a text in which one sign could part thousands or decimals is asked back, never guessed."""
    if cell.kind is CellContent.NUMBER:
        return Decimal(cell.text)
    text = SPACES.sub(" ", cell.text).strip().replace("\u2212", "-")
    if cell.kind is not CellContent.TEXT:
        raise ValidationError(_("A number belongs here, not “%(text)s”.") % {"text": read_text(cell)})
    if DOUBTFUL.fullmatch(text):
        plain, broken = re.sub("[.,]", "", text), text.replace(".", ",")
        raise ValidationError(
            _("“%(text)s” can be %(plain)s or %(broken)s. Write %(plain)s, or %(broken)s0 for the broken number.")
            % {"text": text, "plain": plain, "broken": broken}
        )
    if not (PLAIN.fullmatch(text) or GROUPED.fullmatch(text) or BROKEN.fullmatch(text)):
        raise ValidationError(_("A number belongs here, not “%(text)s”.") % {"text": text[:60]})
    return _decimal(text)


def _decimal(text: str) -> Decimal:
    """The last sign of both kinds, or a single one, parts the decimals."""
    signs = [sign for sign in text if sign in ".,"]
    text = text.replace(" ", "")
    if signs and (len(set(signs)) == 2 or len(signs) == 1):
        whole, _sign, part = text.rpartition(signs[-1])
        text = f"{re.sub('[.,]', '', whole)}.{part}"
    else:
        text = re.sub("[.,]", "", text)
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValidationError(_("A number belongs here, not “%(text)s”.") % {"text": text[:60]}) from error


def read_whole(cell: SheetCell) -> int:
    """A whole number; where one sign could part thousands or decimals, only a whole one is offered to write."""
    if cell.kind is CellContent.TEXT and DOUBTFUL.fullmatch(text := cell.text.strip()):
        words = _("A whole number belongs here, and “%(text)s” can be read in two ways. If it is %(plain)s, write so.")
        raise ValidationError(words % {"text": text, "plain": re.sub("[.,]", "", text)})
    number = read_number(cell)
    if number != number.to_integral_value():
        words = _("A whole number belongs here, not %(number)s.")
        raise ValidationError(words % {"number": number_format(number.normalize())})
    return int(number)


def read_day(cell: SheetCell) -> date:
    text = cell.text.strip()
    found = None
    for pattern in DAYS if cell.kind in {CellContent.TEXT, CellContent.DAY} else ():
        try:
            found = datetime.strptime(text[:10] if cell.kind is CellContent.DAY else text, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
        break
    if found is None:
        raise ValidationError(
            _("“%(text)s” is no day. Write day.month.year, for example 30.05.2024.") % {"text": text}
        )
    check_year(found)
    return found


def read_truth(cell: SheetCell) -> bool:
    word = folded(cell.text)
    if word in YES or word in NO:
        return word in YES
    raise ValidationError(_("Write yes or no, not “%(text)s”.") % {"text": cell.text[:60]})


def read_choice(column: ImportColumn, cell: SheetCell) -> str:
    wanted = folded(read_text(cell))
    for value, label in column.choices:
        if wanted in {folded(value), *(folded(each) for each in in_both_languages(label))}:
            return value
    labels = ", ".join(str(label) for _value, label in column.choices)
    raise ValidationError(
        _("“%(text)s” is not in the list. It has: %(known)s.") % {"text": cell.text[:60], "known": labels}
    )


WRITERS: dict[ColumnContent, Callable[[ImportColumn, Any], SheetCell]] = {
    ColumnContent.TEXT: lambda _column, value: SheetCell(CellContent.TEXT, value),
    ColumnContent.WHOLE: lambda _column, value: SheetCell(CellContent.NUMBER, str(value)),
    ColumnContent.NUMBER: lambda _column, value: SheetCell(CellContent.NUMBER, f"{Decimal(value).normalize():f}"),
    ColumnContent.DAY: lambda _column, value: SheetCell(CellContent.DAY, value.isoformat()),
    ColumnContent.TRUTH: lambda _column, value: SheetCell(CellContent.TEXT, str(_("yes") if value else _("no"))),
    ColumnContent.CHOICE: lambda column, value: SheetCell(CellContent.TEXT, str(dict(column.choices)[value])),
    ColumnContent.ROW: lambda _column, value: SheetCell(CellContent.TEXT, value.code),
    ColumnContent.ROWS: lambda _column, value: SheetCell(
        CellContent.TEXT, BETWEEN.join(sorted(each.code for each in value))
    ),
}


def write_cell(column: ImportColumn, value: Any) -> SheetCell | None:
    """The cell that reads as this value; none where there is none."""
    return None if value is None or value in ("", []) else WRITERS[column.content](column, value)


def shown_cell(cell: SheetCell | None) -> str:
    """What a reader sees of a cell; nothing is a dash."""
    if cell is None:
        return "–"
    return read_text(cell)
