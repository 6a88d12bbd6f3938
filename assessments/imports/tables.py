"""The tables that are read from sheets and written to them: their columns, who may, and how many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.enums import ImportKind
from assessments.figures.services import refuse_another_thing, write_definition
from assessments.imports.columns import ImportColumn, columns_of, is_nothing, read_truth
from assessments.imports.incoming import IncomingRow
from assessments.imports.lines import Difference, JudgedRow, Remark
from assessments.imports.resources import RowImport
from assessments.imports.staged.reading import FIGURE_COLUMNS
from assessments.models import (
    Assessment,
    DataPoint,
    FigureDefinition,
    Need,
    Service,
    ServiceProvider,
    SheetImport,
    StaffRequirement,
)
from assessments.models.needs import EVIDENCE
from assessments.services import write_need, write_provider, write_service, write_staff_requirement
from core.search import folded
from core.workflow import require
from municipality.lists import write_unit
from municipality.models import AdministrativeUnit

MOST_ROWS = 5_000
MOST_FIGURES = 100_000
HIDDEN = "…"
NEED_COLUMNS = (
    *("code", "group", "units", "service_types", "name_sq", "name_en", "problem_sq", "problem_en"),
    *("indicator_sq", "indicator_en", "unit_label_sq", "unit_label_en", "counts_persons"),
    *("estimate_low", "estimate", "estimate_high", "year", "source", "source_en", "method", "quality"),
    *EVIDENCE,
    *("severity", "affected", "covered", "legal_duty", "legal_basis", "legal_basis_en"),
)
SERVICE_COLUMNS = (
    *("code", "name_sq", "name_en", "service_type", "groups", "provider_type", "provider"),
    *("age_from", "age_to", "sex", "is_undisclosed", "unit", "served_units"),
    *("address", "opening_hours", "referral_path", "accessibility", "website"),
    *("is_listed", "offer_sq", "offer_en", "fee_sq", "fee_en"),
    *("capacity", "counted_in", "average_stay_days", "is_of_county", "places_kept"),
    *("users", "users_women", "users_men", "waiting"),
    *("staff_fte", "licence_kind", "licence_state", "licence_number", "licence_until", "standard", "inspected_on"),
    *("annual_cost", "funding", "donor_until", "status", "source", "source_on"),
)
CATALOGUE_COLUMNS = (
    *("code", "theme", "name_sq", "name_en", "counts", "unit_label_sq", "unit_label_en"),
    *("numerator_sq", "numerator_en", "denominator_sq", "denominator_en", "population", "usual_source"),
    *("county_value", "country_value", "wider_on", "wider_source", "wider_source_en", "order", "is_active"),
)
# Phone, e-mail and tax number look like those of a person: they are entered at the provider, never by a sheet.
PROVIDER_COLUMNS = ("name", "kind", "website", "is_active")
UNIT_COLUMNS = ("code", "name_sq", "name_en", "population", "population_year", "population_source")
STAFF_COLUMNS = (
    *("profession_sq", "structure_sq", "profession_en", "structure_en"),
    *("base", "per_post_low", "per_post_high", "filled", "source"),
)
NEVER_STORED = frozenset({"address", "opening_hours", "referral_path", "accessibility", "website"})
PLACE_COLUMNS = NEVER_STORED | {"unit", "served_units"}


class NeedImport(RowImport):
    model = Need

    def rows(self) -> Iterable[Need]:
        chosen = self.edition.needs.select_related("group", "assessment")
        return chosen.prefetch_related("units", "service_types")

    def new_row(self) -> Need:
        return Need(assessment=self.edition)

    def write(self, judged: JudgedRow, *, actor: User) -> None:
        require(actor, "assessments.add_need" if judged.is_new else "assessments.change_need", self.edition)
        write_need(judged.instance, actor=actor, links=judged.links, unchanged=judged.unchanged)


class ServiceImport(RowImport):
    """The place of an undisclosed service is neither told nor kept."""

    model = Service
    is_emptied = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.closed: list[str] = []

    def rows(self) -> Iterable[Service]:
        return Service.objects.select_related("service_type", "unit").prefetch_related("groups", "served_units")

    def new_row(self) -> Service:
        return Service()

    def write(self, judged: JudgedRow, *, actor: User) -> None:
        if judged.is_new:
            require(actor, "assessments.add_service")
        else:
            require(actor, "assessments.change_service", judged.instance)
        if judged.instance.is_undisclosed:
            self.closed.append(judged.instance.code)
        write_service(judged.instance, actor=actor, links=judged.links, unchanged=judged.unchanged)

    def import_instance(self, instance: Service, row: Any, **kwargs: Any) -> None:
        stood = instance.place_words() if instance.pk else {}
        super().import_instance(instance, row, **kwargs)
        instance.empty_place(stood)
        self.is_emptied = instance.is_undisclosed and any(stood.values())

    def warnings(self, instance: Service) -> Iterable[Remark]:
        if self.is_emptied:
            yield Remark("is_undisclosed", _("The place becomes undisclosed: its address and contacts are emptied."))
        if instance.users > instance.capacity:
            yield Remark("users", _("There are more users than places. It is taken; is it right?"))

    def forget_elsewhere(self, run: SheetImport) -> None:
        SheetImport.objects.exclude(pk=run.pk).forget_cells_of(self.closed)

    def must_forget(self, instance: Service, stored: Service | None) -> bool:
        return instance.is_undisclosed or (stored is not None and stored.is_undisclosed)

    def _differences(self, instance: Service) -> list[Difference]:
        found = super()._differences(instance)
        was = self._before.get("is_undisclosed")
        if instance.is_undisclosed or (was is not None and read_truth(was)):
            return [
                Difference(each.column, HIDDEN, HIDDEN) if each.column in PLACE_COLUMNS else each for each in found
            ]
        return found

    def storable_cells(self, row: IncomingRow) -> dict[str, str]:
        label = row.cell("code")
        known = self.known.get(self._loose.get(folded(label.text), "")) if label else None
        if not (_says_undisclosed(row) or (known is not None and known.is_undisclosed)):
            return row.cells
        return {
            name: packed
            for name, packed in row.cells.items()
            if name not in NEVER_STORED or is_nothing(row.cell(name))
        }


def _says_undisclosed(row: IncomingRow) -> bool:
    cell = row.cell("is_undisclosed")
    try:
        return cell is not None and read_truth(cell)
    except ValidationError:
        return True


class ProviderImport(RowImport):
    model = ServiceProvider
    keys = ("name",)

    def rows(self) -> Iterable[ServiceProvider]:
        return ServiceProvider.objects.all()

    def new_row(self) -> ServiceProvider:
        return ServiceProvider()

    def write(self, judged: JudgedRow, *, actor: User) -> None:
        require(actor, "assessments.change_provider")
        write_provider(judged.instance, actor=actor)


class UnitImport(RowImport):
    """The census of the units: its number, year and source."""

    model = AdministrativeUnit

    def rows(self) -> Iterable[AdministrativeUnit]:
        return AdministrativeUnit.objects.all()

    def new_row(self) -> AdministrativeUnit:
        return AdministrativeUnit()

    def write(self, judged: JudgedRow, *, actor: User) -> None:
        require(actor, "municipality.change_municipality")
        write_unit(judged.instance, actor=actor, is_create=judged.is_new)


class StaffImport(RowImport):
    """Posts by ratio: a profession in a structure is one row."""

    model = StaffRequirement
    keys = ("profession_sq", "structure_sq")

    def rows(self) -> Iterable[StaffRequirement]:
        return self.edition.staff_requirements.select_related("assessment")

    def new_row(self) -> StaffRequirement:
        return StaffRequirement(assessment=self.edition)

    def write(self, judged: JudgedRow, *, actor: User) -> None:
        require(actor, "assessments.change_assessment", self.edition)
        write_staff_requirement(judged.instance, actor=actor)


class CatalogueImport(RowImport):
    """What figures count, with the values of the county and the country to compare with."""

    model = FigureDefinition

    def rows(self) -> Iterable[FigureDefinition]:
        return FigureDefinition.objects.all()

    def new_row(self) -> FigureDefinition:
        return FigureDefinition()

    def write(self, judged: JudgedRow, *, actor: User) -> None:
        require(actor, "assessments.change_definition")
        write_definition(judged.instance, actor=actor)

    def refusals(self, instances: Sequence[Any]) -> list[ValidationError | None]:
        resting = FigureDefinition.objects.with_figures([each.pk for each in instances if each.pk])
        return [_refusal_of(partial(refuse_another_thing, each, resting.get(each.pk))) for each in instances]


def _refusal_of(ask: Callable[[], None]) -> ValidationError | None:
    try:
        ask()
    except ValidationError as refusal:
        return refusal
    return None


@dataclass(frozen=True, slots=True)
class ImportTable:
    """`rows` by django-import-export; without it, the many rows of figures go through the staging table.

    `at_once`: how many rows are read, taken or written while the person waits, in less than two seconds also on a slow
    machine; more of them go to a worker. `packed_row`: bytes of a row in a workbook.
    """

    permission: str
    model: type[models.Model]
    columns: tuple[str, ...]
    rows: Callable[..., RowImport] | None = None
    is_of_edition: bool = False
    most_rows: int = MOST_ROWS
    at_once: int = 100
    packed_row: int = 300

    @property
    def is_staged(self) -> bool:
        return self.rows is None


TABLES = {
    ImportKind.NEEDS: ImportTable("assessments.add_need", Need, NEED_COLUMNS, NeedImport, is_of_edition=True),
    ImportKind.SERVICES: ImportTable("assessments.add_service", Service, SERVICE_COLUMNS, ServiceImport),
    ImportKind.FIGURES: ImportTable(
        "assessments.add_datapoint",
        DataPoint,
        FIGURE_COLUMNS,
        is_of_edition=True,
        most_rows=MOST_FIGURES,
        at_once=10_000,
        packed_row=30,
    ),
    ImportKind.PROVIDERS: ImportTable(
        "assessments.change_provider", ServiceProvider, PROVIDER_COLUMNS, ProviderImport
    ),
    ImportKind.UNITS: ImportTable("municipality.change_municipality", AdministrativeUnit, UNIT_COLUMNS, UnitImport),
    ImportKind.STAFF: ImportTable(
        "assessments.change_assessment", StaffRequirement, STAFF_COLUMNS, StaffImport, is_of_edition=True
    ),
    ImportKind.CATALOGUE: ImportTable(
        "assessments.change_definition", FigureDefinition, CATALOGUE_COLUMNS, CatalogueImport
    ),
}


def table_of(kind: str) -> ImportTable:
    return TABLES[ImportKind(kind)]


def permission_of(kind: str) -> str:
    return table_of(kind).permission


def columns_for(kind: str) -> list[ImportColumn]:
    table = table_of(kind)
    return columns_of(table.model, table.columns)


def rows_of_table(kind: str, assessment: Assessment | None) -> int:
    """How many rows its export has."""
    table = table_of(kind)
    rows = table.model._default_manager.all()
    if table.is_of_edition:
        rows = rows.filter(assessment=assessment)
    return rows.count()


def row_import(kind: str, assessment: Assessment | None, **kwargs: Any) -> RowImport:
    rows = table_of(kind).rows
    if rows is None:
        raise TypeError("Figures go through the staging table.")
    return rows(columns_for(kind), edition=assessment, **kwargs)
