"""The profile of the municipality from the figures of an edition: tables by theme, the last year beside the first.

Inside all of it is read; in public without groups in need, and through the suppression of small numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.disclosure import current_points, hidden_figures, public_points
from assessments.enums import FigureTheme, SexScope
from assessments.models import Assessment, DataPoint
from assessments.stored_release import StoredRelease
from core.table_heads import number, percent, text
from core.tables import HIDDEN, Cell, DataTable, Row, Words

PROFILE = (FigureTheme.POPULATION, FigureTheme.ECONOMY, FigureTheme.EDUCATION, FigureTheme.HEALTH, FigureTheme.CASH)
RESOURCES = (FigureTheme.STAFF, FigureTheme.BUDGET)
MOST_ROWS = 60  # of one theme; the list of figures has them all
MOST_POINTS = MOST_ROWS * len(FigureTheme) * 5


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """The figures of one thing, place, people and source through the years."""

    points: tuple[DataPoint, ...]

    @property
    def first(self) -> DataPoint:
        return self.points[0]

    @property
    def last(self) -> DataPoint:
        return self.points[-1]

    def trend(self, hidden: Collection[int]) -> Decimal | None:
        """Change from the first year to the last in percent; none where there is one year, or a part is hidden."""
        if len(self.points) < 2 or not self.first.value or {self.first.pk, self.last.pk} & set(hidden):
            return None
        return ((self.last.value - self.first.value) * 100 / self.first.value).quantize(Decimal("0.1"))


def profile(assessment: Assessment, themes: Sequence[str] = tuple(FigureTheme), *, is_public: bool) -> list[DataTable]:
    """One table a theme that has figures; ages and, in public, groups in need stay in the list of figures."""
    chosen = public_points(assessment) if is_public else current_points(assessment)
    points = list(chosen.filter(definition__theme__in=themes)[:MOST_POINTS])
    hidden = hidden_figures(points, StoredRelease.of(assessment)) if is_public and points else frozenset()
    tables = []
    for theme in themes:
        series = _series(point for point in points if point.definition.theme == theme)
        if series:
            tables.append(_table(FigureTheme(theme), series, hidden))
    return tables


def _series(points: Iterable[DataPoint]) -> list[FigureSeries]:
    found: dict[tuple[object, ...], list[DataPoint]] = {}
    for point in points:
        key = (point.definition_id, point.unit_id, point.sex, point.group_id, point.source)
        found.setdefault(key, []).append(point)
    return [FigureSeries(tuple(sorted(each, key=lambda point: point.ends_on))) for each in found.values()][:MOST_ROWS]


def _table(theme: FigureTheme, series: Sequence[FigureSeries], hidden: Collection[int]) -> DataTable:
    columns = (
        text(gettext_lazy("What is counted")),
        text(gettext_lazy("Where and of whom")),
        text(gettext_lazy("Counted in")),
        number(pgettext_lazy("column", "First value")),
        number(pgettext_lazy("column", "Last value")),
        percent(pgettext_lazy("column", "Change")),
        text(pgettext_lazy("column", "Years")),
        text(pgettext_lazy("column", "Source and quality")),
    )
    rows = tuple(_row(each, hidden) for each in series)
    caption = Words.made(lambda: _("Profile: %(part)s") % {"part": theme.label})
    return DataTable(f"profile_{theme.value}", caption, columns, rows, Words.made(_note))


def _note() -> str:
    return _(
        "Years and populations differ by source: a ratio says which population it rests on. Change is from the first "
        "year to the last of the same source."
    )


def _row(series: FigureSeries, hidden: Collection[int]) -> Row:
    first, last = series.first, series.last
    years = f"{first.ends_on.year}–{last.ends_on.year}" if len(series.points) > 1 else str(last.ends_on.year)
    return Row(
        (
            Words.of(last.definition, "name"),
            Words.made(lambda: about(last)),
            Words.of(last.definition, "unit_label"),
            _value(first, hidden) if len(series.points) > 1 else None,
            _value(last, hidden),
            series.trend(hidden),
            Words.same(years),
            Words.made(lambda: f"{last.source_label} ({last.get_quality_display()})"),
        )
    )


def _value(point: DataPoint, hidden: Collection[int]) -> Cell:
    if point.pk in hidden:
        return HIDDEN
    return int(point.value) if point.value == point.value.to_integral_value() else point.value.normalize()


def about(point: DataPoint) -> str:
    """Place and people in the language of the moment."""
    parts = [str(point.unit) if point.unit else _("whole municipality")]
    if point.sex != SexScope.ALL:
        parts.append(point.get_sex_display())
    if point.group:
        parts.append(str(point.group))
    return ", ".join(parts)
