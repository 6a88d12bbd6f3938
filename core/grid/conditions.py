"""Whether a row that is not written yet keeps its table's conditions, told without asking the database for each row.

Only a clear yes counts: what is no, or not known here, is asked of the database, which has the last word anyway.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import F, Q

COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, wanted: value in wanted,
}


class Unknown(Exception):
    """A condition that only the database can tell."""


def keeps_conditions(instance: models.Model) -> bool:
    """True where every condition of the table surely holds, or says nothing because a value is not there."""
    checks = [each.condition for each in instance._meta.constraints if isinstance(each, models.CheckConstraint)]
    try:
        return all(_holds(condition, instance) is not False for condition in checks)
    except (Unknown, TypeError):
        return False


def _holds(condition: Any, row: models.Model) -> bool | None:
    """As the database tells it: None where it cannot say for want of a value."""
    if not isinstance(condition, Q):
        raise Unknown
    told = [_holds(each, row) if isinstance(each, Q) else _compared(each, row) for each in condition.children]
    if condition.connector == Q.AND:
        found = False if False in told else None if None in told else True
    elif condition.connector == Q.OR:
        found = True if True in told else None if None in told else False
    else:
        raise Unknown
    return found if found is None or not condition.negated else not found


def _compared(each: Any, row: models.Model) -> bool | None:
    if not isinstance(each, tuple):
        raise Unknown
    name, _underscores, lookup = each[0].partition("__")
    value, wanted = _value(row, name), each[1]
    if lookup == "isnull":
        return (value is None) == wanted
    if lookup in {"", "exact"} and wanted is None:
        return value is None
    if (lookup or "exact") not in COMPARED:
        raise Unknown
    if isinstance(wanted, F):
        wanted = _value(row, wanted.name)  # type: ignore[attr-defined]
    return None if value is None or wanted is None else COMPARED[lookup or "exact"](value, wanted)


def _value(row: models.Model, name: str) -> Any:
    """Of a link its key."""
    return getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
