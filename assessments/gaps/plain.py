"""The gap matrix of an edition as plain data in both languages: what its page prints, live or out of a roll-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from assessments.gaps.disclosure import PublicLine, line_figures
from assessments.gaps.matrix import Matrix, UnitGap, gap_matrix
from assessments.gaps.page import by_year_of, gap_pictures, projected_years, shade_of_gaps
from assessments.models import Assessment, RequirementLine
from core.printing.charts import BarChart, bar_chart
from core.printing.tiles import Tile, TileMap, tile_map

LANGUAGES = ("sq", "en")
MOST_ROLLED_LINES = 500  # of one edition; longer matrices are worked out when somebody asks


@dataclass(frozen=True, slots=True)
class GapPage:
    """The page in one language, with true figures: for who may see those."""

    plain: dict[str, Any]

    @property
    def charts(self) -> list[BarChart]:
        return [bar_chart(title, unit, labels, series) for title, unit, labels, series in self.plain["charts"]]

    @property
    def map(self) -> TileMap:
        title, unit, tiles = self.plain["map"]
        return tile_map(title, unit, [Tile(*each) for each in tiles], shade=shade_of_gaps())


def own_language() -> str:
    return "en" if (get_language() or "sq").startswith("en") else "sq"


def plain_gaps(assessment: Assessment, *, is_rolled: bool = True) -> dict[str, Any]:
    """By language; the one of the moment alone where it is not for a roll-up, and nothing of what is too long for it.

    JSON takes it as it is.
    """
    if is_rolled and RequirementLine.objects.filter(need__assessment=assessment).count() > MOST_ROLLED_LINES:
        return {}
    years = projected_years(assessment)
    matrix = gap_matrix(assessment, years=years)
    lines = line_figures(matrix, sees_all=True)
    found = {}
    for language in LANGUAGES if is_rolled else (own_language(),):
        with override(language):
            found[language] = _plain(matrix, years) | {"lines": [_line(each) for each in lines]}
    return found


def _plain(matrix: Matrix, years: list[int]) -> dict[str, Any]:
    pictures = gap_pictures(matrix)
    charts = [
        [each.title, each.unit, list(each.categories), [[one.label, list(one.values)] for one in each.series]]
        for each in pictures.charts
    ]
    tiles = [[each.label, each.figure, each.percent] for each in pictures.map.tiles]
    return {
        "charts": charts,
        "map": [pictures.map.title, pictures.map.unit, tiles],
        "without_line": [{"need": str(need), "url": need.get_absolute_url()} for need in matrix.without_line],
        "without_service": [str(unit) for unit in matrix.without_service],
        "units": [_unit(each) for each in matrix.units],
        "years": years,
        "by_year": [
            {
                "need": str(row.need),
                "counted_in": row.counted_in,
                "cells": [{"point": each.point, "low": each.low, "high": each.high} for each in row.cells],
            }
            for need in matrix.needs
            for row in by_year_of(need)
        ],
        "apart": [
            {
                "service": str(offer.service),
                "url": offer.service.get_absolute_url(),
                "places": offer.reach.places,
                "why": str(offer.count_status_label),
            }
            for offer in matrix.apart
        ],
    }


def _line(each: PublicLine) -> dict[str, Any]:
    line = each.line
    return {
        "key": line.key,
        "need": str(line.need),
        "url": line.need.get_absolute_url(),
        "is_marked": each.is_marked,
        "unit": str(line.unit or ""),
        "asked": asked_words(line),
        "required": each.required,
        "given": each.given,
        "gap_alone": each.gap_alone,
        "gap": each.gap,
        "gap_low": each.found.gap_low,
        "gap_high": each.found.gap_high,
        "reason": each.found.reason_label,
    }


def _unit(each: UnitGap) -> dict[str, Any]:
    sums = [{"label": one.label, "required": one.required, "given": one.given, "gap": one.gap} for one in each.sums]
    return {"unit": str(each.unit), "has_service": each.has_service, "sums": sums}


def asked_words(line: RequirementLine) -> str:
    """For whom, where, what and in which measure, in the language of the moment."""
    whom = [str(line.need.group)]
    if line.ages:
        whom.append(f"{line.ages} {pgettext('age', 'years')}")
    if line.one_sex:
        whom.append(str(line.one_sex))
    kinds = f" {pgettext('alternatives', 'or')} ".join(str(kind) for kind in line.service_types.all())
    where = str(line.unit) if line.unit else _("whole municipality")
    return " · ".join([", ".join(whom), where, kinds, str(line.get_counted_in_display())])
