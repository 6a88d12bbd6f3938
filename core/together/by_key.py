"""What one key leads to, from a statement that is put together once a process: the same for every page, it took three
times as long to put together as to ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import QuerySet

from core.together.lists import AskedList

PLACE_OF_KEY = -(2**62)  # stands in the statement where each key is put
Row = TypeVar("Row")


class RowsByKey(Generic[Row]):
    """Rows as the query builder makes them, with all that they select and annotate; one statement for one key."""

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        self._asked: Any = rows.filter(pk=PLACE_OF_KEY)
        self._compiler: Any = self._asked.query.get_compiler(using=rows.db)
        self._sql, self._params = self._compiler.as_sql()
        self._compiler.connection = None  # each thread has its own

    def get(self, key: int) -> Row | None:
        connection = connections[self._asked.db]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _placed(key, self._params))
            found = cursor.fetchall()
        if not found:
            return None
        compiler, rows = copy(self._compiler), self._asked.all()
        compiler.connection = connection
        compiler.execute_sql = lambda *_args, **_named: [found]
        vars(rows.query)["get_compiler"] = lambda *_args, **_named: compiler
        row: Row = next(iter(rows._iterable_class(rows)))
        return row


class ListsByKey:
    """Lists of values by their names, all by one statement for one key."""

    def __init__(self, lists: Mapping[str, QuerySet[Any, Any]]) -> None:
        """The lists as the query builder makes them for the key PLACE_OF_KEY; none that only it can read."""
        asked = {name: AskedList(rows) for name, rows in lists.items()}
        if unfit := [name for name, each in asked.items() if each.is_empty or not each.is_fit]:
            raise ValueError(", ".join(unfit))
        self._names = list(asked)
        self._sql = f"SELECT {', '.join(each.as_json for each in asked.values())}"
        self._params = [value for each in asked.values() for value in each.params]
        self._database = next(iter(lists.values())).db

    def read(self, key: int | None) -> dict[str, str]:
        """Each list as JSON, a list of values a row; days, moments and keys are texts, and so is what was JSON.

        Raises ValueError without a key: what is not stored has no lists.
        """
        if key is None:
            raise ValueError("Not stored yet, or no more.")
        with connections[self._database].cursor() as cursor:
            cursor.execute(self._sql, _placed(key, self._params))
            (answers,) = cursor.fetchall()
        return {name: answer or "[]" for name, answer in zip(self._names, answers, strict=True)}


def _placed(key: int, params: Sequence[Any]) -> list[Any]:
    return [key if value == PLACE_OF_KEY else value for value in params]
