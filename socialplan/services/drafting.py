"""Drafting by many hands: who has a place open, and one event of the history for what saved itself there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from operations import audit
from operations.models import Event
from socialplan.enums import NodeKind
from socialplan.models import (
    Chapter,
    ContentRow,
    EditingHold,
    Indicator,
    Measure,
    PlanVersion,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.models.drafting import EditingHoldQuerySet
from socialplan.services.edits import NODES
from socialplan.services.entries import plain_fields

HELD = timedelta(minutes=3)
ONE_EVENT = timedelta(minutes=15)
MODEL_OF: dict[str, type[ContentRow]] = {**NODES, NodeKind.CHAPTER: Chapter}
KIND_OF: dict[type[ContentRow], str] = {model: kind for kind, model in MODEL_OF.items()}
NAMING = ("code", "title_sq", "title_en")
# What goes with a row, and the way from there up to it.
BELOW: dict[type[ContentRow], tuple[tuple[type[ContentRow], str], ...]] = {
    StrategicGoal: ((SpecificObjective, "goal"), (Measure, "objective__goal"), (Indicator, "objective__goal")),
    SpecificObjective: ((Measure, "objective"), (Indicator, "objective")),
}
# The place's holds in one statement: the actor's ends if nothing waits in it; does anything wait in any of them?
SETTLE = """
WITH here AS (SELECT id, user_id, changed_at FROM {table} WHERE version_id = %s AND kind = %s AND node_key = %s),
ended AS (DELETE FROM {table} WHERE id IN (SELECT id FROM here WHERE user_id = %s) AND changed_at IS NULL)
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


def holds_of(row: ContentRow) -> EditingHoldQuerySet:
    return EditingHold.objects.filter(version_id=row.version_id, kind=KIND_OF[type(row)], node_key=row.key)


@transaction.atomic
def hold(row: ContentRow, *, actor: User) -> None:
    """Say that this person has the row open; it holds for three minutes, until it is said again."""
    since = Case(When(until__lt=Now(), then=Now()), default=F("opened_at"))
    if holds_of(row).filter(user=actor).update(opened_at=since, until=Now() + HELD):
        return
    named = {"version_id": row.version_id, "kind": KIND_OF[type(row)], "node_key": row.key, "user": actor}
    EditingHold.objects.bulk_create([EditingHold(until=Now() + HELD, **named)], ignore_conflicts=True)


def others_at(row: ContentRow, *, actor: User) -> list[EditingHold]:
    """Who else has the row open, the longest first."""
    return list(holds_of(row).alive().exclude(user=actor).select_related("user").order_by("opened_at"))


@dataclass(frozen=True, slots=True)
class LastWriting:
    """Who wrote a row last, and when."""

    person: User | None
    at: datetime


def last_writing(row: ContentRow) -> LastWriting | None:
    """By the changes that wait for their event, and by the history."""
    waiting = holds_of(row).unrecorded().select_related("user").order_by("changed_at").last()
    told = Event.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
    event = told.select_related("actor").order_by("-sequence").first()
    if waiting and waiting.changed_at and (event is None or waiting.changed_at > event.recorded_at):
        return LastWriting(waiting.user, waiting.changed_at)
    return LastWriting(event.actor, event.recorded_at) if event else None


def is_own_writing(current: ContentRow, *, actor: User, expected_revision: int, draft: str) -> bool:
    """Whether all that was saved since that revision came from this person's same opened page: an answer got lost."""
    same = Q(user=actor, draft=draft, revision=current.revision, revision_before__lte=expected_revision)
    return bool(draft) and type(current) in KIND_OF and holds_of(current).filter(same).exists()


def note_writing(current: ContentRow, row: ContentRow, *, actor: User, draft: str) -> None:
    """Gather what has just saved itself, `current` before it and `row` after; a quarter of an hour is one event.

    In the transaction of the deed that holds the version locked.
    """
    own = _others_first(current, actor=actor)
    now = timezone.now()
    if own is None:
        own = EditingHold(version=row.version, kind=KIND_OF[type(row)], node_key=row.key, user=actor)
    elif own.changed_since and (own.revision != current.revision or now - own.changed_since > ONE_EVENT):
        _record(own)
    if own.changed_since is None:
        own.changed_since, own.before, own.revision_before = now, plain_fields(current), current.revision
    own.changed_at, own.after, own.revision = now, plain_fields(row), row.revision
    own.draft, own.until = draft, now + HELD
    own.save()


def settle(current: ContentRow, *, actor: User) -> dict[str, Any]:
    """Before the actor's own event of this row: others' waiting changes enter the history, the actor's hold ends.

    Answers with the state the actor's event begins at: before all that saved itself since the last one.
    """
    before = plain_fields(current)
    if type(current) not in KIND_OF or not _end_hold(current, actor=actor):
        return before
    own = _others_first(current, actor=actor)
    if own is not None:
        if own.changed_since and own.revision == current.revision:
            before = own.before or {}
        elif own.changed_since:
            _record(own)
        own.delete()
    return before


def _end_hold(row: ContentRow, *, actor: User) -> bool:
    """End the actor's hold if nothing waits in it; answers whether changes of anybody wait at the row."""
    statement = SETTLE.format(table=connection.ops.quote_name(EditingHold._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, [row.version_id, KIND_OF[type(row)], row.key, actor.pk])
        return bool(cursor.fetchone()[0])


def _others_first(current: ContentRow, *, actor: User) -> EditingHold | None:
    """Record what waits of others, in its order; the actor's own hold."""
    own = None
    for each in holds_of(current).select_for_update().order_by("changed_at"):
        if each.user_id == actor.pk:
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
    subject = model(pk=int(after["id"]), **{name: after[name] or "" for name in NAMING if name in after})
    audit.record(
        actor=User.objects.with_roles().get(pk=hold.user_id),
        action=f"socialplan.store_{model._meta.model_name}",
        subject=subject,
        before=hold.before,
        after=after,
        happened_on=timezone.localdate(hold.changed_at or timezone.now()),
    )
    for name, empty in NO_CHANGES.items():
        setattr(hold, name, empty)
