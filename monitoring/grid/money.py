"""Money of measures from one source or all: planned, allocated, committed, spent; and what lies outside the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.workflow import StepRefused
from monitoring.enums import OF_SOURCE
from monitoring.grid.base import ResultSheet
from monitoring.grid.measures import measure_rows
from monitoring.models import BudgetExecution, Period
from monitoring.models.periods import MOST_LEK
from municipality.models import Office
from socialplan.content.models import FundingLine, FundingSource, Measure

AMOUNTS = ("initial", "allocated", "committed", "spent")
OUTSIDE = "outside"
PREFIX = "money-"


class MoneyRows(ResultSheet):
    """What the sheet of one source and that of all of them share."""

    _is_blank = False  # whether the cells just written are all empty

    @cached_property
    def columns(self) -> list[GridColumn]:
        words = {
            "initial": _("First budget (ALL)"),
            "allocated": _("Allocated now (ALL)"),
            "committed": _("Committed (ALL)"),
            "spent": _("Spent (ALL)"),
        }
        return [
            GridColumn("title", _("Measure"), GridKind.LONG, is_editable=False),
            GridColumn("programme", _("Budget programme"), is_editable=False),
            GridColumn("planned", _("Planned (ALL)"), GridKind.LEK, is_editable=False),
            *(GridColumn(name, label, GridKind.LEK, most=MOST_LEK) for name, label in words.items()),
            GridColumn("reason", _("Reason for the deviation"), GridKind.LONG, most=5_000),
        ]

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return measure_rows(self)

    @property
    def entries(self) -> dict[str, BudgetExecution]:
        raise AssertionError

    @property
    def planned(self) -> dict[str, int]:
        raise AssertionError

    def _row(self, key: str, measure: Measure) -> GridRow:
        said: dict[str, Value] = {"title": measure.title, "programme": measure.budget_programme}
        return GridRow(
            key, measure.code, measure.title, {**said, "planned": self.planned.get(key), **self._values(key)}
        )

    def _values(self, key: str) -> dict[str, Value]:
        entry: Any = self.entries.get(key)
        if entry is None:
            return {**dict.fromkeys(AMOUNTS), "reason": ""}
        return {name: getattr(entry, name) for name in (*AMOUNTS, "reason")}

    def _filled(self, entry: BudgetExecution, values: Mapping[str, Value]) -> BudgetExecution:
        for name, value in values.items():
            setattr(entry, name, (value or "") if name == "reason" else (value or 0))
        self._is_blank = all(value in {None, ""} for value in values.values())
        return entry

    def is_emptied(self, instance: BudgetExecution) -> bool:
        """A typed 0 is a figure and stays; the row goes when its last figure is taken out."""
        is_nothing = not instance.reason and not any(getattr(instance, name) for name in AMOUNTS)
        return is_nothing and self._is_blank


class MoneySheet(MoneyRows):
    """Money of one source."""

    def __init__(self, period: Period, source: FundingSource, *, office: Office | None = None) -> None:
        super().__init__(period, office=office)
        self.source = source
        self.code = f"{PREFIX}{source.code}"

    @property
    def title(self) -> str:
        return _("Money: %(source)s") % {"source": self.source.name}

    @cached_property
    def entries(self) -> dict[str, BudgetExecution]:
        rows = BudgetExecution.objects.filter(period=self.period, source=self.source).order_by()
        return {str(row.measure_id or OUTSIDE): row for row in rows}

    @cached_property
    def planned(self) -> dict[str, int]:
        lines = FundingLine.objects.filter(
            version=self.period.version_id, source=self.source, cost__year=self.period.target_year
        )
        return {
            str(pk): total for pk, total in lines.order_by().values_list("cost__measure").annotate(total=Sum("amount"))
        }

    def rows(self) -> list[GridRow]:
        inside = [(measure.office, self._row(key, measure)) for key, measure in self.measures.items()]
        title = _("Outside the plan: money for what no measure holds")
        outside = GridRow(OUTSIDE, _("outside"), title, {"title": title, **self._values(OUTSIDE)})
        return [*self.own_first(inside), outside]

    def build(self, row: str, values: Mapping[str, Value]) -> BudgetExecution:
        if row != OUTSIDE and row not in self.measures:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        measure = self.measures.get(row)
        entry = self.entries.get(row) or BudgetExecution(period=self.period, source=self.source, measure=measure)
        return self._filled(entry, values)


class AllMoneySheet(MoneyRows):
    """Money of all sources on one page: a row a measure and source, where the plan or an entry names it."""

    code = "money"

    @property
    def title(self) -> str:
        return _("Money: all sources")

    @cached_property
    def columns(self) -> list[GridColumn]:
        title, *others = super().columns
        return [title, GridColumn("source", _("Source"), is_editable=False), *others]

    @cached_property
    def sources(self) -> dict[str, FundingSource]:
        """Those in use, and those that the plan or an entry names."""
        named = {key.rpartition("-")[2] for key in (*self.planned, *self.entries)}
        rows = FundingSource.objects.in_use() | FundingSource.objects.filter(pk__in=named)
        return {str(source.pk): source for source in rows}

    @cached_property
    def entries(self) -> dict[str, BudgetExecution]:
        rows = BudgetExecution.objects.filter(period=self.period).order_by()
        return {_key(row.measure_id or OUTSIDE, row.source_id): row for row in rows}

    @cached_property
    def planned(self) -> dict[str, int]:
        lines = FundingLine.objects.filter(version=self.period.version_id, cost__year=self.period.target_year)
        sums = lines.order_by().values_list("cost__measure", "source").annotate(total=Sum("amount"))
        return {_key(measure, source): total for measure, source, total in sums}

    def source(self, key: str) -> FundingSource | None:
        """One that is in use no more too, where its last entry has just gone."""
        return self.sources.get(key) or FundingSource.objects.filter(pk=key).first()

    def absent_row(self, key: str) -> GridRow | None:
        measure, _between, source = key.rpartition("-")
        name = self.source(source)
        if name is None:
            return None
        if measure == OUTSIDE:
            return self._outside(source, name)
        return self._inside(self.measures[measure], name) if measure in self.measures else None

    def rows(self) -> list[GridRow]:
        named = self.planned.keys() | self.entries.keys()
        inside = [
            (measure.office, self._inside(measure, name))
            for pk, measure in self.measures.items()
            for source, name in self.sources.items()
            if _key(pk, source) in named
        ]
        return [*self.own_first(inside), *(self._outside(source, name) for source, name in self.sources.items())]

    def _inside(self, measure: Measure, source: FundingSource) -> GridRow:
        return self._of_source(self._row(_key(measure.pk, source.pk), measure), source)

    def _outside(self, key: str, source: FundingSource) -> GridRow:
        title, key = _("Outside the plan: money for what no measure holds"), _key(OUTSIDE, key)
        return self._of_source(GridRow(key, _("outside"), title, {"title": title, **self._values(key)}), source)

    @staticmethod
    def _of_source(row: GridRow, source: FundingSource) -> GridRow:
        """Its code names the source, so that the history tells two rows of a measure apart."""
        title, values = f"{row.title}: {source.name}", {**row.values, "source": source.name}
        return replace(row, code=f"{row.code}{OF_SOURCE}{source.code}", title=title, values=values)

    def build(self, row: str, values: Mapping[str, Value]) -> BudgetExecution:
        key, _between, pk = row.rpartition("-")
        source = self.source(pk)
        if (key != OUTSIDE and key not in self.measures) or source is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        entry = self.entries.get(row) or BudgetExecution(
            period=self.period, source=source, measure=self.measures.get(key)
        )
        return self._filled(entry, values)


def _key(measure: object, source: object) -> str:
    return f"{measure}-{source}"
