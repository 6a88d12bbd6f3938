"""What was done for each measure: status, share, narrative."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.i18n import short_date
from core.workflow import StepRefused
from monitoring.enums import MeasureStatus
from monitoring.grid.base import ResultSheet
from monitoring.models import MeasureProgress
from socialplan.content.models import Measure

TEXTS = ("narrative_sq", "narrative_en", "deviation")


def measure_rows(sheet: ResultSheet) -> dict[str, Measure]:
    """The measures of the period's version by the key of their row."""
    measures = sheet.period.version.measures.select_related("office").order_by("position", "pk")
    return {str(measure.pk): measure for measure in measures}


class MeasureSheet(ResultSheet):
    code = "measures"

    @property
    def title(self) -> str:
        return _("Measures")

    @cached_property
    def columns(self) -> list[GridColumn]:
        statuses = tuple((str(code), str(label)) for code, label in MeasureStatus.choices)
        return [
            GridColumn("title", _("Measure"), GridKind.LONG, is_editable=False),
            GridColumn("status", _("Status"), GridKind.CHOICE, choices=statuses),
            GridColumn("share_done", _("Share done (%)"), GridKind.PERCENT, most=100),
            GridColumn("narrative_sq", _("What was done (Albanian)"), GridKind.LONG, most=20_000),
            GridColumn("narrative_en", _("What was done (English)"), GridKind.LONG, most=20_000),
            GridColumn("deviation", _("Deviation and its reason"), GridKind.LONG, most=20_000),
            GridColumn("due_on", _("Deadline"), is_editable=False),
        ]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return measure_rows(self)

    @cached_property
    def entries(self) -> dict[str, MeasureProgress]:
        return {str(entry.measure_id): entry for entry in MeasureProgress.objects.filter(period=self.period)}

    def rows(self) -> list[GridRow]:
        return self.own_first([(measure.office, self._row(key, measure)) for key, measure in self.measures.items()])

    def _row(self, key: str, measure: Measure) -> GridRow:
        entry: Any = self.entries.get(key)
        names = ("status", "share_done", *TEXTS)
        values: dict[str, Value] = {name: getattr(entry, name) for name in names} if entry else {}
        values |= {"title": measure.title, "due_on": short_date(measure.due_on) if measure.due_on else ""}
        return GridRow(key, measure.code, measure.title, _with_blanks(values, names))

    def build(self, row: str, values: Mapping[str, Value]) -> MeasureProgress:
        measure = self.measures.get(row)
        if measure is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        entry = self.entries.get(row) or MeasureProgress(period=self.period, measure=measure)
        if entry.pk is None and "status" not in values:
            entry.status = MeasureStatus.ON_TRACK
        for name, value in values.items():
            setattr(entry, name, (value or 0) if name == "share_done" else (value or ""))
        if not entry.status and not self.is_emptied(entry):
            raise ValidationError({"status": _("Choose a status.")})
        return entry

    def is_emptied(self, instance: MeasureProgress) -> bool:
        return not instance.status and not instance.share_done and not any(getattr(instance, name) for name in TEXTS)


def _with_blanks(values: dict[str, Value], names: tuple[str, ...]) -> dict[str, Value]:
    return {name: None if name == "share_done" else "" for name in names} | values
