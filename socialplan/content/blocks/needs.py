"""What people need and what stands there for them: needs, services and gaps of the edition the plan rests on."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.disclosure import figures_of_needs
from assessments.enums import ProviderType
from assessments.models import Assessment, Need, ServiceType
from assessments.outline import NeedRow
from assessments.outline import need_table as rows_of
from assessments.published_map import PublishedMap, ServiceLine, published_map
from core.tables import HIDDEN, Cell, Column, ColumnKind, DataTable, Hidden, Row, Words
from municipality.models import AdministrativeUnit
from socialplan.content.blocks.heads import code_column, number, percent, text, total_row
from socialplan.content.models import PlanVersion


def need_table(version: PlanVersion) -> list[DataTable]:
    """The edition's needs by rank; what small numbers would give away is a mark (docs/law.md#derived-numbers)."""
    assessment = version.plan.assessment
    found = rows_of(assessment, user=None) if assessment else []
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Need")),
        text(pgettext_lazy("column", "Group")),
        number(pgettext_lazy("column", "Estimate")),
        text(_("Counted in")),
        number(_("Persons affected")),
        number(_("Persons covered")),
        percent(pgettext_lazy("column", "Gap")),
        number(pgettext_lazy("column", "Score")),
        number(pgettext_lazy("column", "Rank")),
    )
    if not found:
        return []
    caption = Words.said(_("Needs by priority"))
    note = Words.said(
        _(
            "Needs are ranked, groups of people never. Score and rank compare the needs whose figures are public; "
            "the others follow by code."
        )
    )
    return [DataTable("need_table", caption, columns, tuple(_need_row(row) for row in found), note)]


def _need_row(row: NeedRow) -> Row:
    figures, need = row.figures, row.need
    hides_estimate = figures.is_marked and need.counts_persons
    return Row(
        (
            Words.same(need.code),
            Words.of(need, "name"),
            Words.of(need.group, "name"),
            HIDDEN if hides_estimate else figures.estimate,
            Words.of(need, "unit_label"),
            _count(figures.affected),
            _count(figures.covered),
            HIDDEN if figures.is_marked else _rounded(figures.gap_percent),
            row.priority.score if row.priority else HIDDEN,
            row.priority.rank if row.priority else HIDDEN,
        )
    )


def _count(value: int | None) -> int | Hidden:
    return HIDDEN if value is None else value


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.1"))


def service_map(version: PlanVersion) -> list[DataTable]:
    """The edition's own service map; without provider and place where undisclosed (docs/law.md#undisclosed-place)."""
    assessment = version.plan.assessment
    found = published_map(assessment) if assessment else None
    if found is None or not found.lines:
        return []
    providers = {value: Words.said(label) for value, label in ProviderType.choices}
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Service")),
        text(pgettext_lazy("column", "Type")),
        text(pgettext_lazy("column", "Provider")),
        text(_("Administrative unit")),
        number(pgettext_lazy("column", "Places")),
        number(pgettext_lazy("column", "Users")),
        number(pgettext_lazy("column", "Waiting")),
    )
    rows = [_service_row(line, providers) for line in found.lines]
    rows.append(total_row(*(None,) * 4, found.capacity, _count(found.users), _count(found.waiting)))
    return [DataTable("service_map", Words.said(_("Service map")), columns, tuple(rows))]


def _service_row(line: ServiceLine, providers: dict[str, Words]) -> Row:
    return Row(
        (
            Words.same(line.service.code),
            Words.of(line.service, "name"),
            Words.of(line.service_type, "name"),
            providers[line.service.provider_type],
            _place(line),
            line.capacity,
            _count(line.users),
            _count(line.waiting),
        )
    )


def _place(line: ServiceLine) -> Words:
    if line.is_undisclosed:
        return Words.said(_("undisclosed"))
    return Words.said(_("whole municipality")) if line.unit is None else Words.of(line.unit, "name")


def gap_matrix(version: PlanVersion) -> list[DataTable]:
    """Need × type of service × unit: required places, places there, users, waiting and gap; then units without any.

    Required places are the persons affected. An undisclosed service counts in the municipality's total alone.
    """
    assessment = version.plan.assessment
    needs = list(_needs_asking_for_services(assessment)) if assessment else []
    if assessment is None or not needs:
        return []
    affected = {key: each.affected for key, each in figures_of_needs(needs, sees_all=False).items()}
    units, found = list(AdministrativeUnit.objects.all()), published_map(assessment)
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Need")),
        text(_("Type of service")),
        number(pgettext_lazy("column", "Required")),
        *(Column(Words.of(unit, "name"), ColumnKind.NUMBER) for unit in units),
        number(_("Places in all")),
        number(pgettext_lazy("column", "Users")),
        number(pgettext_lazy("column", "Waiting")),
        number(pgettext_lazy("column", "Gap")),
    )
    rows = tuple(
        _gap_row(
            need, service_type, affected[need.pk], [found.places(service_type.pk, unit.pk) for unit in units], found
        )
        for need in needs
        for service_type in need.service_types.all()
    )
    note = Words.said(
        _("Places by unit. Undisclosed services and those for the whole municipality count in all alone.")
    )
    caption = Words.said(_("Gaps by need, type of service and administrative unit"))
    return [DataTable("gap_matrix", caption, columns, rows, note), *_units_without(units, found)]


def _needs_asking_for_services(assessment: Assessment) -> QuerySet[Need]:
    needs = Need.objects.filter(assessment=assessment).exclude(service_types=None)
    return needs.select_related("group").prefetch_related("service_types")


def _gap_row(
    need: Need, service_type: ServiceType, affected: int | None, places: list[int | None], found: PublishedMap
) -> Row:
    of_type = found.of_type(service_type.pk)
    cells: tuple[Cell, ...] = (
        Words.same(need.code),
        Words.of(need, "name"),
        Words.of(service_type, "name"),
        _count(affected),
        *places,
        of_type.capacity,
        _count(of_type.users),
        _count(of_type.waiting),
        HIDDEN if affected is None else max(affected - of_type.capacity, 0),
    )
    return Row(cells)


def _units_without(units: list[AdministrativeUnit], found: PublishedMap) -> list[DataTable]:
    """Territorial gaps: units in which no service stands."""
    rows = tuple(Row((Words.of(unit, "name"),)) for unit in units if unit.pk not in found.units)
    columns = (text(_("Administrative unit")),)
    return (
        [DataTable("units_without_service", Words.said(_("Units without any service")), columns, rows)] if rows else []
    )
