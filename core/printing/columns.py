"""How a table's line is parted among its columns, so that its rows stand as low as they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

PADDING = 2  # letters of a cell's sides
#: What a line of words leaves empty at its end, about half a word.
RAGGED = 3
STEPS = (2, 6, 14)
#: Of a long table the rows that hold most say how wide its columns should be.
MOST_ROWS = 60
#: A line that makes no row lower counts for this much: so that two tall cells of one row come down by turns.
BESIDE = 0.05


def lines_of(letters: float, width: float) -> int:
    """About how many lines a cell takes."""
    room = width - PADDING
    return 1 if letters <= room else ceil(letters / max(room - RAGGED, 1))


@dataclass(slots=True)
class _Column:
    """One column with the letters of each of its cells."""

    width: float
    letters: Sequence[float]
    lines: list[int]

    def widened(self, by: float) -> list[int]:
        return [lines_of(each, self.width + by) for each in self.letters]


def lowest(least: Sequence[int], rows: Sequence[Sequence[float]], spare: int) -> tuple[tuple[float, ...], int]:
    """Widths in letters, none below its least, and what of `spare` would make no row lower; each row gives the
    letters of its cells.

    Step by step the column is widened that brings the rows down most for each letter.
    """
    chosen = sorted(rows, key=sum, reverse=True)[:MOST_ROWS]
    return _lowest(tuple(least), tuple(map(tuple, chosen)), spare)


@lru_cache(maxsize=128)  # the tables of a published page are the same for every reader
def _lowest(least: tuple[int, ...], rows: tuple[tuple[float, ...], ...], spare: int) -> tuple[tuple[float, ...], int]:
    columns = [
        _Column(width, each, [lines_of(letters, width) for letters in each])
        for width, each in zip(least, zip(*rows, strict=True), strict=True)
    ]
    while spare > 0 and (found := _best(columns, spare)):
        column, step = found
        column.lines = column.widened(step)
        column.width += step
        spare -= step
    return tuple(column.width for column in columns), spare


def _best(columns: Sequence[_Column], spare: int) -> tuple[_Column, int] | None:
    best, most = None, 0.0
    for column in columns:
        rest = [each.lines for each in columns if each is not column] or [[1] * len(column.lines)]
        others = [max(lines) for lines in zip(*rest, strict=True)]
        for step in (each for each in STEPS if each <= spare):
            lines = column.widened(step)
            gain = sum(
                max(before, other) - max(after, other) + BESIDE * (before - after)
                for before, after, other in zip(column.lines, lines, others, strict=True)
            )
            if gain / step > most:
                best, most = (column, step), gain / step
    return best
