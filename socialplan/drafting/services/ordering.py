"""Places and codes: rows stand in one order, and until submission their codes follow it: 1.2.3 is the third of 1.2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import User
from core.workflow import StepRefused
from operations.deeds import NOW, Entry, plain_fields, record
from socialplan.content.models import (
    Indicator,
    Measure,
    OrderedRow,
    PlanVersion,
    Risk,
    SpecificObjective,
    StrategicGoal,
)
from socialplan.content.services.locks import locked_row
from socialplan.drafting.actions import DraftingAction
from socialplan.drafting.services.editing import tell_waiting

# The renumbered rows arrive as three arrays: one statement, however many rows change places.
LAST = 1_000_000
# One statement for all rows saves 64 % of bulk_update's time (tests/bench/bench_sql.py).
PLACE = """
UPDATE {table} AS row SET position = placed.position, code = placed.code
  FROM unnest(%s::bigint[], %s::int[], %s::text[]) AS placed (id, position, code)
 WHERE row.id = placed.id
"""


def letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = ascii_lowercase[rest] + text
    return text


@dataclass(frozen=True, slots=True)
class NumberingLevel:
    """One kind of row: the field of its parent, and its code from the parent's code and its number there."""

    model: type[OrderedRow]
    parent: str
    code: Callable[[str, int], str]


LEVELS = (
    NumberingLevel(StrategicGoal, "", lambda _parent, number: f"QS{number}"),
    NumberingLevel(SpecificObjective, "goal", lambda parent, number: f"{parent.removeprefix('QS')}.{number}"),
    NumberingLevel(Measure, "objective", lambda parent, number: f"{parent}.{number}"),
    NumberingLevel(Indicator, "objective", lambda parent, number: f"T{parent}{letters(number)}"),
    NumberingLevel(Risk, "", lambda _parent, number: f"RR{number}"),
)
BY_MODEL: dict[type[OrderedRow], NumberingLevel] = {level.model: level for level in LEVELS}
# Whose codes change with the codes of a kind: itself, then what stands below it.
BELOW: dict[type[OrderedRow], tuple[type[OrderedRow], ...]] = {
    StrategicGoal: (StrategicGoal, SpecificObjective, Measure, Indicator),
    SpecificObjective: (SpecificObjective, Measure, Indicator),
    Measure: (Measure,),
    Indicator: (Indicator,),
    Risk: (Risk,),
}


def place_last(row: OrderedRow) -> None:
    """Give a new row the place after its last sibling, and the code that goes with it unless it brings one."""
    level = BY_MODEL[type(row)]
    rows = type(row)._default_manager.filter(version=row.version)
    parent = getattr(row, level.parent) if level.parent else None
    if parent:
        parent.refresh_from_db(fields=["position", "code"])
    before = rows.filter(**{f"{level.parent}__position__lte": parent.position}) if parent else rows
    row.position = (before.aggregate(last=Max("position"))["last"] or 0) + 1
    rows.filter(position__gte=row.position).update(position=F("position") + 1)
    if not getattr(row, "code", ""):
        siblings = rows.filter(**{level.parent: parent}) if parent else rows
        taken = set(siblings.values_list("code", flat=True))
        codes = (level.code(parent.code if parent else "", number) for number in range(1, len(taken) + 2))
        row.code = next(code for code in codes if code not in taken)  # type: ignore[attr-defined]


def renumber(version: PlanVersion, model: type[OrderedRow], *, order: list[Any] | None = None) -> None:
    """Let positions and codes of a kind, and of what stands below it, follow the order; `order` is a new one."""
    for kind in BELOW[model]:
        level = BY_MODEL[kind]
        rows = order if kind is model and order is not None else list(_in_order(version, level))
        _write_places(level, rows)


def follow_parent(row: OrderedRow, before: Any) -> None:
    """A saved row that has another parent than before stands last there, and the codes follow."""
    level = BY_MODEL[type(row)]
    if level.parent and getattr(row, f"{level.parent}_id") != getattr(before, f"{level.parent}_id"):
        renumber(row.version, type(row), order=_reordered(row, level, LAST))


def _in_order(version: PlanVersion, level: NumberingLevel) -> Iterable[Any]:
    rows = level.model._default_manager.filter(version=version)
    if not level.parent:
        return rows.order_by("position", "pk")
    return rows.select_related(level.parent).order_by(f"{level.parent}__position", "position", "pk")


def _write_places(level: NumberingLevel, rows: list[Any]) -> None:
    numbers: dict[int, int] = defaultdict(int)
    changed: list[tuple[int, int, str]] = []
    for position, row in enumerate(rows, 1):
        parent = getattr(row, level.parent) if level.parent else None
        numbers[parent.pk if parent else 0] += 1
        code = level.code(parent.code if parent else "", numbers[parent.pk if parent else 0])
        if (row.position, row.code) != (position, code):
            row.position, row.code = position, code
            changed.append((row.pk, position, code))
    if changed:
        table = connection.ops.quote_name(level.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(PLACE.format(table=table), [list(column) for column in zip(*changed, strict=True)])


@transaction.atomic
def move_row(
    row: Any, *, place: int, parent: Any = None, actor: User, expected_revision: int | None = None, entry: Entry = NOW
) -> Any:
    """Put a row at `place` (0 is first) among its siblings, or among those of another `parent`; codes follow.

    StepRefused when somebody changed the row since `expected_revision`, or the parent is of another version.
    """
    row = locked_row(row, actor=actor, expected_revision=expected_revision)
    level, before = BY_MODEL[type(row)], plain_fields(row)
    if level.parent and parent is not None:
        if parent.version_id != row.version_id:
            raise StepRefused(_("This place belongs to another version of the plan."))
        setattr(row, level.parent, parent)
    tell_waiting(row.version, [row.key])
    row.revision += 1
    row.save()
    renumber(row.version, type(row), order=_reordered(row, level, place))
    record(DraftingAction.of("move", row), row, actor=actor, entry=entry, before=before)
    return row


def _reordered(row: Any, level: NumberingLevel, place: int) -> list[Any]:
    """All rows of the kind with `row` at `place` among its siblings."""
    others = [each for each in _in_order(row.version, level) if each.pk != row.pk]
    owner = f"{level.parent}_id" if level.parent else "version_id"
    if not level.parent:
        return [*others[:place], row, *others[place:]]
    siblings = [each for each in others if getattr(each, owner) == getattr(row, owner)]
    siblings.insert(max(place, 0), row)
    parents = {each.pk: getattr(each, level.parent).position for each in [*others, row]}
    rest = [each for each in others if getattr(each, owner) != getattr(row, owner)]
    return sorted([*rest, *siblings], key=lambda each: parents[each.pk])
