"""The measured values of the period's indicators; what was approved is corrected by a new row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.search import folded
from core.workflow import StepRefused
from monitoring.enums import AnswerKind, ValueQuality, ValueState
from monitoring.expected import offices_by_word
from monitoring.grid.base import ResultSheet
from monitoring.models import ChangedTarget, IndicatorValue
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Indicator, IndicatorTarget

FIGURES = ("amount", "numerator", "denominator")
WORDS = ("standing", "source", "quality", "note")
MOST_VALUE = 10**13


def plain(number: Decimal | None) -> str | None:
    """A stored decimal as its digits, without zeros at its end."""
    return None if number is None else f"{number.normalize():f}"


class IndicatorSheet(ResultSheet):
    code = "indicators"

    @property
    def title(self) -> str:
        return _("Indicators")

    @cached_property
    def columns(self) -> list[GridColumn]:
        standings = tuple((str(code), str(label)) for code, label in AnswerKind.choices)
        qualities = tuple((str(code), str(label)) for code, label in ValueQuality.choices)
        return [
            GridColumn("title", _("Indicator"), GridKind.LONG, is_editable=False),
            GridColumn("unit", _("Unit"), is_editable=False),
            GridColumn("last", _("Before"), GridKind.DECIMAL, is_editable=False),
            GridColumn("target", _("Target"), GridKind.DECIMAL, is_editable=False),
            GridColumn("amount", _("Value"), GridKind.DECIMAL, most=MOST_VALUE),
            GridColumn("numerator", _("Numerator"), GridKind.DECIMAL, most=MOST_VALUE),
            GridColumn("denominator", _("Denominator"), GridKind.DECIMAL, most=MOST_VALUE),
            GridColumn("standing", _("Kind of answer"), GridKind.CHOICE, choices=standings),
            GridColumn("source", _("Source"), most=300),
            GridColumn("quality", _("Quality"), GridKind.CHOICE, choices=qualities),
            GridColumn("note", _("Note"), GridKind.LONG, most=5_000),
            GridColumn("state", _("State"), is_editable=False),
        ]

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        rows = self.period.version.indicators.order_by("objective__goal__position", "position", "pk")
        return {str(indicator.pk): indicator for indicator in rows}

    @cached_property
    def entries(self) -> dict[str, IndicatorValue]:
        rows = IndicatorValue.objects.current().filter(period=self.period).order_by()
        return {str(value.indicator_id): value for value in rows}

    def rows(self) -> list[GridRow]:
        year = self.period.target_year
        targets = dict(
            IndicatorTarget.objects.filter(version=self.period.version_id, year=year).values_list("indicator", "value")
        )
        changed = ChangedTarget.objects.in_force(self.period.plan_id, year, self.period.ends_on)
        in_force: dict[Any, Decimal] = dict(changed.values_list("indicator_key", "value"))
        for key, indicator in self.indicators.items():
            if indicator.key in in_force:
                targets[int(key)] = in_force[indicator.key]
        before, offices = self.before, offices_by_word()
        return self.own_first(
            [
                (
                    offices.get(folded(indicator.responsible)),
                    self._row(
                        key,
                        indicator,
                        targets.get(indicator.pk),
                        before.get(indicator.key),
                    ),
                )
                for key, indicator in self.indicators.items()
            ]
        )

    @cached_property
    def before(self) -> dict[Any, Decimal | None]:
        """The last approved value of each indicator from the periods before, in whatever version of the plan."""
        values = IndicatorValue.objects.current().approved().filter(amount__isnull=False)
        earlier = values.filter(period__plan=self.period.plan_id, period__ends_on__lt=self.period.starts_on)
        return dict(earlier.order_by("period__ends_on", "pk").values_list("indicator__key", "amount"))

    def _row(self, key: str, indicator: Indicator, target: Decimal | None, before: Decimal | None) -> GridRow:
        value = self.entries.get(key)
        values: dict[str, Value] = {
            "title": indicator.title,
            "unit": str(indicator.unit or ""),
            "last": plain(before),
            "target": plain(target),
            "state": value.get_state_display() if value else "",
        }
        values |= {name: plain(getattr(value, name, None)) for name in FIGURES}
        values |= {name: getattr(value, name, "") for name in WORDS}
        closed = _("This value is submitted: it waits for its review, or is returned first.")
        is_closed = value is not None and value.state == ValueState.SUBMITTED
        url = reverse("monitoring:indicator_panel", args=[self.period.pk, indicator.pk])
        return GridRow(key, indicator.code, indicator.title, values, closed=closed if is_closed else "", url=url)

    def build(self, row: str, values: Mapping[str, Value]) -> IndicatorValue:
        indicator = self.indicators.get(row)
        if indicator is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        value = self._to_write(row, indicator)
        value.known_before = self.before.get(indicator.key)
        for name, typed in values.items():
            if name in FIGURES:
                setattr(value, name, None if typed is None else Decimal(str(typed)))
            else:
                setattr(value, name, typed or "")
        self._settle(value, indicator, values)
        return value

    def _to_write(self, row: str, indicator: Indicator) -> IndicatorValue:
        """The draft of today; of an approved value a correction of it; else a new draft."""
        known = self.entries.get(row)
        if known is None:
            return IndicatorValue(period=self.period, indicator=indicator, source=indicator.source)
        if known.state != ValueState.APPROVED:
            return known
        kept = {name: getattr(known, name) for name in (*FIGURES, *WORDS)}
        return IndicatorValue(period=self.period, indicator=indicator, corrects=known, **kept)

    @staticmethod
    def _settle(value: IndicatorValue, indicator: Indicator, values: Mapping[str, Value]) -> None:
        """What follows from the typed cells: the share from its two parts, and that a figure is a measured one."""
        over, under = value.numerator, value.denominator
        if over is not None and under is not None and {"numerator", "denominator"} & values.keys():
            if indicator.kind != IndicatorKind.RATIO:
                raise ValidationError(_("Only a share has a numerator and a denominator; write the value itself."))
            value.amount = share_of(over, under)
        if any(values.get(name) is not None for name in FIGURES):
            value.standing = AnswerKind.MEASURED
        elif value.standing not in {"", AnswerKind.MEASURED} and "standing" in values:
            value.amount = value.numerator = value.denominator = None
        value.standing = value.standing or AnswerKind.MEASURED
        value.quality = value.quality or ValueQuality.ADMINISTRATIVE
        is_measured, texts = value.standing == AnswerKind.MEASURED, [values.get(name) for name in WORDS[1:]]
        if is_measured and any(texts) and all(getattr(value, name) is None for name in FIGURES):
            raise ValidationError(_("Write the value too, or choose why there is none."))
        if value.corrects_id and value.amount is None and is_measured:
            raise ValidationError(
                _("An approved value is not emptied: write the right one, or say why there is none.")
            )

    def refuse_removal(self, instance: IndicatorValue) -> None:
        if instance.pk and instance.evidence.exists():
            raise ValidationError(_("Evidence hangs on this value: write the right figure, or say why there is none."))

    def is_emptied(self, instance: IndicatorValue) -> bool:
        """A draft without its figure goes, unless it says why there is none, or its parts are still being typed."""
        has_figure = any(getattr(instance, name) is not None for name in FIGURES)
        return not has_figure and instance.standing == AnswerKind.MEASURED


def share_of(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Percent; ValidationError where the denominator is 0."""
    if denominator == 0:
        raise ValidationError({"denominator": _("Nothing can be a share of 0: leave both parts empty, or mend them.")})
    return (numerator * 100 / denominator).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
