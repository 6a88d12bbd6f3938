"""Who attended: true figures for staff, and for everybody else what was published of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultations.enums import ParticipantType, Sex
from consultations.models import AttendanceCount, ConsultationEvent, Round
from consultations.privacy import PublicFace, public_face
from consultations.releases import TOTAL, TOTALS, read_releases_of
from core.released import Release
from core.suppression import MARK
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side

MARGINS = {"sex": "sex", "participant_type": "type", "group_id": "group", "unit_id": "unit", "age_band": "age"}


@dataclass(frozen=True, slots=True)
class Margin:
    """One way of counting the same persons: `name` is sex, type, group, unit, age or cross."""

    name: str
    rows: list[tuple[str, int]]
    total: int


def margin_of(count: AttendanceCount) -> str:
    named = list(count.whom)
    return MARGINS[named[0]] if len(named) == 1 else "cross"


def attendance_tables(event: ConsultationEvent, *, with_units: bool) -> list[Margin]:
    """The event's true counts, a table per way of counting; without those that tell a unit where it is withheld."""
    found: dict[str, list[AttendanceCount]] = {}
    for count in event.attendance.all():
        if count.unit_id and not with_units:
            continue
        found.setdefault(margin_of(count), []).append(count)
    return [
        Margin(name, [(count.label, count.count) for count in counts], sum(count.count for count in counts))
        for name, counts in found.items()
    ]


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """What the public sees of a count: a number, nothing counted (None), or that it is protected."""

    value: int | None
    is_hidden: bool


NOT_COUNTED = PublicFigure(None, is_hidden=False)


@dataclass(frozen=True, slots=True)
class PublicRow:
    """The figures of an event, or without one the totals of its round."""

    round: Round
    event: ConsultationEvent | None
    figures: list[PublicFigure]

    @property
    def face(self) -> PublicFace | None:
        return None if self.event is None else public_face(self.event)

    @property
    def tells_something(self) -> bool:
        return any(figure.value is not None for figure in self.figures)


@dataclass(frozen=True, slots=True)
class PublicAttendance:
    """Attendance as published. `columns` are keys in the order of each row's figures; `headings` their words."""

    columns: list[str]
    rows: list[PublicRow]
    mark: str = MARK

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def headings(self) -> list[str]:
        """In the language of the moment."""
        labels = {TOTAL: _("All"), **dict(Sex.choices), **dict(ParticipantType.choices)}
        return [str(labels[column]) for column in self.columns]


def published_attendance(rounds: Iterable[Round]) -> PublicAttendance:
    return read(read_published_attendance(rounds))


def read_published_attendance(rounds: Iterable[Round]) -> Reader[PublicAttendance]:
    """The public events of these rounds with the figures published of them, and each round's totals.

    Nothing is suppressed here: what was decided at publication is read. An event without published figures has a row
    in which nothing is counted.
    """
    chosen = list(rounds)
    events: dict[int, list[ConsultationEvent]] = {consultation.pk: [] for consultation in chosen}
    public = ConsultationEvent.objects.public().filter(round__in=events)
    announced = public.select_related("unit").prefetch_related("groups")
    _events, released = yield from side_by_side(read_lists(announced), read_releases_of(chosen))
    for event in announced:
        events[event.round_id].append(event)
    return shown_attendance({consultation: events[consultation.pk] for consultation in chosen}, released)


def shown_attendance(events: dict[Round, list[ConsultationEvent]], released: dict[int, Release]) -> PublicAttendance:
    """The table of events and totals as the releases let it be seen; totals that are all hidden are left out."""
    present = {name.split("|")[1] for release in released.values() for name in release.shown}
    order = [TOTAL, *Sex.values, *ParticipantType.values]
    columns = [column for column in order if column in present or column in {TOTAL, Sex.WOMEN, Sex.MEN}]
    rows = []
    for consultation, held in events.items():
        release = released.get(consultation.pk, Release())
        of_round = [
            PublicRow(consultation, event, [_figure(release, f"{event.pk}|{column}") for column in columns])
            for event in held
        ]
        totals = PublicRow(consultation, None, [_figure(release, f"{TOTALS}|{column}") for column in columns])
        rows += [*of_round, totals] if totals.tells_something else of_round
    return PublicAttendance(columns, rows)


def _figure(release: Release, name: str) -> PublicFigure:
    key = release.shown.get(name)
    if key is None:
        return NOT_COUNTED
    is_hidden = key in release.hidden
    return PublicFigure(None if is_hidden else release.counts[key].value, is_hidden)
