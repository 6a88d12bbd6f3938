"""Sheets of a workbook, of a CSV or of a pasted block as rows of cells; a workbook is read by a limited program."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any, overload

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.clipboard import read_block
from core.office.plain_cells import unescaped
from core.sandbox import Limits, RunFailed, sandboxed_output
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
CHUNK = 65_536
MOST_HELD = 200_000  # bytes of a file whose rows stand in memory as a whole
ENCODINGS = ("utf-8-sig", "cp1252", "cp1250")


Line = tuple[int, list[str]]


class StreamedRows(Sequence[Line]):
    """Rows that are read anew each time they are gone through: a long sheet never stands in memory as a whole."""

    def __iter__(self) -> Iterator[Line]:
        raise AssertionError

    def __len__(self) -> int:
        return sum(1 for _row in self)

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> list[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | list[Line]:
        if isinstance(place, slice):
            return list(islice(self, *place.indices(len(self))))
        found = next(islice(self, place, None), None) if place >= 0 else None
        if found is None:
            raise IndexError(place)
        return found


class CsvRows(StreamedRows):
    """Of a CSV; ValidationError where its quotation marks do not close, or a cell lies far outside."""

    def __init__(self, content: bytes, encoding: str, separator: str) -> None:
        self._content, self._encoding, self._separator = content, encoding, separator

    def __iter__(self) -> Iterator[Line]:
        text = io.TextIOWrapper(io.BytesIO(self._content), encoding=self._encoding, newline="")
        lines = csv.reader(text, delimiter=self._separator, strict=True)
        try:
            yield from _of_texts(lines)
        except csv.Error as error:
            raise ValidationError(_("The quotation marks of the file do not close. Save it anew as CSV.")) from error


class HeardRows(Sequence[Line]):
    """The same rows; `hear` is called for each of them, however often they are gone through."""

    def __init__(self, rows: Sequence[Line], hear: Callable[[], None]) -> None:
        self._rows, self._hear = rows, hear

    def __iter__(self) -> Iterator[Line]:
        for line in self._rows:
            self._hear()
            yield line

    def __len__(self) -> int:
        return len(self._rows)

    def __bool__(self) -> bool:
        return bool(self._rows)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        return self._rows[place]


class PrintedBlock:
    """What the sandboxed program printed, closed with the last sheet that reads it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def __del__(self) -> None:
        self.file.close()


class PrintedRows(StreamedRows):
    """Of a workbook, as the sandboxed program printed them: a stretch of its output."""

    def __init__(self, printed: PrintedBlock, begins: int) -> None:
        self._printed, self.begins, self._count = printed, begins, 0

    def one_more(self) -> None:
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __bool__(self) -> bool:
        return self._count > 0

    def __iter__(self) -> Iterator[Line]:
        at, left = self.begins, self._count
        while left > 0:
            self._printed.file.seek(at)  # others read the same file meanwhile
            lines = self._printed.file.readlines(CHUNK)[:left]
            at, left = self._printed.file.tell(), left - len(lines)
            for line in lines:
                number, cells = json.loads(line)
                yield number, cells


@dataclass(slots=True)
class ReadSheet:
    """The rows of a sheet that hold something, each with its number; what a reader of the sheet would not see."""

    name: str
    is_hidden: bool = False
    rows: Sequence[Line] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def cell_of(packed: str) -> SheetCell | None:
    return SheetCell.unpacked(packed) if packed else None


def read_workbook(content: bytes, content_type: str) -> list[ReadSheet]:
    """All sheets of an XLSX or ODS; ValidationError with a sentence where it cannot be read."""
    command = [sys.executable, "-I", "-c", START, KINDS[content_type], str(ROOM)]
    try:
        printed = PrintedBlock(_in_memory_if_short(sandboxed_output(command, content, LIMITS)))
        return list(_sheets(printed))
    except SheetRefused as refusal:
        printed.file.close()
        raise ValidationError(_sentence(refusal.cause, refusal.place)) from refusal
    except RunFailed as failure:
        raise ValidationError(_sentence("time" if failure.used_up_its_time else "memory", "")) from failure


def _in_memory_if_short(printed: IO[bytes]) -> IO[bytes]:
    if printed.seek(0, os.SEEK_END) <= MOST_HELD:
        with printed:
            printed.seek(0)
            return io.BytesIO(printed.read())
    printed.seek(0)
    return printed


def _sheets(printed: PrintedBlock) -> Iterator[ReadSheet]:
    sheet, rows = ReadSheet(""), PrintedRows(printed, 0)
    file = printed.file
    for line in iter(file.readline, b""):
        if line.startswith(b"["):
            rows.one_more()
            continue
        said: Any = json.loads(line)
        if "refused" in said:
            raise SheetRefused(said["refused"], said["place"])
        if "sheet" in said:
            rows = PrintedRows(printed, file.tell())
            sheet = ReadSheet(said["sheet"], said["hidden"], rows)
        else:
            sheet.merged, sheet.hidden_rows = said["merged"], said["hidden_rows"]
            spans = said["hidden_columns"]
            sheet.hidden_columns = [
                each for first, last in spans for each in range(first, min(last + 1, MOST_COLUMNS))
            ]
            after = file.tell()
            if after - rows.begins <= MOST_HELD:
                sheet.rows = list(rows)
                file.seek(after)
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
    chosen = _encoding_of(content, encoding)
    sample = content[: 4 * SAMPLE].decode(chosen, "ignore")[:SAMPLE]
    separator = max(SEPARATORS, key=lambda sign: _outside_quotes(sample).count(sign))
    rows = CsvRows(content, chosen, separator)
    return ReadSheet("CSV", rows=rows if len(content) > MOST_HELD else list(rows))


def read_pasted(text: str) -> ReadSheet:
    """A block as a spreadsheet puts it on the clipboard."""
    return ReadSheet(_("pasted block"), rows=list(_of_texts(read_block(text))))


def _of_texts(lines: Iterable[list[str]]) -> Iterator[Line]:
    for number, line in enumerate(lines, start=1):
        cells = [CellContent.TEXT + unescaped(each) if each else "" for each in line]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            try:
                refuse_far(len(cells) - 1, number)
            except SheetRefused as refusal:
                raise ValidationError(_sentence(refusal.cause, refusal.place)) from refusal
            yield number, cells


def _outside_quotes(sample: str) -> str:
    return "".join(sample.split('"')[::2])


def _encoding_of(content: bytes, encoding: str) -> str:
    for each in (encoding,) if encoding else ENCODINGS:
        if _is_text(content, each):
            return each
    raise ValidationError(_("The letters of the file are not in the chosen encoding. Save it as CSV in UTF-8."))


def _is_text(content: bytes, encoding: str) -> bool:
    """Whether all of it is in this encoding, looked at a piece at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for at in range(0, len(content), CHUNK):
            if "\x00" in decoder.decode(content[at : at + CHUNK], at + CHUNK >= len(content)):
                return False
    except UnicodeDecodeError:
        return False
    return True
