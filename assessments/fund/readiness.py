"""Whether the six blocks the Social Fund asks for are there, cell by cell: "n of m", and a link to what is missing.

The blocks are those of the method as the press told it (docs/law.md#figures).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.enums import SexScope
from assessments.figures.catalogue import OF_DISABILITY, OF_ETHNICITY, OF_GROUP, OF_POPULATION
from assessments.models import Assessment, DataPoint, Service, TargetGroup
from core.tables import Words
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from municipality.models import AdministrativeUnit


@dataclass(frozen=True, slots=True)
class ReadinessCell:
    """One thing that the application must tell; `url` is where it is entered."""

    label: object
    is_filled: bool
    url: str


@dataclass(frozen=True, slots=True)
class ReadinessBlock:
    """`begins` is the next useful act where nothing stands yet of which the cells could be counted."""

    title: Words
    of_rows: tuple[ReadinessCell, ...]
    begins: ReadinessCell

    @property
    def is_begun(self) -> bool:
        return bool(self.of_rows)

    @property
    def cells(self) -> tuple[ReadinessCell, ...]:
        return self.of_rows or (self.begins,)

    @property
    def filled(self) -> int:
        return sum(cell.is_filled for cell in self.cells)

    @property
    def missing(self) -> list[ReadinessCell]:
        return [cell for cell in self.cells if not cell.is_filled]

    @property
    def is_ready(self) -> bool:
        return not self.missing


FIRST_UNITS = _("No administrative unit is entered yet. Enter the units, with their population.")
FIRST_GROUPS = _("No group in need is in use yet. Enter the groups, with how many they are.")
FIRST_SERVICES = _("No running service is on the map yet. Enter the services, or take them from a sheet.")
FIRST_POSTS = _("No post is entered yet. Open an assessment and enter the posts that its ratios ask for.")
#: Title of each block, what to do first where nothing stands yet, and where.
BLOCKS = (
    (_("1. Demography"), FIRST_UNITS, "municipality:unit_list"),
    (
        _("2. Groups in need by sex, age, disability and ethnicity"),
        FIRST_GROUPS,
        "assessments:group_list",
    ),
    (_("3. Services and where they are"), FIRST_SERVICES, "assessments:service_list"),
    (_("4. Beneficiaries by sex"), FIRST_SERVICES, "assessments:service_list"),
    (_("5. Money by source and year"), FIRST_SERVICES, "assessments:service_list"),
    (_("6. Structures and staff"), FIRST_POSTS, "assessments:assessment_list"),
)


@dataclass(frozen=True, slots=True)
class FigureKey:
    """What a figure of the edition is about, as far as readiness asks."""

    group: int | None
    unit: int | None
    sex: str
    has_ages: bool
    code: str


def readiness(assessment: Assessment | None, user: Any = None) -> list[ReadinessBlock]:
    """The six blocks; without an edition the blocks that rest on one have all their cells empty.

    Who may not enter what is missing, or not any more, is led to the edition.
    """
    in_use, everywhere = TargetGroup.objects.in_use(), AdministrativeUnit.objects.all()
    running = Service.objects.running().prefetch_related(
        "groups", "served_units", "servicestaff_rows", "serviceyear_rows", "servicemoney_rows"
    )
    figures, _lists = read(side_by_side(_read_figures(assessment), read_lists(in_use, everywhere, running)))
    groups, units, services = list(in_use), list(everywhere), list(running)
    enter = _place("assessments:datapoint_create", "assessments.add_datapoint", assessment, user)
    cells = (
        _demography(units, figures, enter),
        _groups(groups, figures, enter),
        _map(services, units),
        _beneficiaries(services),
        _money(services),
        _structures(assessment, services, user),
    )
    return [
        ReadinessBlock(Words.said(title), tuple(found), _begins(words, name))
        for (title, words, name), found in zip(BLOCKS, cells, strict=True)
    ]


def _begins(words: object, name: str) -> ReadinessCell:
    return ReadinessCell(words, is_filled=False, url=reverse(name))


def _place(page: str, permission: str, assessment: Assessment | None, user: Any) -> str:
    """Where something of the edition is entered."""
    if assessment is None:
        return reverse("assessments:assessment_list")
    may = user is not None and user.has_perm(permission, assessment)
    return reverse(page, args=[assessment.pk]) if may else assessment.get_absolute_url()


def _read_figures(assessment: Assessment | None) -> Reader[set[FigureKey]]:
    current = DataPoint.objects.filter(assessment=assessment).current().order_by()
    rows = current.values_list("group", "unit", "sex", "age_from", "age_to", "definition__code").distinct()
    yield [rows]
    return {
        FigureKey(group, unit, sex, (low, high) != (None, None), code) for group, unit, sex, low, high, code in rows
    }


def _has(figures: Iterable[FigureKey], **wanted: object) -> bool:
    return any(all(getattr(figure, name) == value for name, value in wanted.items()) for figure in figures)


def _demography(units: Sequence[AdministrativeUnit], figures: set[FigureKey], enter: str) -> Iterator[ReadinessCell]:
    for unit in units:
        yield ReadinessCell(
            _("%(unit)s: population with year and source") % {"unit": unit},
            unit.population is not None,
            reverse("municipality:unit_list"),
        )
        of_all = {
            each for each in figures if each.group is None and each.unit == unit.pk and each.code in OF_POPULATION
        }
        for sex in (SexScope.WOMEN, SexScope.MEN):
            label = _("%(unit)s: population, %(sex)s") % {"unit": unit, "sex": sex.label}
            yield ReadinessCell(label, _has(of_all, sex=sex), enter)
        label = _("%(unit)s: population by age") % {"unit": unit}
        yield ReadinessCell(label, _has(of_all, has_ages=True), enter)


#: What is asked of a group for each sex, and which figure tells it.
OF_A_GROUP: tuple[tuple[Any, dict[str, object]], ...] = (
    (_("%(group)s: %(sex)s"), {"code": OF_GROUP}),
    (_("%(group)s: %(sex)s by age"), {"code": OF_GROUP, "has_ages": True}),
    (_("%(group)s: %(sex)s with disabilities"), {"code": OF_DISABILITY}),
    (_("%(group)s: %(sex)s, Roma and Egyptians"), {"code": OF_ETHNICITY}),
)


def _groups(groups: Sequence[TargetGroup], figures: set[FigureKey], enter: str) -> Iterator[ReadinessCell]:
    for group in groups:
        yield ReadinessCell(
            _("%(group)s: number with source") % {"group": group},
            group.base_count is not None,
            group.get_absolute_url(),
        )
        of_group = {figure for figure in figures if figure.group == group.pk}
        for sex in (SexScope.WOMEN, SexScope.MEN):
            of_sex = {figure for figure in of_group if figure.sex == sex}
            for words, wanted in OF_A_GROUP:
                yield ReadinessCell(words % {"group": group, "sex": sex.label}, _has(of_sex, **wanted), enter)


def _map(services: Sequence[Service], units: Sequence[AdministrativeUnit]) -> Iterator[ReadinessCell]:
    """An undisclosed service has its place, told to nobody: it takes no part in the count by unit and county."""
    for service in services:
        is_within = service.unit_id is not None or bool(service.served_units.all())
        placed = service.is_undisclosed or service.is_of_county or is_within
        url = service.get_absolute_url()
        yield ReadinessCell(_("%(service)s: unit or county") % {"service": service}, placed, url)
        yield ReadinessCell(_("%(service)s: provider") % {"service": service}, bool(service.run_by_id), url)
    reached = {unit.pk for service in services if not service.is_undisclosed for unit in service.served_units.all()}
    reached |= {service.unit_id for service in services if service.unit_id and not service.is_undisclosed}
    for unit in units if services else ():
        label = _("%(unit)s: a service that stands here or serves it") % {"unit": unit}
        yield ReadinessCell(label, unit.pk in reached, reverse("assessments:service_list"))
    if services:
        of_county = any(service.is_of_county for service in services if not service.is_undisclosed)
        words = _("The county: a service of the county that serves this municipality")
        yield ReadinessCell(words, of_county, reverse("assessments:service_list"))


def _beneficiaries(services: Sequence[Service]) -> Iterator[ReadinessCell]:
    for service in services:
        split = (service.users_women, service.users_men)
        adds_up = None not in split and sum(part or 0 for part in split) == service.users
        label = _("%(service)s: women and men make up all users") % {"service": service}
        yield ReadinessCell(label, adds_up, service.get_absolute_url())


def _money(services: Sequence[Service]) -> Iterator[ReadinessCell]:
    """Each year whose cost is known is a cell of its own, filled where its sources make up that cost."""
    for service in services:
        url = service.get_absolute_url()
        costs = {row.year: row.cost for row in service.serviceyear_rows.all() if row.cost is not None}
        yield ReadinessCell(_("%(service)s: cost of a year") % {"service": service}, bool(costs), url)
        if not costs:
            label = _("%(service)s: sources make up the cost of that year") % {"service": service}
            yield ReadinessCell(label, is_filled=False, url=url)
        for year, cost in sorted(costs.items()):
            paid = sum(row.amount for row in service.servicemoney_rows.all() if row.year == year)
            label = _("%(service)s, %(year)s: sources make up the cost") % {"service": service, "year": year}
            yield ReadinessCell(label, paid == cost, url)


def _structures(assessment: Assessment | None, services: Sequence[Service], user: Any) -> Iterator[ReadinessCell]:
    asked = list(assessment.staff_requirements.all()) if assessment else []
    if not asked and not services:
        return
    enter = _place("assessments:staff_create", "assessments.change_assessment", assessment, user)
    if not asked:
        yield ReadinessCell(_("Posts that ratios ask for, and those filled"), False, enter)
    for row in asked:
        yield ReadinessCell(str(row), True, enter)
    for service in services:
        label = _("%(service)s: staff by profession") % {"service": service}
        yield ReadinessCell(label, bool(service.servicestaff_rows.all()), service.get_absolute_url())
