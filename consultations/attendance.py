"""Who attended: true figures for staff, suppressed ones for everybody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.enums import ParticipantType, Sex
from consultations.models import AttendanceCount, ConsultationEvent
from core.suppression import MARK, Count, Rule, Sum, Table, suppress
from municipality.calendar import threshold
from municipality.enums import ThresholdCode

EXEMPT_KINDS = frozenset({ParticipantType.CSO, ParticipantType.AUTHORITY, ParticipantType.STATE_AGENCY})
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Margin:
    """One way of counting the same persons: `name` is sex, type, group or cross."""

    name: str
    rows: list[tuple[str, int]]
    total: int


def margin_of(count: AttendanceCount) -> str:
    named = [
        name
        for name, value in (
            ("sex", count.sex),
            ("type", count.participant_type),
            ("group", count.group_id),
            ("unit", count.unit_id),
        )
        if value
    ]
    return named[0] if len(named) == 1 else "cross"


def label_of(count: AttendanceCount) -> str:
    parts = [
        count.get_sex_display() if count.sex else "",
        count.get_participant_type_display() if count.participant_type else "",
        str(count.group) if count.group_id else "",
        str(count.unit) if count.unit_id else "",
    ]
    return ", ".join(str(part) for part in parts if part)


def attendance_tables(event: ConsultationEvent) -> list[Margin]:
    """The event's true counts, a table per way of counting."""
    found: dict[str, list[AttendanceCount]] = {}
    for count in event.attendance.all():
        found.setdefault(margin_of(count), []).append(count)
    return [
        Margin(name, [(label_of(count), count.count) for count in counts], sum(count.count for count in counts))
        for name, counts in found.items()
    ]


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """What the public sees of a count: a number, nothing counted (None), or that it is protected."""

    value: int | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class PublicRow:
    event: ConsultationEvent
    figures: list[PublicFigure]


@dataclass(frozen=True, slots=True)
class PublicAttendance:
    headings: list[str]
    rows: list[PublicRow]
    mark: str = MARK

    def __bool__(self) -> bool:
        return bool(self.rows)


def published_attendance(events: Iterable[ConsultationEvent]) -> PublicAttendance:
    """Events with their margins by sex and kind of participant, after suppression (product.md §7)."""
    chosen = list(events)
    if not chosen:
        return PublicAttendance([], [])
    rules = {
        False: Rule(int(threshold(ThresholdCode.SMALL_NUMBER))),
        True: Rule(int(threshold(ThresholdCode.SMALL_NUMBER_PROTECTED)), hides_zero=True),
    }
    tables = {event.pk: public_table(event, rules[is_protected(event)]) for event in chosen}
    present = {key for table in tables.values() for key in table}
    names = [TOTAL, *Sex.values, *ParticipantType.values]
    keys = [name for name in names if name in present or name in {TOTAL, Sex.WOMEN, Sex.MEN}]
    labels = {TOTAL: _("All"), **dict(Sex.choices), **dict(ParticipantType.choices)}
    nothing = PublicFigure(None, is_hidden=False)
    rows = [PublicRow(event, [tables[event.pk].get(key, nothing) for key in keys]) for event in chosen]
    return PublicAttendance([str(labels[key]) for key in keys], rows)


def is_protected(event: ConsultationEvent) -> bool:
    """Whether the higher threshold holds: the event addressed a protected group alone, or keeps only counts."""
    groups = event.groups.all()
    return event.is_counts_only or (bool(groups) and all(group.is_protected for group in groups))


def public_table(event: ConsultationEvent, rule: Rule) -> dict[str, PublicFigure]:
    """The event's figures by key; where even hiding more protects nobody, none of them is shown."""
    by_sex = {count.sex: count.count for count in event.attendance.all() if margin_of(count) == "sex"}
    by_kind = {count.participant_type: count.count for count in event.attendance.all() if margin_of(count) == "type"}
    if not by_sex and not by_kind:
        return {}
    total = sum((by_sex or by_kind).values())
    counts = {TOTAL: Count(total, rule)} | {key: Count(value, rule) for key, value in by_sex.items()}
    for kind, value in by_kind.items():
        counts[kind] = Count(value, rule, is_fixed=kind in EXEMPT_KINDS and not is_protected(event))
    sums = tuple(Sum(TOTAL, tuple(parts)) for parts in (by_sex, by_kind) if parts)
    suppressed = suppress(Table(counts, sums))
    return {
        key: PublicFigure(
            suppressed.public(key) if suppressed.is_safe else None,
            is_hidden=not suppressed.is_safe or suppressed[key].is_hidden,
        )
        for key in counts
    }
