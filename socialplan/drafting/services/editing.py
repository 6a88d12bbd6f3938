"""Drafting by many hands: who has a place open, and one event of the history for what saved itself there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from operations.deeds import NotedDay, plain_fields, record
from operations.models import Event
from operations.trail.session_actor import in_the_name_of
from socialplan.content.enums import EditablePartKind, NodeKind
from socialplan.content.models import (
    Chapter,
    ContentRow,
    Indicator,
    Measure,
    PlanVersion,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.models import EditingHold
from socialplan.drafting.models.editing import EditingHoldQuerySet
from socialplan.drafting.services.edits import NODES

HELD = timedelta(minutes=3)
ONE_EVENT = timedelta(minutes=15)
ROWS: dict[str, type[ContentRow]] = {**NODES, NodeKind.CHAPTER: Chapter}
KIND_OF: dict[type[ContentRow], str] = {model: kind for kind, model in ROWS.items()}
# Parts of a row that have a page of their own and are told as a whole.
PARTS: dict[str, type[ContentRow]] = {
    EditablePartKind.BUDGET: Measure,
    EditablePartKind.LINKS: Measure,
    EditablePartKind.TARGETS: Indicator,
}
MODEL_OF = ROWS | PARTS
ACTION_OF: dict[str, DraftingAction] = {
    EditablePartKind.BUDGET: DraftingAction.SET_BUDGET,
    EditablePartKind.LINKS: DraftingAction.SET_LINKS,
    EditablePartKind.TARGETS: DraftingAction.SET_TARGETS,
}
OF = "of"
NAMING = ("code", "title_sq", "title_en")
# What goes with a row, and the way from there up to it.
BELOW: dict[type[ContentRow], tuple[tuple[type[ContentRow], str], ...]] = {
    StrategicGoal: ((SpecificObjective, "goal"), (Measure, "objective__goal"), (Indicator, "objective__goal")),
    SpecificObjective: ((Measure, "objective"), (Indicator, "objective")),
}
LINKED: dict[type[ContentRow], str] = {
    StrategicGoal: "indicator_links__indicator__objective__goal",
    SpecificObjective: "indicator_links__indicator__objective",
    Indicator: "indicator_links__indicator",
}
# The row's holds in one statement: the actor's of this kind ends if nothing waits in it; does anything wait here?
# Every save asks it; it saves 82 % of the time of two by the builder (tests/bench/bench_sql.py).
SETTLE = """
WITH here AS (SELECT id, kind, user_id, changed_at FROM {table} WHERE version_id = %s AND node_key = %s),
mine AS (SELECT id FROM here WHERE kind = %s AND user_id = %s),
ended AS (DELETE FROM {table} WHERE id IN (SELECT id FROM mine) AND changed_at IS NULL)
SELECT EXISTS (SELECT FROM here WHERE changed_at IS NOT NULL)
"""
NO_CHANGES = {
    "changed_since": None,
    "changed_at": None,
    "revision_before": None,
    "revision": None,
    "before": None,
    "after": None,
}


def holds_of(row: ContentRow, part: str = "") -> EditingHoldQuerySet:
    """Of the row's own text, or of a part of it with a page of its own."""
    return holds_at(row).filter(kind=part or KIND_OF[type(row)])


def holds_at(row: ContentRow) -> EditingHoldQuerySet:
    """Of the row and all its parts."""
    return EditingHold.objects.filter(version_id=row.version_id, node_key=row.key)


@transaction.atomic
def hold(row: ContentRow, *, actor: User, part: str = "") -> None:
    """Say that this person has the row open; it holds for three minutes, until it is said again."""
    since = Case(When(until__lt=Now(), then=Now()), default=F("opened_at"))
    if holds_of(row, part).filter(user=actor).update(opened_at=since, until=Now() + HELD):
        return
    kind = part or KIND_OF[type(row)]
    named = {"version_id": row.version_id, "kind": kind, "node_key": row.key, "user": actor}
    EditingHold.objects.bulk_create([EditingHold(until=Now() + HELD, **named)], ignore_conflicts=True)


def others_at(row: ContentRow, *, actor: User, part: str = "") -> list[EditingHold]:
    """Who else has the row open, the longest first."""
    return list(holds_of(row, part).alive().exclude(user=actor).select_related("user").order_by("opened_at"))


@dataclass(frozen=True, slots=True)
class LastWriting:
    """Who wrote a row last, and when."""

    person: User | None
    at: datetime


def last_writing(row: ContentRow, part: str = "") -> LastWriting | None:
    """By the changes that wait for their event, and by the history."""
    waiting = holds_of(row, part).unrecorded().select_related("user").order_by("changed_at").last()
    events = Event.objects.filter(_own_deeds(row, part) | _deeds_on_many(row, part))
    event = events.select_related("actor").order_by("-sequence").first()
    if waiting and waiting.changed_at and (event is None or waiting.changed_at > event.recorded_at):
        return LastWriting(waiting.user, waiting.changed_at)
    return LastWriting(event.actor, event.recorded_at) if event else None


def _own_deeds(row: ContentRow, part: str) -> Q:
    """Events of the row's text, or of this part of it; costs are written in the matrix too."""
    here = Q(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    if not part:
        return here & ~Q(action__in=ACTION_OF.values())
    events = Q(action=ACTION_OF[part])
    if part == EditablePartKind.BUDGET:
        events |= Q(action=DraftingAction.SET_CELL, after__has_any_keys=_costs(row))
    return here & events


def _deeds_on_many(row: ContentRow, part: str) -> Q:
    """Pasted blocks and what was taken back are told of the version, with the keys of the rows."""
    if part not in {"", EditablePartKind.BUDGET}:
        return Q(pk=None)
    version = Q(subject_type=PlanVersion._meta.label_lower, subject_id=str(row.version_id))
    cells = [[str(row.key), name] for name in _costs(row)] if part else [[str(row.key)]]
    found = Q()
    for cell in cells:
        found |= Q(action=DraftingAction.PASTE_BLOCK, after__contains={"cells": [cell]})
        found |= Q(action=DraftingAction.UNDO_EDIT, after__contains={"changes": [cell]})
    return version & found


def _costs(row: ContentRow) -> list[str]:
    return [f"cost_{year}" for year in row.version.plan.years]


def is_own_writing(current: ContentRow, *, actor: User, expected_revision: int, draft: str) -> bool:
    """Whether all that was saved since that revision came from this person's same opened page: an answer got lost."""
    same = Q(user=actor, draft=draft, revision=current.revision, revision_before__lte=expected_revision)
    return bool(draft) and type(current) in KIND_OF and holds_of(current).filter(same).exists()


def is_own_part(row: ContentRow, part: str, stands: dict[str, Any], *, actor: User, draft: str) -> bool:
    """Whether what stands there came last from this person's same opened page, which it passed unhindered."""
    own = holds_of(row, part).unrecorded().filter(user=actor, draft=draft).first() if draft else None
    return own is not None and _part_of(own) == stands


def _part_of(hold: EditingHold) -> dict[str, Any]:
    return {name: value for name, value in (hold.after or {}).items() if name != OF}


@dataclass(frozen=True, slots=True)
class Writing:
    """What was written and what stood there before, in plain values; the text of a row counts its revisions."""

    before: dict[str, Any]
    after: dict[str, Any]
    revision_before: int | None = None
    revision: int | None = None

    def goes_on_from(self, own: EditingHold) -> bool:
        """Whether nothing has been written there since what the hold gathered."""
        if self.revision_before is None:
            return _part_of(own) == self.before
        return own.revision == self.revision_before


def note_writing(current: ContentRow, row: ContentRow, *, actor: User, draft: str) -> None:
    """Gather what has just saved itself, `current` before it and `row` after."""
    writing = Writing(plain_fields(current), plain_fields(row), current.revision, row.revision)
    _gather(row, writing, actor=actor, draft=draft, kind=KIND_OF[type(row)])


def note_part(row: ContentRow, part: str, writing: Writing, *, actor: User, draft: str) -> None:
    """Gather what has just saved itself in a part of the row."""
    naming = {name: str(getattr(row, name)) for name in ("id", *NAMING)}
    _gather(row, replace(writing, after=writing.after | {OF: naming}), actor=actor, draft=draft, kind=part)


def _gather(row: ContentRow, writing: Writing, *, actor: User, draft: str, kind: str) -> None:
    """A quarter of an hour is one event. In the transaction of the deed that holds the version locked."""
    own = _others_first(holds_of(row, kind), actor=actor, kind=kind)
    now = timezone.now()
    if own is None:
        own = EditingHold(version=row.version, kind=kind, node_key=row.key, user=actor)
    elif own.changed_since and (not writing.goes_on_from(own) or now - own.changed_since > ONE_EVENT):
        _record(own)
    if own.changed_since is None:
        own.changed_since, own.before, own.revision_before = now, writing.before, writing.revision_before
    own.changed_at, own.after, own.revision = now, writing.after, writing.revision
    own.draft, own.until = draft, now + HELD
    own.save()


def settle(current: ContentRow, *, actor: User) -> dict[str, Any]:
    """Before the actor's own event of this row: others' waiting changes enter the history, the actor's hold ends.

    Answers with the state the actor's event begins at: before all that saved itself since the last one.
    """
    before = plain_fields(current)
    kind = KIND_OF.get(type(current), "")
    if not kind or not _end_hold(current, actor=actor, kind=kind):
        return before
    own = _others_first(holds_at(current), actor=actor, kind=kind)
    if own is not None:
        if own.changed_since and own.revision == current.revision:
            before = own.before or {}
        elif own.changed_since:
            _record(own)
        own.delete()
    return before


def _end_hold(row: ContentRow, *, actor: User, kind: str) -> bool:
    """End the actor's hold if nothing waits in it; answers whether changes of anybody wait at the row."""
    statement = SETTLE.format(table=connection.ops.quote_name(EditingHold._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, [row.version_id, row.key, kind, actor.pk])
        return bool(cursor.fetchone()[0])


def settle_part(row: ContentRow, part: str, before: dict[str, Any], *, actor: User) -> dict[str, Any]:
    """As `settle`, of a part of the row, where `before` stood."""
    if not _end_hold(row, actor=actor, kind=part):
        return before
    own = _others_first(holds_at(row), actor=actor, kind=part)
    if own is not None:
        if own.changed_since and _part_of(own) == before:
            before = own.before or {}
        elif own.changed_since:
            _record(own)
        own.delete()
    return before


def _others_first(holds: EditingHoldQuerySet, *, actor: User, kind: str) -> EditingHold | None:
    """Record what waits beside the actor's own hold of this kind, in its order; answers with that one."""
    own = None
    for each in holds.select_for_update().order_by("changed_at"):
        if each.user_id == actor.pk and each.kind == kind:
            own = each
        elif each.changed_at:
            _record(each)
            each.save()
    return own


def tell_waiting(version: PlanVersion, keys: Iterable[UUID]) -> None:
    """Before another deed writes these rows: what waits there enters the history first. One query where nothing does.

    Whoever has one of them open keeps it open. In the transaction of the deed that holds the version locked.
    """
    waiting = EditingHold.objects.filter(version=version, node_key__in=list(keys)).unrecorded()
    for each in waiting.select_for_update().order_by("changed_at"):
        _record(each)
        each.save()


def close_holds(row: ContentRow) -> None:
    """Before a row is removed with all below it: what waits there enters the history first, nobody has it open."""
    if type(row) not in KIND_OF:
        return
    keys = Q(node_key=row.key)
    for model, way in BELOW.get(type(row), ()):
        keys |= Q(node_key__in=model._default_manager.filter(**{way: row.pk}).values("key"))
    if type(row) in LINKED:
        linked = Measure.objects.filter(**{LINKED[type(row)]: row.pk})
        keys |= Q(kind=EditablePartKind.LINKS, changed_at__isnull=False, node_key__in=linked.values("key"))
    _close(EditingHold.objects.filter(keys, version_id=row.version_id).select_for_update())


def settle_version(version: PlanVersion) -> None:
    """Before a draft is closed: all that waits enters the history, and nobody has anything open any more."""
    _close(EditingHold.objects.filter(version=version).select_for_update())


@transaction.atomic
def close_lapsed() -> int:
    """End what shows no sign of life, its changes told; returns how many. What somebody holds just now is left."""
    return _close(EditingHold.objects.filter(until__lt=Now()).select_for_update(skip_locked=True))


def _close(holds: EditingHoldQuerySet) -> int:
    closed = list(holds.order_by("changed_at"))
    for each in closed:
        if each.changed_at:
            _record(each)
    EditingHold.objects.filter(pk__in=[each.pk for each in closed]).delete()
    return len(closed)


def _record(hold: EditingHold) -> None:
    """One event for what waits, on the day it was written; the hold itself is left unsaved."""
    model, after = MODEL_OF[hold.kind], hold.after or {}
    named = after.get(OF, after)
    subject = model(pk=int(named["id"]), **{name: named[name] or "" for name in NAMING if name in named})
    with in_the_name_of(hold.user_id):
        record(
            ACTION_OF.get(hold.kind) or DraftingAction.of("store", model),
            subject,
            actor=User.objects.with_roles().get(pk=hold.user_id),
            before=hold.before,
            after=_part_of(hold),
            entry=NotedDay(timezone.localdate(hold.changed_at or timezone.now())),
        )
    for name, empty in NO_CHANGES.items():
        setattr(hold, name, empty)
