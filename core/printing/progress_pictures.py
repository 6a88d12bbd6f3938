"""Pictures of how far something is, as SVG made on the server: lights in rows, amounts in pairs, one bar of a promise.

Each is a frozen description whose drawing is plain shapes: no script, no inline style. Shape repeats what colour says,
a dotted outline says that there is no figure, hatching that it is protected; the table beside says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Self

from django.utils.formats import number_format

from core.printing import narrow
from core.printing.laid_out import Captioned, DrawnPiece
from core.printing.metrics import in_three_lines

WIDTH, LABEL, SQUARE, SPACE, LINE = 720, 250, 26, 6, 16
VALUE, MOST_HEIGHT, MOST_BESIDE = 130, 1200, 0.4
LETTERS = 32  # of a label that fit its line in the widest of the fonts a reader may have
FULL, LIGHTER, OUTLINE = "#0b4f6c", "#8fb9c9", "#4d5961"
COLOURS = {"green": "#1a6b3c", "amber": "#b36b00", "red": "#a11b2b", "grey": "#ffffff", "protected": "#e3e8eb"}
SIGNS = {
    "green": "M7 13.5 L11.5 18 L19.5 8.5",
    "amber": "M13 7 L20 19 L6 19 Z",
    "red": "M7.5 7.5 L18.5 18.5 M18.5 7.5 L7.5 18.5",
    "grey": "M8 13 L18 13",
    "protected": "M2 24 L24 2 M2 14 L14 2 M12 24 L24 12",
}


@dataclass(frozen=True, slots=True)
class Lamp:
    """One light: of what, as words, and which."""

    name: str
    light: str


@dataclass(frozen=True, slots=True)
class LampRow:
    label: str
    lamps: tuple[Lamp, ...]


@dataclass(frozen=True, slots=True)
class PlacedLamp(DrawnPiece):
    name: str
    x: int
    y: int
    colour: str
    line: str
    dashes: str
    sign: str
    ink: str


@dataclass(frozen=True, slots=True)
class PlacedText(DrawnPiece):
    text: str
    x: float
    y: float
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class PlacedBar(DrawnPiece):
    x: float
    y: float
    width: float
    height: int
    fill: str
    line: str = "none"
    dashes: str = "none"


@dataclass(frozen=True, slots=True)
class PictureFrame:
    """How wide it is drawn, and where labels stand: in a column at the left, or above what they name."""

    class_name: str = "drawn-wide"
    width: int = WIDTH
    label: int = LABEL
    size: int = 13
    line: int = LINE
    inset: int = 0  # so that an outline at the edge is drawn whole

    @property
    def first_x(self) -> int:
        """Where bars begin."""
        return self.label + self.inset

    def lines_of(self, label: str) -> list[str]:
        if self.label:
            return list(in_three_lines(label, LETTERS))
        return narrow.in_lines(label)

    def above(self, label: str) -> int:
        """The room for a label above its row."""
        return 0 if self.label else len(self.lines_of(label)) * self.line + 4

    def beside(self, values: Sequence[str]) -> float:
        """The room for figures at the ends of bars."""
        return VALUE if self.label else max(map(narrow.length_of, filter(self.is_beside, values)), default=0) + 10

    def is_beside(self, value: str) -> bool:
        """Whether it stands at the end of its bar; a long one stands behind the label above."""
        return bool(self.label) or narrow.length_of(value) <= self.width * MOST_BESIDE

    def named(self, label: str, value: str) -> str:
        return label if self.is_beside(value) else f"{label}: {value}"

    def tops(self, labels: Sequence[str], height: int) -> list[int]:
        """Where the rows of these labels begin, and where the last one ends."""
        return list(accumulate((self.high(label, height) for label in labels), initial=0))

    def high(self, label: str, height: int) -> int:
        """A row whose bar needs `height`: below its label, or beside it as high as the higher of the two."""
        return max(self.above(label) + height, len(self.lines_of(label)) * self.line + SPACE)

    def texts_of(self, label: str, top: int, first: int) -> list[PlacedText]:
        """The lines of a label whose row begins at `top`; beside the row the first stands `first` below that."""
        first = top + (first if self.label else self.line - 4)
        return [PlacedText(line, 0, first + at * self.line) for at, line in enumerate(self.lines_of(label))]


WIDE, NARROW = PictureFrame(), PictureFrame(narrow.CLASS_NAME, narrow.WIDTH, 0, narrow.SIZE, narrow.LINE, 1)


@dataclass(frozen=True, slots=True)
class Drawn(Captioned):
    """What every picture has: its title, what one unit of it is, and how it is framed."""

    title: str
    unit: str
    frame: PictureFrame = field(default=WIDE, kw_only=True)

    @property
    def narrow(self) -> Self:
        """The same for a telephone."""
        return replace(self, frame=NARROW)

    @property
    def width(self) -> int:
        return self.frame.width

    @property
    def height(self) -> int:
        raise AssertionError

    @property
    def is_long(self) -> bool:
        """Whether a telephone shows it only to who asks for it."""
        return self.narrow.height > MOST_HEIGHT


@dataclass(frozen=True, slots=True)
class LampStrip(Drawn):
    """One square a light, in the row it belongs to."""

    rows: tuple[LampRow, ...]

    @property
    def across(self) -> int:
        return (self.width - self.frame.label) // (SQUARE + SPACE)

    def _height_of(self, row: LampRow) -> int:
        lamps = -(-max(len(row.lamps), 1) // self.across) * (SQUARE + SPACE) + SPACE
        return self.frame.high(row.label, lamps if self.frame.label else lamps + SPACE)

    @property
    def height(self) -> int:
        return sum(self._height_of(row) for row in self.rows)

    @property
    def bars(self) -> list[PlacedBar]:
        return []

    @property
    def texts(self) -> list[PlacedText]:
        placed, top = [], 0
        for row in self.rows:
            placed += self.frame.texts_of(row.label, top, 18)
            top += self._height_of(row)
        return placed

    @property
    def lamps(self) -> list[PlacedLamp]:
        placed, top = [], 0
        for row in self.rows:
            first = top + self.frame.above(row.label)
            placed += [self._placed(lamp, number, first) for number, lamp in enumerate(row.lamps)]
            top += self._height_of(row)
        return placed

    def _placed(self, lamp: Lamp, number: int, top: int) -> PlacedLamp:
        is_plain = lamp.light in {"grey", "protected"}
        return PlacedLamp(
            name=lamp.name,
            x=self.frame.label + number % self.across * (SQUARE + SPACE) + self.frame.inset,
            y=top + number // self.across * (SQUARE + SPACE) + self.frame.inset,
            colour=COLOURS[lamp.light],
            line=OUTLINE if is_plain else COLOURS[lamp.light],
            dashes="3 2" if lamp.light == "grey" else "none",
            sign=SIGNS[lamp.light],
            ink=OUTLINE if is_plain else "#ffffff",
        )

    @property
    def description(self) -> str:
        return "; ".join(f"{row.label}: {', '.join(lamp.name for lamp in row.lamps)}" for row in self.rows)


@dataclass(frozen=True, slots=True)
class AmountRow:
    """Planned, allocated and spent of one thing, in one unit."""

    label: str
    planned: int
    allocated: int
    spent: int

    @property
    def said(self) -> str:
        share = f"{self.spent * 100 // self.planned}\u00a0%" if self.planned else "\u2013"
        return f"{number_format(self.spent // 1000, force_grouping=True)} ({share})"

    @property
    def most(self) -> int:
        return max(self.planned, self.allocated, self.spent)


@dataclass(frozen=True, slots=True)
class AmountPairs(Drawn):
    """Planned as an outline, allocated light within it, spent full within that; axes begin at zero."""

    rows: tuple[AmountRow, ...]
    lamps: tuple[PlacedLamp, ...] = ()

    @property
    def _tops(self) -> list[int]:
        """Where each row begins, and where the last one ends."""
        return self.frame.tops([self.frame.named(row.label, row.said) for row in self.rows], 44)

    @property
    def height(self) -> int:
        return self._tops[-1]

    @property
    def _scale(self) -> float:
        largest = max((row.most for row in self.rows), default=0)
        room = self.frame.beside([row.said for row in self.rows])
        return (self.width - self.frame.first_x - room) / (largest or 1)

    @property
    def bars(self) -> list[PlacedBar]:
        placed, x, scale = [], self.frame.first_x, self._scale
        for row, top in zip(self.rows, self._tops, strict=False):
            first = top + self.frame.above(self.frame.named(row.label, row.said)) + 4
            placed += [
                PlacedBar(x, first + 5, round(row.allocated * scale, 1), 20, LIGHTER),
                PlacedBar(x, first + 10, round(row.spent * scale, 1), 10, FULL),
                PlacedBar(x, first, round(row.planned * scale, 1), 30, "none", OUTLINE),
            ]
        return placed

    @property
    def texts(self) -> list[PlacedText]:
        placed, scale = [], self._scale
        for row, top in zip(self.rows, self._tops, strict=False):
            placed += self.frame.texts_of(label := self.frame.named(row.label, row.said), top, 18)
            end = self.frame.first_x + row.most * scale + 6
            if self.frame.is_beside(row.said):
                placed.append(PlacedText(row.said, round(end, 1), top + self.frame.above(label) + 24))
        return placed

    @property
    def description(self) -> str:
        return "; ".join(
            f"{row.label}: {number_format(row.planned, force_grouping=True)}, "
            f"{number_format(row.allocated, force_grouping=True)}, {number_format(row.spent, force_grouping=True)}"
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class PromiseBar(Drawn):
    """How many of those promised: one bar, the promise as its end, a base as a mark; None where it is protected."""

    reached: int | None
    promised: int
    base: int | None
    base_label: str
    lamps: tuple[PlacedLamp, ...] = ()

    @property
    def height(self) -> int:
        return 66

    def _length(self, persons: int) -> float:
        largest = max(self.promised, self.reached or 0, self.base or 0, 1)
        room = self.frame.beside([self._promised]) + self.frame.inset
        return round(persons * (self.width - room) / largest, 1)

    @property
    def _promised(self) -> str:
        return number_format(self.promised, force_grouping=True)

    @property
    def bars(self) -> list[PlacedBar]:
        x = self.frame.inset
        placed = [PlacedBar(x, 4, self._length(self.promised), 30, "none", OUTLINE)]
        if self.reached is None:
            placed.append(PlacedBar(x, 8, self._length(self.promised), 22, COLOURS["protected"], OUTLINE, "3 2"))
        else:
            placed.append(PlacedBar(x, 8, self._length(self.reached), 22, FULL))
        if self.base is not None:
            placed.append(PlacedBar(x + self._length(self.base) - 1, 0, 2, 40, "#1c2226"))
        return placed

    @property
    def texts(self) -> list[PlacedText]:
        end = PlacedText(self._promised, self.frame.inset + self._length(self.promised) + 8, 24)
        if self.base is None:
            return [end]
        last = self.frame.inset + self._length(self.base)
        is_short = last < narrow.length_of(self.base_label)  # a label that ends there would begin outside
        return [end, PlacedText(self.base_label, 0 if is_short else last, 58, "start" if is_short else "end")]

    @property
    def description(self) -> str:
        return self.base_label


@dataclass(frozen=True, slots=True)
class TargetRow:
    """How far one thing is on its way to the target, in percent; None where there is none, or it is protected."""

    label: str
    percent: int | None
    light: str
    said: str


@dataclass(frozen=True, slots=True)
class TargetBars(Drawn):
    """A bar a thing, its end in percent, and one tick for the target; what goes beyond is cut at a quarter more."""

    rows: tuple[TargetRow, ...]
    lamps: tuple[PlacedLamp, ...] = ()

    @property
    def _tops(self) -> list[int]:
        return self.frame.tops([self.frame.named(row.label, row.said) for row in self.rows], 40)

    @property
    def height(self) -> int:
        return self._tops[-1]

    @property
    def _whole(self) -> float:
        return self.width - self.frame.first_x - self.frame.beside([row.said for row in self.rows])

    def _length(self, percent: int, whole: float) -> float:
        return round(min(max(percent, 0), 125) * whole / 125, 1)

    @property
    def bars(self) -> list[PlacedBar]:
        placed, x, whole = [], self.frame.first_x, self._whole
        for row, top in zip(self.rows, self._tops, strict=False):
            first = top + self.frame.above(self.frame.named(row.label, row.said)) + 4
            dashes = "3 2" if row.percent is None else "none"
            placed.append(PlacedBar(x, first, self._length(125, whole), 26, "none", OUTLINE, dashes))
            if row.percent:
                placed.append(PlacedBar(x, first + 3, self._length(row.percent, whole), 20, COLOURS[row.light]))
            placed.append(PlacedBar(x + self._length(100, whole) - 1, first - 3, 2, 32, "#1c2226"))
        return placed

    @property
    def texts(self) -> list[PlacedText]:
        placed, end = [], self.frame.first_x + self._length(125, self._whole) + 6
        for row, top in zip(self.rows, self._tops, strict=False):
            placed += self.frame.texts_of(label := self.frame.named(row.label, row.said), top, 16)
            if self.frame.is_beside(row.said):
                placed.append(PlacedText(row.said, end, top + self.frame.above(label) + 22))
        return placed

    @property
    def description(self) -> str:
        return "; ".join(f"{row.label}: {row.said}" for row in self.rows)


ProgressPicture = LampStrip | AmountPairs | PromiseBar | TargetBars


def lamp_strip(title: str, unit: str, rows: Sequence[LampRow]) -> LampStrip:
    return LampStrip(title, unit, tuple(rows))
