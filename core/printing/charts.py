"""Bar charts as SVG made on the server: the same picture in the page and in the tagged PDF, never without its figures.

A chart is a frozen description; `{% chart %}` draws it beside its data table. Colours are attributes, as the content
policy forbids inline styles; the table beside the picture says in words and figures what the colours show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.utils.formats import number_format

from core.printing import narrow
from core.printing.laid_out import Captioned
from core.printing.metrics import letters, wrapped

#: In this order they stay apart in grey, too.
COLOURS = ("#083b51", "#d98e04", "#9ccbe0", "#8a3b7c", "#6b7780", "#a11b2b")
WIDTH, HALF = 720, 356
LINE, LETTER, EDGE = 15, 6.5, 10
BAR_HEIGHT, ROW_SPACE = 18, 12
#: With more rows than these a picture stands closer, so that it and its figures share a page.
MOST_WIDE_ROWS, CLOSE_BAR_HEIGHT, CLOSE_ROW_SPACE = 12, 13, 5
MOST_LINES, KEY, LEGEND_ROW, SIZE = 3, 12, 20, 13
LABEL_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Series:
    """One figure per category; None where there is no figure, or where it is protected."""

    label: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    x: float
    width: float
    colour: str


@dataclass(frozen=True, slots=True)
class LabelLine:
    text: str
    y: float


def _pieces(kind: Any, words: Sequence[str]) -> list[Any]:
    """Pieces of a kind from the words of all of them."""
    many = len(kind.__match_args__)
    return [kind(*words[at : at + many]) for at in range(0, len(words), many)]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    lines: tuple[LabelLine, ...]
    y: float
    height: int
    middle: float
    segments: tuple[Segment, ...]
    total: str
    total_x: float
    #: Where its label stands, and whether that is where the label begins or ends.
    label_x: float
    anchor: str

    @property
    def layout(self) -> tuple[int, int]:
        """Bars with as many lines and segments have the same markup (`{% laid_out %}`)."""
        return len(self.lines), len(self.segments)

    @property
    def words(self) -> tuple[str, ...]:
        own = (self.y, self.height, self.middle, self.total, self.total_x, self.label_x, self.anchor)
        lines = [value for line in self.lines for value in (line.text, line.y)]
        segments = [value for each in self.segments for value in (each.x, each.width, each.colour)]
        return tuple(map(str, (*own, *lines, *segments)))

    def with_words(self, words: Sequence[str]) -> Self:
        y, height, middle, total, total_x, label_x, anchor, *rest = words
        of_lines, of_segments = rest[: 2 * len(self.lines)], rest[2 * len(self.lines) :]
        said: dict[str, Any] = {"y": y, "height": height, "middle": middle, "total": total, "total_x": total_x}
        said |= {"label_x": label_x, "anchor": anchor}
        said["lines"] = tuple(_pieces(LabelLine, of_lines))
        said["segments"] = tuple(_pieces(Segment, of_segments))
        return replace(self, **said)


@dataclass(frozen=True, slots=True)
class LegendKey:
    label: str
    colour: str
    x: float
    y: float
    lines: tuple[LabelLine, ...]

    @property
    def text_x(self) -> float:
        return self.x + KEY + 6


@dataclass(frozen=True, slots=True)
class ChartRow:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarChart(Captioned):
    """A horizontal bar chart; with several series the bars are stacked. `unit` follows the title.

    Labels are written out; the room left of the bars is as wide as the longest of them asks for.
    """

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    missing: str = "\u2013"
    width: int = WIDTH

    class_name = "drawn-wide"
    size = SIZE
    anchor = "end"
    _letter, _line = LETTER, LINE

    @property
    def narrow(self) -> BarChart:
        """The same for a telephone."""
        return _NarrowBarChart(self.title, self.unit, self.categories, self.series, self.missing, narrow.WIDTH)

    @property
    def height(self) -> float:
        keys = self.legend
        bottom = keys[-1].y + len(keys[-1].lines) * self._line + LEGEND_ROW - LINE if keys else self._tops[-1]
        return round(bottom + 2, 1)

    @property
    def description(self) -> str:
        """What it shows, for who does not see it."""
        return f"{self.caption}. " + "; ".join(f"{bar.label}: {bar.total}" for bar in self.bars)

    @property
    def label_x(self) -> float:
        """Where labels end."""
        widest = max((letters(line) for lines in self._labels for line in lines), default=0)
        return round(min(widest * self._letter, self.width * LABEL_SHARE), 1)

    @property
    def legend(self) -> list[LegendKey]:
        """The series under the bars, in as many lines as they need; none where there is only one."""
        if len(self.series) < 2:
            return []
        keys: list[LegendKey] = []
        x, y = 0.0, self._tops[-1] + 4
        for colour, each in zip(COLOURS, self.series, strict=False):
            lines = self._legend_lines(each.label)
            room = KEY + 6 + max(map(letters, lines)) * self._letter + 18
            if x and x + room > self.width:
                x, y = 0.0, y + len(keys[-1].lines) * self._line + LEGEND_ROW - LINE
            placed = [LabelLine(line, round(y + KEY - 1 + at * self._line, 1)) for at, line in enumerate(lines)]
            keys.append(LegendKey(each.label, colour, round(x, 1), round(y, 1), tuple(placed)))
            x += room
        return keys

    @property
    def bars(self) -> list[Bar]:
        totals = [self._total(index) for index in range(len(self.categories))]
        largest = max((total for total in totals if total), default=1)
        values = max((letters(self._figure(total)) for total in totals), default=0) * self._letter
        tops, labels, first_x, label_x = self._tops, self._labels, self._first_x, self.label_x
        scale = max(self.width - first_x - values - 8, 20) / largest
        return [
            self._bar(index, (label_x, first_x, tops[index]), labels[index], totals[index], scale)
            for index in range(len(self.categories))
        ]

    @property
    def rows(self) -> list[ChartRow]:
        return [
            ChartRow(label, tuple(self._figure(each.values[index]) for each in self.series))
            for index, label in enumerate(self.categories)
        ]

    @property
    def _first_x(self) -> float:
        """Where bars begin."""
        return self.label_x + EDGE

    @property
    def _labels(self) -> list[list[str]]:
        return [_in_lines(label, self.width * LABEL_SHARE / LETTER) for label in self.categories]

    def _legend_lines(self, label: str) -> list[str]:
        return [label]

    @property
    def _tops(self) -> list[float]:
        """Where each row begins, and where the last one ends."""
        tops = [0.0]
        for lines in self._labels:
            tops.append(tops[-1] + self._row_height(len(lines)) + self._row_space)
        return tops

    def _row_height(self, lines: int) -> float:
        return max(self._bar_height, lines * self._line)

    def _middle(self, top: float, lines: int) -> float:
        """Of the bar."""
        return top + (self._row_height(lines) + self._row_space) / 2

    def _first_line(self, top: float, lines: int) -> float:
        return self._middle(top, lines) - (lines - 1) * self._line / 2

    @property
    def _is_close(self) -> bool:
        return len(self.categories) > MOST_WIDE_ROWS

    @property
    def _bar_height(self) -> int:
        return CLOSE_BAR_HEIGHT if self._is_close else BAR_HEIGHT

    @property
    def _row_space(self) -> int:
        return CLOSE_ROW_SPACE if self._is_close else ROW_SPACE

    def _total(self, index: int) -> int | None:
        values = [each.values[index] for each in self.series]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def _bar(
        self, index: int, at: tuple[float, float, float], lines: list[str], total: int | None, scale: float
    ) -> Bar:
        """`at` is where its label stands, where the bar begins and where its row does."""
        segments: list[Segment] = []
        label_x, x, top = at
        for colour, each in zip(COLOURS, self.series, strict=False):
            length = round(max(each.values[index] or 0, 0) * scale, 1) if total is not None else 0.0
            if length:
                segments.append(Segment(round(x, 1), length, colour))
            x += length
        first, middle = self._first_line(top, len(lines)), self._middle(top, len(lines))
        return Bar(
            self.categories[index],
            tuple(LabelLine(line, round(first + place * self._line, 1)) for place, line in enumerate(lines)),
            round(middle - self._bar_height / 2, 1),
            self._bar_height,
            round(middle, 1),
            tuple(segments),
            self._figure(total),
            round(x + 6, 1),
            label_x,
            self.anchor,
        )

    def _figure(self, value: int | None) -> str:
        return self.missing if value is None else number_format(value, decimal_pos=0, force_grouping=True)


class _NarrowBarChart(BarChart):
    """Labels stand above their bars, which begin at the edge."""

    __slots__ = ()
    class_name = narrow.CLASS_NAME
    size = narrow.SIZE
    anchor = "start"
    _letter, _line = narrow.LETTER, narrow.LINE

    @property
    def _row_space(self) -> int:
        return ROW_SPACE

    @property
    def label_x(self) -> float:
        return 0.0

    @property
    def _first_x(self) -> float:
        return 0.0

    @property
    def _labels(self) -> list[list[str]]:
        return [narrow.in_lines(label) for label in self.categories]

    def _legend_lines(self, label: str) -> list[str]:
        return narrow.in_lines(label, self.width - KEY - 6)

    def _row_height(self, lines: int) -> float:
        return lines * self._line + self._bar_height

    def _middle(self, top: float, lines: int) -> float:
        return top + lines * self._line + self._bar_height / 2

    def _first_line(self, top: float, lines: int) -> float:
        return top + self._line / 2


def _in_lines(label: str, room: float) -> list[str]:
    """At most three lines; what is longer still ends in an ellipsis, and stands whole in the table beside it."""
    lines = wrapped(label, room)
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]}…"]


def bar_chart(
    title: str,
    unit: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[int | None]]],
    *,
    width: int = WIDTH,
) -> BarChart:
    """A chart from plain lists; each series is (label, one value per category). At most six series have a colour."""
    if len(series) > len(COLOURS) or any(len(values) != len(categories) for _label, values in series):
        raise ValueError("A chart has at most six series, each with one value per category.")
    found = tuple(Series(label, tuple(values)) for label, values in series)
    return BarChart(title, unit, tuple(categories), found, width=width)
