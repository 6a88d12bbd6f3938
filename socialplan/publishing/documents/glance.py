"""The plan on one page: money by goal, by year and source, who is in need, where services stand.

Everything is read from the tables that the plan prints, so that it says nothing that they do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from assessments.report.pictures import shade_of_services
from core.printing.charts import HALF, BarChart, bar_chart
from core.printing.tiles import Tile, TileMap, tile_map
from core.suppression import MARK
from core.tables import Cell, DataTable, RowKind, Words
from municipality.models import AdministrativeUnit
from socialplan.content.chapters import Figures
from socialplan.content.enums import BlockKind

MILLION, THOUSAND = 1_000_000, 1_000
GROUP_COLUMN, AFFECTED_COLUMN, UNIT_COLUMN, ACROSS = 2, 5, 4, 2


@dataclass(frozen=True, slots=True)
class KeyFigure:
    number: str
    about: str


@dataclass(frozen=True, slots=True)
class Glance:
    numbers: tuple[KeyFigure, ...]
    charts: tuple[BarChart, ...]
    map: TileMap | None

    @classmethod
    def of(cls, figures: Figures) -> Glance | None:
        """None where the plan has no money yet that could be shown."""
        goals = _first(figures, BlockKind.BUDGET_BY_GOAL)
        if goals is None:
            return None
        charts = (_goals(goals), _years(_first(figures, BlockKind.BUDGET_BY_YEAR)), _people(figures))
        return cls(tuple(_numbers(figures, goals)), tuple(filter(None, charts)), _units(figures))


def _first(figures: Figures, kind: BlockKind) -> DataTable | None:
    tables = figures.get(kind) or ()
    return tables[0] if tables else None


def _plain(table: DataTable) -> list[Sequence[Cell]]:
    return [row.cells for row in table.rows if row.kind is RowKind.PLAIN]


def _numbers(figures: Figures, goals: DataTable) -> list[KeyFigure]:
    whole = goals.rows[-1].cells[-2]
    found = []
    if isinstance(whole, int):
        shown = number_format(whole / MILLION, decimal_pos=1, force_grouping=True)
        found.append(KeyFigure(shown, _("million lek over all years")))
    count = len(_plain(goals))
    found.append(KeyFigure(str(count), npgettext("figure", "strategic goal", "strategic goals", count)))
    measures = sum(len(_plain(table)) for table in figures.get(BlockKind.ACTION_MATRIX) or ())
    found.append(KeyFigure(str(measures), npgettext("figure", "measure", "measures", measures)))
    if table := _first(figures, BlockKind.INDICATOR_TABLE):
        indicators = len(_plain(table))
        found.append(KeyFigure(str(indicators), npgettext("figure", "indicator", "indicators", indicators)))
    return found


def _goals(table: DataTable) -> BarChart:
    rows = _plain(table)
    amounts = [_thousands(row[-2]) for row in rows]
    most = max(rows, key=lambda row: _thousands(row[-2]) or 0)
    title = _("Most money goes to: %(goal)s") % {"goal": most[1]}
    return _half(title, _("thousand new lek"), [str(row[1]) for row in rows], [(_("Cost"), amounts)])


def _years(table: DataTable | None) -> BarChart | None:
    """What each source gives in each year, and what is not funded."""
    if table is None:
        return None
    rows, heads = _plain(table), [str(column.head) for column in table.columns]
    series = [(heads[at], [_thousands(row[at]) for row in rows]) for at in range(2, len(heads))]
    funded = sum(amount or 0 for _head, amounts in series[:-1] for amount in amounts)
    cost = sum(_thousands(row[1]) or 0 for row in rows)
    title = _("%(share)s%% of the cost has a source") % {"share": funded * 100 // cost if cost else 0}
    return _half(title, _("thousand new lek"), [str(row[0]) for row in rows], series[-6:])


def _people(figures: Figures) -> BarChart | None:
    """Of each group its largest need that is public; a group of which none is gets the mark."""
    table = _first(figures, BlockKind.NEED_TABLE)
    if table is None:
        return None
    largest: dict[str, int | None] = {}
    for row in _plain(table):
        name, affected = str(row[GROUP_COLUMN]), row[AFFECTED_COLUMN]
        known = affected if isinstance(affected, int) else None
        largest[name] = max(known or 0, largest.get(name) or 0) or None
    title = _("Who is in need")
    unit = _("persons affected by the largest need of each group")
    return replace(_half(title, unit, list(largest), [(_("Persons"), list(largest.values()))]), missing=MARK)


def _units(figures: Figures) -> TileMap | None:
    """How many services stand openly in each unit."""
    table = _first(figures, BlockKind.SERVICE_MAP)
    if table is None:
        return None
    names = [row[UNIT_COLUMN] for row in _plain(table)]
    counted = Counter(name.sq for name in names if isinstance(name, Words))
    units = list(AdministrativeUnit.objects.all())
    most = max((counted[unit.name_sq] for unit in units), default=0)
    tiles = [
        Tile(str(unit), str(counted[unit.name_sq]), 100 * counted[unit.name_sq] // most if most else 0)
        for unit in units
    ]
    shade = shade_of_services()
    return tile_map(_("Where services stand"), "", tiles, shade=shade, across=ACROSS) if most else None


def _half(title: str, unit: str, labels: list[str], series: list[tuple[str, list[int | None]]]) -> BarChart:
    return bar_chart(title, unit, labels, series, width=HALF)


def _thousands(amount: Cell) -> int | None:
    return round(amount / THOUSAND) if isinstance(amount, int) else None
