"""Persons whom each measure reached: in all, and by sex, age, group and unit, a row a measure.

A part takes a number, or one of the words that say why there is none; the reason stands once for a dimension.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.grid.cells import GridColumn, GridKind, GridRow, Value
from core.grid.table_rows import at_columns, check
from core.workflow import StepRefused
from monitoring.enums import AnswerKind
from monitoring.grid.base import ResultSheet
from monitoring.grid.measures import measure_rows
from monitoring.models import MeasureReach
from monitoring.models.periods import MOST_PERSONS
from monitoring.models.reach import WHOLE
from monitoring.parting.dimensions import BETWEEN_PLACES, AskedDimension, dimensions_of_persons
from socialplan.content.models import Measure

Place = tuple[str, str]  # dimension and part
ABOUT = ("counting", "standing", "note")  # what is said of the number in all
NO_FIGURE = (AnswerKind.NOT_COLLECTED, AnswerKind.NOT_APPLICABLE)


def why_column(dimension: str) -> str:
    """The column of the reason why parts of a dimension were not collected."""
    return f"why{BETWEEN_PLACES}{dimension}"


class ReachSheet(ResultSheet):
    code = "reach"
    is_left_out_of_trail = True

    @property
    def title(self) -> str:
        return _("Persons reached by measures")

    @cached_property
    def dimensions(self) -> list[AskedDimension]:
        return dimensions_of_persons()

    @property
    def folds(self) -> list[tuple[str, str]]:
        return [(each.code, str(each.label)) for each in self.dimensions]

    def fold(self, by: str) -> None:
        super().fold(by)
        self.__dict__.pop("columns", None)  # they are made anew

    @cached_property
    def places(self) -> dict[str, Place]:
        """Where the number of a column is kept."""
        parts = [(each.code, part.code) for each in self.dimensions for part in each.parts]
        return {WHOLE: (WHOLE, WHOLE)} | {BETWEEN_PLACES.join(place): place for place in parts}

    @cached_property
    def columns(self) -> list[GridColumn]:
        kinds = tuple((str(code), str(label)) for code, label in AnswerKind.choices)
        counting = (("once", _("each person once")), ("often", _("some more than once")))
        shown = [each for each in self.dimensions if self.by in {"", each.code}]
        parts = [column for each in shown for column in self._columns_of(each)]
        return [
            GridColumn("title", _("Measure"), GridKind.LONG, is_editable=False),
            GridColumn(WHOLE, _("Persons in all"), GridKind.COUNT, most=MOST_PERSONS),
            GridColumn("counting", _("How they are counted"), GridKind.CHOICE, choices=counting),
            *parts,
            GridColumn("standing", _("Kind of answer"), GridKind.CHOICE, choices=kinds),
            GridColumn("note", _("Note"), GridKind.LONG, most=500),
        ]

    @staticmethod
    def _columns_of(dimension: AskedDimension) -> Iterator[GridColumn]:
        words = tuple((str(kind), str(kind.label)) for kind in NO_FIGURE)
        for part in dimension.parts:
            label = _("%(dimension)s: %(part)s") % {"dimension": dimension.label, "part": part.label}
            name = f"{dimension.code}{BETWEEN_PLACES}{part.code}"
            yield GridColumn(name, label, GridKind.COUNT, most=MOST_PERSONS, words=words)
        label = _("%(dimension)s: why not collected") % {"dimension": dimension.label}
        yield GridColumn(why_column(dimension.code), label, GridKind.LONG, most=500)

    @cached_property
    def measures(self) -> dict[str, Measure]:
        return measure_rows(self)

    @cached_property
    def entries(self) -> dict[str, dict[Place, MeasureReach]]:
        found: dict[str, dict[Place, MeasureReach]] = {}
        for row in MeasureReach.objects.filter(period=self.period).order_by():
            found.setdefault(str(row.measure_id), {})[row.dimension, row.part] = row
        return found

    def rows(self) -> list[GridRow]:
        return self.own_first([(measure.office, self._row(key, measure)) for key, measure in self.measures.items()])

    def _row(self, key: str, measure: Measure) -> GridRow:
        entries = self.entries.get(key, {})
        values: dict[str, Value] = {"title": measure.title, "counting": "", "standing": "", "note": ""}
        values |= {name: _said(entries.get(place)) for name, place in self.places.items()}
        values |= {why_column(each.code): _reason_in(entries, each.code) for each in self.dimensions}
        if whole := entries.get((WHOLE, WHOLE)):
            is_counted = whole.persons is not None
            values |= {
                "counting": ("once" if whole.is_unique else "often") if is_counted else "",
                "standing": whole.standing,
                "note": whole.note,
            }
        return GridRow(key, measure.code, measure.title, values)

    def refusals(self, row: str, values: Mapping[str, Value]) -> dict[str, str]:
        try:
            for entry in self._stored(row, values):
                check(entry)
        except ValidationError as refusal:
            return at_columns(refusal, values)
        return {}

    def write(self, row: str, values: Mapping[str, Value]) -> None:
        self.write_all({row: values})

    def write_all(self, rows: Mapping[str, Mapping[str, Value]]) -> None:
        new, changed, gone, now = [], [], [], timezone.now()
        for row, values in rows.items():
            kept = list(self._stored(row, values))
            for entry in kept:
                check(entry)
                entry.updated_at = now
            new += [each for each in kept if each.pk is None]
            changed += [each for each in kept if each.pk]
            gone += [each.pk for each in self._gone(row, values)]
        MeasureReach.objects.filter(pk__in=gone).delete()
        MeasureReach.objects.bulk_create(new)
        MeasureReach.objects.bulk_update(changed, ["persons", "is_unique", "standing", "note", "updated_at"])

    def _stored(self, row: str, values: Mapping[str, Value]) -> Iterator[MeasureReach]:
        """The rows of the database that these cells leave, not saved; ValidationError where they make no sense."""
        measure = self.measures.get(row)
        if measure is None:
            raise StepRefused(_("Somebody else has removed this in the meantime."))
        for dimension in self.dimensions:
            yield from self._parts(row, measure, dimension, values)
        if (whole := self._whole(row, values)) is not None and not _is_nothing(whole):
            yield whole

    def _parts(
        self, row: str, measure: Measure, dimension: AskedDimension, values: Mapping[str, Value]
    ) -> Iterator[MeasureReach]:
        """Parts of a dimension that these cells touch; those not collected share its reason."""
        known, why = self.entries.get(row, {}), why_column(dimension.code)
        reason = str(values[why] or "") if why in values else _reason_in(known, dimension.code)
        is_explained = False
        for part in dimension.parts:
            place = (dimension.code, part.code)
            name, entry = BETWEEN_PLACES.join(place), known.get(place)
            if values.get(name) is not None:
                new = MeasureReach(period=self.period, measure=measure, dimension=dimension.code, part=part.code)
                entry = _answered(entry or new, values[name])
            if entry is None or (name in values and values[name] is None):
                continue
            is_open = entry.standing == AnswerKind.NOT_COLLECTED
            is_explained |= is_open
            entry.note = reason if is_open else ""
            if name in values or (why in values and is_open):
                yield entry
        if values.get(why) and not is_explained:
            raise ValidationError({why: _("Write “not collected” for the parts that this reason is of.")})

    def _gone(self, row: str, values: Mapping[str, Value]) -> Iterator[MeasureReach]:
        known = self.entries.get(row, {})
        for name, value in values.items():
            place = self.places.get(name)
            if place and place != (WHOLE, WHOLE) and value is None and place in known:
                yield known[place]
        whole = self._whole(row, values)
        if whole is not None and whole.pk and _is_nothing(whole):
            yield whole

    def _whole(self, row: str, values: Mapping[str, Value]) -> MeasureReach | None:
        """The number in all with what is said of it; None where these cells do not touch it."""
        if not values.keys() & {WHOLE, *ABOUT}:
            return None
        entry = self.entries.get(row, {}).get((WHOLE, WHOLE)) or MeasureReach(
            period=self.period, measure=self.measures[row]
        )
        if WHOLE in values:
            entry.persons = None if values[WHOLE] is None else int(values[WHOLE] or 0)
            if entry.persons is not None:
                entry.standing = AnswerKind.MEASURED
        if "counting" in values:
            entry.is_unique = values["counting"] != "often"
        if "note" in values:
            entry.note = str(values["note"] or "")
        if "standing" in values and values.get(WHOLE) is None:
            entry.standing = AnswerKind(str(values["standing"] or AnswerKind.MEASURED))
            if entry.standing != AnswerKind.MEASURED:
                entry.persons = None
        if entry.persons is None and entry.standing == AnswerKind.MEASURED and (entry.note or values.get("counting")):
            raise ValidationError(_("Write the number in all too, or choose why there is none."))
        return entry


def _answered(part: MeasureReach, value: Value) -> MeasureReach:
    """With the number, or with the word that says why there is none."""
    if isinstance(value, str):
        part.standing, part.persons = AnswerKind(value), None
    else:
        part.standing, part.persons = AnswerKind.MEASURED, int(value or 0)
    return part


def _said(entry: MeasureReach | None) -> Value:
    """What the cell of a number shows: of parts also the word that stands in its place."""
    if entry is None:
        return None
    return entry.standing if entry.persons is None and entry.dimension != WHOLE else entry.persons


def _reason_in(entries: Mapping[Place, MeasureReach], dimension: str) -> str:
    notes = [row.note for (at, _part), row in entries.items() if at == dimension and row.note]
    return notes[0] if notes else ""


def _is_nothing(whole: MeasureReach) -> bool:
    return whole.persons is None and whole.standing == AnswerKind.MEASURED
