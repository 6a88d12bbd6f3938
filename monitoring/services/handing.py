"""Deeds of the handing in: an office hands in what a period asks of it, and many values are approved at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused, require
from monitoring.actions import MonitoringAction
from monitoring.enums import AnswerKind, ValueStep
from monitoring.expected import ExpectedCell, OfficeLine, line_of, missing_parts, parts_entered, reach_entered
from monitoring.models import IndicatorValue, MeasureReach, OfficeHandIn, PartValue, Period, UnreportedMeasure
from monitoring.models.reach import WHOLE
from monitoring.parting.dimensions import AskedOf, dimensions_of_persons
from monitoring.parting.parted import parted_lines, uneven
from monitoring.parting.reach import reach_lines, uneven_reach
from monitoring.services.periods import refuse_frozen
from monitoring.services.values import move_value
from operations.deeds import NOW, Entry, record
from socialplan.content.models import Indicator

SHORTEST_REASON = 3
MOST_NOTE = 500


@transaction.atomic
def hand_in(period: Period, office: int, *, reasons: Mapping[str, str], actor: User, entry: Entry = NOW) -> OfficeLine:
    """Hand in for an office: every empty cell gets its reason, every value its review.

    ValidationError with a sentence at each cell that is empty and has no reason; StepRefused for another office.
    """
    require(actor, "monitoring.enter_results")
    period = Period.objects.select_for_update(of=("self",)).select_related("version__plan").get(pk=period.pk)
    refuse_frozen(period)
    entry = entry.checked(actor, period)
    day = entry.happened_on or timezone.localdate()
    line = _line(period, office, actor, on=day)
    _refuse_unexplained(line, reasons)
    _explain(line, reasons)
    _refuse_uneven(line)  # with what was just explained: a part that nobody collected may be what is left
    _submit(line, actor, entry)
    if line.hand_in is None:
        row = OfficeHandIn.objects.create(
            period=period,
            office=line.office,
            due_on=period.due_on,
            handed_in_by=actor,
            happened_on=day,
        )
        counts = {"office": line.name, "cells": line.expected, "explained": len(line.empty_cells)}
        record(MonitoringAction.HAND_IN, row, actor=actor, entry=entry, after=counts)
    return line


def _line(period: Period, office: int, actor: User, *, on: date) -> OfficeLine:
    line = line_of(period, office)
    if line is None:
        raise StepRefused(_("This office owes nothing in this period."))
    if not may_hand_in(actor, line):
        raise StepRefused(_("You hand in for your own office; this one is handed in by its own people."))
    if on < period.ends_on:
        raise StepRefused(_("The period still runs; it is handed in from its last day on."))
    if line.hand_in and not line.open_cells:
        raise StepRefused(_("This office has already handed in."))
    return line


def may_hand_in(actor: User, line: OfficeLine) -> bool:
    """One's own office, and one that has no accounts; who belongs to none is bound to none."""
    if not actor.has_perm("monitoring.enter_results"):
        return False
    is_own = line.office is None or actor.office_id in {None, line.office.pk}
    return is_own or not line.has_people


def _refuse_unexplained(line: OfficeLine, reasons: Mapping[str, str]) -> None:
    missing = {
        cell.key: _("Nothing is entered: say why.")
        for cell in line.empty_cells
        if len(reasons.get(cell.key, "").strip()) < SHORTEST_REASON
    }
    if missing:
        raise ValidationError(missing)


def _explain(line: OfficeLine, reasons: Mapping[str, str]) -> None:
    """An empty cell says from now on why it is: of an indicator as its value, of a measure beside it,
    of its persons in their place."""
    for cell in line.empty_cells:
        kind, pk, *more = cell.key.split("-")
        reason = reasons[cell.key].strip()
        if kind == "indicator":
            value = IndicatorValue(
                period=line.period, indicator_id=int(pk), standing=AnswerKind.NOT_COLLECTED, note=reason
            )
            value.full_clean()
            value.save()
        elif kind == "part":
            _explain_parts(line.period, int(pk), more[0], reason)
        elif kind == "reach":
            _explain_reach(line.period, int(pk), more, reason[:MOST_NOTE])
        else:
            row = UnreportedMeasure(period=line.period, measure_id=int(pk), reason=reason)
            row.full_clean()
            row.save()


def _explain_parts(period: Period, indicator: int, code: str, reason: str) -> None:
    """Every part of the dimension that has no answer yet says the same."""
    dimensions = AskedOf.of_plan(period.plan_id).of(Indicator.objects.get(pk=indicator))
    dimension = next(each for each in dimensions if each.code == code)
    entered = parts_entered(period, indicator=indicator).get((indicator, code), frozenset())
    for part in missing_parts(dimension, entered):
        row = PartValue(period=period, indicator_id=indicator, dimension=code, part=part.code, note=reason)
        row.standing = AnswerKind.NOT_COLLECTED
        row.full_clean()
        row.save()


def _explain_reach(period: Period, measure: int, dimension: Sequence[str], reason: str) -> None:
    """The number in all, or every part of the dimension that has no answer yet."""
    places = [(WHOLE, WHOLE)]
    if dimension:
        asked = next(each for each in dimensions_of_persons() if each.code == dimension[0])
        entered = reach_entered(period, measure=measure).get((measure, asked.code), frozenset())
        places = [(asked.code, part.code) for part in missing_parts(asked, entered)]
    for code, part in places:
        row = MeasureReach(period=period, measure_id=measure, dimension=code, part=part, note=reason)
        row.standing = AnswerKind.NOT_COLLECTED
        row.full_clean()
        row.save()


def _refuse_uneven(line: OfficeLine) -> None:
    """Exclusive parts with the unknown are the total, and no part of an overlapping dimension is more than it."""
    values = {cell.value.indicator_id: cell.value for cell in line.cells if cell.value}
    indicators = line.period.version.indicators.filter(pk__in=values)
    keys = {str(indicator.key): indicator.pk for indicator in indicators}
    parted = parted_lines(line.period, indicators)
    faults = [sentence for each in parted for sentence in uneven(each, values[keys[each.key]])]
    owed = {cell.code for cell in line.cells if cell.key.startswith("reach-")}
    faults += [sentence for each in reach_lines(line.period) if each.code in owed for sentence in uneven_reach(each)]
    if faults:
        raise StepRefused(" ".join(dict.fromkeys(faults)))


def _submit(line: OfficeLine, actor: User, entry: Entry) -> None:
    named = {int(cell.key.removeprefix("indicator-")): cell for cell in line.cells if cell.key.startswith("indicator")}
    waiting = IndicatorValue.objects.current().unsubmitted().filter(period=line.period, indicator__in=named)
    refused = []
    for value in waiting:
        try:
            move_value(value, ValueStep.SUBMIT, actor=actor, entry=entry)
        except StepRefused as refusal:
            refused.append(_sentence(named[value.indicator_id], refusal))
    if refused:
        raise StepRefused(" ".join(refused))


def _sentence(cell: ExpectedCell, refusal: StepRefused) -> str:
    return f"{cell.code}: {refusal}"


@transaction.atomic
def approve_values(values: Iterable[IndicatorValue], *, actor: User) -> int:
    """Approve submitted values together; PermissionDenied where one of them is the actor's own."""
    chosen = list(values)
    for value in chosen:
        move_value(value, ValueStep.APPROVE, actor=actor)
    return len(chosen)
