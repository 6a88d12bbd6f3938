"""The values by sex, age, unit and group: a row a part, of the indicators that the period asks for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.search import folded
from core.workflow import StepRefused
from monitoring.enums import Dimension, ValueStanding
from monitoring.expected import dimensions_of, is_asked_for, offices_by_word, parts_of_dimensions
from monitoring.grid.base import ResultSheet
from monitoring.grid.indicators import MOST_VALUE, plain
from monitoring.models import PartValue
from municipality.models import Office
from socialplan.content.models import Indicator


class PartSheet(ResultSheet):
    code = "parts"
    is_kept_out_of_trail = True

    @property
    def title(self) -> str:
        return _("By sex, age, unit, group")

    @cached_property
    def columns(self) -> list[GridColumn]:
        standings = tuple((str(code), str(label)) for code, label in ValueStanding.choices)
        return [
            GridColumn("title", _("Indicator"), GridKind.LONG, is_editable=False),
            GridColumn("part", _("Part"), is_editable=False),
            GridColumn("amount", _("Value"), GridKind.DECIMAL, most=MOST_VALUE),
            GridColumn("standing", _("Kind of answer"), GridKind.CHOICE, choices=standings),
            GridColumn("note", _("Note"), GridKind.LONG, most=500),
        ]

    @cached_property
    def asked(self) -> dict[str, tuple[Indicator, Dimension, str, str]]:
        """By the key of the row: the indicator, its dimension, the code of the part and what it is called."""
        parts, plan = parts_of_dimensions(), self.period.version
        rows = plan.indicators.order_by("objective__goal__position", "position", "pk")
        return {
            f"{indicator.pk}-{dimension}-{code}": (indicator, dimension, code, label)
            for indicator in rows
            if is_asked_for(indicator, self.period)
            for dimension in dimensions_of(indicator)
            for code, label in parts[dimension].items()
        }

    @cached_property
    def entries(self) -> dict[str, PartValue]:
        rows = PartValue.objects.filter(period=self.period).order_by()
        return {f"{row.indicator_id}-{row.dimension}-{row.part}": row for row in rows}

    def rows(self) -> list[GridRow]:
        offices = offices_by_word()
        return self.own_first([self._row(key, offices) for key in self.asked])

    def _row(self, key: str, offices: Mapping[str, Office]) -> tuple[Office | None, GridRow]:
        indicator, dimension, _code, label = self.asked[key]
        entry: Any = self.entries.get(key)
        values: dict[str, Value] = {"title": indicator.title, "part": f"{dimension.label}: {label}"}
        values |= {"amount": plain(entry.amount) if entry else None}
        values |= {name: getattr(entry, name, "") for name in ("standing", "note")}
        office = offices.get(folded(indicator.responsible))
        return office, GridRow(key, indicator.code, f"{indicator.title} {label}", values)

    def build(self, row: str, values: Mapping[str, Value]) -> PartValue:
        if row not in self.asked:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        indicator, dimension, code, _label = self.asked[row]
        entry = self.entries.get(row) or PartValue(
            period=self.period, indicator=indicator, dimension=dimension, part=code
        )
        for name, value in values.items():
            if name == "amount":
                entry.amount = None if value is None else Decimal(str(value))
            else:
                setattr(entry, name, value or "")
        if values.get("amount") is not None:
            entry.standing = ValueStanding.MEASURED
        elif entry.standing not in {"", ValueStanding.MEASURED} and "standing" in values:
            entry.amount = None
        entry.standing = entry.standing or ValueStanding.MEASURED
        return entry

    def is_emptied(self, instance: PartValue) -> bool:
        return instance.amount is None and instance.standing == ValueStanding.MEASURED and not instance.note
