"""How a sheet fits its columns and its printed page: widths as a spreadsheet counts them, in widths of a digit."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from core.office.calibri import TWIPS_PER_POINT, twips

CELL_SIZE = 10
# what an A4 page holds across, and how far print may be made smaller
UPRIGHT_ROOM, LYING_ROOM, LEAST_SCALE = 95, 146, 0.8
DEFAULT_WIDTH = 8.43
LINE_HEIGHT, TALLEST_ROW = 13.5, 400
#: A digit of the sheet's own font, seven pixels wide; and what a cell keeps free at its sides.
POINTS_OF_DIGIT, SIDES = 5.25, 4


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What is known of a sheet before its cells are; they are fitted when the book is closed."""

    widths: tuple[float, ...]
    head_row: int

    @property
    def across(self) -> int:
        """How many pages it is wide."""
        return max(ceil(sum(self.widths) * LEAST_SCALE / LYING_ROOM), 1)

    @property
    def is_lying(self) -> bool:
        return sum(self.widths) * LEAST_SCALE > UPRIGHT_ROOM

    @property
    def page(self) -> float:
        """The width of its first printed page."""
        if self.across > 1:
            return sum(self.widths) / self.across
        return LYING_ROOM if self.is_lying else UPRIGHT_ROOM

    def reach(self) -> tuple[int, float]:
        """The last column of the first printed page, empty ones behind the table counted, and the width up to it."""
        last, reach = 0, self._width(0)
        while reach + self._width(last + 1) <= self.page:
            last += 1
            reach += self._width(last)
        return last, reach

    def _width(self, column: int) -> float:
        return self.widths[column] if column < len(self.widths) else DEFAULT_WIDTH


def points(words: str, size: float, *, is_bold: bool = False) -> float:
    return twips(words, size, is_bold=is_bold) / TWIPS_PER_POINT


def lines_in(words: str, width: float, size: float = CELL_SIZE, *, is_bold: bool = False) -> int:
    """How many lines the words take in a cell so wide; a word that is longer than a line is parted."""
    room, lines = max(width * POINTS_OF_DIGIT - SIDES, 1), 0
    space = points(" ", size, is_bold=is_bold)
    for paragraph in words.split("\n"):
        lines, taken = lines + 1, 0.0
        for word in paragraph.split(" "):
            needed = points(word, size, is_bold=is_bold)
            if taken and taken + space + needed > room:
                lines, taken = lines + 1, 0.0
            if not taken and needed > room:
                lines += ceil(needed / room) - 1
            taken += needed + (space if taken else 0)
    return lines


def height_of(lines: int, size: float = CELL_SIZE) -> float:
    return min(lines * LINE_HEIGHT * size / CELL_SIZE + 2, TALLEST_ROW)
