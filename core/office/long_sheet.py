"""A sheet of any length in little memory: the look comes from a book, the rows are written straight into its package.

The book is made with one row of samples; each row after that is text in the styles of the samples, cell by cell.
Words stand in their cells as words, so that none can become a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO
from xml.sax.saxutils import escape

FIRST_SHEET = "xl/worksheets/sheet1.xml"
DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')
SAMPLE_ROW = re.compile(rb'<row r="2".*?</row>', re.DOTALL)
STYLE = re.compile(rb'<c r="[A-Z]+2" s="(\d+)"')
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
WRITTEN_AT_ONCE = 1_000
FASTEST = 1


class LongSheetStyles:
    """The numbers of the styles in the book, in the order of its samples: text, quoted text, number, day."""

    def __init__(self, styles: list[bytes]) -> None:
        self.text, self.quoted, self.number, self.day = (each.decode() for each in styles)

    def words(self, words: str, *, is_quoted: bool) -> str:
        style = self.quoted if is_quoted else self.text
        return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(_writable(words))}</t></is></c>'

    def figure(self, number: object) -> str:
        return f'<c s="{self.number}"><v>{number}</v></c>'

    def date(self, days: int) -> str:
        """Counted from the first day that the book knows."""
        return f'<c s="{self.day}"><v>{days}</v></c>'

    @property
    def blank(self) -> str:
        return f'<c s="{self.text}"/>'


def _writable(words: str) -> str:
    """Signs that XML cannot hold are written _x000D_, and what looks so already is told apart."""
    return NOT_IN_XML.sub(lambda found: f"_x{ord(found[0][0]):04X}_" + found[0][1:], words)


class LongSheet:
    """A book whose first sheet ends with a row of samples, to be written with many rows in their place."""

    def __init__(self, book: bytes) -> None:
        self._book = book
        with zipfile.ZipFile(io.BytesIO(book)) as package:
            sheet = DIMENSION.sub(b"", package.read(FIRST_SHEET))
        sample = SAMPLE_ROW.search(sheet)
        if sample is None:
            raise ValueError("The second row of the book holds the samples.")
        self.styles = LongSheetStyles(STYLE.findall(sample[0]))
        self._before, self._after = sheet[: sample.start()], sheet[sample.end() :]

    def write(self, rows: Iterable[str], out: IO[bytes]) -> None:
        """Each row is its cells as `styles` make them; they stand from the second row on."""
        with (
            zipfile.ZipFile(io.BytesIO(self._book)) as package,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as made,
        ):
            for part in package.infolist():
                if part.filename != FIRST_SHEET:
                    made.writestr(part, package.read(part.filename))
            with made.open(FIRST_SHEET, "w") as sheet:
                sheet.write(self._before)
                for piece in _pieces(rows):
                    sheet.write(piece.encode())
                sheet.write(self._after)


def _pieces(rows: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    for number, cells in enumerate(rows, start=2):
        held.append(f'<row r="{number}">{cells}</row>')
        if len(held) == WRITTEN_AT_ONCE:
            yield "".join(held)
            held.clear()
    yield "".join(held)
