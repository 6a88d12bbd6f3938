"""What a measure is linked with, by name in one query; and what the list of a version's measures is narrowed by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from assessments.models import Need, TargetGroup
from core.i18n import localized
from municipality.models import AdministrativeUnit, Office
from socialplan.content.models import (
    FundingSource,
    Indicator,
    Measure,
    PlanVersion,
    SpecificObjective,
    StrategicGoal,
)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of another table by its names alone; `mark` is its code, or the key that holds across versions."""

    kind: str
    mark: str
    code: str
    place: int
    name_sq: str
    name_en: str
    name = localized("name")

    def __str__(self) -> str:
        return f"{self.code} {self.name}" if self.kind in CODED else str(self.name)


CODED = frozenset({"need", "indicator", "goal", "objective"})


def links_of(measure: Measure) -> dict[str, list[NamedRow]]:
    """Its needs, groups, units and indicators; without indicators of its own `indicator` holds none."""
    pk = measure.pk
    return {kind: list[NamedRow]() for kind in ("need", "group", "unit", "indicator")} | _read(
        [
            _named("need", Need.objects.filter(measure_links__measure=pk), "name", place=Value(0)),
            _named("group", TargetGroup.objects.filter(measure_links__measure=pk), "name", place=Value(0)),
            _named("unit", AdministrativeUnit.objects.filter(measure_links__measure=pk), "name", place=F("order")),
            _named("indicator", Indicator.objects.filter(measure_links__measure=pk), "title", place=F("position")),
        ]
    )


def filter_choices(version: PlanVersion) -> dict[str, list[NamedRow]]:
    """All goals and objectives, and the groups, units, offices and payers that the measures of the version name."""
    pk = version.pk
    key, order = Cast("key", CharField()), F("order")
    goals = StrategicGoal.objects.filter(version=pk)
    objectives = SpecificObjective.objects.filter(version=pk)
    groups = TargetGroup.objects.filter(measure_links__version=pk)
    units = AdministrativeUnit.objects.filter(measure_links__version=pk)
    sources = FundingSource.objects.filter(lines__version=pk)
    return _read(
        [
            _named("goal", goals, "title", place=F("position"), mark=key),
            _named("objective", objectives, "title", place=F("position"), mark=key),
            _named("group", groups, "name", place=Value(0)),
            _named("unit", units, "name", place=order),
            _named("office", Office.objects.filter(measures__version=pk), "name", place=order),
            _named("source", sources, "name", place=F("position")),
        ]
    )


def _named(kind: str, rows: QuerySet[Any], name: str, *, place: Any, mark: Any = None) -> QuerySet[Any, Any]:
    return (
        rows.order_by()
        .annotate(kind_name=Value(kind), mark=mark or F("code"), place=Cast(place, IntegerField()))
        .values_list("kind_name", "mark", "code", "place", f"{name}_sq", f"{name}_en")
    )


def _read(parts: list[QuerySet[Any, Any]]) -> dict[str, list[NamedRow]]:
    """The parts by kind, each in its order, in one query; a row that several measures name comes once."""
    first, *others = parts
    found: Iterable[Any] = sorted((NamedRow(*row) for row in first.union(*others)), key=attrgetter("kind"))
    return {
        kind: sorted(rows, key=lambda row: (row.place, len(row.code), row.code))
        for kind, rows in groupby(found, key=attrgetter("kind"))
    }
