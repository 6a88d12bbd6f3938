"""What people need and what stands there for them: needs, services and gaps of an edition, as everybody may read them.

The plan prints these tables too, so that page, report and plan tell one figure.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.enums import CountedIn, ProviderType
from assessments.gaps.disclosure import PublicLine
from assessments.gaps.page import public_gaps
from assessments.models import Assessment
from assessments.outline import NeedRow, read_need_table
from assessments.published_map import PublishedMap, ServiceLine, published_map
from assessments.stored_release import StoredRelease
from core.table_heads import code_column, number, percent, text, total_row
from core.tables import HIDDEN, DataTable, Hidden, Row, Words
from core.together.side_by_side import Reader, read
from municipality.models import AdministrativeUnit


def edition_tables(assessment: Assessment) -> list[DataTable]:
    """All of an edition, in the order of the report; how it was told is read once for all of them."""
    telling = StoredRelease.of(assessment)
    return [*need_table(assessment, telling), *gap_matrix(assessment, telling), *service_map(assessment, telling)]


def need_table(assessment: Assessment, telling: StoredRelease | None = None) -> list[DataTable]:
    """The edition's needs by rank; what small numbers would give away is a mark (docs/law.md#derived-numbers)."""
    return read(read_need_tables(assessment, telling))


def read_need_tables(assessment: Assessment, telling: StoredRelease | None = None) -> Reader[list[DataTable]]:
    found = yield from read_need_table(assessment, user=None, telling=telling)
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


def service_map(assessment: Assessment, telling: StoredRelease | None = None) -> list[DataTable]:
    """The edition's own service map; without provider and place where undisclosed (docs/law.md#undisclosed-place)."""
    found = published_map(assessment, telling)
    if not found.lines:
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
    if line.for_municipality is not None or line.is_silent_on_county:
        return Words.made(lambda: _of_county(line))
    return Words.said(_("whole municipality")) if line.unit is None else Words.of(line.unit, "name")


def _of_county(line: ServiceLine) -> str:
    if line.is_silent_on_county:
        words = _(
            "%(place)s; today a service of the county: this edition does not say how many places it keeps for this "
            "municipality"
        )
        return words % {"place": line.unit or _("whole municipality")}
    words = _("%(place)s; service of the county, kept for this municipality: %(places)s")
    return words % {"place": line.unit or _("whole municipality"), "places": line.for_municipality}


def gap_matrix(assessment: Assessment, telling: StoredRelease | None = None) -> list[DataTable]:
    """Each requirement line of the edition with its gap alone and after sharing; then units without a service.

    The figures are those of `assessments.gaps.page`, with what small numbers would give away as a mark.
    """
    telling = telling or StoredRelease.of(assessment)
    lines = public_gaps(assessment, telling)
    if not lines:
        return []
    columns = (
        code_column(),
        text(pgettext_lazy("column", "Need")),
        text(_("Type of service")),
        text(_("Administrative unit")),
        text(_("Counted in")),
        number(pgettext_lazy("column", "Required")),
        number(_("There and shared")),
        number(_("Gap alone")),
        number(pgettext_lazy("column", "Gap")),
    )
    note = Words.said(
        _(
            "Gap alone: if every fitting place were kept for this line. Gap: after places are shared, none counted "
            "twice. Undisclosed services share too."
        )
    )
    caption = Words.said(_("Gaps by need, type of service and administrative unit"))
    units, found = list(AdministrativeUnit.objects.all()), published_map(assessment, telling)
    rows = tuple(_gap_row(line) for line in lines)
    return [DataTable("gap_matrix", caption, columns, rows, note), *_units_without(units, found)]


def _gap_row(found: PublicLine) -> Row:
    line = found.line
    types = list(line.service_types.all())
    return Row(
        (
            Words.same(line.key),
            Words.of(line.need, "name"),
            Words(
                "; ".join(each.name_sq for each in types), "; ".join(each.name_en or each.name_sq for each in types)
            ),
            Words.of(line.unit, "name") if line.unit else Words.said(_("whole municipality")),
            Words.said(CountedIn(line.counted_in).label),
            _count(found.required),
            _count(found.given),
            _count(found.gap_alone),
            _count(found.gap),
        )
    )


def _units_without(units: list[AdministrativeUnit], found: PublishedMap) -> list[DataTable]:
    """Territorial gaps: units in which no service stands."""
    rows = tuple(Row((Words.of(unit, "name"),)) for unit in units if unit.pk not in found.units)
    columns = (text(_("Administrative unit")),)
    return (
        [DataTable("units_without_service", Words.said(_("Units without any service")), columns, rows)] if rows else []
    )
