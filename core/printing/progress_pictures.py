"""Pictures of how far something is, as SVG made on the server: lights in rows, amounts in pairs, one bar of a promise.

Each is a frozen description whose drawing is plain shapes: no script, no inline style. Shape repeats what colour says,
a dotted outline says that there is no figure, hatching that it is protected; the table beside says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.formats import number_format

WIDTH, LABEL, SQUARE, SPACE, LINE = 720, 250, 26, 6, 16
VALUE = 130
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


def lines_of(label: str) -> list[str]:
    return wrap(label, LETTERS, max_lines=2, placeholder=" …") or [""]


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
class PlacedLamp:
    name: str
    x: int
    y: int
    colour: str
    line: str
    dashes: str
    sign: str
    ink: str


@dataclass(frozen=True, slots=True)
class PlacedText:
    text: str
    x: float
    y: float
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class PlacedBar:
    x: float
    y: float
    width: float
    height: int
    fill: str
    line: str = "none"
    dashes: str = "none"


@dataclass(frozen=True, slots=True)
class LampStrip:
    """One square a light, in the row it belongs to."""

    title: str
    unit: str
    rows: tuple[LampRow, ...]

    @property
    def across(self) -> int:
        return (WIDTH - LABEL) // (SQUARE + SPACE)

    def _height_of(self, row: LampRow) -> int:
        deep = -(-max(len(row.lamps), 1) // self.across)
        return max(deep * (SQUARE + SPACE), len(lines_of(row.label)) * LINE) + SPACE

    @property
    def width(self) -> int:
        return WIDTH

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
            for place, line in enumerate(lines_of(row.label)):
                placed.append(PlacedText(line, 0, top + 18 + place * LINE))
            top += self._height_of(row)
        return placed

    @property
    def lamps(self) -> list[PlacedLamp]:
        placed, top = [], 0
        for row in self.rows:
            for number, lamp in enumerate(row.lamps):
                x = LABEL + number % self.across * (SQUARE + SPACE)
                y = top + number // self.across * (SQUARE + SPACE)
                is_plain = lamp.light in {"grey", "protected"}
                placed.append(
                    PlacedLamp(
                        name=lamp.name,
                        x=x,
                        y=y,
                        colour=COLOURS[lamp.light],
                        line=OUTLINE if is_plain else COLOURS[lamp.light],
                        dashes="3 2" if lamp.light == "grey" else "none",
                        sign=SIGNS[lamp.light],
                        ink=OUTLINE if is_plain else "#ffffff",
                    )
                )
            top += self._height_of(row)
        return placed

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


@dataclass(frozen=True, slots=True)
class AmountPairs:
    """Planned as an outline, allocated light within it, spent full within that; axes begin at zero."""

    title: str
    unit: str
    rows: tuple[AmountRow, ...]
    lamps: tuple[PlacedLamp, ...] = ()

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return len(self.rows) * 44

    @property
    def _scale(self) -> float:
        largest = max((max(row.planned, row.allocated, row.spent) for row in self.rows), default=0)
        return (WIDTH - LABEL - VALUE) / (largest or 1)

    @property
    def bars(self) -> list[PlacedBar]:
        placed = []
        for number, row in enumerate(self.rows):
            top = number * 44 + 4
            placed += [
                PlacedBar(LABEL, top + 5, round(row.allocated * self._scale, 1), 20, LIGHTER),
                PlacedBar(LABEL, top + 10, round(row.spent * self._scale, 1), 10, FULL),
                PlacedBar(LABEL, top, round(row.planned * self._scale, 1), 30, "none", OUTLINE),
            ]
        return placed

    @property
    def texts(self) -> list[PlacedText]:
        placed = []
        for number, row in enumerate(self.rows):
            for place, line in enumerate(lines_of(row.label)):
                placed.append(PlacedText(line, 0, number * 44 + 18 + place * LINE))
            end = LABEL + max(row.planned, row.allocated, row.spent) * self._scale + 6
            share = f"{row.spent * 100 // row.planned}\u00a0%" if row.planned else "\u2013"
            amount = number_format(row.spent // 1000, force_grouping=True)
            placed.append(PlacedText(f"{amount} ({share})", round(end, 1), number * 44 + 24))
        return placed

    @property
    def description(self) -> str:
        return "; ".join(
            f"{row.label}: {number_format(row.planned, force_grouping=True)}, "
            f"{number_format(row.allocated, force_grouping=True)}, {number_format(row.spent, force_grouping=True)}"
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class PromiseBar:
    """How many of those promised: one bar, the promise as its end, a base as a mark; None where it is protected."""

    title: str
    unit: str
    reached: int | None
    promised: int
    base: int | None
    base_label: str
    lamps: tuple[PlacedLamp, ...] = ()

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return 66

    def _length(self, persons: int) -> float:
        largest = max(self.promised, self.reached or 0, self.base or 0, 1)
        return round(persons * (WIDTH - VALUE) / largest, 1)

    @property
    def bars(self) -> list[PlacedBar]:
        placed = [PlacedBar(0, 4, self._length(self.promised), 30, "none", OUTLINE)]
        if self.reached is None:
            placed.append(PlacedBar(0, 8, self._length(self.promised), 22, COLOURS["protected"], OUTLINE, "3 2"))
        else:
            placed.append(PlacedBar(0, 8, self._length(self.reached), 22, FULL))
        if self.base is not None:
            placed.append(PlacedBar(self._length(self.base) - 1, 0, 2, 40, "#1c2226"))
        return placed

    @property
    def texts(self) -> list[PlacedText]:
        end = PlacedText(number_format(self.promised, force_grouping=True), self._length(self.promised) + 8, 24)
        return [end] if self.base is None else [end, PlacedText(self.base_label, self._length(self.base), 58, "end")]

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
class TargetBars:
    """A bar a thing, its end in percent, and one tick for the target; what goes beyond is cut at a quarter more."""

    title: str
    unit: str
    rows: tuple[TargetRow, ...]
    lamps: tuple[PlacedLamp, ...] = ()

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return len(self.rows) * 40

    def _length(self, percent: int) -> float:
        return round(min(max(percent, 0), 125) * (WIDTH - LABEL - VALUE) / 125, 1)

    @property
    def bars(self) -> list[PlacedBar]:
        placed = []
        for number, row in enumerate(self.rows):
            top = number * 40 + 4
            placed.append(
                PlacedBar(LABEL, top, self._length(125), 26, "none", OUTLINE, "none" if row.percent else "3 2")
            )
            if row.percent:
                placed.append(PlacedBar(LABEL, top + 3, self._length(row.percent), 20, COLOURS[row.light]))
            placed.append(PlacedBar(LABEL + self._length(100) - 1, top - 3, 2, 32, "#1c2226"))
        return placed

    @property
    def texts(self) -> list[PlacedText]:
        placed = []
        for number, row in enumerate(self.rows):
            for place, line in enumerate(lines_of(row.label)):
                placed.append(PlacedText(line, 0, number * 40 + 16 + place * LINE))
            placed.append(PlacedText(row.said, LABEL + self._length(125) + 6, number * 40 + 22))
        return placed

    @property
    def description(self) -> str:
        return "; ".join(f"{row.label}: {row.said}" for row in self.rows)


ProgressPicture = LampStrip | AmountPairs | PromiseBar | TargetBars


def lamp_strip(title: str, unit: str, rows: Sequence[LampRow]) -> LampStrip:
    return LampStrip(title, unit, tuple(rows))
