"""What people asked for and the plan promised: from the recommendation to its measure and to what was reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.enums import PROMISES
from consultations.models import Disposition
from core.tables import Column, ColumnKind, DataTable, Row, Words
from core.together.prepared import prepared
from monitoring.enums import Light, MeasureStatus
from monitoring.figures import MeasureLine, PeriodFigures
from monitoring.indicator_line import IndicatorLine
from socialplan.content.enums import NodeKind
from socialplan.content.models import DispositionTarget, MeasureIndicator, PlanVersion


@dataclass(frozen=True, slots=True)
class FollowedPromise:
    """A published answer that took a recommendation up, its measure and the results that this measure is held to."""

    code: str
    title_sq: str
    title_en: str
    measure: MeasureLine
    results: tuple[IndicatorLine, ...]

    @property
    def is_fulfilled(self) -> bool:
        """The measure is done, and no result of it is behind or unknown."""
        is_done = self.measure.status == MeasureStatus.COMPLETED
        return is_done and all(line.progress.light == Light.GREEN for line in self.results)


def followed_promises(version: PlanVersion, figures: PeriodFigures) -> list[FollowedPromise]:
    return promises_in(promised(version.pk, version.plan_id), figures)


@prepared
def promised(version: int, plan: int) -> QuerySet[DispositionTarget]:
    """Of the published answer that holds today alone, in the order of the recommendations; each measure once."""
    rows = DispositionTarget.objects.filter(
        disposition__in=Disposition.objects.last_published(),
        plan=plan,
        node_kind=NodeKind.MEASURE,
        disposition__answer__in=PROMISES,
    )
    links = MeasureIndicator.objects.filter(version=version, measure__key=OuterRef("node_key")).order_by("pk")
    rows = rows.annotate(held_to=ArraySubquery(links.values("indicator__key")))
    return rows.select_related("disposition__recommendation").order_by("disposition__recommendation__code", "pk")


def promises_in(rows: Iterable[Any], figures: PeriodFigures) -> list[FollowedPromise]:
    """The same with what was done and reached."""
    measures = {line.key: line for line in figures.measures}
    lines = {line.key: line for line in figures.indicators}
    found = []
    for row in rows:
        each, measure = row.disposition.recommendation, measures.get(str(row.node_key))
        if measure is not None:
            results = tuple(lines[str(key)] for key in row.held_to if str(key) in lines)
            found.append(FollowedPromise(each.code, each.title_sq, each.title_en, measure, results))
    return found


def heard_table(promises: Iterable[FollowedPromise]) -> DataTable:
    columns = (
        Column(Words.said(_("Recommendation"))),
        Column(Words.said(_("Measure"))),
        Column(Words.said(_("Status"))),
        Column(Words.said(_("Share done (%)")), ColumnKind.PERCENT),
        Column(Words.said(_("Results"))),
        Column(Words.said(pgettext_lazy("promise", "Kept"))),
    )
    return DataTable(
        "heard", Words.said(_("What people asked for, and what became of it")), columns, tuple(map(_row, promises))
    )


def _lights_of(results: Iterable[IndicatorLine]) -> Words | None:
    said = [(one.code, Words.said(one.progress.light.label)) for one in results]
    if not said:
        return None
    return Words(
        "; ".join(f"{code}: {light.sq}" for code, light in said),
        "; ".join(f"{code}: {light.en}" for code, light in said),
    )


def _row(each: FollowedPromise) -> Row:
    line = each.measure
    return Row(
        (
            Words(f"{each.code} {each.title_sq}", f"{each.code} {each.title_en or each.title_sq}"),
            Words(f"{line.code} {line.title_sq}", f"{line.code} {line.title_en or line.title_sq}"),
            line.status_words,
            line.share_done,
            _lights_of(each.results),
            Words.said(_("yes") if each.is_fulfilled else _("not yet")),
        )
    )
