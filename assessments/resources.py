"""Sheets of needs and services with the figures and places that the reader may see; hidden ones carry the mark."""

from __future__ import annotations

from typing import Any

import tablib
from import_export import fields, resources

from assessments.models import Assessment, Service
from assessments.outline import NeedRow, ServiceRow, need_table, service_rows
from core.suppression import MARK
from operations.queue.shares import Tell, telling_of, to_nobody


def shown(value: Any) -> Any:
    return MARK if value is None else value


class NeedResource(resources.Resource):
    """One row a `NeedRow`, in the order of rank."""

    rank = fields.Field(column_name="rank")
    code = fields.Field("need__code", "code")
    group = fields.Field("need__group__code", "group")
    units = fields.Field(column_name="units")
    name_sq = fields.Field("need__name_sq", "name_sq")
    name_en = fields.Field("need__name_en", "name_en")
    indicator = fields.Field("need__indicator_sq", "indicator_sq")
    estimate = fields.Field(column_name="estimate")
    counted_in = fields.Field("need__unit_label_sq", "unit_label_sq")
    year = fields.Field("need__year", "year")
    source = fields.Field("need__source", "source")
    source_en = fields.Field("need__source_en", "source_en")
    quality = fields.Field("need__quality", "quality")
    severity = fields.Field("need__severity", "severity")
    affected = fields.Field(column_name="affected")
    covered = fields.Field(column_name="covered")
    score = fields.Field(column_name="score")
    equal_rank = fields.Field(column_name="rank_equal_weights")

    def dehydrate_units(self, row: NeedRow) -> str:
        return "; ".join(unit.code for unit in row.need.units.all())

    def dehydrate_estimate(self, row: NeedRow) -> Any:
        return shown(row.figures.estimate)

    def dehydrate_affected(self, row: NeedRow) -> Any:
        return shown(row.figures.affected)

    def dehydrate_covered(self, row: NeedRow) -> Any:
        return shown(row.figures.covered)

    def dehydrate_score(self, row: NeedRow) -> Any:
        return str(row.priority.score) if row.priority else MARK

    def dehydrate_rank(self, row: NeedRow) -> Any:
        return row.priority.rank if row.priority else MARK

    def dehydrate_equal_rank(self, row: NeedRow) -> Any:
        return row.priority.equal_rank if row.priority else MARK


class ServiceResource(resources.Resource):
    """One row a `ServiceRow`; unit and address only where the reader may know the place."""

    code = fields.Field("service__code", "code")
    name_sq = fields.Field("service__name_sq", "name_sq")
    name_en = fields.Field("service__name_en", "name_en")
    service_type = fields.Field("service__service_type__code", "service_type")
    groups = fields.Field(column_name="groups")
    provider_type = fields.Field("service__provider_type", "provider_type")
    unit = fields.Field(column_name="unit")
    address = fields.Field("service__shown_address", "address")
    capacity = fields.Field("service__capacity", "capacity")
    for_municipality = fields.Field(column_name="places_kept")
    users = fields.Field(column_name="users")
    waiting = fields.Field(column_name="waiting")
    licence = fields.Field("service__licence_state", "licence")
    annual_cost = fields.Field(column_name="annual_cost_all")
    status = fields.Field("service__status", "status")

    def dehydrate_groups(self, row: ServiceRow) -> str:
        return "; ".join(group.code for group in row.service.groups.all())

    def dehydrate_unit(self, row: ServiceRow) -> str:
        unit = row.service.shown_unit
        return unit.code if unit else ""

    def dehydrate_for_municipality(self, row: ServiceRow) -> Any:
        return row.service.places_kept if row.service.shows_county else ""

    def dehydrate_users(self, row: ServiceRow) -> Any:
        return shown(row.figures.users)

    def dehydrate_annual_cost(self, row: ServiceRow) -> Any:
        return "" if row.service.annual_cost is None else row.service.annual_cost

    def dehydrate_waiting(self, row: ServiceRow) -> Any:
        return shown(row.figures.waiting)


def needs_sheet(assessment: Assessment, user: Any, *, tell: Tell = to_nobody) -> tablib.Dataset:
    rows = need_table(assessment, user=user)
    return NeedResource().export(telling_of(rows, tell, of=len(rows)))


def services_sheet(user: Any, *, tell: Tell = to_nobody) -> tablib.Dataset:
    rows = service_rows(Service.objects.visible_to(user).with_place(), user=user)
    return ServiceResource().export(telling_of(rows, tell, of=len(rows)))
