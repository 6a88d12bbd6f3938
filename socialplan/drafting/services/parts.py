"""The links of a measure and the targets of an indicator, each written as a whole (services/places)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone

from socialplan.content.enums import EditablePartKind
from socialplan.content.models import (
    ContentRow,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    MeasureUnit,
)
from socialplan.drafting.services.editable_parts import EditablePart, Values

# What a measure is linked with, by the name of the other end.
LINKS: dict[str, type[ContentRow]] = {
    "need": MeasureNeed,
    "group": MeasureGroup,
    "unit": MeasureUnit,
    "indicator": MeasureIndicator,
}


def _read_links(measure: Measure) -> dict[str, Any]:
    """The rows at the other end, by the name of the kind of link."""
    return {
        name: [getattr(link, name) for link in links._default_manager.filter(measure=measure).select_related(name)]
        for name, links in LINKS.items()
    }


def _write_links(measure: Measure, stands: Values, wanted: Values) -> None:
    for name, rows in wanted.items():
        links = LINKS[name]
        before, after = ({row.pk: row for row in each} for each in (stands[name], rows))
        if gone := before.keys() - after.keys():
            links._default_manager.filter(measure=measure, **{f"{name}__in": gone}).delete()
        links._default_manager.bulk_create(
            links(version=measure.version, measure=measure, **{name: row})
            for pk, row in after.items()
            if pk not in before
        )


def _links_for_history(rows: Iterable[Any]) -> dict[str, str]:
    return {str(row.pk): row.code for row in rows}


def _text_of_links(rows: Iterable[Model]) -> str:
    return " ".join(sorted(str(row.pk) for row in rows))


def _read_targets(indicator: Indicator) -> dict[str, Any]:
    """The target of each year of the plan, None where there is none."""
    years: dict[str, Any] = dict.fromkeys(map(str, indicator.version.plan.years))
    return years | {str(target.year): target.value for target in indicator.targets.all()}


def _write_targets(indicator: Indicator, _stands: Values, wanted: Values) -> None:
    known = {str(target.year): target for target in indicator.targets.filter(year__in=wanted)}
    new, changed = [], []
    for year, value in wanted.items():
        if value is None:
            continue
        if year in known:
            target = known[year]
            target.value, target.revision, target.updated_at = value, target.revision + 1, timezone.now()
            changed.append(target)
        else:
            new.append(IndicatorTarget(version=indicator.version, indicator=indicator, year=int(year), value=value))
    for target in (*new, *changed):
        target.clean_fields(exclude={"version", "indicator"})
    indicator.targets.filter(year__in=[year for year, value in wanted.items() if value is None]).delete()
    IndicatorTarget.objects.bulk_update(changed, ["value", "revision", "updated_at"])
    IndicatorTarget.objects.bulk_create(new)


def text_of_number(value: Decimal | None) -> str:
    """12.00 is 12."""
    return "" if value is None else f"{value.normalize():f}"


LINKS_OF_MEASURE = EditablePart(
    EditablePartKind.LINKS, _read_links, _write_links, for_history=_links_for_history, text=_text_of_links
)
TARGETS_OF_INDICATOR = EditablePart(
    EditablePartKind.TARGETS, _read_targets, _write_targets, for_history=text_of_number, text=text_of_number
)
