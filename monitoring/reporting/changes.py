"""What reads otherwise today than in a frozen report: old and new, who changed it, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from monitoring.actions import MonitoringAction
from monitoring.enums import OF_SOURCE, MeasureStatus, ReportStep
from monitoring.figures import BudgetFigures, MeasureLine, PeriodFigures, read_period_figures
from monitoring.figures.money import OUTSIDE
from monitoring.indicator_line import IndicatorLine
from monitoring.models import BeneficiaryCount, BudgetExecution, IndicatorValue, MeasureProgress, Period, YearlyReport
from monitoring.reporting.reasons import report_figures
from operations.models import Event

NOTHING = "\u2013"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure of a frozen report that reads otherwise now; `subject` is the row that holds it today."""

    what: str
    field: str
    old: str
    new: str
    subject: tuple[str, str] = ("", "")
    who: str = ""
    at: datetime | None = None
    why: str = ""
    code: str = ""


AMOUNTS_SAID = (
    ("allocated", gettext_lazy("allocated (ALL)")),
    ("committed", gettext_lazy("committed (ALL)")),
    ("spent", gettext_lazy("spent (ALL)")),
)


def changes_since(report: YearlyReport) -> list[FigureChange]:
    """Every figure of the report that differs today; none while it is still being written."""
    if report.figures is None:
        return []
    then = report_figures(report)
    now, subjects = read(side_by_side(read_period_figures(report.period), _read_subjects(report)))
    found = [
        *_indicators(then, now, subjects),
        *_measures(then, now, subjects),
        *_outside(then, now),
        *_persons(then, now, subjects),
        *_counted_parts(then, now),
    ]
    return _with_events(found, report)


def _read_subjects(report: YearlyReport) -> Reader[dict[tuple[str, str], tuple[str, str]]]:
    """The rows behind the figures of the period: by the kind of the figure and the key of what it belongs to."""
    period = report.period
    values = IndicatorValue.objects.current().approved().filter(period=period).select_related("indicator")
    progress = MeasureProgress.objects.filter(period=period).select_related("measure")
    executions = BudgetExecution.objects.filter(period=period, measure__isnull=False).order_by("updated_at")
    money_keys = executions.values_list("pk", "measure__key")
    counts = BeneficiaryCount.objects.filter(period=period).select_related("group")
    yield from read_lists(values, progress, money_keys, counts)
    found = {}
    for value in values:
        found["value", str(value.indicator.key)] = (IndicatorValue._meta.label_lower, str(value.pk))
    for row in progress:
        found["progress", str(row.measure.key)] = (MeasureProgress._meta.label_lower, str(row.pk))
    for money, key in money_keys:
        found["money", str(key)] = (BudgetExecution._meta.label_lower, str(money))
    for count in counts:
        found["persons", count.group.code] = (BeneficiaryCount._meta.label_lower, str(count.pk))
    return found


def _shown(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return value
    is_whole = value == int(value)
    return number_format(int(value) if is_whole else value.normalize(), force_grouping=True)


def _pairs(then: Iterable[Any], now: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The lines of both, by their stable key; None where one has none."""
    old, new = ({line.key: line for line in lines} for lines in (then, now))
    for key in [*old, *(key for key in new if key not in old)]:
        yield old.get(key), new.get(key)


def _gone(old: Any, new: Any) -> FigureChange:
    line = old or new
    is_new, not_there = _("in the plan"), _("not in the plan")
    states = (not_there, is_new) if old is None else (is_new, not_there)
    return FigureChange(f"{line.code} {line.title}", _("place in the plan"), *states, why=_("The plan was amended."))


def _indicators(then: PeriodFigures, now: PeriodFigures, subjects: dict[Any, Any]) -> Iterator[FigureChange]:
    for old, new in _pairs(then.indicators, now.indicators):
        if old is None or new is None:
            yield _gone(old, new)
        else:
            yield from _indicator(old, new, subjects)


def _indicator(old: IndicatorLine, new: IndicatorLine, subjects: dict[Any, Any]) -> Iterator[FigureChange]:
    what, amended = f"{old.code} {old.title}", _("The plan was amended.")
    for name, label in (("baseline", _("baseline")), ("target", _("target")), ("end_target", _("end target"))):
        if getattr(old, name) != getattr(new, name):
            yield FigureChange(what, label, _shown(getattr(old, name)), _shown(getattr(new, name)), why=amended)
    subject = subjects.get(("value", old.key), ("", ""))
    if old.actual != new.actual:
        yield FigureChange(what, _("actual"), _shown(old.actual), _shown(new.actual), subject)
    if old.progress.light != new.progress.light:
        is_same = (old.baseline, old.target, old.actual) == (new.baseline, new.target, new.actual)
        why = _("The thresholds of the lights were changed.") if is_same else ""
        lights = (str(old.progress.light.label), str(new.progress.light.label))
        yield FigureChange(what, _("light"), *lights, ("", "") if is_same else subject, why=why)


def _measures(then: PeriodFigures, now: PeriodFigures, subjects: dict[Any, Any]) -> Iterator[FigureChange]:
    for old, new in _pairs(then.measures, now.measures):
        if old is None or new is None:
            yield _gone(old, new)
        else:
            yield from _measure(old, new, subjects)


def _status(code: str) -> str:
    return str(MeasureStatus(code).label) if code else NOTHING


def _measure(old: MeasureLine, new: MeasureLine, subjects: dict[Any, Any]) -> Iterator[FigureChange]:
    what = f"{old.code} {old.title}"
    progress, money = (subjects.get((kind, old.key), ("", "")) for kind in ("progress", "money"))
    if old.status != new.status:
        yield FigureChange(what, _("status"), _status(old.status), _status(new.status), progress, why=new.why)
    if old.share_done != new.share_done:
        yield FigureChange(
            what, _("share done (%)"), _shown(old.share_done), _shown(new.share_done), progress, why=new.why
        )
    for name, label in (
        ("planned", _("planned (ALL)")),
        ("allocated", _("allocated (ALL)")),
        ("committed", _("committed (ALL)")),
        ("spent", _("spent (ALL)")),
    ):
        before, after = getattr(old.money, name), getattr(new.money, name)
        if before != after:
            yield FigureChange(what, label, _shown(before), _shown(after), money if name != "planned" else ("", ""))


def _persons(then: PeriodFigures, now: PeriodFigures, subjects: dict[Any, Any]) -> Iterator[FigureChange]:
    old, new = ({line.code: line for line in figures.groups} for figures in (then, now))
    for code in sorted({*old, *new}):
        before, after = old.get(code), new.get(code)
        for name, label in (
            ("women", _("women and girls")),
            ("men", _("men and boys")),
            ("undeclared", _("sex not recorded")),
        ):
            counts = tuple(getattr(line, name) if line else None for line in (before, after))
            if counts[0] != counts[1]:
                what = str((before or after).name)  # type: ignore[union-attr]
                subject = subjects.get(("persons", code), ("", ""))
                yield FigureChange(what, label, _shown(counts[0]), _shown(counts[1]), subject, code=code)


def _outside(then: PeriodFigures, now: PeriodFigures) -> Iterator[FigureChange]:
    """Money for what no measure holds."""
    old, new = (next((each.money for each in figures.by_goal if each.code == OUTSIDE[0]), BudgetFigures())
                for figures in (then, now))  # fmt: skip
    for name, label in AMOUNTS_SAID:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield FigureChange(_("Outside the plan"), str(label), _shown(before), _shown(after), code=_("outside"))


def _counted_parts(then: PeriodFigures, now: PeriodFigures) -> Iterator[FigureChange]:
    """Results by their dimensions, and persons of measures in all and by theirs."""
    old, new = (dict(_cells_of(figures)) for figures in (then, now))
    for key in [*old, *(key for key in new if key not in old)]:
        names, before = old.get(key, (None, None))
        names_now, after = new.get(key, (None, None))
        if before != after:
            code, what, label = names or names_now
            yield FigureChange(what, label, _shown(before), _shown(after), code=code)


def _cells_of(figures: PeriodFigures) -> Iterator[tuple[tuple[str, str, str], tuple[tuple[str, str, str], Any]]]:
    parted = [*figures.parts, *(each for line in figures.reach for each in line.parts)]
    for line in parted:
        for part in line.parts:
            names = (line.code, f"{line.code} {line.title}", f"{line.name}: {part.name}")
            yield (line.key, line.dimension, part.code), (names, part.amount if part.is_measured else part.answer)
    for reach in figures.reach:
        names = (reach.code, f"{reach.code} {reach.title}", _("persons in all"))
        yield (reach.key, "", ""), (names, reach.answer if reach.persons is None else reach.persons)


def _with_events(found: list[FigureChange], report: YearlyReport) -> list[FigureChange]:
    """With who changed the row last, and when; the reason of a value is the note that its correction carries."""
    kinds, keys = {each.subject[0] for each in found}, {each.subject[1] for each in found}
    events = Event.objects.filter(subject_type__in=kinds - {""}, subject_id__in=keys - {""})
    last = {
        (event.subject_type, event.subject_id): event
        for event in events.select_related("actor").defer("rows").order_by("sequence")
    }
    values = {key for kind, key in (each.subject for each in found) if kind == IndicatorValue._meta.label_lower}
    notes = {str(key): note for key, note in IndicatorValue.objects.filter(pk__in=values).values_list("pk", "note")}
    told, in_grid = [], _grid_events(report)
    for each in found:
        of_row, of_cell = last.get(each.subject), in_grid.get(each.code or each.what.partition(" ")[0])
        event = max((one for one in (of_row, of_cell) if one), key=lambda one: one.sequence, default=None)
        event = None if each.why and each.subject == ("", "") else event  # an amendment or a threshold, not a person
        note = notes.get(each.subject[1], "") if each.subject[0] == IndicatorValue._meta.label_lower else ""
        told.append(
            replace(
                each,
                who=str(event.actor or "") if event else "",
                at=event.recorded_at if event else None,
                why=each.why or note,
            )
        )
    return told


def _grid_events(report: YearlyReport) -> dict[str, Event]:
    """The last event of the period's sheets that touched a row, by the row's code, since the figures were frozen."""
    frozen = report.state_changes.filter(step=ReportStep.VALIDATE).order_by("pk").last()
    if frozen is None:
        return {}
    events = Event.objects.filter(
        recorded_at__gte=frozen.recorded_at,
        action__in=[MonitoringAction.FILL_GRID, MonitoringAction.UNDO_GRID],
        subject_type=Period._meta.label_lower,
        subject_id=str(report.period_id),
    )
    return {
        str(cell[0]).partition(OF_SOURCE)[0]: event
        for event in events.select_related("actor").defer("rows").order_by("sequence")
        for cell in (event.after or {}).get("cells", ())
    }
