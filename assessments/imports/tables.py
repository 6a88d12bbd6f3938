"""The tables that are read from sheets and written to them: their columns, who may, and how many rows at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.enums import ImportKind
from assessments.imports.columns import ImportColumn, columns_of, is_nothing, read_truth
from assessments.imports.incoming import IncomingRow
from assessments.imports.resources import Difference, Remark, RowImport
from assessments.models import Assessment, Need, Service

MOST_ROWS = 5_000
HIDDEN = "…"
NEED_COLUMNS = (
    *("code", "group", "units", "service_types", "name_sq", "name_en", "problem_sq", "problem_en"),
    *("indicator_sq", "indicator_en", "unit_label_sq", "unit_label_en", "counts_persons"),
    *("estimate_low", "estimate", "estimate_high", "year", "source", "method", "quality"),
    *("severity", "affected", "covered", "legal_duty", "legal_basis"),
)
SERVICE_COLUMNS = (
    *("code", "name_sq", "name_en", "service_type", "groups", "provider_type", "provider"),
    *("age_from", "age_to", "sex", "is_undisclosed", "unit", "served_units"),
    *("address", "opening_hours", "referral_path", "accessibility", "website"),
    *("is_listed", "offer_sq", "offer_en", "fee_sq", "fee_en"),
    *("capacity", "counted_in", "average_stay_days", "places_kept", "users", "users_women", "users_men", "waiting"),
    *("staff_fte", "licence_kind", "licence_state", "licence_number", "licence_until", "standard", "inspected_on"),
    *("annual_cost", "funding", "donor_until", "status", "source", "source_on"),
)
NEVER_KEPT = frozenset({"address", "opening_hours", "referral_path", "accessibility", "website"})
PLACE_COLUMNS = NEVER_KEPT | {"unit", "served_units"}
PERMISSIONS = {ImportKind.NEEDS: "assessments.add_need", ImportKind.SERVICES: "assessments.add_service"}


class NeedImport(RowImport):
    model = Need

    def __init__(self, assessment: Assessment, **kwargs: Any) -> None:
        self.assessment = assessment
        super().__init__(columns_for(ImportKind.NEEDS), **kwargs)

    def rows(self) -> Iterable[Need]:
        chosen = self.assessment.needs.select_related("group", "assessment")
        return chosen.prefetch_related("units", "service_types")

    def new_row(self) -> Need:
        return Need(assessment=self.assessment)


class ServiceImport(RowImport):
    """The place of an undisclosed service is neither told nor kept."""

    model = Service

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(columns_for(ImportKind.SERVICES), **kwargs)

    def rows(self) -> Iterable[Service]:
        return Service.objects.select_related("service_type", "unit").prefetch_related("groups", "served_units")

    def new_row(self) -> Service:
        return Service()

    def warnings(self, instance: Service) -> Iterable[Remark]:
        if instance.users > instance.capacity:
            yield Remark("users", _("There are more users than places. It is taken; is it right?"))

    def _differences(self, instance: Service) -> list[Difference]:
        found = super()._differences(instance)
        was = self._before.get("is_undisclosed")
        if instance.is_undisclosed or (was is not None and read_truth(was)):
            return [
                Difference(each.column, HIDDEN, HIDDEN) if each.column in PLACE_COLUMNS else each for each in found
            ]
        return found

    def kept_cells(self, row: IncomingRow) -> dict[str, str]:
        label = row.cell("code")
        known = self.known.get(label.text.strip()) if label else None
        if not (_says_undisclosed(row) or (known is not None and known.is_undisclosed)):
            return row.cells
        return {
            name: packed for name, packed in row.cells.items() if name not in NEVER_KEPT or is_nothing(row.cell(name))
        }


def _says_undisclosed(row: IncomingRow) -> bool:
    cell = row.cell("is_undisclosed")
    try:
        return cell is not None and read_truth(cell)
    except ValidationError:
        return True


def columns_for(kind: str) -> list[ImportColumn]:
    if kind == ImportKind.NEEDS:
        return columns_of(Need, NEED_COLUMNS)
    return columns_of(Service, SERVICE_COLUMNS)


def row_import(kind: str, assessment: Assessment | None, **kwargs: Any) -> RowImport:
    if kind == ImportKind.NEEDS and assessment is not None:
        return NeedImport(assessment, **kwargs)
    return ServiceImport(**kwargs)
