"""Cells as text files carry them: words never become a formula, and come back as they were."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

#: What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_SIGNS = re.escape("".join(FORMULA_SIGNS))
_NEEDS_A_QUOTE = re.compile(rf"'*[{_SIGNS}]")
_NEEDS_MARKS = re.compile(r'[",\r\n]')
_HAS_A_QUOTE = re.compile(rf"'+[{_SIGNS}]")


def escaped(words: str) -> str:
    """With an apostrophe before what would be a formula; words that begin with apostrophes and a sign get one more."""
    return f"'{words}" if _NEEDS_A_QUOTE.match(words) else words


def unescaped(words: str) -> str:
    """What `escaped` was given."""
    return words[1:] if _HAS_A_QUOTE.match(words) else words


def csv_of(rows: Iterable[Sequence[Any]], *, delimiter: str = ",") -> str:
    """Rows as a text file: words escaped, numbers as they are, nothing for None."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    for row in rows:
        writer.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue()


def csv_cell(cell: Any) -> str:
    """One cell as `csv_of` writes it, for rows that are put together from cells made once."""
    words = "" if cell is None else escaped(cell) if isinstance(cell, str) else str(cell)
    if not _NEEDS_MARKS.search(words):
        return words
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
