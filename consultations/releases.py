"""What is published of a round's attendance: all its events as one set, together with every earlier release.

A reader keeps what was published before, so a release is judged with all that came before it: figures hidden once stay
hidden, figures shown once are known, and the difference of two releases is hidden too (docs/law.md#derived-numbers).
Where even hiding more protects nobody, the table is made coarser, and the person publishing is told how and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.enums import ParticipantType, Sex
from consultations.facts.said_figures import say_attendance
from consultations.models import ConsultationEvent, Round
from core.released import Judgement, Release, digest_of, judge
from core.suppression import Sum, SuppressionRule, TrueCount
from core.together.relations import read_lists
from core.together.side_by_side import Reader, read, side_by_side
from municipality.small_numbers import SmallNumberRules, small_number_rules
from operations.trail.figure_words import name_publication
from operations.trail.patterns import keep_release, read_latest_patterns

NAME = name_publication(
    "consultations.attendance",
    gettext_lazy("Attendance of a round"),
    model="consultations.Round",
    own_figures=say_attendance,
)
EXEMPT_KINDS = frozenset({ParticipantType.CSO, ParticipantType.AUTHORITY, ParticipantType.STATE_AGENCY})
TOTAL = "total"
TOTALS = "all"


class Coarsening(Enum):
    """How a table is made coarser; those of an event in the order in which they are tried."""

    WITHOUT_TOTALS = "without totals"
    WITHOUT_KINDS = "without kinds"
    TOTAL_ONLY = "total only"
    LEFT_OUT = "left out"


OF_EVENTS = (Coarsening.WITHOUT_KINDS, Coarsening.TOTAL_ONLY, Coarsening.LEFT_OUT)
MARGINS_LEFT = {None: ("sex", "kind"), Coarsening.WITHOUT_KINDS: ("sex",), Coarsening.TOTAL_ONLY: ()}
Coarsened = dict[int | str, Coarsening]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A release as it would be published, and in words what had to be left out of it."""

    events: list[ConsultationEvent]
    release: Release
    coarsened: list[str]
    is_news: bool


def scope_of(round_id: int) -> str:
    return f"round:{round_id}"


def releases_of(rounds: Iterable[Round]) -> dict[int, Release]:
    return read(read_releases_of(rounds))


def read_releases_of(rounds: Iterable[Round]) -> Reader[dict[int, Release]]:
    """The latest release of each round that has one, by the round's key."""
    scopes = {scope_of(consultation.pk): consultation.pk for consultation in rounds}
    found = yield from read_latest_patterns(NAME, scopes)
    return {scopes[scope]: Release.of(stored.pattern, stored.version) for scope, stored in found.items()}


def keep_attendance(consultation: Round, release: Release) -> None:
    keep_release(NAME, scope_of(consultation.pk), release)


def is_protected(event: ConsultationEvent) -> bool:
    """Whether the higher threshold holds: the event addressed a protected group alone, or keeps only counts."""
    groups = event.groups.all()
    return event.is_counts_only or (bool(groups) and all(group.is_protected for group in groups))


def counted(event: ConsultationEvent) -> dict[str, dict[str, int]]:
    """The published margins of an event: by sex and by kind of participant."""
    found: dict[str, dict[str, int]] = {"sex": {}, "kind": {}}
    for count in event.attendance.all():
        if list(count.whom) in (["sex"], ["participant_type"]):
            found["sex" if count.sex else "kind"][count.sex or count.participant_type] = count.count
    return found


def true_figures(event: ConsultationEvent) -> dict[str, int]:
    margins = counted(event)
    if not any(margins.values()):
        return {}
    total = sum((margins["sex"] or margins["kind"]).values())
    return {f"{event.pk}|{TOTAL}": total} | {
        f"{event.pk}|{column}": value for margin in margins.values() for column, value in margin.items()
    }


def judged_events(rounds: Iterable[Round]) -> list[ConsultationEvent]:
    return read(read_judged_events(rounds))


def read_judged_events(rounds: Iterable[Round]) -> Reader[list[ConsultationEvent]]:
    """The events of these rounds whose attendance is published: held, and not taken back."""
    held = ConsultationEvent.objects.public().held().filter(round__in=[consultation.pk for consultation in rounds])
    events = held.select_related("unit").prefetch_related("groups", "attendance")
    yield from read_lists(events)
    return list(events)


def rounds_to_publish(rounds: Iterable[Round]) -> list[Round]:
    return read(read_rounds_to_publish(rounds))


def read_rounds_to_publish(rounds: Iterable[Round]) -> Reader[list[Round]]:
    """The rounds whose attendance was counted or changed since it was last published."""
    chosen = list(rounds)
    events, released = yield from side_by_side(read_judged_events(chosen), read_releases_of(chosen))
    figures: dict[int, dict[str, int]] = {}
    for event in events:
        figures.setdefault(event.round_id, {}).update(true_figures(event))
    return [
        consultation
        for consultation in chosen
        if (now := figures.get(consultation.pk)) and digest_of(now) != released.get(consultation.pk, Release()).judged
    ]


def propose_release(consultation: Round) -> Proposal:
    """What would be published now: the finest table that protects everybody."""
    events = judged_events([consultation])
    earlier = releases_of([consultation]).get(consultation.pk, Release())
    rules, coarsened = small_number_rules(), Coarsened()
    release, exposed = _release(events, rules, earlier, coarsened)
    while exposed:
        _coarsen(coarsened, exposed, events)
        release, exposed = _release(events, rules, earlier, coarsened)
    figures = {name: value for event in events for name, value in true_figures(event).items()}
    release = replace(release, judged=digest_of(figures))
    is_news = bool(figures) and (release.judged, release.seen) != (earlier.judged, earlier.seen)
    return Proposal(
        events, release, [_sentence(events, subject, step) for subject, step in coarsened.items()], is_news
    )


def _release(
    events: list[ConsultationEvent], rules: SmallNumberRules, earlier: Release, coarsened: Coarsened
) -> Judgement:
    """The release under these coarsenings, and the names of the figures that it could not protect."""
    figures: dict[str, TrueCount] = {}
    sums: list[Sum] = []
    for event in events:
        if coarsened.get(event.pk) != Coarsening.LEFT_OUT:
            margins = MARGINS_LEFT[coarsened.get(event.pk)]
            _add_event(event, margins, rules.of(is_protected=is_protected(event)), figures, sums)
    if TOTALS not in coarsened:
        _add_totals(figures, sums, rules)
    totals = {name for name in figures if name.startswith(TOTALS)}
    return judge(figures, sums, earlier, totals=totals)


def _add_event(
    event: ConsultationEvent,
    margins: tuple[str, ...],
    rule: SuppressionRule,
    figures: dict[str, TrueCount],
    sums: list[Sum],
) -> None:
    values, found = true_figures(event), counted(event)
    if not values:
        return
    total = f"{event.pk}|{TOTAL}"
    figures[total] = TrueCount(values[total], rule)
    for margin in (found[name] for name in margins if found[name]):
        for column, value in margin.items():
            is_fixed = column in EXEMPT_KINDS and not is_protected(event)
            figures[f"{event.pk}|{column}"] = TrueCount(value, rule, is_fixed=is_fixed)
        parts = tuple(f"{event.pk}|{column}" for column in margin)
        sums.append(Sum(total, parts, is_complete=sum(margin.values()) == values[total]))


def _add_totals(figures: dict[str, TrueCount], sums: list[Sum], rules: SmallNumberRules) -> None:
    """Each column over all events, where more than one event has it; exempt only where all its parts are."""
    columns: dict[str, list[str]] = {}
    for name in figures:
        columns.setdefault(name.split("|")[1], []).append(name)
    if len(columns.get(TOTAL, ())) < 2:
        return
    for column, names in columns.items():
        parts = [figures[name] for name in names]
        is_protected_all = all(part.rule == rules.protected for part in parts)
        figures[f"{TOTALS}|{column}"] = TrueCount(
            sum(part.value for part in parts),
            rules.of(is_protected=is_protected_all),
            is_fixed=all(part.is_fixed for part in parts),
        )
        sums.append(Sum(f"{TOTALS}|{column}", tuple(names)))
    for margin in (Sex.values, ParticipantType.values):
        parts_of = tuple(f"{TOTALS}|{column}" for column in margin if column in columns)
        whole = figures[f"{TOTALS}|{TOTAL}"].value
        if parts_of:
            added = sum(figures[name].value for name in parts_of)
            sums.append(Sum(f"{TOTALS}|{TOTAL}", parts_of, is_complete=added == whole))


def _coarsen(coarsened: Coarsened, exposed: set[str], events: list[ConsultationEvent]) -> None:
    """One step coarser: first the totals go, then an event's kinds, its sexes, and at last the event."""
    if TOTALS not in coarsened and len(events) > 1:
        coarsened[TOTALS] = Coarsening.WITHOUT_TOTALS
        return
    finer = [event for event in events if coarsened.get(event.pk) != Coarsening.LEFT_OUT]
    touched = {name.split("|")[0] for name in exposed}
    for event in [event for event in finer if str(event.pk) in touched] or finer:
        now = coarsened.get(event.pk)
        coarsened[event.pk] = OF_EVENTS[0 if now is None else OF_EVENTS.index(now) + 1]


def _sentence(events: list[ConsultationEvent], subject: int | str, step: Coarsening) -> str:
    if step == Coarsening.WITHOUT_TOTALS:
        return _("The totals of the round are left out: with them a protected number could be worked out.")
    event = next(each for each in events if each.pk == subject)
    sentence = {
        Coarsening.WITHOUT_KINDS: _(
            "“%(event)s”: the split by kind of participant is left out; "
            "with it a protected number could be worked out."
        ),
        Coarsening.TOTAL_ONLY: _(
            "“%(event)s”: only the number of all participants is published; any split would let a protected number be "
            "worked out."
        ),
        Coarsening.LEFT_OUT: _(
            "“%(event)s”: its attendance is not published; together with what is already public it would let a "
            "protected number be worked out."
        ),
    }[step]
    return sentence % {"event": event}
