"""The figures that reports of periods release, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import TargetGroup
from core.suppression import TOTAL
from monitoring.models import Period
from monitoring.models.asked import BETWEEN_CODES
from monitoring.parting.dimensions import CROSS, UNKNOWN, AskedDimension, dimensions_of_persons
from operations.trail.figure_words import Parts, name_figures, rows_by
from socialplan.content.models import Indicator, Measure


def say_results(keys: Sequence[Parts]) -> Iterable[str]:
    """Of a share what is counted, the rest and the base; of a longer period what the shorter ones leave of it."""
    words = {"over": _("counted"), "rest": _("not counted"), "under": _("the base")}
    rows, periods = _rows(keys), _periods(keys)
    for row, period, *more in keys:
        what = words.get(more[0], _("the rest of it")) if more else _("result")
        yield _said(rows, row, periods, period, what)


def say_sums(keys: Sequence[Parts]) -> Iterable[str]:
    rows, periods = _rows(keys), _periods(keys)
    return (_said(rows, row, periods, period, _("sum to date")) for row, period in keys)


def say_reach(keys: Sequence[Parts]) -> Iterable[str]:
    rows, periods = _rows(keys), _periods(keys)
    return (_said(rows, row, periods, period, _("persons reached")) for row, period, *_more in keys)


def say_parts(keys: Sequence[Parts]) -> Iterable[str]:
    rows, periods, asked = _rows(keys), _periods(keys), {each.code: each for each in dimensions_of_persons()}
    for row, period, dimension, part, *_name in keys:
        yield _said(rows, row, periods, period, _part_in_words(asked, dimension, part))


def say_reached(keys: Sequence[Parts]) -> Iterable[str]:
    """Persons by group and sex."""
    sexes = {"women": _("Women and girls"), "men": _("Men and boys"), "undeclared": _("not recorded")}
    periods = rows_by(Period, "pk", (period for period, *_cell in keys))
    cells = [(period, *":".join(cell).rsplit("|", 1)) for period, *cell in keys]
    groups = rows_by(TargetGroup, "code", (group for _period, group, _sex in cells))
    for period, group, sex in cells:
        of = _("All groups") if group == TOTAL else groups.get(group, group)
        yield f"{_('persons reached')}, {periods.get(period, '–')}: {of}, {sexes.get(sex, _('in all'))}"


def _rows(keys: Sequence[Parts]) -> Mapping[str, Any]:
    """Indicators and measures by their lasting keys."""
    asked = [key[0] for key in keys]
    return {**rows_by(Measure, "key", asked), **rows_by(Indicator, "key", asked)}


def _periods(keys: Sequence[Parts]) -> Mapping[str, Any]:
    return rows_by(Period, "pk", (key[1] for key in keys))


def _said(rows: Mapping[str, Any], row: str, periods: Mapping[str, Any], period: str, what: str) -> str:
    return f"{rows.get(row, '–')}, {periods.get(period, '–')}: {what}"


def _part_in_words(asked: Mapping[str, AskedDimension], dimension: str, part: str) -> str:
    """Of crossed dimensions both parts."""
    names = []
    for of, code in zip(dimension.split(BETWEEN_CODES), part.split(BETWEEN_CODES), strict=False):
        if not code:  # of a margin, which is over all of this dimension
            continue
        parts = {each.code: each.label for each in asked[of].parts} if of in asked else {}
        names.append(str(parts.get(code, _("not recorded") if code == UNKNOWN else code)))
    return CROSS.join(names)


name_figures("result", say_results)
name_figures("to date", say_sums)
name_figures("reach", say_reach)
name_figures("reached", say_reached)
name_figures("part", say_parts)
