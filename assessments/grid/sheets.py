"""Needs of an edition, services of the map and figures of one definition as grids that people fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Model
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

ROWS_A_PAGE = 100
MOST_ROWS = 500  # that a deed reads: a block may go on over the pages below the one it begins on
REASON_LENGTH = 500
WHOLE = slice(0, MOST_ROWS)


def column_of(model: type[Model], name: str, kind: GridKind | None = None) -> GridColumn:
    """A column that holds a field as its model has it."""
    field: Any = model._meta.get_field(name)
    choices = tuple((str(code), str(label)) for code, label in field.flatchoices)
    kind = kind or (GridKind.CHOICE if choices else GridKind.LONG)
    most = field.max_length if kind in {GridKind.LONG, GridKind.TEXT} else None
    label = str(field.verbose_name)
    return GridColumn(name, label[:1].upper() + label[1:], kind, choices=choices, most=most)


class PagedSheet(TableSheet):
    """A stretch of a table's rows, from the first one of a page of the grid on."""

    def __init__(self, stretch: slice = WHOLE) -> None:
        self.stretch = stretch

    def narrow(self, most: int) -> None:
        """Only so many rows of the stretch, before any is read."""
        self.stretch = slice(self.stretch.start, self.stretch.start + most)

    @property
    def everything(self) -> models.QuerySet[Any]:
        """All rows that the grid has, in an order that no writing changes."""
        raise AssertionError

    @cached_property
    def found(self) -> dict[str, Any]:
        """The rows of the stretch by the keys of the grid."""
        return {str(each.pk): each for each in self.everything[self.stretch]}

    def elsewhere(self, key: str) -> Any:
        """The row of this key that does not stand in the stretch, or None."""
        return self.everything.filter(pk=key).first() if key.isdecimal() else None

    def instance(self, key: str) -> Any:
        found = self.found.get(key) or self.elsewhere(key)
        if found is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        return found

    def row(self, key: str, each: Any) -> GridRow:
        raise AssertionError

    def rows(self) -> list[GridRow]:
        return [self.row(key, each) for key, each in self.found.items()]

    def other_row(self, key: str) -> GridRow | None:
        each = self.elsewhere(key)
        return None if each is None else self.row(key, each)


class RowsSheet(PagedSheet):
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

    def row(self, key: str, each: Any) -> GridRow:
        values = {column.name: _plain(getattr(each, column.name)) for column in self.columns}
        return GridRow(key, each.code, str(each), values, url=each.get_absolute_url())

    def build(self, row: str, values: Mapping[str, Value]) -> Any:
        instance = self.instance(row)
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
    """The needs of an edition in the order of their codes."""

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

    def __init__(self, edition: Assessment, stretch: slice = WHOLE) -> None:
        super().__init__(stretch)
        self.edition = edition

    @property
    def everything(self) -> models.QuerySet[Any]:
        return self.edition.needs.order_by("code", "pk")


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

    @property
    def everything(self) -> models.QuerySet[Any]:
        return Service.objects.order_by("code", "pk")


class FigureSheet(PagedSheet):
    """The figures of one thing in an edition: what is written is a correction, a row of its own with its reason."""

    code = "figures"

    def __init__(
        self, edition: Assessment, definition: FigureDefinition, stretch: slice = WHOLE, *, actor: User
    ) -> None:
        super().__init__(stretch)
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

    @property
    def everything(self) -> models.QuerySet[Any]:
        """What a correction leaves as it is puts them in order, so that a corrected figure stays in its place."""
        points = self.edition.data_points.current().filter(definition=self.definition).with_place()
        whole_first = (F(name).asc(nulls_first=True) for name in ("unit", "group", "age_from", "age_to"))
        return points.order_by("ends_on", *whole_first, "sex", "source", "starts_on", "pk")

    @cached_property
    def found(self) -> dict[str, DataPoint]:
        """By the key of the first row of each figure, which stays whatever is corrected."""
        points = list(self.everything[self.stretch])
        firsts = first_rows(points)
        return {str(firsts[point.pk]): point for point in points}

    def elsewhere(self, key: str) -> DataPoint | None:
        if not key.isdecimal():
            return None
        last = int(key)
        while (later := DataPoint.objects.filter(corrects=last).values_list("pk", flat=True).first()) is not None:
            last = later
        found: DataPoint | None = self.everything.filter(pk=last).first()
        return found if found is None or first_rows([found])[found.pk] == int(key) else None

    def row(self, key: str, point: DataPoint) -> GridRow:
        period = f"{short_date(point.starts_on)} – {short_date(point.ends_on)}"
        values: dict[str, Value] = {"about": about(point), "when": period, "source": point.source}
        values |= {"value": _plain(point.value), "method": point.method, "quality": point.quality}
        return GridRow(key, str(point.ends_on.year), about(point), values, url=point.get_absolute_url())

    def _correction(self, row: str, values: Mapping[str, Value]) -> tuple[DataPoint, Correction]:
        point = self.instance(row)
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


def first_rows(points: Sequence[DataPoint]) -> dict[int, int]:
    """The key of the row that the corrections of each figure began with; a statement for each round of corrections."""
    firsts = {point.pk: point.pk for point in points}
    before = {point.pk: point.corrects_id for point in points if point.corrects_id}
    while before:
        firsts = {key: before.get(first, first) for key, first in firsts.items()}
        earlier = DataPoint.objects.filter(pk__in=before.values(), corrects__isnull=False)
        before = {each.pk: each.corrects_id for each in earlier.only("pk", "corrects") if each.corrects_id}
    return firsts
