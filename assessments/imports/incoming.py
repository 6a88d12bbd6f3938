"""A table out of a file: the sheet that is meant, its columns by their names, and what a reader must be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.imports.columns import WHAT_IS_WRONG, ImportColumn, in_both_languages
from assessments.imports.personal import personal_heading, personal_kind
from core.search import folded
from core.sheet_reader.cells import SheetCell, column_letters, column_place, row_number
from core.sheet_reader.reading import ReadSheet

HEADING_WITHIN = 20
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """The packed cells of one row by the names of their columns; blank ones are missing."""

    number: int
    cells: dict[str, str]
    is_merged: bool = False

    def cell(self, name: str) -> SheetCell | None:
        packed = self.cells.get(name)
        return SheetCell.unpacked(packed) if packed else None


@dataclass(slots=True)
class Named:
    """The first names of many, and how many there are."""

    first: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, name: str) -> None:
        self.count += 1
        if len(self.first) < MOST_NAMED:
            self.first.append(name)

    @property
    def listed(self) -> str:
        shown, rest = ", ".join(self.first), self.count - len(self.first)
        return shown if rest <= 0 else _("%(shown)s and %(count)s more") % {"shown": shown, "count": rest}


class IncomingRows:
    """The rows of a table, made anew each time they are gone through; how many there are is counted at the beginning.

    Going through a long file is what costs most, so what the reader must be told of its cells is seen on the same way:
    `formulas`, and the columns (`mixed`) in which decimals are parted by a comma here and by a point there.
    """

    def __init__(self, sheet: ReadSheet, at: int, places: dict[str, int]) -> None:
        self._sheet, self._at, self._places = sheet, at, places
        self._merged = _merged_rows(sheet, at, places)
        self.formulas = Named()
        signs: dict[int, set[str]] = {place: set() for place in places.values()}
        self._count = sum(self._see(number, cells, signs) for number, cells in sheet.rows if number > at)
        self.mixed = [column_letters(place) for place, found in signs.items() if len(found) > 1]

    def _see(self, number: int, cells: list[str], signs: dict[int, set[str]]) -> bool:
        """Whether something stands in the row."""
        is_row = False
        for place, found in signs.items():
            cell = cells[place] if place < len(cells) else ""
            if not cell:
                continue
            mark = cell[0]
            is_row = is_row or mark not in "tT" or bool(cell[1:].strip())
            if mark.isupper():
                self.formulas.add(f"{column_letters(place)}{number}")
            elif mark == "t" and len(found) < 2 and (sign := _decimal_sign(cell)):
                found.add(sign)
        return is_row

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[IncomingRow]:
        places = list(self._places.items())
        for number, cells in self._sheet.rows:
            if number > self._at:
                found = {
                    name: cells[place]
                    for name, place in places
                    if place < len(cells)
                    and cells[place]
                    and (cells[place][0] not in "tT" or cells[place][1:].strip())
                }
                if found:
                    yield IncomingRow(number, found, number in self._merged)


@dataclass(slots=True)
class IncomingTable:
    sheet_name: str
    columns: list[str]
    rows: IncomingRows
    remarks: list[str] = field(default_factory=list)


def incoming_table(
    sheets: Sequence[ReadSheet], columns: Sequence[ImportColumn], *, wanted: str = "", most_rows: int
) -> IncomingTable:
    """ValidationError where no sheet has the columns, several have, or it tells of persons."""
    headings = headings_of(columns)
    refuse_personal(sheets, headings)
    required = {column.name for column in columns if column.is_required}
    sheet, at, places = _chosen(sheets, headings, required, wanted=wanted)
    _refuse_missing(columns, required - set(places))
    rows = IncomingRows(sheet, at, places)
    if not rows:
        raise ValidationError(_("Under the headings of sheet “%(sheet)s” there are no rows.") % {"sheet": sheet.name})
    if len(rows) > most_rows:
        raise ValidationError(
            _("The table has %(count)s rows; at most %(most)s are taken at once. Divide it.")
            % {"count": len(rows), "most": most_rows}
        )
    return IncomingTable(sheet.name, list(places), rows, list(_remarks(sheet, at, places, sheets, rows)))


def headings_of(columns: Sequence[ImportColumn]) -> dict[str, str]:
    """The column of each heading; what stands in brackets at its end may be left out where one alone is meant."""
    whole = {heading: column.name for column in columns for heading in column.headings}
    short: dict[str, set[str]] = {}
    for heading, name in whole.items():
        short.setdefault(heading.partition(" (")[0], set()).add(name)
    return {heading: name for heading, (name, *others) in short.items() if not others} | whole


def refuse_personal(sheets: Sequence[ReadSheet], headings: Collection[str]) -> None:
    """ValidationError naming the first cell that tells of a person, in any sheet, hidden ones too."""
    for sheet in sheets:
        for place_of_row, (number, cells) in enumerate(sheet.rows):
            texts = [cell[1:] for cell in cells if cell and cell[0] in "tTnN"]
            kind = personal_kind(texts)
            if not kind and (place_of_row == 0 or _is_heading(number, texts, headings)):
                kind = next((found for each in texts if (found := personal_heading(each))), "")
            if kind:
                told = (
                    place
                    for place, cell in enumerate(cells)
                    if cell and (personal_kind([cell[1:]]) or personal_heading(cell[1:]))
                )
                place = next(told, 0)
                raise ValidationError(_personal_sentence(kind, sheet.name, f"{column_letters(place)}{number}"))


def _is_heading(number: int, texts: Sequence[str], headings: Collection[str]) -> bool:
    """A row that names two columns; elsewhere a word such as a column's is only a word."""
    return number <= HEADING_WITHIN and sum(folded(each.rstrip(" *")) in headings for each in texts) > 1


def _personal_sentence(kind: str, sheet: str, cell: str) -> str:
    what = {
        "identity": _("identity numbers"),
        "email": _("e-mail addresses"),
        "phone": _("phone numbers"),
        "position": _("positions on the map"),
        "name": _("names of persons"),
        "birth": _("dates of birth"),
    }[kind]
    sentence = _(
        "The file tells of persons: %(what)s, first in cell %(cell)s of sheet “%(sheet)s”. It is refused and nothing "
        "of it was kept. Here only numbers of groups are kept, never a person."
    )
    return sentence % {"what": what, "cell": cell, "sheet": sheet}


def _chosen(
    sheets: Sequence[ReadSheet], headings: dict[str, str], required: set[str], *, wanted: str
) -> tuple[ReadSheet, int, dict[str, int]]:
    """The sheet that is named, or the only visible one with the columns; the row of its headings, and their places."""
    if wanted:
        offered = [sheet for sheet in sheets if folded(sheet.name) == folded(wanted)]
        if not offered:
            names = ", ".join(sheet.name for sheet in sheets)
            raise ValidationError(
                _("The file has no sheet “%(sheet)s”. It has: %(names)s.") % {"sheet": wanted, "names": names}
            )
    else:
        offered = [sheet for sheet in sheets if not sheet.is_hidden and sheet.rows]
    if not offered:
        raise ValidationError(_nothing_to_read(sheets))
    found = [(sheet, *_headings(sheet, headings)) for sheet in offered]
    best = max(len(places) for _sheet, _at, places in found)
    fitting = [each for each in found if required <= set(each[2])] or [each for each in found if len(each[2]) == best]
    if len(fitting) > 1 and best:
        names = ", ".join(sheet.name for sheet, _at, _places in fitting)
        raise ValidationError(
            _("Several sheets have these columns: %(names)s. Write below which one is meant.") % {"names": names}
        )
    return fitting[0]


def _nothing_to_read(sheets: Sequence[ReadSheet]) -> str:
    hidden = [sheet.name for sheet in sheets if sheet.is_hidden and sheet.rows]
    if not hidden:
        return _("The file has no sheet with anything in it. Is it the right file?")
    return _(
        "The file has no visible sheet with anything in it; these are hidden: %(names)s. Unhide the one that is "
        "meant, and save the file again."
    ) % {"names": _listed(hidden)}


def _headings(sheet: ReadSheet, headings: dict[str, str]) -> tuple[int, dict[str, int]]:
    """Of the first rows the one that names most columns: its number, and the place of each column."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, cells in sheet.rows:
        if number > HEADING_WITHIN:
            break
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name = headings.get(folded(cell[1:].rstrip(" *"))) if cell else None
            if name in places:
                sentence = _("The heading “%(heading)s” stands twice, in %(first)s and %(second)s.")
                raise ValidationError(
                    sentence
                    % {
                        "heading": cell[1:],
                        "first": f"{column_letters(places[name])}{number}",
                        "second": f"{column_letters(place)}{number}",
                    }
                )
            if name:
                places[name] = place
        if len(places) > len(best[1]):
            best = (number, places)
    return best


def _refuse_missing(columns: Sequence[ImportColumn], missing: set[str]) -> None:
    if missing:
        names = ", ".join(str(column.label) for column in columns if column.name in missing)
        sentence = _("This table lacks these columns: %(names)s. Is it the right sheet? Begin with the template.")
        raise ValidationError(sentence % {"names": names})


def _spans(sheet: ReadSheet) -> Iterator[tuple[str, int, int, int, int]]:
    for reference in sheet.merged:
        first, _colon, last = reference.partition(":")
        yield reference, row_number(first), row_number(last), column_place(first), column_place(last)


def _merged_rows(sheet: ReadSheet, at: int, places: dict[str, int]) -> set[int]:
    """The rows that a merged cell of the table touches, by number."""
    used = set(places.values())
    numbers: set[int] = set()
    for _reference, first, last, left, right in _spans(sheet):
        if last > at and used & set(range(left, right + 1)):
            numbers.update(range(max(first, at + 1), min(last, first + 10_000) + 1))
    return numbers


def _remarks(
    sheet: ReadSheet, at: int, places: dict[str, int], sheets: Sequence[ReadSheet], rows: IncomingRows
) -> Iterator[str]:
    headed = next((cells for number, cells in sheet.rows if number == at), [])
    passed = [cell[1:] for place, cell in enumerate(headed) if cell and place not in places.values()]
    own = {folded(each) for each in in_both_languages(WHAT_IS_WRONG)}
    if passed := [heading for heading in passed if folded(heading) not in own]:
        yield _("These columns are not known here and were passed over: %(names)s.") % {"names": _listed(passed)}
    if merged := [reference for reference, _first, last, _left, _right in _spans(sheet) if last > at]:
        yield _("Merged cells: %(cells)s. Their rows are not taken: part the cells and fill each.") % {
            "cells": _listed(merged)
        }
    if hidden := [str(number) for number in sheet.hidden_rows if number > at]:
        yield _("Hidden rows were read like the others: %(rows)s.") % {"rows": _listed(hidden)}
    if hidden := [column_letters(place) for place in sheet.hidden_columns if place in places.values()]:
        yield _("Hidden columns were read like the others: %(columns)s.") % {"columns": _listed(hidden)}
    if others := [each.name for each in sheets if each.is_hidden and each.rows and each is not sheet]:
        yield _("Hidden sheets were not read: %(names)s.") % {"names": _listed(others)}
    if rows.formulas.count:
        yield _("Of formulas the value saved last was taken: %(cells)s.") % {"cells": rows.formulas.listed}
    if rows.mixed:
        yield _("In these columns decimals are parted by a comma in some rows and a point in others: %(columns)s.") % {
            "columns": _listed(rows.mixed)
        }


def _decimal_sign(cell: str) -> str:
    """What parts the decimals of a number that was written as text; empty where nothing does for sure."""
    sign = "," if "," in cell else "."
    if sign not in cell:
        return ""
    whole, _sign, part = cell[1:].rpartition(sign)
    return sign if part.isdigit() and len(part) != 3 and whole.lstrip("-").isdigit() else ""


def _listed(names: Sequence[str]) -> str:
    named = Named()
    for each in names:
        named.add(each)
    return named.listed
