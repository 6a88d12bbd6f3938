"""Persons whom measures reached, as lines: the number in all and its parts, hidden until a release has judged them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from core.i18n import localized
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.models import MeasureReach, Period
from monitoring.models.reach import WHOLE
from monitoring.parting.dimensions import AskedDimension, Part, read_dimensions_of_persons
from monitoring.parting.parted import PartedLine, PartLine, answer_words, faults_of
from socialplan.content.enums import IndicatorKind
from socialplan.content.models import Measure, MeasureGroup, MeasureIndicator

Entries = Mapping[tuple[str, str], MeasureReach]


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One measure: `persons` in all, and a line a dimension; `is_hidden` until judged, as with every part."""

    key: str
    code: str
    title_sq: str
    title_en: str
    is_protected: bool
    persons: int | None = None
    is_unique: bool = True
    answer_kind: str = ""
    note: str = ""
    is_hidden: bool = False
    parts: tuple[PartedLine, ...] = ()
    title = localized("title")

    @property
    def answer(self) -> str:
        """Why there is no number in all, in a word."""
        return answer_words(self.answer_kind)

    def for_public(self) -> ReachLine:
        """Where the number in all is hidden, its note is too, and those of its parts: they may tell it."""
        parts = tuple(line.for_public() for line in self.parts)
        if not self.is_hidden:
            return replace(self, parts=parts)
        return replace(self, persons=None, note="", parts=tuple(map(_without_notes, parts)))

    def by(self, dimension: str) -> tuple[PartLine, ...]:
        return next((line.parts for line in self.parts if line.dimension == dimension), ())


def _without_notes(line: PartedLine) -> PartedLine:
    return replace(line, parts=tuple(replace(part, note="") for part in line.parts))


def reach_lines(period: Period) -> tuple[ReachLine, ...]:
    return read(read_reach_lines(period))


def read_reach_lines(period: Period) -> Reader[tuple[ReachLine, ...]]:
    """Of every measure that says something of persons, in the plan's order."""
    entered: dict[int, dict[tuple[str, str], MeasureReach]] = defaultdict(dict)
    reached = MeasureReach.objects.filter(period=period).order_by()
    yield [reached]
    for row in reached:
        entered[row.measure_id][row.dimension, row.part] = row
    if not entered:
        return ()
    by_group = MeasureGroup.objects.filter(measure__in=entered, group__is_protected=True)
    by_result = MeasureIndicator.objects.filter(measure__in=entered, indicator__is_protected=True)
    closed = by_group.values_list("measure", flat=True).union(by_result.values_list("measure", flat=True))
    measures = period.version.measures.filter(pk__in=entered).order_by("position", "pk")
    dimensions, _lists = yield from side_by_side(read_dimensions_of_persons(), read_lists(closed, measures))
    protected = set(closed)
    return tuple(
        _line(measure, entered[measure.pk], dimensions, is_protected=measure.pk in protected) for measure in measures
    )


def _line(measure: Measure, rows: Entries, dimensions: Iterable[AskedDimension], *, is_protected: bool) -> ReachLine:
    whole = rows.get((WHOLE, WHOLE))
    line = ReachLine(
        key=str(measure.key),
        code=measure.code,
        title_sq=measure.title_sq,
        title_en=measure.title_en,
        is_protected=is_protected,
    )
    parts = tuple(
        _parted(line, dimension, rows) for dimension in dimensions if any(at == dimension.code for at, _part in rows)
    )
    if whole is None:
        return replace(line, parts=parts)
    return replace(
        line,
        persons=whole.persons,
        is_unique=whole.is_unique,
        answer_kind=whole.standing,
        note=whole.note,
        is_hidden=whole.persons is not None,
        parts=parts,
    )


def _parted(line: ReachLine, dimension: AskedDimension, rows: Entries) -> PartedLine:
    return PartedLine(
        key=line.key,
        code=line.code,
        title_sq=line.title_sq,
        title_en=line.title_en,
        unit="persona",
        unit_en="persons",
        dimension=dimension.code,
        name_sq=dimension.name_sq,
        name_en=dimension.name_en or dimension.name_sq,
        is_exclusive=dimension.is_exclusive,
        kind=IndicatorKind.FLOW,
        counts_people=True,
        is_protected=line.is_protected,
        parts=tuple(
            _part(part, rows[dimension.code, part.code])
            for part in dimension.parts
            if (dimension.code, part.code) in rows
        ),
    )


def _part(part: Part, row: MeasureReach) -> PartLine:
    return PartLine(
        part.code,
        part.name_sq,
        part.name_en,
        None if row.persons is None else Decimal(row.persons),
        answer_kind=row.standing,
        note=row.note,
        is_protected=part.is_protected,
        is_hidden=row.persons is not None,
    )


def uneven_reach(line: ReachLine) -> list[str]:
    """Sentences: parts without their number in all, parts that do not add up to it, one that is above it."""
    if line.persons is None:
        has_figure = any(part.is_measured for each in line.parts for part in each.parts)
        return [_("%(code)s: write the number of persons in all too.") % {"code": line.code}] if has_figure else []
    total = Decimal(line.persons)
    return [sentence for each in line.parts if (sentence := faults_of(each, total, "amount"))]
