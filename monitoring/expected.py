"""Which cells a period asks of which office, and how far each has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.search import folded
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.enums import ValueState
from monitoring.models import (
    IndicatorValue,
    MeasureProgress,
    MeasureReach,
    OfficeHandIn,
    PartValue,
    Period,
    UnreportedMeasure,
)
from monitoring.models.asked import BETWEEN_CODES
from monitoring.models.reach import WHOLE
from monitoring.parting.dimensions import UNKNOWN, AskedDimension, AskedOf, Part
from monitoring.parting.sub_periods import NO_PARTS, SubResults, read_sub_results
from municipality.models import Office
from socialplan.content.models import Indicator

YEAR = 12


class CellState(StrEnum):
    EMPTY = "empty"
    ENTERED = "entered"
    HANDED_IN = "handed_in"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class ExpectedCell:
    """`key` names it in a form; `due_on` is the period's day, or the new one of what was returned."""

    key: str
    code: str
    title: str
    state: CellState
    due_on: date
    value: IndicatorValue | None = None

    @property
    def is_empty(self) -> bool:
        return self.state is CellState.EMPTY

    @property
    def is_open(self) -> bool:
        return self.state is not CellState.HANDED_IN

    @property
    def is_overdue(self) -> bool:
        """From the day after, by the municipality's clock."""
        return self.is_open and timezone.localdate() > self.due_on


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """What one office owes a period; without an office, what names none."""

    period: Period
    office: Office | None
    cells: tuple[ExpectedCell, ...]
    hand_in: OfficeHandIn | None
    has_people: bool = False

    @property
    def key(self) -> int:
        return self.office.pk if self.office else 0

    @property
    def name(self) -> str:
        return str(self.office) if self.office else _("No office named")

    @property
    def expected(self) -> int:
        return len(self.cells)

    @property
    def entered(self) -> int:
        return sum(not cell.is_empty for cell in self.cells)

    @property
    def handed_in(self) -> int:
        return sum(not cell.is_open for cell in self.cells)

    @property
    def returned(self) -> int:
        return sum(cell.state is CellState.RETURNED for cell in self.cells)

    @property
    def open_cells(self) -> list[ExpectedCell]:
        return [cell for cell in self.cells if cell.is_open]

    @property
    def empty_cells(self) -> list[ExpectedCell]:
        return [cell for cell in self.cells if cell.is_empty]

    @property
    def due_on(self) -> date:
        """The next day on which something is due: of what is still open, else of the period."""
        return min((cell.due_on for cell in self.open_cells), default=self.period.due_on)

    @property
    def overdue(self) -> int:
        return sum(cell.is_overdue for cell in self.cells)

    @property
    def status(self) -> str:
        """On time or late, in words."""
        if self.overdue:
            return _("overdue")
        if self.hand_in is None:
            return _("not due yet")
        if self.returned:
            return _("returned")
        return _("late") if self.hand_in.was_late else _("on time")


def is_asked_for(indicator: Indicator, period: Period, asked: AskedOf) -> bool:
    """Whether a measurement falls due in the period: in its last month, counted from the plan's first January."""
    months = asked.months_of(indicator)
    if months is None:
        return True
    begun = (period.ends_on.year - period.plan.first_year) * YEAR
    first = (period.starts_on.year - period.plan.first_year) * YEAR + period.starts_on.month
    return any(month % months == 0 for month in range(first, begun + period.ends_on.month + 1))


def offices_by_word(offices: Iterable[Office] | None = None) -> dict[str, Office]:
    """An indicator names who answers for it in words: the code or a name of an office."""
    return {
        folded(name): office
        for office in (Office.objects.all() if offices is None else offices)
        for name in (office.code, office.name_sq, office.name_en)
        if name
    }


class _Entered:
    """What a period's version asks for and what was entered, as lists that are read together."""

    def __init__(self, period: Period) -> None:
        measures = period.version.measures.select_related("office")
        self.period = period
        self.hand_ins = OfficeHandIn.objects.filter(period=period)
        self.people = User.objects.holding(Role.STAFF).order_by().values_list("office", flat=True)
        self.offices = Office.objects.all()
        self.values = IndicatorValue.objects.current().filter(period=period).order_by()
        self.parts = _parts_of(PartValue.objects.filter(period=period), "indicator")
        self.indicators = period.version.indicators.order_by("objective__goal__position", "position", "pk")
        self.reported = MeasureProgress.objects.filter(period=period).values_list("measure", flat=True)
        self.unreported = UnreportedMeasure.objects.filter(period=period).values_list("measure", flat=True)
        self.measures = measures.order_by("position", "pk")
        self.reach = _parts_of(MeasureReach.objects.filter(period=period), "measure")
        self.for_groups = measures.filter(group_links__isnull=False).distinct().order_by("position", "pk")

    @property
    def lists(self) -> list[QuerySet[Any, Any]]:
        return [each for each in vars(self).values() if isinstance(each, QuerySet)]


def office_lines(period: Period) -> list[OfficeLine]:
    return read(read_office_lines(period))


def read_office_lines(period: Period) -> Reader[list[OfficeLine]]:
    """Every office that owes the period something, in the offices' order; what names no office stands last."""
    entered = _Entered(period)
    asked, inside, _lists = yield from side_by_side(
        AskedOf.read_of_plan(period.plan_id), read_sub_results(period), read_lists(*entered.lists)
    )
    hand_ins = {row.office_id: row for row in entered.hand_ins}
    cells: dict[Office | None, list[ExpectedCell]] = defaultdict(list)
    for office, cell in (
        *_indicator_cells(entered, hand_ins, asked, inside),
        *_measure_cells(entered, hand_ins),
        *_reach_cells(entered, hand_ins, asked),
    ):
        cells[office].append(cell)
    people = set(entered.people)
    lines = [
        OfficeLine(
            period, each, tuple(owed), hand_ins.get(each.pk if each else None), bool(each and each.pk in people)
        )
        for each, owed in cells.items()
    ]
    return sorted(lines, key=lambda line: (line.office is None, line.office and (line.office.order, line.office.code)))


def line_of(period: Period, office: int) -> OfficeLine | None:
    """The line of an office by its key; 0 is that of what names none."""
    return next((line for line in office_lines(period) if line.key == office), None)


def _indicator_cells(
    known: _Entered,
    hand_ins: dict[int | None, OfficeHandIn],
    asked: AskedOf,
    inside: dict[UUID, SubResults],
) -> Iterator[tuple[Office | None, ExpectedCell]]:
    period, offices, entered = known.period, offices_by_word(known.offices), _by_dimension(known.parts)
    values = {row.indicator_id: row for row in known.values}
    for indicator in known.indicators:
        if not is_asked_for(indicator, period, asked):
            continue
        value = values.get(indicator.pk)
        due_on = (value and value.is_returned and value.due_on) or period.due_on
        office = offices.get(folded(indicator.responsible))
        yield (
            office,
            ExpectedCell(
                f"indicator-{indicator.pk}",
                indicator.code,
                indicator.title,
                state_of(value, is_summed=inside.get(indicator.key, NO_PARTS).total is not None),
                due_on,
                value,
            ),
        )
        for dimension in asked.of(indicator):
            rows = entered.get((indicator.pk, dimension.code), frozenset())
            missing = missing_parts(dimension, rows)
            state = _entered(not missing, is_handed_in=(office.pk if office else None) in hand_ins)
            title = _with_parts(indicator.title, dimension, missing if rows else ())
            key = f"part-{indicator.pk}-{dimension.code}"
            yield office, ExpectedCell(key, indicator.code, title, state, period.due_on)


def _entered(is_entered: bool, *, is_handed_in: bool) -> CellState:
    if not is_entered:
        return CellState.EMPTY
    return CellState.HANDED_IN if is_handed_in else CellState.ENTERED


def _with_parts(title: str, dimension: AskedDimension, missing: Iterable[Part]) -> str:
    """With the dimension, and what is missing of one that somebody began."""
    about = ", ".join(part.label for part in missing)
    return f"{title} ({dimension.label}: {about})" if about else f"{title} ({dimension.label})"


def parts_entered(period: Period, **only: Any) -> dict[tuple[int, str], frozenset[str]]:
    """By indicator and dimension the parts that have an answer: a figure, 0 too, or why there is none."""
    return _by_dimension(_parts_of(PartValue.objects.filter(period=period, **only), "indicator"))


def reach_entered(period: Period, **only: Any) -> dict[tuple[int, str], frozenset[str]]:
    """The same of the persons of measures, by measure."""
    return _by_dimension(_parts_of(MeasureReach.objects.filter(period=period, **only), "measure"))


def _parts_of(rows: QuerySet[Any], owner: str) -> QuerySet[Any, Any]:
    """By owner and dimension the parts that have an answer."""
    return rows.order_by().values_list(owner, "dimension").annotate(parts=ArrayAgg("part"))


def _by_dimension(rows: Iterable[tuple[int, str, list[str]]]) -> dict[tuple[int, str], frozenset[str]]:
    return {(owner, dimension): frozenset(parts) for owner, dimension, parts in rows}


def missing_parts(dimension: AskedDimension, entered: Collection[str]) -> list[Part]:
    """The parts without an answer; what was not recorded is nothing where nobody says otherwise."""
    left = [part for part in dimension.parts if part.code not in entered]
    if not entered:
        return left
    return [part for part in left if UNKNOWN not in part.code.split(BETWEEN_CODES)]


def state_of(value: IndicatorValue | None, *, is_summed: bool = False) -> CellState:
    """What shorter periods add up to is in without being entered again."""
    if value is None:
        return CellState.HANDED_IN if is_summed else CellState.EMPTY
    states = {ValueState.DRAFT: CellState.ENTERED, ValueState.RETURNED: CellState.RETURNED}
    return states.get(ValueState(value.state), CellState.HANDED_IN)


def _measure_cells(
    known: _Entered, hand_ins: dict[int | None, OfficeHandIn]
) -> Iterator[tuple[Office | None, ExpectedCell]]:
    said = {*known.reported, *known.unreported}
    for measure in known.measures:
        state = CellState.ENTERED if measure.pk in said else CellState.EMPTY
        if state is CellState.ENTERED and measure.office_id in hand_ins:
            state = CellState.HANDED_IN
        yield (
            measure.office,
            ExpectedCell(f"measure-{measure.pk}", measure.code, measure.title, state, known.period.due_on),
        )


def _reach_cells(
    known: _Entered, hand_ins: dict[int | None, OfficeHandIn], asked: AskedOf
) -> Iterator[tuple[Office | None, ExpectedCell]]:
    """Of each measure that the plan writes for a group: how many persons it reached.

    A dimension that somebody began to tell them by is asked for whole, and so is one that every measure owes.
    """
    entered, due_on = _by_dimension(known.reach), known.period.due_on
    for measure in known.for_groups:
        is_handed_in = measure.office_id in hand_ins
        title = _("%(measure)s: persons reached") % {"measure": measure.title}
        state = _entered((measure.pk, WHOLE) in entered, is_handed_in=is_handed_in)
        yield measure.office, ExpectedCell(f"reach-{measure.pk}", measure.code, title, state, due_on)
        for dimension in asked.persons:
            rows = entered.get((measure.pk, dimension.code), frozenset())
            if rows or dimension.code in asked.owed_by_measures:
                missing = missing_parts(dimension, rows)
                state = _entered(not missing, is_handed_in=is_handed_in)
                key = f"reach-{measure.pk}-{dimension.code}"
                words = _with_parts(title, dimension, missing if rows else ())
                yield measure.office, ExpectedCell(key, measure.code, words, state, due_on)
