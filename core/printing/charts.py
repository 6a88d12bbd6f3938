"""Bar charts as SVG made on the server: the same picture in the page and in the tagged PDF, never without its figures.

A chart is a frozen description; `{% chart %}` draws it beside its data table. Colours are attributes, as the content
policy forbids inline styles; the table beside the picture says in words and figures what the colours show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

COLOURS = ("#0b4f6c", "#d98e04", "#1a6b3c", "#8a3b7c", "#6b7780", "#a11b2b")
LABEL_WIDTH, CHART_WIDTH, ROW_HEIGHT, BAR_HEIGHT, VALUE_WIDTH = 220, 720, 30, 18, 110


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
class Bar:
    label: str
    y: int
    middle: float
    segments: tuple[Segment, ...]
    total: str
    total_x: float


@dataclass(frozen=True, slots=True)
class ChartRow:
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """A horizontal bar chart; with several series the bars are stacked. `unit` follows the title."""

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    missing: str = "\u2013"

    @property
    def width(self) -> int:
        return CHART_WIDTH

    @property
    def height(self) -> int:
        return ROW_HEIGHT * len(self.categories) + 8

    @property
    def label_x(self) -> int:
        return LABEL_WIDTH - 10

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Colour and label of each series; empty when there is only one."""
        named = list(zip(COLOURS, (each.label for each in self.series), strict=False))
        return named if len(named) > 1 else []

    @property
    def bars(self) -> list[Bar]:
        totals = [self._total(index) for index in range(len(self.categories))]
        largest = max((total for total in totals if total), default=1)
        scale = (CHART_WIDTH - LABEL_WIDTH - VALUE_WIDTH) / largest
        return [self._bar(index, totals[index], scale) for index in range(len(self.categories))]

    @property
    def rows(self) -> list[ChartRow]:
        return [
            ChartRow(label, tuple(self._figure(each.values[index]) for each in self.series))
            for index, label in enumerate(self.categories)
        ]

    def _total(self, index: int) -> int | None:
        values = [each.values[index] for each in self.series]
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    def _bar(self, index: int, total: int | None, scale: float) -> Bar:
        segments: list[Segment] = []
        x = float(LABEL_WIDTH)
        for colour, each in zip(COLOURS, self.series, strict=False):
            length = round(max(each.values[index] or 0, 0) * scale, 1) if total is not None else 0.0
            if length:
                segments.append(Segment(round(x, 1), length, colour))
            x += length
        y = ROW_HEIGHT * index + 6
        return Bar(
            self.categories[index], y, y + BAR_HEIGHT * 0.72, tuple(segments), self._figure(total), round(x + 6, 1)
        )

    def _figure(self, value: int | None) -> str:
        return self.missing if value is None else number_format(value, decimal_pos=0, force_grouping=True)


def bar_chart(
    title: str, unit: str, categories: Sequence[str], series: Sequence[tuple[str, Sequence[int | None]]]
) -> BarChart:
    """A chart from plain lists; each series is (label, one value per category). At most six series have a colour."""
    if len(series) > len(COLOURS) or any(len(values) != len(categories) for _label, values in series):
        raise ValueError("A chart has at most six series, each with one value per category.")
    return BarChart(title, unit, tuple(categories), tuple(Series(label, tuple(values)) for label, values in series))
