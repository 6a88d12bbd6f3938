"""Writing a version's content. Each deed locks the version, so that a step and an edit never cross."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db import transaction

from accounts.models import User
from assessments.models import Need, TargetGroup
from core.text.richtext import sanitise
from operations.deeds import NOW, Entry, record
from socialplan.content.enums import BlockKind
from socialplan.content.models import (
    Chapter,
    ContentRow,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureGroup,
    MeasureIndicator,
    MeasureNeed,
    OrderedRow,
    PlanVersion,
    Risk,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.content.services.locks import RowConflict, locked, locked_row
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.services.editing import close_holds, is_own_writing, note_writing, settle
from socialplan.drafting.services.ordering import follow_parent, place_last, renumber

Row = TypeVar("Row", bound=ContentRow)
NEW_ROWS = UUID("0b4c1e52-6d0f-4a4e-9a1d-3c1f7d2a5e90")


@transaction.atomic
def store(
    row: Row,
    *,
    actor: User,
    entry: Entry = NOW,
    expected_revision: int | None = None,
    draft: str = "",
    is_clean: bool = False,
) -> Row:
    """Save a new or changed row. RowConflict if somebody saved it since `expected_revision` was read.

    `draft` names the opened page it comes from: what saved itself from there is the same writing.
    `is_clean`: a form has just checked the row; the database checks it in any case.
    """
    if not row.pk:
        return _add(row, actor=actor, entry=entry, draft=draft)
    current = _write(row, actor=actor, expected_revision=expected_revision, draft=draft, is_clean=is_clean)
    before = settle(current, actor=actor)
    record(DraftingAction.of("store", row), row, actor=actor, entry=entry, before=before)
    return row


@transaction.atomic
def store_by_itself(row: Row, *, actor: User, expected_revision: int, draft: str) -> Row:
    """Save a row that a form has checked while its writer goes on writing. RowConflict as in `store`.

    Its event is written when the writer saves, leaves, or has been writing for a quarter of an hour.
    """
    if isinstance(row, Chapter):
        clean_texts(row)
    current = _write(row, actor=actor, expected_revision=expected_revision, draft=draft, is_clean=True)
    note_writing(current, row, actor=actor, draft=draft)
    return row


def _write(row: Row, *, actor: User, expected_revision: int | None, draft: str, is_clean: bool) -> Row:
    """Write a row that is there; answers with what stood there before."""
    current = locked_row(row, actor=actor)
    read = current.revision if expected_revision is None else expected_revision
    if current.revision != read and not is_own_writing(current, actor=actor, expected_revision=read, draft=draft):
        raise RowConflict(current)
    row.version, row.revision = current.version, current.revision + 1
    _keep_place(row, current)
    if not is_clean:
        row.full_clean()
    row.save(update_fields=["updated_at", *_changed(row, current)])
    if isinstance(row, OrderedRow):
        follow_parent(row, current)
    return current


def _keep_place(row: ContentRow, current: ContentRow) -> None:
    """Place and code are the order's (services/ordering): who moved the row meanwhile left its revision as it was."""
    for name in row.place_names:
        setattr(row, name, getattr(current, name))


def _changed(row: ContentRow, current: ContentRow) -> list[str]:
    """The columns in which the row differs from what stands in the table."""
    columns = (field.attname for field in row._meta.concrete_fields)
    return [name for name in columns if getattr(row, name) != getattr(current, name)]


def _add(row: Row, *, actor: User, entry: Entry, draft: str) -> Row:
    """Add a row; what the same opened page sent before, word for word, is there already and answers for itself."""
    row.version = locked(row.version, actor=actor)
    if draft:
        row.key = _key_of(row, draft)
        if stored := type(row)._default_manager.filter(version=row.version, key=row.key).first():
            return stored
    if isinstance(row, OrderedRow):
        place_last(row)
    row.full_clean()
    row.save()
    record(DraftingAction.of("store", row), row, actor=actor, entry=entry)
    return row


def _key_of(row: ContentRow, draft: str) -> UUID:
    """The key of a new row: the opened page bound to all that was typed there, so that other words are another row."""
    made_here = {"id", "key", "revision", "created_at", "updated_at"}
    names = {field.attname for field in row._meta.concrete_fields} - made_here
    typed = [f"{name}={getattr(row, name)}" for name in sorted(names)]
    return uuid5(NEW_ROWS, "\n".join([row._meta.label, draft, *typed]))


@transaction.atomic
def remove(row: ContentRow, *, actor: User, entry: Entry = NOW) -> None:
    """Take a row, and what hangs on it, out of the draft."""
    version = locked(row.version, actor=actor)
    close_holds(row)
    record(DraftingAction.of("remove", row), row, actor=actor, entry=entry)
    row.delete()
    if isinstance(row, OrderedRow):
        renumber(version, type(row))


def save_chapter(
    chapter: Chapter,
    *,
    actor: User,
    entry: Entry = NOW,
    expected_revision: int | None = None,
    draft: str = "",
    is_clean: bool = False,
) -> Chapter:
    """Save a chapter; its texts are sanitised on the way in."""
    clean_texts(chapter)
    return store(
        chapter, actor=actor, entry=entry, expected_revision=expected_revision, draft=draft, is_clean=is_clean
    )


def clean_texts(chapter: Chapter) -> None:
    chapter.body_sq = sanitise(chapter.body_sq, blocks=BlockKind.values)
    chapter.body_en = sanitise(chapter.body_en, blocks=BlockKind.values)


def register_chapter(version: PlanVersion, *, actor: User, entry: Entry = NOW, **fields: Any) -> Chapter:
    return save_chapter(Chapter(version=version, **fields), actor=actor, entry=entry)


def register_goal(version: PlanVersion, *, actor: User, entry: Entry = NOW, **fields: Any) -> StrategicGoal:
    return store(StrategicGoal(version=version, **fields), actor=actor, entry=entry)


def register_objective(goal: StrategicGoal, *, actor: User, entry: Entry = NOW, **fields: Any) -> SpecificObjective:
    return store(SpecificObjective(version=goal.version, goal=goal, **fields), actor=actor, entry=entry)


def register_measure(objective: SpecificObjective, *, actor: User, entry: Entry = NOW, **fields: Any) -> Measure:
    return store(Measure(version=objective.version, objective=objective, **fields), actor=actor, entry=entry)


def register_indicator(objective: SpecificObjective, *, actor: User, entry: Entry = NOW, **fields: Any) -> Indicator:
    return store(Indicator(version=objective.version, objective=objective, **fields), actor=actor, entry=entry)


def register_risk(version: PlanVersion, *, actor: User, entry: Entry = NOW, **fields: Any) -> Risk:
    return store(Risk(version=version, **fields), actor=actor, entry=entry)


@transaction.atomic
def set_target(
    indicator: Indicator, *, year: int, value: Any, actor: User, entry: Entry = NOW
) -> IndicatorTarget | None:
    """What an indicator should reach in a year; an empty value takes the target away."""
    current = indicator.targets.filter(year=year).first()
    if value is None:
        if current:
            remove(current, actor=actor, entry=entry)
        return None
    if current and current.value == value:
        return current
    target = current or IndicatorTarget(version=indicator.version, indicator=indicator, year=year)
    target.value = value
    return store(target, actor=actor, entry=entry)


@transaction.atomic
def link_need(measure: Measure, need: Need, *, actor: User, entry: Entry = NOW) -> MeasureNeed:
    """The measure answers this need."""
    link = measure.need_links.filter(need=need).first()
    return link or store(MeasureNeed(version=measure.version, measure=measure, need=need), actor=actor, entry=entry)


@transaction.atomic
def link_group(measure: Measure, group: TargetGroup, *, actor: User, entry: Entry = NOW) -> MeasureGroup:
    """The measure serves this group."""
    link = measure.group_links.filter(group=group).first()
    return link or store(MeasureGroup(version=measure.version, measure=measure, group=group), actor=actor, entry=entry)


@transaction.atomic
def link_indicator(measure: Measure, indicator: Indicator, *, actor: User, entry: Entry = NOW) -> MeasureIndicator:
    """The indicator tells whether the measure works."""
    link = measure.indicator_links.filter(indicator=indicator).first()
    return link or store(
        MeasureIndicator(version=measure.version, measure=measure, indicator=indicator), actor=actor, entry=entry
    )
