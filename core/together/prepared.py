"""Lists whose statement is put together once a process for the same arguments: many readers ask for the same page.

The query builder takes longer over a list's statement than the database over its answer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

from django.db.models import Model, QuerySet

from core.together.lists import AskedList, keep_statement

MOST = 32  # statements of one list, by its arguments; each takes 20 to 100 kB in every process
Asked = ParamSpec("Asked")
Rows = TypeVar("Rows", bound=QuerySet[Any, Any])
#: All of them, for the test that each depends on its arguments alone.
PREPARED: list[PreparedList[Any, Any]] = []


class PreparedList(Generic[Asked, Rows]):
    def __init__(self, make: Callable[Asked, Rows]) -> None:
        self.make: Callable[..., Rows] = make
        self._statement = lru_cache(MOST, typed=True)(self._put_together)
        update_wrapper(self, make)
        PREPARED.append(self)

    def _put_together(self, *args: Any) -> AskedList:
        statement = AskedList(self.make(*args))
        if any(not isinstance(each, str) for each in statement.rows._prefetch_related_lookups):  # type: ignore[attr-defined]
            raise TypeError("A list to read beside it would be put together once with it.")
        statement.keep_for_others()
        return statement

    def __call__(self, *args: Asked.args, **named: Asked.kwargs) -> Rows:
        if named:
            raise TypeError("Arguments by their place alone.")
        statement = self._statement(*args)
        rows: Any = statement.rows.all()
        keep_statement(rows, statement)
        made: Rows = rows
        return made


def prepared(make: Callable[Asked, Rows]) -> PreparedList[Asked, Rows]:
    """The rows that `make` tells by its arguments, and by nothing else: no clock, no language, no rule of the place.

    Read with other lists they are asked for as they were put together the first time. What is made of them (a filter,
    a count, a slice) is put together anew.
    """
    return PreparedList(make)


@prepared
def _hanging(model: type[Model], name: str, pk: int, *beside: str) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = getattr(model(pk=pk), name).all()
    return rows.select_related(*beside) if beside else rows


def hanging_on(row: Model, name: str, *beside: str) -> Any:
    """The rows of a relation of this one, with what is selected beside each; those in hand where they were read."""
    if not beside and name in getattr(row, "_prefetched_objects_cache", {}):
        return getattr(row, name).all()
    rows: Any = _hanging(type(row), name, row.pk, *beside)
    rows._hints = {"instance": row}
    rows._known_related_objects = {field: {row.pk: row} for field in rows._known_related_objects}
    return rows
