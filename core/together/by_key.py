"""A row by its key, from a statement that is put together once a process: the same for every page, it took three
times as long to put together as to ask.
"""

from __future__ import annotations

from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import QuerySet

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
            cursor.execute(self._sql, [key if value == PLACE_OF_KEY else value for value in self._params])
            found = cursor.fetchall()
        if not found:
            return None
        compiler, rows = copy(self._compiler), self._asked.all()
        compiler.connection = connection
        compiler.execute_sql = lambda *_args, **_named: [found]
        vars(rows.query)["get_compiler"] = lambda *_args, **_named: compiler
        row: Row = next(iter(rows._iterable_class(rows)))
        return row
