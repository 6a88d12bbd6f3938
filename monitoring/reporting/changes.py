"""What reads otherwise today than in a frozen report: old and new, who changed it, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from monitoring.enums import MeasureStatus
from monitoring.figures import MeasureLine, PeriodFigures, period_figures
from monitoring.indicator_line import IndicatorLine
from monitoring.models import BeneficiaryCount, BudgetExecution, IndicatorValue, MeasureProgress, YearlyReport
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


def changes_since(report: YearlyReport) -> list[FigureChange]:
    """Every figure of the report that differs today; none while it is still being written."""
    if report.figures is None:
        return []
    then, now = report_figures(report), period_figures(report.period)
    subjects = _subjects(report)
    found = [*_indicators(then, now, subjects), *_measures(then, now, subjects), *_persons(then, now, subjects)]
    return _with_events(found, report)


def _subjects(report: YearlyReport) -> dict[tuple[str, str], tuple[str, str]]:
    """The rows behind the figures of the period: by the kind of the figure and the key of what it belongs to."""
    period = report.period
    found = {}
    for value in IndicatorValue.objects.current().approved().filter(period=period).select_related("indicator"):
        found["value", str(value.indicator.key)] = (IndicatorValue._meta.label_lower, str(value.pk))
    for row in MeasureProgress.objects.filter(period=period).select_related("measure"):
        found["progress", str(row.measure.key)] = (MeasureProgress._meta.label_lower, str(row.pk))
    executions = BudgetExecution.objects.filter(period=period, measure__isnull=False).order_by("updated_at")
    for money, key in executions.values_list("pk", "measure__key"):
        found["money", str(key)] = (BudgetExecution._meta.label_lower, str(money))
    for count in BeneficiaryCount.objects.filter(period=period).select_related("group"):
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
        for name, label in (("women", _("women and girls")), ("men", _("men and boys"))):
            counts = tuple(getattr(line, name) if line else None for line in (before, after))
            if counts[0] != counts[1]:
                what = str((before or after).name)  # type: ignore[union-attr]
                subject = subjects.get(("persons", code), ("", ""))
                yield FigureChange(what, label, _shown(counts[0]), _shown(counts[1]), subject)


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
    told = []
    for each in found:
        event = last.get(each.subject)
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
