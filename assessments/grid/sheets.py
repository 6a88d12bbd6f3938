"""Needs of an edition, services of the map and figures of one definition as grids that people fill."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from assessments.enums import FigureQuality
from assessments.figures.profile import about
from assessments.figures.services import Correction, correct_data_point
from assessments.models import Assessment, DataPoint, FigureDefinition, Need, Service
from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.grid.table_rows import TableSheet
from core.i18n import short_date
from core.workflow import StepRefused

MOST_ROWS = 500
REASON_LENGTH = 500


def column_of(model: type[Model], name: str, kind: GridKind | None = None) -> GridColumn:
    """A column that holds a field as its model has it."""
    field: Any = model._meta.get_field(name)
    choices = tuple((str(code), str(label)) for code, label in field.flatchoices)
    kind = kind or (GridKind.CHOICE if choices else GridKind.LONG)
    most = field.max_length if kind in {GridKind.LONG, GridKind.TEXT} else None
    label = str(field.verbose_name)
    return GridColumn(name, label[:1].upper() + label[1:], kind, choices=choices, most=most)


class RowsSheet(TableSheet):
    """A sheet of rows that stand in one table already; a cell that is emptied empties its field."""

    heading: Any = ""
    model: type[Model]
    texts: tuple[str, ...] = ()
    kinds: Mapping[str, GridKind] = {}

    @property
    def title(self) -> str:
        return str(self.heading)

    @cached_property
    def columns(self) -> list[GridColumn]:
        texts = [column_of(self.model, name) for name in self.texts]
        return texts + [column_of(self.model, name, kind) for name, kind in self.kinds.items()]

    @cached_property
    def found(self) -> dict[str, Any]:
        """The rows of the table by the keys of the grid."""
        raise AssertionError

    def rows(self) -> list[GridRow]:
        return [self.row(key, each) for key, each in self.found.items()]

    def row(self, key: str, each: Any) -> GridRow:
        values = {column.name: _plain(getattr(each, column.name)) for column in self.columns}
        return GridRow(key, each.code, str(each), values, url=each.get_absolute_url())

    def build(self, row: str, values: Mapping[str, Value]) -> Any:
        instance = self.found.get(row)
        if instance is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        for name, value in values.items():
            field: Any = self.model._meta.get_field(name)
            if value is None and not field.null:
                raise ValidationError({name: _("Something must stand here; 0 is a number too.")})
            setattr(instance, name, field.to_python(value))
        return instance


def _plain(value: Any) -> Value:
    """As a grid keeps it: text, a whole number, or the digits of a decimal."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class NeedSheet(RowsSheet):
    """The needs of an edition in the order of their codes, from one code on."""

    code = "needs"
    heading = gettext_lazy("Needs in the grid")
    model = Need
    texts = ("name_sq", "name_en", "indicator_sq", "unit_label_sq")
    kinds = {
        **dict.fromkeys(("estimate_low", "estimate", "estimate_high", "severity"), GridKind.COUNT),
        **dict.fromkeys(("affected", "covered"), GridKind.COUNT),
        "legal_duty": GridKind.CHOICE,
        "legal_basis": GridKind.LONG,
        "source": GridKind.LONG,
        "method": GridKind.CHOICE,
        "quality": GridKind.CHOICE,
    }

    def __init__(self, edition: Assessment, *, start: str = "") -> None:
        self.edition, self.start = edition, start

    @cached_property
    def found(self) -> dict[str, Any]:
        needs = self.edition.needs.filter(code__gte=self.start).order_by("code", "pk")
        return {str(need.pk): need for need in needs[:MOST_ROWS]}


class ServiceSheet(RowsSheet):
    """The services of the map; whom they serve and where stands in the form, which shows what grows elsewhere."""

    code = "services"
    heading = gettext_lazy("Services in the grid")
    model = Service
    texts = ("name_sq", "name_en")
    kinds = {
        **dict.fromkeys(("capacity", "places_kept", "users", "users_women", "users_men", "waiting"), GridKind.COUNT),
        "staff_fte": GridKind.DECIMAL,
        "annual_cost": GridKind.LEK,
        "funding": GridKind.LONG,
        "licence_state": GridKind.CHOICE,
        "licence_number": GridKind.TEXT,
        "status": GridKind.CHOICE,
        "source": GridKind.LONG,
    }

    def __init__(self, *, start: str = "") -> None:
        self.start = start

    @cached_property
    def found(self) -> dict[str, Any]:
        services = Service.objects.filter(code__gte=self.start).order_by("code", "pk")
        return {str(service.pk): service for service in services[:MOST_ROWS]}


class FigureSheet(TableSheet):
    """The figures of one thing in an edition: what is written is a correction, a row of its own with its reason."""

    code = "figures"

    def __init__(self, edition: Assessment, definition: FigureDefinition, *, actor: User) -> None:
        self.edition, self.definition, self.actor = edition, definition, actor

    @property
    def title(self) -> str:
        return str(self.definition)

    @cached_property
    def columns(self) -> list[GridColumn]:
        method = column_of(DataPoint, "method")
        qualities = tuple(
            (str(code), str(label)) for code, label in FigureQuality.choices if code != FigureQuality.VERIFIED
        )
        return [
            GridColumn("about", _("Where and of whom"), GridKind.LONG, is_editable=False),
            GridColumn("when", _("Reference period"), is_editable=False),
            GridColumn("source", str(pgettext_lazy("column", "Source")), GridKind.LONG, is_editable=False),
            GridColumn("value", str(pgettext_lazy("column", "Value")), GridKind.DECIMAL),
            method,
            GridColumn("quality", _("Quality"), GridKind.CHOICE, choices=qualities),
        ]

    @cached_property
    def found(self) -> dict[str, DataPoint]:
        """By the key of the first row of each figure, which stays whatever is corrected."""
        points = self.edition.data_points.current().filter(definition=self.definition).with_place()
        return {str(first_of(point)): point for point in points.order_by("ends_on", "pk")[:MOST_ROWS]}

    def rows(self) -> list[GridRow]:
        return [self._row(key, point) for key, point in self.found.items()]

    def _row(self, key: str, point: DataPoint) -> GridRow:
        period = f"{short_date(point.starts_on)} – {short_date(point.ends_on)}"
        values: dict[str, Value] = {"about": about(point), "when": period, "source": point.source}
        values |= {"value": _plain(point.value), "method": point.method, "quality": point.quality}
        return GridRow(key, str(point.ends_on.year), about(point), values, url=point.get_absolute_url())

    def _correction(self, row: str, values: Mapping[str, Value]) -> tuple[DataPoint, Correction]:
        point = self.found.get(row)
        if point is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        if any(value in {None, ""} for value in values.values()):
            raise ValidationError({name: _("A figure is corrected, not emptied.") for name in values})
        # what nobody has verified anew is no longer of quality A
        quality = FigureQuality.ADMINISTRATIVE.value if point.quality == FigureQuality.VERIFIED else point.quality
        said = {"value": point.value, "method": point.method, "quality": quality} | dict(values)
        amount = Decimal(str(said["value"]))
        reason = _("Corrected in the grid")[:REASON_LENGTH]
        return point, Correction(amount, str(said["method"]), str(said["quality"]), reason)

    def refusals(self, row: str, values: Mapping[str, Value]) -> dict[str, str]:
        try:
            _point, correction = self._correction(row, values)
        except ValidationError as refusal:
            return dict.fromkeys(values, " ".join(refusal.messages))
        field: Any = DataPoint._meta.get_field("value")
        try:
            field.run_validators(correction.value)
        except ValidationError as refusal:
            return {"value": " ".join(refusal.messages)}
        return {} if correction.value >= 0 else {"value": _("A figure is not negative.")}

    def write(self, row: str, values: Mapping[str, Value]) -> None:
        point, correction = self._correction(row, values)
        correct_data_point(point, correction, actor=self.actor)

    def write_all(self, rows: Mapping[str, Mapping[str, Value]]) -> None:
        for row, values in rows.items():
            self.write(row, values)


def first_of(point: DataPoint) -> int:
    """The key of the row that the corrections of a figure began with."""
    return (point.earlier() or [point])[-1].pk
