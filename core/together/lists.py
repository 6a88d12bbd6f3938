"""Several lists by one statement: a page that shows twenty short tables asks the database once for them.

Each list is asked for as the query builder writes it; the statement around them makes one answer of JSON, from which
the builder then makes its rows as it always does. What does not survive JSON unchanged is asked for by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Hashable
from copy import copy
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet, FieldError
from django.db import connections
from django.db.models import Field, ForeignKey, QuerySet
from django.db.models.expressions import Col

MOST_COLUMNS = 100  # that the database's function takes
MOST_KEYS = 10  # by which a question is asked that is put together once
MOST_STATEMENTS = 512
MOST_LISTS = 200  # by one statement: the database takes 1,664 columns, and is long in planning so many subqueries
AS_IT_IS = frozenset(
    {
        "AutoField",
        "BigAutoField",
        "BigIntegerField",
        "BooleanField",
        "CharField",
        "FileField",
        "ForeignKey",
        "IntegerField",
        "OneToOneField",
        "PositiveBigIntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "SlugField",
        "SmallIntegerField",
        "TextField",
    }
)
MADE: dict[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": lambda value: datetime.fromisoformat(value).astimezone(UTC),
    "DecimalField": Decimal,
    "FloatField": float,
    "JSONField": str,
    "TimeField": time.fromisoformat,
    "UUIDField": UUID,
}
#: How a field says that nothing is made of its values: a key of another row does so by a word of its own.
PLAIN = frozenset({Field.get_db_converters, ForeignKey.get_db_converters})
STATEMENT = "_statement"  # of rows whose statement is put together already
Maker = Callable[[Any], Any] | None


def _is_plain(column: Any) -> bool:
    """Whether its value is what the database says."""
    if type(column) is not Col:
        return False
    kinds = (type(column.target), type(column.output_field))  # of a key of another row two
    return all(kind.get_db_converters in PLAIN and not hasattr(kind, "from_db_value") for kind in kinds)


def _number(value: Any) -> int:
    """A column without a kind is the key by which rows of a many-to-many relation are told apart."""
    if not isinstance(value, int):
        raise TypeError(value)
    return value


class AskedList:
    """One list and the statement that the builder makes of it."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.rows = rows
        self.compiler: Any = rows.query.get_compiler(using=rows.db)
        self.is_empty = False
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.is_empty = True
        self.kinds = [] if self.is_empty else [self._kind(each) for each, _sql, _alias in self._columns]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> AskedList:
        """As its statement was put together for these very rows before (`prepared`), or now."""
        before: AskedList | None = vars(rows).get(STATEMENT)
        if before is None:
            return cls(rows)
        made = copy(before)
        made.rows, made.compiler = rows, copy(before.compiler)
        made.compiler.connection = connections[rows.db]  # each thread has its own
        return made

    def keep_for_others(self) -> None:
        """The statement and what the builder found out of each column, and nothing of who asked."""
        if not self.is_empty:
            converters = self._converters([each for each, _sql, _alias in self._columns])
            vars(self.compiler)["get_converters"] = lambda _columns: converters
        for name in ("connection", "query", "where", "having", "qualify"):
            setattr(self.compiler, name, None)  # they lead to the rows in hand of who asked first

    def _converters(self, columns: list[Any]) -> Any:
        """As the builder finds them, which goes through each column of each list; most have only plain ones."""
        if all(map(_is_plain, columns)):
            return {}
        return type(self.compiler).get_converters(self.compiler, columns)

    @property
    def _columns(self) -> list[Any]:
        return list(self.compiler.select[: self.compiler.col_count])

    @staticmethod
    def _kind(expression: Any) -> str:
        try:
            field = expression.output_field
        except FieldError:
            return "unknown"
        if isinstance(field, ArrayField):
            return "list" if field.base_field.get_internal_type() in AS_IT_IS else "unknown"
        return "key" if type(field) is Field else str(getattr(field, "target_field", field).get_internal_type())

    @property
    def is_fit(self) -> bool:
        known = {"key", "list", *AS_IT_IS, *MADE}
        return len(self.kinds) <= MOST_COLUMNS and known.issuperset(self.kinds)

    @property
    def as_json(self) -> str:
        """A subquery of one value: the rows in their order, each a list of its columns."""
        names = [f"c{number}" for number in range(len(self.kinds))]
        shown = [
            f"t.{name}::text" if kind == "JSONField" else f"t.{name}"
            for name, kind in zip(names, self.kinds, strict=True)
        ]
        row = f"json_build_array({', '.join(shown)})"
        return f"(SELECT json_agg({row})::text FROM ({self.sql}) t ({', '.join(names)}))"  # noqa: S608 - the builder's

    def fill(self, answer: str | None) -> None:
        """Hands the rows to the builder in place of the driver's."""
        makers: list[Maker] = [_number if kind == "key" else MADE.get(kind) for kind in self.kinds]
        to_make = [(place, make) for place, make in enumerate(makers) if make is not None]
        made = json.loads(answer, parse_float=Decimal) if answer else []
        for row in made:
            for place, make in to_make:
                if row[place] is not None:
                    row[place] = make(row[place])
        vars(self.compiler).setdefault("get_converters", self._converters)
        vars(self.compiler)["execute_sql"] = lambda *_args, **_named: [[tuple(row) for row in made]]
        vars(self.rows.query)["get_compiler"] = lambda *_args, **_named: self.compiler
        try:
            fetch_rows(self.rows)
        finally:
            del vars(self.rows.query)["get_compiler"]


@lru_cache(MOST_STATEMENTS)
def _statements(_question: Hashable, _keys: int) -> list[AskedList]:
    """The statement of a question by so many keys, once it was put together."""
    return []


def say_again(rows: QuerySet[Any, Any], question: Hashable, keys: Collection[Any]) -> None:
    """Rows of a question that is asked by these keys and by nothing else: put together once a process for as many.

    Where something else stands in the question too, it is put together anew each time.
    """
    if len(keys) > MOST_KEYS:
        return
    known = _statements(question, len(keys))
    if not known:
        statement = AskedList(rows)
        if statement.is_empty or tuple(statement.params) != tuple(keys):
            return
        statement.keep_for_others()
        statement.rows = rows.model._base_manager.none()  # nothing of who asked first stays
        known.append(statement)
    again = copy(known[0])
    again.params = tuple(keys)
    keep_statement(rows, again)


def keep_statement(rows: QuerySet[Any, Any], statement: AskedList) -> None:
    """For these rows and no others: whatever the builder makes of them has no statement yet."""
    vars(rows)[STATEMENT] = statement


def has_statement(rows: QuerySet[Any, Any]) -> bool:
    return STATEMENT in vars(rows)


def fetch_rows(rows: Any) -> None:
    """The rows alone, without what is to be read beside them."""
    rows._result_cache = list(rows._iterable_class(rows))


def read_rows(lists: list[QuerySet[Any, Any]]) -> None:
    """Reads each list that was not read before, without what hangs on it: all that may by one statement."""
    unread = {id(rows): rows for rows in lists if rows._result_cache is None}
    asked = [AskedList.of(rows) for rows in unread.values()]
    for each in asked:
        if each.is_empty:
            each.rows._result_cache = []
    fit = [each for each in asked if not each.is_empty and each.is_fit]
    together = fit if len(fit) > 1 or any(has_statement(each.rows) for each in fit) else []
    for each in asked:
        if each not in together and not each.is_empty:
            fetch_rows(each.rows)
    if not together:
        return
    for begin in range(0, len(together), MOST_LISTS):
        _ask(together[begin : begin + MOST_LISTS])


def _ask(together: list[AskedList]) -> None:
    params = [value for each in together for value in each.params]
    with connections[together[0].rows.db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(each.as_json for each in together)}", params)
        answers = cursor.fetchone()
    for each, answer in zip(together, answers, strict=True):
        each.fill(answer)
