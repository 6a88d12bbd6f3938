"""The pictures of an edition as everybody may see them: people by group, gaps, units, services by type.

What is hidden in the tables has no bar: its label stays, with the mark for its figure.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.enums import CountedIn
from assessments.gaps.disclosure import PublicLine
from assessments.gaps.page import public_gaps
from assessments.models import Assessment
from assessments.published_map import PublishedMap, published_map
from assessments.stored_release import StoredRelease
from core.printing.charts import BarChart, bar_chart
from core.printing.tiles import Tile, TileMap, tile_map
from core.suppression import MARK
from municipality.models import AdministrativeUnit

MOST_BARS = 40  # the widest gaps; the table beneath has the others


@dataclass(frozen=True, slots=True)
class EditionPictures:
    charts: list[BarChart]
    map: TileMap


def plain_pictures(pictures: EditionPictures) -> dict[str, Any]:
    """As plain data that `drawn_pictures` draws again."""
    charts = [
        [each.title, each.unit, list(each.categories), [[one.label, list(one.values)] for one in each.series]]
        for each in pictures.charts
    ]
    tiles = [[each.label, each.figure, each.percent] for each in pictures.map.tiles]
    return {"charts": charts, "map": [pictures.map.title, pictures.map.unit, tiles]}


def drawn_pictures(plain: dict[str, Any]) -> EditionPictures:
    charts = [_chart(title, unit, labels, series) for title, unit, labels, series in plain["charts"]]
    title, unit, tiles = plain["map"]
    return EditionPictures(charts, tile_map(title, unit, [Tile(*each) for each in tiles], shade=shade_of_services()))


def edition_pictures(
    assessment: Assessment, lines: list[PublicLine] | None = None, telling: StoredRelease | None = None
) -> EditionPictures:
    """`lines` and `telling` where the page has them already."""
    telling = telling or StoredRelease.of(assessment)
    found = published_map(assessment, telling)
    shown = public_gaps(assessment, telling) if lines is None else lines
    charts = [people_chart(telling), *gap_charts(shown), type_chart(found)]
    return EditionPictures([chart for chart in charts if chart.categories], unit_map(found))


def people_chart(telling: StoredRelease) -> BarChart:
    """The base of each group, in a published edition as of its day; each hidden by itself, for no sum is told."""
    groups = telling.bases
    shown = [None if telling.hides_base(group) else group.count for group in groups]
    title = ngettext("People in need in %(count)s group", "People in need in %(count)s groups", len(groups)) % {
        "count": len(groups)
    }
    return _chart(title, _("persons"), [group.name for group in groups], [(_("People in need"), shown)])


def gap_charts(lines: list[PublicLine]) -> list[BarChart]:
    """One chart a measure: of each line what is there and what lacks."""
    return [_gap_chart(measure, [each for each in lines if each.line.counted_in == measure]) for measure in CountedIn]


def _gap_chart(measure: CountedIn, lines: list[PublicLine]) -> BarChart:
    lacking = sum(1 for each in lines if each.gap)
    title = ngettext(
        "%(lacking)s of %(count)s line is known to lack places",
        "%(lacking)s of %(count)s lines are known to lack places",
        len(lines),
    ) % {"lacking": lacking, "count": len(lines)}
    drawn = lines if len(lines) <= MOST_BARS else sorted(lines, key=_widest_first)[:MOST_BARS]
    series = [
        (_("There and shared"), [each.given if each.gap is not None else None for each in drawn]),
        (pgettext("column", "Gap"), [each.gap if each.given is not None else None for each in drawn]),
    ]
    return _chart(title, str(measure.label), _labels(drawn), series)


def _labels(drawn: list[PublicLine]) -> list[str]:
    """The need of each line; where it has several of them, also the unit that tells them apart."""
    lines = Counter(each.line.need_id for each in drawn)
    named = [(f"{each.line.need.code} {each.line.need.name}", each.line) for each in drawn]
    return [f"{name} · {line.unit}" if line.unit and lines[line.need_id] > 1 else name for name, line in named]


def _widest_first(each: PublicLine) -> tuple[int, str]:
    """By what everybody sees alone; a hidden gap stands behind."""
    return (1 if each.gap is None or each.given is None else -each.gap, each.line.key)


def type_chart(found: PublishedMap) -> BarChart:
    """How many services of each type run."""
    types = {line.service_type.pk: str(line.service_type) for line in found.lines}
    counted = Counter(line.service_type.pk for line in found.lines)
    title = ngettext("%(count)s service runs", "%(count)s services run", len(found.lines)) % {
        "count": len(found.lines)
    }
    return _chart(title, "", list(types.values()), [(_("Services"), [counted[key] for key in types])])


def unit_map(found: PublishedMap) -> TileMap:
    """Services that stand openly in each unit; an undisclosed one stands in none."""
    counted = Counter(line.unit.pk for line in found.lines if line.unit is not None)
    most = max(counted.values(), default=0)
    units = list(AdministrativeUnit.objects.all())
    lacking = sum(1 for unit in units if not counted[unit.pk])
    title = ngettext(
        "%(count)s unit has no service of its own", "%(count)s units have no service of their own", lacking
    ) % {"count": lacking}
    if not lacking:
        title = _("Every unit has a service of its own")
    tiles = [Tile(str(unit), str(counted[unit.pk]), 100 * counted[unit.pk] // most if most else 0) for unit in units]
    return tile_map(title, "", tiles, shade=shade_of_services())


def shade_of_services() -> str:
    return _("The darker a tile, the more services stand there; a white one has none.")


def _chart(title: str, unit: str, labels: list[str], series: list[tuple[str, list[int | None]]]) -> BarChart:
    return replace(bar_chart(title, unit, labels, series), missing=MARK)
