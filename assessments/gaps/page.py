"""The gaps of an edition as pages show them: one figure in the matrix, at the need and for the public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import CountedIn
from assessments.gaps.disclosure import PublicLine, line_figures
from assessments.gaps.matrix import Matrix, NeedGap, UnitGap, YearGap, gap_matrix, read_gap_matrix
from assessments.models import Assessment, Need
from assessments.outline import sees_true_figures
from assessments.stored_release import StoredRelease
from core.printing.charts import BarChart, bar_chart
from core.printing.tiles import Tile, TileMap, tile_map
from core.together.side_by_side import Reader

PROJECTED_YEARS = 3


@dataclass(frozen=True, slots=True)
class NeedYears:
    """One measure of one need, with its gap in each year."""

    need: Need
    counted_in: str
    cells: list[YearGap]


@dataclass(frozen=True, slots=True)
class GapPictures:
    charts: list[BarChart]
    map: TileMap


@dataclass(frozen=True, slots=True)
class NeedGapPart:
    """What the page of a need shows of the gaps."""

    lines: list[PublicLine]
    years: list[int]
    by_year: list[NeedYears]


def projected_years(assessment: Assessment) -> list[int]:
    """The year the edition ends in, and the two after it."""
    first = assessment.ends_on.year
    return list(range(first, first + PROJECTED_YEARS))


def gap_pictures(matrix: Matrix) -> GapPictures:
    """In the language of the moment."""
    charts = [
        _chart(matrix, measure) for measure in CountedIn if any(_figures(need, measure) for need in matrix.needs)
    ]
    return GapPictures(charts, _map(matrix.units))


def read_need_gap(need: Need, *, user: Any, telling: StoredRelease) -> Reader[NeedGapPart]:
    """The lines of one need, as the whole edition shares them."""
    years = projected_years(need.assessment)
    matrix = yield from read_gap_matrix(need.assessment, years=years)
    lines = line_figures(matrix, sees_all=sees_true_figures(user), telling=telling)
    found = matrix.of_need(need)
    return NeedGapPart([each for each in lines if each.line.need_id == need.pk], years, by_year_of(found))


def public_gaps(assessment: Assessment, telling: StoredRelease | None = None) -> list[PublicLine]:
    """As everybody may read them."""
    return line_figures(gap_matrix(assessment), sees_all=False, telling=telling)


def by_year_of(need: NeedGap) -> list[NeedYears]:
    rows: dict[str, list[YearGap]] = {}
    for each in need.years:
        rows.setdefault(each.counted_in, []).append(each)
    return [NeedYears(need.need, str(CountedIn(measure).label), cells) for measure, cells in rows.items()]


def _figures(need: NeedGap, measure: str) -> tuple[int, int] | None:
    return next(((each.given, each.gap) for each in need.sums if each.counted_in == measure), None)


def _chart(matrix: Matrix, measure: CountedIn) -> BarChart:
    rows = [(need, figures) for need in matrix.needs if (figures := _figures(need, measure))]
    lacking = sum(1 for _need, (_given, gap) in rows if gap)
    title = ngettext(
        "%(lacking)s of %(count)s need lacks places", "%(lacking)s of %(count)s needs lack places", len(rows)
    ) % {"lacking": lacking, "count": len(rows)}
    return bar_chart(
        title,
        str(measure.label),
        [str(need.need.name) for need, _figures_ in rows],
        [(_("There and shared"), [given for _n, (given, _g) in rows]), (_("Gap"), [gap for _n, (_v, gap) in rows])],
    )


def _map(units: Sequence[UnitGap]) -> TileMap:
    lacking = sum(1 for each in units if not each.has_service)
    title = ngettext(
        "%(count)s unit has no service of its own", "%(count)s units have no service of their own", lacking
    ) % {"count": lacking}
    if not lacking:
        title = _("Every unit has a service of its own")
    return tile_map(title, _("gap in places at a time"), [_tile(each) for each in units], shade=shade_of_gaps())


def shade_of_gaps() -> str:
    return _(
        "The darker a tile, the larger the share of the required places that is missing: white where none is, darkest "
        "where three quarters or more are. A dotted edge: no line counts places there."
    )


def _tile(each: UnitGap) -> Tile:
    found = next((one for one in each.sums if one.counted_in == CountedIn.PLACES), None)
    if found is None:
        return Tile(str(each.unit), "\u2013", None)
    return Tile(str(each.unit), str(found.gap), 100 - found.percent_given)
