"""The tree of goals, objectives, measures, indicators and risks: adding, renaming, moving, removing in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from socialplan.content.models import OrderedRow, PlanVersion
from socialplan.content.services.locks import locked_row
from socialplan.drafting.enums import EditKind
from socialplan.drafting.services.content import remove, store
from socialplan.drafting.services.edits import KINDS, PLACE, ROW, Change, log_edit
from socialplan.drafting.services.ordering import BY_MODEL, LAST, move_row
from socialplan.drafting.services.subtree import snapshot

TITLES = ("title_sq", "title_en")


def parent_of(row: Any) -> Any:
    """The row above, or None at the top."""
    name = BY_MODEL[type(row)].parent
    return getattr(row, name) if name else None


def siblings_of(row: Any) -> Any:
    """All rows under the same parent, the row itself included, in order."""
    level = BY_MODEL[type(row)]
    rows = type(row)._default_manager.filter(version_id=row.version_id)
    return rows.filter(**{level.parent: parent_of(row)}) if level.parent else rows


def place_of(row: Any) -> dict[str, Any]:
    """Where a row stands: the key of its parent and its number there, from 0."""
    parent = parent_of(row)
    before = siblings_of(row).filter(position__lt=row.position).count()
    return {"parent": str(parent.key) if parent else None, "place": before}


@transaction.atomic
def add_row(row: Any, *, actor: User) -> Any:
    """A new row after the last one of its parent."""
    row = store(row, actor=actor)
    change = Change(KINDS[type(row)], row.key, ROW, None, {"titles": _titles(row)})
    log_edit(row.version, EditKind.ADD, [change], actor=actor)
    return row


@dataclass(frozen=True, slots=True)
class NodeChange:
    """What becomes of a row in one go: its titles, and its place (from 0) under a parent; None leaves as it is."""

    titles: Mapping[str, str] = field(default_factory=dict)
    place: int | None = None
    parent: Any = None


@transaction.atomic
def change_row(row: Any, change: NodeChange, *, actor: User, expected_revision: int | None = None) -> Any:
    """New titles, a new place, or both; codes follow the places."""
    row = locked_row(row, actor=actor, expected_revision=expected_revision)
    changes = [
        Change(KINDS[type(row)], row.key, name, getattr(row, name), title)
        for name, title in change.titles.items()
        if title != getattr(row, name)
    ]
    if changes:
        for each in changes:
            setattr(row, each.field, each.after)
        row = store(row, actor=actor)
    moved = _moved(row, change, actor=actor)
    if changes or moved:
        log_edit(row.version, EditKind.MOVE if moved else EditKind.RENAME, [*changes, *moved], actor=actor)
        row.refresh_from_db(fields=["code", "position", "revision"])
    return row


def _moved(row: Any, change: NodeChange, *, actor: User) -> list[Change]:
    before = place_of(row)
    parent = change.parent if change.parent != parent_of(row) else None
    if parent is None and change.place in {None, before["place"]}:
        return []
    move_row(row, place=LAST if change.place is None else change.place, parent=parent, actor=actor)
    row = type(row)._default_manager.select_related("version__plan").get(pk=row.pk)
    return [Change(KINDS[type(row)], row.key, PLACE, before, place_of(row))]


@transaction.atomic
def shift(row: Any, *, by: int, actor: User) -> Any:
    """One place up (-1) or down (+1); at the edge of its parent a row goes on to the neighbouring parent."""
    row = locked_row(row, actor=actor)
    siblings = list(siblings_of(row))
    place = [each.pk for each in siblings].index(row.pk) + by
    if 0 <= place < len(siblings):
        return change_row(row, NodeChange(place=place), actor=actor)
    parent = _neighbour(parent_of(row), by)
    if parent is None:
        raise StepRefused(_("This is the first already.") if by < 0 else _("This is the last already."))
    level = BY_MODEL[type(row)]
    last = type(row)._default_manager.filter(**{level.parent: parent}).count()
    return change_row(row, NodeChange(place=last if by < 0 else 0, parent=parent), actor=actor)


def _neighbour(parent: Any, by: int) -> Any:
    """The parent before or after this one in the whole version."""
    if parent is None:
        return None
    rows = type(parent)._default_manager.filter(version_id=parent.version_id)
    if by < 0:
        return rows.filter(position__lt=parent.position).order_by("-position", "-pk").first()
    return rows.filter(position__gt=parent.position).order_by("position", "pk").first()


@transaction.atomic
def remove_row(row: Any, *, actor: User) -> PlanVersion:
    """Take a row and what hangs on it out of the draft; it can be taken back as it was."""
    row = locked_row(row, actor=actor)
    stored = {"rows": snapshot(row), "where": place_of(row)}
    change = Change(KINDS[type(row)], row.key, ROW, stored, None)
    version: PlanVersion = row.version
    remove(row, actor=actor)
    log_edit(version, EditKind.REMOVE, [change], actor=actor)
    return version


def _titles(row: OrderedRow) -> dict[str, str]:
    return {name: getattr(row, name) for name in TITLES}
