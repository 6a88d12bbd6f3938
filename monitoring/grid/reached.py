"""Persons reached in the period, by group in need and sex."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import TargetGroup
from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.workflow import StepRefused
from monitoring.disclosure import SEXES
from monitoring.grid.base import ResultSheet
from monitoring.models import BeneficiaryCount
from monitoring.models.periods import MOST_PERSONS


class ReachedSheet(ResultSheet):
    code = "reached"
    is_left_out_of_trail = True
    _is_blank = False  # whether the cells just written are all empty

    @property
    def title(self) -> str:
        return _("Persons reached")

    @cached_property
    def columns(self) -> list[GridColumn]:
        words = {"women": _("Women and girls"), "men": _("Men and boys"), "undeclared": _("Sex not recorded")}
        return [
            GridColumn("title", _("Group"), GridKind.LONG, is_editable=False),
            *(GridColumn(name, label, GridKind.COUNT, most=MOST_PERSONS) for name, label in words.items()),
            GridColumn("total", _("Total"), GridKind.COUNT, is_editable=False),
        ]

    @cached_property
    def groups(self) -> dict[str, TargetGroup]:
        """Those in use, and those counted before they were retired."""
        counted = TargetGroup.objects.filter(pk__in=[entry.group_id for entry in self.entries.values()])
        rows = TargetGroup.objects.in_use() | counted
        return {str(group.pk): group for group in rows.order_by("order", "code")}

    @cached_property
    def entries(self) -> dict[str, BeneficiaryCount]:
        rows = BeneficiaryCount.objects.filter(period=self.period).order_by()
        return {str(entry.group_id): entry for entry in rows}

    def group(self, key: str) -> TargetGroup | None:
        """A retired one too, where its last count has just gone."""
        return self.groups.get(key) or TargetGroup.objects.filter(pk=key).first()

    def absent_row(self, key: str) -> GridRow | None:
        group = self.group(key)
        return None if group is None else GridRow(key, group.code, group.name, self._values(key, group))

    def rows(self) -> list[GridRow]:
        return [GridRow(key, group.code, group.name, self._values(key, group)) for key, group in self.groups.items()]

    def _values(self, key: str, group: TargetGroup) -> dict[str, Value]:
        entry: Any = self.entries.get(key)
        counts: dict[str, Value] = {name: getattr(entry, name) if entry else None for name in SEXES}
        return {"title": group.name, **counts, "total": entry.total if entry else None}

    def build(self, row: str, values: Mapping[str, Value]) -> BeneficiaryCount:
        group = self.group(row)
        if group is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        entry = self.entries.get(row) or BeneficiaryCount(period=self.period, group=group)
        for name, value in values.items():
            setattr(entry, name, value or 0)
        self._is_blank = all(value is None for value in values.values())
        return entry

    def is_emptied(self, instance: BeneficiaryCount) -> bool:
        """A typed 0 is a figure and stays; the row goes when its last figure is taken out."""
        return not instance.total and self._is_blank
