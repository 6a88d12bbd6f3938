"""The values by sex, age, unit and group: a row a part, of the indicators that the period asks for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.search import folded
from core.workflow import StepRefused
from monitoring.enums import AnswerKind, ValueState
from monitoring.expected import is_asked_for, offices_by_word
from monitoring.grid.base import ResultSheet
from monitoring.grid.indicators import FIGURES, MOST_VALUE, plain, share_of
from monitoring.models import IndicatorValue, PartValue
from monitoring.parting.dimensions import AskedDimension, AskedOf, Part
from municipality.models import Office
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Indicator


class PartSheet(ResultSheet):
    code = "parts"
    is_left_out_of_trail = True

    @property
    def title(self) -> str:
        return _("By sex, age, unit, group")

    @cached_property
    def columns(self) -> list[GridColumn]:
        standings = tuple((str(code), str(label)) for code, label in AnswerKind.choices)
        return [
            GridColumn("title", _("Indicator"), GridKind.LONG, is_editable=False),
            GridColumn("part", _("Part"), is_editable=False),
            GridColumn("amount", _("Value"), GridKind.DECIMAL, most=MOST_VALUE),
            GridColumn("numerator", _("Numerator"), GridKind.DECIMAL, most=MOST_VALUE),
            GridColumn("denominator", _("Denominator"), GridKind.DECIMAL, most=MOST_VALUE),
            GridColumn("standing", _("Kind of answer"), GridKind.CHOICE, choices=standings),
            GridColumn("note", _("Note"), GridKind.LONG, most=500),
        ]

    @cached_property
    def asked(self) -> dict[str, tuple[Indicator, AskedDimension, Part]]:
        """By the key of the row: the indicator, its dimension, and the part."""
        asked, plan = AskedOf.of_plan(self.period.plan_id), self.period.version
        rows = plan.indicators.order_by("objective__goal__position", "position", "pk")
        return {
            f"{indicator.pk}-{dimension.code}-{part.code}": (indicator, dimension, part)
            for indicator in rows
            if is_asked_for(indicator, self.period, asked)
            for dimension in asked.of(indicator)
            for part in dimension.parts
        }

    @cached_property
    def entries(self) -> dict[str, PartValue]:
        rows = PartValue.objects.filter(period=self.period).order_by()
        return {f"{row.indicator_id}-{row.dimension}-{row.part}": row for row in rows}

    @cached_property
    def states(self) -> dict[int, str]:
        """Where the value stands whose parts these are, by indicator."""
        values = IndicatorValue.objects.current().filter(period=self.period).order_by()
        return dict(values.values_list("indicator", "state"))

    def _closed(self, indicator: Indicator) -> str:
        """Parts are reviewed with their value, and corrected with it."""
        state = self.states.get(indicator.pk)
        if state == ValueState.SUBMITTED:
            return _("This value is submitted: it waits for its review, or is returned first.")
        if state == ValueState.APPROVED:
            return _("This value is approved: begin a correction of it, then change its parts.")
        return ""

    def rows(self) -> list[GridRow]:
        offices = offices_by_word()
        return self.own_first([self._row(key, offices) for key in self.asked])

    def _row(self, key: str, offices: Mapping[str, Office]) -> tuple[Office | None, GridRow]:
        indicator, dimension, part = self.asked[key]
        entry: Any = self.entries.get(key)
        values: dict[str, Value] = {"title": indicator.title, "part": f"{dimension.label}: {part.label}"}
        values |= {name: plain(getattr(entry, name, None)) for name in FIGURES}
        values |= {name: getattr(entry, name, "") for name in ("standing", "note")}
        office = offices.get(folded(indicator.responsible))
        title = f"{indicator.title} {part.label}"
        return office, GridRow(key, indicator.code, title, values, closed=self._closed(indicator))

    def build(self, row: str, values: Mapping[str, Value]) -> PartValue:
        if row not in self.asked:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        indicator, dimension, part = self.asked[row]
        entry = self.entries.get(row) or PartValue(
            period=self.period, indicator=indicator, dimension=dimension.code, part=part.code
        )
        for name, value in values.items():
            if name in FIGURES:
                setattr(entry, name, None if value is None else Decimal(str(value)))
            else:
                setattr(entry, name, value or "")
        _settle(entry, indicator, values)
        return entry

    def is_emptied(self, instance: PartValue) -> bool:
        has_figure = any(getattr(instance, name) is not None for name in FIGURES)
        return not has_figure and instance.standing == AnswerKind.MEASURED and not instance.note


def _settle(entry: PartValue, indicator: Indicator, values: Mapping[str, Value]) -> None:
    """What follows from the typed cells: a share from its two parts, and that a figure is a measured one."""
    if entry.numerator is not None or entry.denominator is not None:
        if indicator.kind != IndicatorKind.RATIO:
            raise ValidationError(_("Only a share has a numerator and a denominator; write the value itself."))
        is_whole = entry.numerator is not None and entry.denominator is not None
        entry.amount = share_of(entry.numerator, entry.denominator) if is_whole else None  # type: ignore[arg-type]
    elif {"numerator", "denominator"} & values.keys() and values.get("amount") is None:
        entry.amount = None  # both parts were taken out again
    if any(values.get(name) is not None for name in FIGURES):
        entry.standing = AnswerKind.MEASURED
    elif entry.standing not in {"", AnswerKind.MEASURED} and "standing" in values:
        entry.amount = entry.numerator = entry.denominator = None
    entry.standing = entry.standing or AnswerKind.MEASURED
