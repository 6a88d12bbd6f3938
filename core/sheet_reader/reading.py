"""Sheets of a workbook, of a CSV or of a pasted block as rows of cells; a workbook is read by a limited program."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.clipboard import read_block
from core.office.plain_cells import unescaped
from core.sandbox import Limits, RunFailed, run_sandboxed
from core.sheet_reader.cells import MOST_COLUMNS, CellContent, SheetCell, SheetRefused, refuse_far

KINDS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
ROOT = str(Path(__file__).resolve().parent.parent.parent)
START = f"import sys; sys.path.insert(0, {ROOT!r}); from core.sheet_reader.run import main; main()"
LIMITS = Limits(cpu_seconds=60, wall_seconds=180, memory_bytes=1_000_000_000, output_bytes=250_000_000)
ROOM = 200 * 1024 * 1024
SEPARATORS = ";\t,"
SAMPLE = 20_000
ENCODINGS = ("utf-8-sig", "cp1252", "cp1250")


@dataclass(slots=True)
class ReadSheet:
    """The rows of a sheet that hold something, each with its number; what a reader of the sheet would not see."""

    name: str
    is_hidden: bool = False
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def cell_of(packed: str) -> SheetCell | None:
    return SheetCell.unpacked(packed) if packed else None


def read_workbook(content: bytes, content_type: str) -> list[ReadSheet]:
    """All sheets of an XLSX or ODS; ValidationError with a sentence where it cannot be read."""
    try:
        printed = run_sandboxed([sys.executable, "-I", "-c", START, KINDS[content_type], str(ROOM)], content, LIMITS)
        return list(_sheets(io.BytesIO(printed)))
    except SheetRefused as refusal:
        raise ValidationError(_sentence(refusal.cause, refusal.place)) from refusal
    except RunFailed as failure:
        raise ValidationError(_sentence("time" if failure.used_up_its_time else "memory", "")) from failure


def _sheets(lines: io.BytesIO) -> Iterator[ReadSheet]:
    sheet = ReadSheet("")
    for line in lines:
        said: Any = json.loads(line)
        if isinstance(said, list):
            sheet.rows.append((said[0], said[1]))
        elif "refused" in said:
            raise SheetRefused(said["refused"], said["place"])
        elif "sheet" in said:
            sheet = ReadSheet(said["sheet"], said["hidden"])
        else:
            sheet.merged, sheet.hidden_rows = said["merged"], said["hidden_rows"]
            spans = said["hidden_columns"]
            sheet.hidden_columns = [
                each for first, last in spans for each in range(first, min(last + 1, MOST_COLUMNS))
            ]
            yield sheet


def _sentence(cause: str, place: str) -> str:
    sentences = {
        "damaged": _("The file is damaged."),
        "password": _("The file is protected by a password. Save it without one."),
        "unpacked": _("The file unpacks to too much."),
        "entities": _("The file holds definitions of its own, which spreadsheets do not have."),
        "nested": _("The file is damaged."),
        "far": _("Cell %(cell)s lies far outside the table. Delete its row and column, and save the file again."),
        "memory": _("The file needs more memory than is given here. Divide it and try again."),
        "time": _("The file needs more computing time than is given here. Divide it and try again."),
    }
    return sentences[cause] % {"cell": place} if cause == "far" else sentences[cause]


def read_csv(content: bytes, *, encoding: str = "") -> ReadSheet:
    """A CSV parted by comma, semicolon or tab; without a named encoding it is recognised."""
    text = _decoded(content, encoding)
    sample = text[:SAMPLE]
    separator = max(SEPARATORS, key=lambda sign: _outside_quotes(sample).count(sign))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise ValidationError(_("The quotation marks of the file do not close. Save it anew as CSV.")) from error
    return _of_texts("CSV", lines)


def read_pasted(text: str) -> ReadSheet:
    """A block as a spreadsheet puts it on the clipboard."""
    return _of_texts(_("pasted block"), read_block(text))


def _of_texts(name: str, lines: list[list[str]]) -> ReadSheet:
    sheet = ReadSheet(name)
    for number, line in enumerate(lines, start=1):
        cells = [CellContent.TEXT + unescaped(each) if each else "" for each in line]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            try:
                refuse_far(len(cells) - 1, number)
            except SheetRefused as refusal:
                raise ValidationError(_sentence(refusal.cause, refusal.place)) from refusal
            sheet.rows.append((number, cells))
    return sheet


def _outside_quotes(sample: str) -> str:
    return "".join(sample.split('"')[::2])


def _decoded(content: bytes, encoding: str) -> str:
    for each in (encoding,) if encoding else ENCODINGS:
        try:
            text = content.decode(each)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ValidationError(_("The letters of the file are not in the chosen encoding. Save it as CSV in UTF-8."))
