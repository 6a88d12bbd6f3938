"""Who attended: true figures for staff, suppressed ones for everybody else."""

from __future__ import annotations

from dataclasses import dataclass

from consultations.models import AttendanceCount, ConsultationEvent


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
